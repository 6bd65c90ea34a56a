//! The arms were already different before the experiment began.
//!
//! ## What it sees
//!
//! The covariate, measured before the experiment, in each variant against the control, by Welch's t: warn
//! when chance alone would set them this far apart less than once in a hundred experiments, stop when less
//! than once in a thousand. With several covariates or variants chances are counted for all of them together.
//!
//! ## Why it sinks projects
//!
//! Random assignment makes arms alike in everything, known and unknown. When they differ in what was
//! measured before, the assignment was not random or units were lost, and the difference after is partly the
//! difference before.
//!
//! ## Example
//!
//! The new app was offered to those who updated first. They had spent 40 a month before, the others 31; a
//! gain of 8 after the launch says nothing about the app.
//!
//! ## What to do
//!
//! Check how units were assigned and whether the covariate really was measured before. Assign at random and
//! run it again; adjusting for this one covariate does not mend the unknown others.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapter 21. Deng et al., Improving
//! the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data, WSDM 2013.

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Balance, Measured, words};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "unequal-groups", level: Level::Warn, text: include_str!("unequal_groups.rs") };

const STOP: f64 = 0.001;
const WARN: f64 = 0.01;

/// Hold the covariate of each variant against the control's.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let finding = |balance: &Balance| {
        let p_value = balance.p_value.filter(|&p| p < WARN)?;
        let covariate = &balance.covariate;
        let (variant, control) = (balance.mean_variant?, balance.mean_control?);
        let message = format!(
            "before the experiment `{covariate}` was {} in `{}` and {} in `{}`",
            number::significant(variant, 4),
            balance.variant,
            number::significant(control, 4),
            measured.control
        );
        Some(
            Finding::new(&RULE, message)
                .level(if p_value < STOP { Level::Stop } else { Level::Warn })
                .columns([covariate.as_str()])
                .why(format!(
                    "Chance alone would set them this far apart {}. The arms were not alike to begin with, so not \
                     all of the difference is the change's doing.",
                    words::chance(p_value)
                ))
                .remedy("Check that assignment was random and that nothing was filtered after it; then run it again.")
                .evidence("p_value", p_value)
                .evidence("rows", measured.rows),
        )
    };
    measured.balance.iter().filter_map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 400, 0.0), ("old", 400, 0.0)]);
    ["leaning", "before"].map(|covariate| {
        let mut question = crate::ab::testing::question("old");
        question.covariates = vec![covariate.to_owned()];
        crate::ab::testing::measured(&question, &table)
    })
}
