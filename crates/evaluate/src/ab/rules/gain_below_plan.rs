//! Production gains less than the plan promised.
//!
//! ## What it sees
//!
//! Inside a project whose plan says which gain a month is worth having: the whole interval of what the best variant
//! gains a month, in money and after its costs, lies below it.
//!
//! ## Why it sinks projects
//!
//! The project was agreed for the gain that was promised. A smaller one may still be worth keeping, but it does not pay
//! back what was spent on building it, and the next plan will be made from the same too rosy figures.
//!
//! ## Example
//!
//! Planned were 5,000 a month, the experiment on past data said 7,200; production shows 3,900, at most 4,700.
//!
//! ## What to do
//!
//! Find out where the gain is lost: fewer cases than planned, predictions that nobody acts on, other customers than in
//! the past data. Then say so in the plan (`tenet change`).
//!
//! ## References
//!
//! Bernardi, Mavridis & Estevez, 150 Successful Machine Learning Models: 6 Lessons Learned at Booking.com, KDD 2019,
//! section 4 (offline gains do not tell business gains).

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Measured, promise};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "gain-below-plan", level: Level::Warn, text: include_str!("gain_below_plan.rs") };

/// Hold the gain of a month against the plan's.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let (Some(shown), Some(price)) = (promise::against(measured), &measured.price) else { return Vec::new() };
    let Some(planned) = shown.planned.filter(|&planned| shown.high < planned) else { return Vec::new() };
    let money = |value: f64| number::money(value, &price.currency);
    let offline = shown
        .offline
        .map_or(String::new(), |offline| format!(", the experiment on past data said {}", money(offline)));
    let message = format!(
        "planned were {} a month{offline}; production shows {}, at most {}",
        money(planned),
        money(shown.shown),
        money(shown.high)
    );
    vec![
        Finding::new(&RULE, message)
            .why("The project was agreed for a gain that it does not reach.")
            .remedy("Find where the gain is lost: fewer cases, nobody acting on it, other customers than in the past data.")
            .evidence("planned", planned)
            .evidence("offline", shown.offline)
            .evidence("shown", shown.shown)
            .evidence("low", shown.low)
            .evidence("high", shown.high)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 200, 1.0), ("old", 200, 0.0)]);
    [5_000.0, 500.0].map(|planned| {
        let mut question = crate::ab::testing::question("old");
        question.value_per_unit = Some(1.0);
        question.promise = Some(crate::ab::Promise {
            planned: Some(planned),
            offline: Some(7_200.0),
            units_per_month: Some(1_000.0),
            run_per_month: 0.0,
        });
        crate::ab::testing::measured(&question, &table)
    })
}
