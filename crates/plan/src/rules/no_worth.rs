//! The worth of a right and a wrong answer is missing, or makes every answer alike.
//!
//! ## What it sees
//!
//! `[worth]` has no outcome priced (the four cells of a yes/no answer, or the worth of a unit of error of
//! a number), or no `cases_per_month`. It also sees cells under which always acting, or never acting, is
//! best whatever the case: often a lost minus sign.
//!
//! ## Why it sinks projects
//!
//! Without money a threshold is a guess, a better score may be a worse business, and nobody can say
//! whether the project pays.
//!
//! ## Example
//!
//! ```toml
//! [worth]
//! currency = "EUR"
//! true_positive = 60    # called in time, stays
//! false_positive = -8   # called in vain
//! cases_per_month = 7_000
//! ```
//!
//! ## What to do
//!
//! Price each outcome of one case with the people who pay for it, rough as it may be, and count the cases
//! a month. An outcome that is not written counts as 0.
//!
//! ## References
//!
//! Elkan, "The foundations of cost-sensitive learning", IJCAI 2001 (section 2: when a cost matrix leaves
//! nothing to decide).

use report::{Finding, Level, Rule};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "no-worth", level: Level::Warn, text: include_str!("no_worth.rs") },
    judge,
    fires: Example {
        plan: r"[worth]
true_positive = 60
false_positive = 8
cases_per_month = 7_000
",
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r"[worth]
true_positive = 60
false_positive = -8
cases_per_month = 7_000
",
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let worth = &judged.plan.worth;
    let (message, why, remedy) = if worth.cells().is_none() && !worth.per_unit() {
        (
            "no outcome has a worth".to_owned(),
            "Without money nobody can say whether the project pays.",
            "In [worth], price the four outcomes of one case, or `over_per_unit` and `under_per_unit` for a number.",
        )
    } else if worth.cases_per_month.is_none() {
        (
            "the number of cases a month is missing".to_owned(),
            "The worth of one case says nothing until it is known how many there are.",
            "In [worth], write `cases_per_month`.",
        )
    } else if let Some(always) = worth.cells().and_then(needless) {
        (
            always,
            "Then there is nothing to predict, or a sign is wrong.",
            "Check the signs in [worth]: what costs money is negative.",
        )
    } else {
        return Vec::new();
    };
    vec![Finding::new(&CHECK.rule, message).why(why).remedy(remedy).span(Some(judged.place(&worth.at)))]
}

/// Why no prediction can earn anything under these cells, if so.
fn needless([true_positive, false_positive, false_negative, true_negative]: [f64; 4]) -> Option<String> {
    let (right, wrong) = (true_positive - false_negative, false_positive - true_negative);
    let act = |word| format!("by these figures it is best to {word} act, whatever the case");
    if right == 0.0 && wrong == 0.0 {
        Some("by these figures acting and not acting are worth the same".to_owned())
    } else if right >= 0.0 && wrong >= 0.0 {
        Some(act("always"))
    } else if right <= 0.0 && wrong <= 0.0 {
        Some(act("never"))
    } else {
        None
    }
}
