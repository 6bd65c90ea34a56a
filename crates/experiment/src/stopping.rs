//! When to stop climbing: what the next rung is likely to bring against what it costs.
//!
//! A step up closes some share of the gap between the best score so far and a perfect one. How much is not known, so it
//! is taken as exponential, with a mean that starts at [`BEFORE`] (what a step up closed on tables of many kinds) and
//! leans towards what the steps on this table closed. With a mean gain `m` the chance of a gain beyond the `needed` one
//! is `exp(-needed / m)`, and what it brings beyond that is `m exp(-needed / m)`: the exponential forgets what is behind
//! it. As in any search, one more look is worth it while that is more than the look costs (Weitzman, "Optimal search for
//! the best alternative", Econometrica 47, 1979).

use frame::Target;
use learn::{Metric, Predictions, money_per_month};
use report::number;
use serde::Serialize;

use crate::Input;
use crate::choice;
use crate::contender::Contender;
use crate::ladder::Rung;
use crate::part::Part;
use crate::step;

/// Whether one more rung is worth climbing, before it is climbed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Look {
    /// The rung last measured.
    pub after: String,
    /// The rung that would be next.
    pub next: String,
    /// The best score so far.
    pub best: f64,
    /// The score of one that is always right.
    pub perfect: f64,
    /// The gain that is expected of it over the best so far.
    pub expected_gain: f64,
    /// The gain from which it would be chosen: beyond noise, the smallest gain and the money of its complexity.
    pub needed_gain: f64,
    /// The chance of such a gain.
    pub chance: f64,
    /// What it is expected to take in seconds, to one digit; none below a minute, which costs next to nothing.
    pub cost_seconds: Option<f64>,
    /// Whether to go on.
    pub decision: Decision,
    /// Why.
    pub why: String,
}

/// What is decided before a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// It is measured.
    GoOn,
    /// It is not, and no rung above it.
    Stop,
}

/// The share of the gap to perfect that a step up closes on average, before anything is known of the table.
const BEFORE: f64 = 0.05;

/// What takes less costs next to nothing: nobody has to wait for it.
const LITTLE: f64 = 60.0;

/// A chance not worth minutes of waiting, where nothing says what they are worth.
const SLIGHT: f64 = 0.05;

/// How long each learner takes, with the linear one as the unit; rough, from tables of 7,000 to 1,000,000 rows.
const EFFORT: [(&str, f64); 6] = [
    ("constant", 0.01),
    ("one-rule", 0.2),
    ("linear", 1.0),
    ("tree", 0.3),
    ("additive", 3.0),
    ("boosting", 3.0),
];

/// Seconds of a working day of eight hours.
const DAY: f64 = 8.0 * 3_600.0;

/// What is known of a climb before the next rung.
pub(crate) struct Climb<'c, 'a> {
    pub input: &'c Input<'a>,
    pub open: &'c Part,
    pub rungs: &'c [Rung<'a>],
    pub folds: usize,
    /// The least half-width of the intervals by which rungs were compared so far: a smaller gain is not told from
    /// noise.
    pub noise: f64,
}

/// The half-width of the interval of the last two rungs that learn, which were measured on the same rows.
pub(crate) fn noise(input: &Input, open: &Part, rungs: &[Rung]) -> Option<f64> {
    let learned = rungs.iter().rev().filter(|rung| rung.measured.is_some() && !rung.candidate.is_baseline());
    let [last, before] = learned.take(2).collect::<Vec<_>>().try_into().ok()?;
    let gain = choice::gain(input, &open.target, last, before, input.comparisons())?;
    Some((gain.high - gain.low) / 2.0).filter(|half| *half > 0.0)
}

/// The score of one that is always right.
pub(crate) fn perfect(metric: &Metric, target: &Target) -> Option<f64> {
    match metric {
        Metric::Money(worth) => {
            let right = Predictions { width: 1, values: target.values.clone() };
            money_per_month(target, &right, 0.5, worth)
        }
        metric => metric.perfect(),
    }
}

impl Climb<'_, '_> {
    /// Whether to climb to `next`. `None` where that is no question: of a baseline or a simple one, which any choice is
    /// held against, of a candidate that was asked for by name, and where there is no best score to go by.
    pub fn look(&self, next: Contender) -> Option<Look> {
        let measured = || self.rungs.iter().filter(|rung| rung.measured.is_some());
        let after = self.rungs.last()?.candidate.name.clone();
        let Contender::Learner(_) = next else { return None };
        measured().find(|rung| rung.candidate.name == "linear")?;
        let up = if self.input.metric.higher_is_better() { 1.0 } else { -1.0 };
        let score = |rung: &Rung| rung.candidate.score;
        let best = measured().filter_map(score).reduce(|a, b| if (b - a) * up > 0.0 { b } else { a })?;
        let perfect = perfect(&self.input.metric, &self.open.target)?;
        let gap = (perfect - best) * up;

        let expected = self.share_closed(perfect, up) * gap;
        let added = self.added_cost(next);
        let needed = self.noise.max(self.input.smallest_gain).max(added);
        // What is asked is certain, while noise is only guessed by that of earlier comparisons.
        let asked = self.input.smallest_gain.max(added);
        let chance = if asked >= gap { 0.0 } else { (-needed / expected).exp() };
        let seconds = self.seconds(next).filter(|seconds| *seconds > LITTLE);
        let mut look = Look {
            after,
            next: next.name().to_owned(),
            best,
            perfect,
            expected_gain: expected,
            needed_gain: needed,
            chance,
            cost_seconds: seconds.map(one_digit),
            decision: Decision::GoOn,
            why: String::new(),
        };
        (look.decision, look.why) = self.decided(&look, gap, asked);
        Some(look)
    }

    fn decided(&self, look: &Look, gap: f64, asked: f64) -> (Decision, String) {
        let shown = |value: f64| step::shown(&self.input.metric, value);
        let gain = format!(
            "a gain of {} is expected of {} and {} is needed ({} chance)",
            shown(look.expected_gain),
            look.next,
            shown(look.needed_gain),
            number::percent(look.chance)
        );
        if gap <= 0.0 {
            return (Decision::Stop, "there is nothing left to gain".to_owned());
        }
        if asked >= gap {
            let why = format!(
                "even a perfect one would gain no more than {}, and {} is asked of it",
                shown(gap),
                shown(asked)
            );
            return (Decision::Stop, why);
        }
        let Some(seconds) = look.cost_seconds else {
            return (Decision::GoOn, format!("{gain}: finding out takes less than a minute"));
        };
        let time = number::seconds(seconds);
        if let Some(left) = self.left().filter(|left| seconds > *left) {
            let left = number::seconds(one_digit(left));
            return (
                Decision::Stop,
                format!("{gain}: it needs some {time}, and {left} of the budget are left"),
            );
        }
        match self.money(look, seconds) {
            Some((brings, costs, currency)) => {
                let words = format!(
                    "{gain}: worth {} a year, for some {time} of waiting ({})",
                    number::money(brings, currency),
                    number::money(costs, currency)
                );
                (if brings > costs { Decision::GoOn } else { Decision::Stop }, words)
            }
            None if look.chance < SLIGHT => (Decision::Stop, format!("{gain}: not worth some {time}")),
            None => (Decision::GoOn, format!("{gain}: worth some {time}")),
        }
    }

    /// What the gain beyond the needed one brings in the first year, and what waiting for it costs, when the measure is
    /// money and the plan says what a day costs.
    fn money(&self, look: &Look, seconds: f64) -> Option<(f64, f64, &str)> {
        let (Metric::Money(worth), Some(complexity)) = (&self.input.metric, self.input.complexity) else {
            return None;
        };
        let brings = look.expected_gain * look.chance * 12.0;
        Some((brings, seconds / DAY * complexity.day_rate, &worth.currency))
    }

    /// The share of the gap that a step up closes: what was known before, as one step, and each step above the
    /// linear one on this table.
    fn share_closed(&self, perfect: f64, up: f64) -> f64 {
        let (mut sum, mut steps) = (BEFORE, 1.0);
        let mut best: Option<f64> = None;
        let mut above = false;
        for rung in self.rungs {
            let Some(score) = rung.candidate.score else { continue };
            if let Some(best) = best.filter(|_| above) {
                let gap = (perfect - best) * up;
                sum += if gap > 0.0 { ((score - best) * up / gap).max(0.0) } else { 0.0 };
                steps += 1.0;
            }
            best = Some(best.map_or(score, |best| if (score - best) * up > 0.0 { score } else { best }));
            above |= rung.candidate.name == "linear";
        }
        sum / steps
    }

    /// What the next rung's complexity costs more a month than the best one's, where the measure is money.
    fn added_cost(&self, next: Contender) -> f64 {
        let (Metric::Money(_), Some(complexity)) = (&self.input.metric, self.input.complexity) else {
            return 0.0;
        };
        let measured = self.rungs.iter().filter(|rung| rung.measured.is_some());
        let simplest =
            measured.filter(|rung| !rung.candidate.is_baseline()).map(|rung| rung.candidate.name.as_str());
        let most = simplest.map(|name| complexity.per_month(name)).fold(0.0, f64::max);
        (complexity.per_month(next.name()) - most).max(0.0)
    }

    /// How long the next rung will take, by what those so far took.
    pub fn seconds(&self, next: Contender) -> Option<f64> {
        let effort = |name: &str| EFFORT.iter().find(|(known, _)| *known == name).map(|(_, effort)| *effort);
        let (mut took, mut efforts) = (0.0, 0.0);
        for rung in self.rungs {
            if let (Some(seconds), Some(effort)) = (rung.candidate.fit_seconds, effort(&rung.candidate.name))
            {
                took += seconds;
                efforts += effort;
            }
        }
        let cores = rayon::current_num_threads().min(self.folds).max(1) as f64;
        (efforts > 0.0).then(|| Some(took / efforts * effort(next.name())? / cores))?
    }

    /// Seconds of the budget that are left, when there is one.
    fn left(&self) -> Option<f64> {
        let at = self.input.stop.at()?;
        Some(at.saturating_duration_since(std::time::Instant::now()).as_secs_f64())
    }
}

/// Rounded to one digit: what is only guessed is not written as if it were known.
fn one_digit(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powf(value.log10().floor());
    (value / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_has_one_digit() {
        assert_eq!(
            [one_digit(87.0), one_digit(134.0), one_digit(0.0), one_digit(961.0)],
            [90.0, 100.0, 0.0, 1_000.0]
        );
    }
}
