//! A step up from a simpler candidate to a more complex one: what it costs more, and why it was not taken, in words.

use learn::{Estimate, Metric, Worth};
use report::number;

use crate::Candidate;

/// What the more complex of two costs more.
pub(crate) struct Added {
    /// Money a month.
    pub per_month: f64,
    /// The same in the deciding measure: money when that is money, otherwise nothing.
    pub in_measure: f64,
    /// Whether, with another measure deciding, the money it brings more is less than what it costs more.
    pub eats_the_gain: bool,
}

impl Added {
    /// Of the upper over the lower; `priced` where the money each brings is known.
    pub fn of(metric: &Metric, upper: &Candidate, lower: &Candidate, priced: bool) -> Added {
        let costs = upper.complexity.zip(lower.complexity);
        let per_month = costs.map_or(0.0, |(upper, lower)| (upper - lower).max(0.0));
        if matches!(metric, Metric::Money(_)) {
            return Added { per_month, in_measure: per_month, eats_the_gain: false };
        }
        let brings = upper.money.zip(lower.money).map(|(upper, lower)| upper - lower);
        let eats_the_gain = costs.is_some() && priced && brings.is_some_and(|brings| brings < per_month);
        Added { per_month, in_measure: 0.0, eats_the_gain }
    }
}

/// A value of the deciding measure.
pub(crate) fn shown(metric: &Metric, value: f64) -> String {
    match metric {
        Metric::Money(_) => number::fixed(value, 0),
        _ => number::score(value),
    }
}

/// A difference in the deciding measure, in words.
pub(crate) fn by(metric: &Metric, gain: &Estimate, verb: &str) -> String {
    let shown = |value: f64| shown(metric, value);
    let unit = match metric {
        Metric::Money(worth) => format!(" {} a month", worth.currency),
        _ => String::new(),
    };
    format!("{verb} {}{unit} ({} to {})", shown(gain.score), shown(gain.low), shown(gain.high))
}

/// The same difference told from the other side.
pub(crate) fn turned(gain: &Estimate) -> Estimate {
    Estimate { score: -gain.score, low: -gain.high, high: -gain.low }
}

/// Why the step to a candidate was not taken from the one that stands.
pub(crate) fn why_not(
    metric: &Metric,
    worth: Option<&Worth>,
    smallest_gain: f64,
    gain: &Estimate,
    added: &Added,
    standing: &str,
) -> String {
    if gain.high < 0.0 {
        return format!("{} than {standing}", by(metric, &turned(gain), "worse by"));
    }
    if gain.score <= 0.0 {
        return format!("{}, so no better than {standing}", by(metric, gain, "a difference of"));
    }
    let gained = format!("{} over {standing}", by(metric, gain, "a gain of"));
    if gain.low <= 0.0 {
        format!("{gained}: within noise, so the simpler stays")
    } else if gain.low > smallest_gain {
        let cost = number::money(added.per_month, worth.map_or("", |worth| worth.currency.as_str()));
        format!("{gained}: less than the {cost} a month its complexity costs more")
    } else {
        format!("{gained}: not surely the {} worth having", number::score(smallest_gain))
    }
}
