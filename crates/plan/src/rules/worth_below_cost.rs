//! Even at its best the project costs more in its first year than it brings.
//!
//! ## What it sees
//!
//! The low ends of `[cost]` (`build_days` x `day_rate` + 12 x `run_per_month`) against a year of gain.
//! Gain is taken as favourably as the plan allows: with `metric = "money"` the larger of `at_least` and
//! `smallest_gain` a month. Whatever the measure, the gain over any other way of deciding is at most
//! `cases_per_month` x the largest worth between acting and not acting on one case, plus what today's way
//! costs. With data and today's rule at hand the gain of perfect answers over today's is counted:
//! `cases_per_month` x what a case is worth, on outcomes as frequent as in the data. If that is below the
//! cost, even perfect answers do not pay. Costs that are not written
//! count as nothing, and an `at_least` of 0 or less says nothing about the gain.
//!
//! ## Why it sinks projects
//!
//! It can be a technical triumph and still lose money. Nobody stops such a project once it is loved.
//!
//! ## Example
//!
//! ```toml
//! [success]
//! metric = "money"
//! at_least = 1_000          # 12,000 in a year
//!
//! [cost]
//! build_days = [40, 80]     # at least 28,000
//! day_rate = 700
//! run_per_month = [200, 800]
//! ```
//!
//! ## What to do
//!
//! Look for a cheaper way (a rule, a simpler model, a product to buy), for more cases the same answer
//! serves, or stop here. If it pays only over several years, allow the finding with that reason.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 3 (what is it worth?).
//! The bound: for a case that is truly positive the gain is at most |true_positive - false_negative|, for
//! a negative one |true_negative - false_positive|.

use report::{Finding, Level, Rule};

use report::number;

use crate::{PerMonth, Plan};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "worth-below-cost", level: Level::Stop, text: include_str!("worth_below_cost.rs") },
    judge,
    fires: Example {
        plan: r#"[success]
metric = "money"
at_least = 1_000
[cost]
build_days = [40, 80]
day_rate = 700
run_per_month = [200, 800]
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[success]
metric = "money"
at_least = 20_000
smallest_gain = 5_000
[cost]
build_days = [20, 60]
day_rate = 700
run_per_month = [200, 800]
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let plan = judged.plan;
    let Some(cost) = plan.cost.first_year() else { return Vec::new() };
    let stated = gain_as_stated(plan).map(|month| (12.0 * month, "a year of the success the plan asks for"));
    let bound = plan.largest_gain().map(|month| (12.0 * month, "a year of perfect answers"));
    let month = PerMonth::of(plan, judged.known.counted.as_ref());
    let measured =
        month.largest_gain().map(|gain| (12.0 * gain, "a year of perfect answers instead of today's"));
    let least = [stated, bound, measured].into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0));
    let Some((gain, what)) = least.filter(|(gain, _)| *gain < cost.low) else { return Vec::new() };
    let money = |amount| number::money(amount, plan.currency());
    let message = format!(
        "{what} is worth {}, but building and running it costs at least {} in the first year",
        money(gain),
        money(cost.low)
    );
    let finding = Finding::new(&CHECK.rule, message)
        .why("It loses money even when everything goes well.")
        .remedy("Look for a cheaper way or more cases the answer serves; otherwise stop here.")
        .evidence("gain_first_year", gain)
        .evidence("rows", month.rows)
        .evidence("cost_first_year_low", cost.low)
        .evidence("cost_first_year_high", cost.high)
        .span(Some(judged.place(&plan.cost.at)));
    vec![finding]
}

/// The most money a month that the plan's own words call a success; `None` when they do not say.
fn gain_as_stated(plan: &Plan) -> Option<f64> {
    let success = &plan.success;
    let (level, gain) = (success.at_least.as_ref(), success.smallest_gain.as_ref());
    let in_money = success.metric.as_ref().is_some_and(|metric| metric.value == "money");
    let silent = level.is_some_and(|level| level.value <= 0.0);
    let stated = level.into_iter().chain(gain).map(|amount| amount.value);
    stated.filter(|_| in_money && !silent).max_by(f64::total_cmp)
}
