//! A step up from a simpler candidate to a more complex one: whether it is taken, and why not, in words.

use learn::{Estimate, Metric};
use report::number;
use serde::Serialize;

use crate::Candidate;

/// What keeps a step up from being taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// The two cannot be told apart on these rows.
    NotTold,
    /// It is no better.
    NoGain,
    /// It is better, but the interval of its gain reaches down to nothing.
    WithinNoise,
    /// Its gain is beyond noise, but not surely the smallest one worth having.
    TooSmall,
    /// Its gain is beyond noise and worth having, but brings less money than its complexity costs more.
    CostsMore,
}

/// A step up from the candidate that stands.
pub(crate) struct Step<'a> {
    pub metric: &'a Metric,
    /// The smallest gain worth having, in the deciding measure.
    pub smallest_gain: f64,
    /// How much better the more complex one is.
    pub gain: Estimate,
    /// What its complexity costs more a month; none where the plan does not say.
    pub costs: Option<f64>,
    /// How much more money a month it brings, where that is known.
    pub brings: Option<f64>,
    /// The currency of both.
    pub currency: &'a str,
}

impl<'a> Step<'a> {
    /// From `lower` to `upper`; `currency` is that of the plan's worth, none where it says nothing of money.
    pub fn of(
        metric: &'a Metric,
        (upper, lower): (&Candidate, &Candidate),
        gain: Estimate,
        smallest_gain: f64,
        currency: Option<&'a str>,
    ) -> Self {
        let costs = upper.complexity.zip(lower.complexity).map(|(upper, lower)| (upper - lower).max(0.0));
        let brings = match metric {
            Metric::Money(_) => Some(gain.score),
            _ => upper.money.zip(lower.money).map(|(upper, lower)| upper - lower),
        };
        let brings = brings.filter(|_| currency.is_some());
        Step { metric, smallest_gain, gain, costs, brings, currency: currency.unwrap_or_default() }
    }

    /// What keeps it from being taken; nothing where its gain is surely above the smallest worth having, and its money
    /// above what its complexity costs more.
    pub fn refused(&self) -> Option<Refused> {
        let unpaid = |&(costs, brings): &(f64, f64)| brings < costs || (costs > 0.0 && brings <= costs);
        let Estimate { score, low, .. } = self.gain;
        if score.is_nan() || low.is_nan() {
            Some(Refused::NotTold)
        } else if score <= 0.0 {
            Some(Refused::NoGain)
        } else if low <= 0.0 {
            Some(Refused::WithinNoise)
        } else if low <= self.smallest_gain {
            Some(Refused::TooSmall)
        } else {
            self.costs.zip(self.brings).filter(unpaid).map(|_| Refused::CostsMore)
        }
    }

    /// Why it was not taken from the one that stands.
    pub fn why_not(&self, refused: Refused, standing: &str) -> String {
        let gained = || format!("{} over {standing}", by(self.metric, &self.gain, "a gain of"));
        match refused {
            Refused::NotTold => format!("it cannot be told apart from {standing} on these rows"),
            Refused::NoGain if self.gain.high < 0.0 => {
                format!("{} than {standing}", by(self.metric, &turned(&self.gain), "worse by"))
            }
            Refused::NoGain if is_nothing(&self.gain) => format!("it does as well as {standing}, no better"),
            Refused::NoGain => {
                format!("{}, so no better than {standing}", by(self.metric, &self.gain, "a difference of"))
            }
            Refused::WithinNoise => format!("{}: within noise, so the simpler stays", gained()),
            Refused::TooSmall => {
                format!(
                    "{}: not surely the {} worth having",
                    gained(),
                    amount(self.metric, self.smallest_gain)
                )
            }
            Refused::CostsMore => {
                let [costs, brings] = [self.costs, self.brings]
                    .map(|money| number::money(money.unwrap_or_default(), self.currency));
                let brings = match self.metric {
                    Metric::Money(_) => String::new(),
                    _ => format!(", which brings {brings} a month"),
                };
                format!("{}{brings}: not more than the {costs} a month its complexity costs more", gained())
            }
        }
    }
}

/// A value of the deciding measure.
pub(crate) fn shown(metric: &Metric, value: f64) -> String {
    match metric {
        Metric::Money(_) => number::fixed(value, 0),
        _ => number::score(value),
    }
}

/// A value of the deciding measure with its unit, when that is money.
fn amount(metric: &Metric, value: f64) -> String {
    match metric {
        Metric::Money(worth) => format!("{} a month", number::money(value, &worth.currency)),
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

/// Whether there is no difference at all: the two say the same.
pub(crate) fn is_nothing(gain: &Estimate) -> bool {
    [gain.score, gain.low, gain.high].iter().all(|value| *value == 0.0)
}

#[cfg(test)]
mod tests {
    use learn::Worth;

    use super::*;
    use crate::Status;

    /// A step that gains so much, from a candidate that costs nothing to one that costs 350 a month.
    fn step(metric: &Metric, gain: [f64; 3], smallest_gain: f64) -> Step<'_> {
        let [low, score, high] = gain;
        let candidate = |complexity, money| Candidate {
            complexity: Some(complexity),
            money: Some(money),
            ..Candidate::unmeasured("tree", 1, Status::Dropped, "")
        };
        let (upper, lower) = (candidate(350.0, 1_200.0), candidate(0.0, 1_000.0));
        Step::of(metric, (&upper, &lower), Estimate { score, low, high }, smallest_gain, Some("EUR"))
    }

    #[test]
    fn a_step_clears_each_of_its_conditions_and_not_their_sum() {
        let money = Metric::Money(Worth { currency: "EUR".into(), ..Worth::default() });
        let refused = |gain, smallest_gain| step(&money, gain, smallest_gain).refused();
        assert_eq!(refused([500.0, 500.0, 500.0], 300.0), None);
        assert_eq!(refused([290.0, 500.0, 700.0], 300.0), Some(Refused::TooSmall));
        assert_eq!(refused([310.0, 340.0, 370.0], 300.0), Some(Refused::CostsMore));
        assert_eq!(refused([-1.0, 500.0, 900.0], 0.0), Some(Refused::WithinNoise));
        assert_eq!(refused([-900.0, -500.0, -1.0], 0.0), Some(Refused::NoGain));
        assert_eq!(refused([f64::NAN; 3], 0.0), Some(Refused::NotTold));
        // By another measure, what it brings is told beside.
        let auc = step(&Metric::Auc, [0.1, 0.2, 0.3], 0.05);
        assert_eq!(auc.refused(), Some(Refused::CostsMore));
        let why = auc.why_not(Refused::CostsMore, "today");
        assert!(why.contains("brings 200 EUR") && why.contains("the 350 EUR"), "{why}");
        let why = step(&money, [290.0, 500.0, 700.0], 300.0).why_not(Refused::TooSmall, "today");
        assert!(why.contains("500 EUR a month (290 to 700)") && why.contains("the 300 EUR a month"), "{why}");
    }
}
