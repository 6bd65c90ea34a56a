//! What a change costs: the model's loss on the reference once the change is made to it, against its loss as it is.
//!
//! A change of the world is made by weighing the rows: each counts as often as its value comes up now. That is the loss to
//! be expected when nothing but this column's mix has changed (importance weighting: Shimodaira, "Improving predictive
//! inference under covariate shift by weighting the log-likelihood function", Journal of Statistical Planning and Inference
//! 90, 2000, equation 2). A fault of the feed is made to the rows themselves, and the model is asked again.

use std::sync::Arc;

use frame::{Column, Frame, Kind, Text, Values};
use serde::Serialize;

use super::Input;
use super::bins::Bins;
use super::causes::{Cause, plain, with};
use super::judge::{Judged, some};

/// What a change costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// The model's loss before.
    pub loss_before: f64,
    /// The loss after.
    pub loss_after: f64,
    /// The rise as a share of what the model gains over knowing nothing.
    pub share_of_gain: f64,
    /// The least and the most that share may be (99.9 %).
    pub share_low: f64,
    /// The most.
    pub share_high: f64,
    /// Money a month, where the plan says what an answer is worth; a loss is positive.
    pub money_per_month: Option<f64>,
    /// The share of the data's rows of which the reference has none alike, so that their cost is not known.
    pub unknown: f64,
}

/// Standard errors of the interval of a cost: few false alarms over many columns.
pub const SURE: f64 = 3.3;
/// Rows that are asked again.
const ASKED: usize = 4_000;

/// A mean loss before and after, the standard error of the rise, and money a month.
pub struct Rise {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// The standard error of the difference.
    pub error: f64,
    /// A loss of money a month.
    pub money: Option<f64>,
    /// The share of rows nothing is known of.
    pub unknown: f64,
}

impl Cost {
    /// Of a rise; `None` when the model gains nothing that could be lost.
    pub fn of(rise: &Rise, judged: &Judged<'_>) -> Option<Cost> {
        let gain = judged.gain()?;
        let share = (rise.after - rise.before) / gain;
        let error = SURE * rise.error / gain;
        (share.is_finite() && error.is_finite()).then_some(Cost {
            loss_before: rise.before,
            loss_after: rise.after,
            share_of_gain: share,
            share_low: share - error,
            share_high: share + error,
            money_per_month: rise.money,
            unknown: rise.unknown,
        })
    }
}

/// What it costs that a column is spread in another way.
pub fn of_spread(column: &str, input: &Input<'_>, data: &Frame, judged: &Judged<'_>) -> Option<Cost> {
    let (was, is) = (plain(input.reference.sample.column(column)?), plain(data.column(column)?));
    let bins = Bins::of(&was, is.len() - is.missing())?;
    let known = judged.known();
    let place = |place: u8| usize::from(place).min(bins.count());
    let of_row = bins.places(&was);
    let now = bins.places(&is);
    // Missing values, and texts never seen, are a bin of their own.
    let count = |places: &mut dyn Iterator<Item = u8>| {
        let mut counts = vec![0.5; bins.count() + 1];
        places.for_each(|at| counts[place(at)] += 1.0);
        counts
    };
    let before = count(&mut known.iter().map(|&(at, _)| of_row[judged.rows[at]]));
    let after = count(&mut now.iter().copied());
    let (n, m) = (before.iter().sum::<f64>(), after.iter().sum::<f64>());
    let weight = |at: usize| {
        let bin = place(of_row[judged.rows[at]]);
        (after[bin] / m) / (before[bin] / n)
    };
    let unknown = (0..before.len()).filter(|&bin| before[bin] < 8.0).map(|bin| after[bin] / m).sum::<f64>()
        + beyond(&was, &is);
    let weighed: Vec<(usize, f64, f64)> = known.iter().map(|&(at, loss)| (at, loss, weight(at))).collect();
    let mut rise = weighed_rise(&weighed, unknown);
    // The mix of the data is itself seen through its rows only.
    let by_bin = |bin: usize| {
        let here = weighed.iter().filter(|(at, ..)| place(of_row[judged.rows[*at]]) == bin);
        let (sum, rows) = here.fold((0.0, 0.0), |(sum, rows), (_, loss, _)| (sum + loss, rows + 1.0));
        if rows > 0.0 { sum / rows - rise.after } else { 0.0 }
    };
    let mix: f64 = (0..after.len()).map(|bin| after[bin] / m * by_bin(bin).powi(2)).sum::<f64>() / m;
    rise.error = rise.error.hypot(mix.sqrt());
    rise.money = money_weighed(&weighed, input, judged);
    Cost::of(&rise, judged)
}

/// The share of numbers that lie beyond all of the reference, above what chance brings.
fn beyond(was: &Column, is: &Column) -> f64 {
    let (Some(a), Some(b)) = (super::moved::sorted(was), super::moved::sorted(is)) else { return 0.0 };
    let (Some(&low), Some(&high)) = (a.first(), a.last()) else { return 0.0 };
    let outside =
        b.partition_point(|&value| value < low) + b.len() - b.partition_point(|&value| value <= high);
    (outside as f64 / b.len().max(1) as f64 - 2.0 / a.len() as f64).max(0.0)
}

/// The mean loss of rows as they are and as they weigh. Rows: place, loss, weight.
pub fn weighed_rise(rows: &[(usize, f64, f64)], unknown: f64) -> Rise {
    let count = rows.len() as f64;
    let whole: f64 = rows.iter().map(|(.., weight)| weight).sum();
    let before = rows.iter().map(|(_, loss, _)| loss).sum::<f64>() / count;
    let after = rows.iter().map(|(_, loss, weight)| loss * weight).sum::<f64>() / whole;
    // Of the ratio of two sums, row by row (delta method).
    let square: f64 = rows
        .iter()
        .map(|(_, loss, weight)| (weight * count / whole * (loss - after) - (loss - before)).powi(2))
        .sum();
    Rise { before, after, error: square.sqrt() / count, money: None, unknown }
}

/// What a row earns by what is done about it, by the plan.
fn earned(value: f64, answer: f64, input: &Input<'_>, judged: &Judged<'_>) -> Option<f64> {
    let worth = input.worth.filter(|_| judged.judge.task == frame::Task::Binary)?;
    Some(match (value >= judged.judge.threshold, answer == 1.0) {
        (true, true) => worth.true_positive,
        (true, false) => worth.false_positive,
        (false, true) => worth.false_negative,
        (false, false) => worth.true_negative,
    })
}

fn money_weighed(rows: &[(usize, f64, f64)], input: &Input<'_>, judged: &Judged<'_>) -> Option<f64> {
    let worth = input.worth?;
    let whole: f64 = rows.iter().map(|(.., weight)| weight).sum();
    let mut lost = 0.0;
    for (at, _, weight) in rows {
        let earned = earned(judged.said[*at].value, judged.answers[*at], input, judged)?;
        lost += earned * (1.0 / rows.len() as f64 - weight / whole);
    }
    Some(lost * worth.cases_per_month)
}

/// What a fault of the feed costs: it is made to rows of the reference, and the model is asked again.
pub fn of_fault(column: &str, cause: &Cause, input: &Input<'_>, judged: &Judged<'_>) -> Option<Cost> {
    judged.judge.can_be_asked().then_some(())?;
    let known: Vec<usize> = judged.known().into_iter().map(|(at, _)| at).collect();
    let asked = some(&known, ASKED, input.seed);
    let rows: Vec<usize> = asked.iter().map(|&at| judged.rows[at]).collect();
    let reference = input.reference.sample.take(&rows);
    let was = reference.column(column)?;
    let faulty = match cause {
        Cause::Swapped(other) => {
            let other = reference.column(other)?;
            let name = |column: &Column, name: &str| Column { name: name.to_owned(), ..column.clone() };
            with(&with(&reference, name(other, column)), name(was, &other.name))
        }
        _ => with(&reference, spoiled(was, cause, input)?),
    };
    let (before, after) = (judged.judge.said(&reference).ok()?, judged.judge.said(&faulty).ok()?);
    let loss =
        |said: &[super::said::Said], row: usize| judged.judge.loss(said[row], judged.answers[asked[row]]);
    let rises: Vec<f64> = (0..asked.len()).map(|row| loss(&after, row) - loss(&before, row)).collect();
    let count = rises.len() as f64;
    let rise = rises.iter().sum::<f64>() / count;
    let square: f64 = rises.iter().map(|other| (other - rise).powi(2)).sum();
    let money = input.worth.and_then(|worth| {
        let earned = |said: &[super::said::Said]| -> Option<f64> {
            (0..asked.len())
                .map(|row| earned(said[row].value, judged.answers[asked[row]], input, judged))
                .sum()
        };
        Some((earned(&before)? - earned(&after)?) / count * worth.cases_per_month)
    });
    let before = judged.losses?.0;
    Cost::of(
        &Rise { before, after: before + rise, error: square.sqrt() / count, money, unknown: 0.0 },
        judged,
    )
}

/// A column of the reference with the fault made to it.
fn spoiled(was: &Column, cause: &Cause, input: &Input<'_>) -> Option<Column> {
    let mut random = fastrand::Rng::with_seed(input.seed ^ 0x0066_6175_6c74);
    let mut strikes = |share: f64| -> Vec<bool> { (0..was.len()).map(|_| random.f64() < share).collect() };
    let empty = || put(was, &vec![true; was.len()], None);
    match cause {
        Cause::Gone(_) | Cause::Emptied | Cause::Kind(..) => empty(),
        Cause::Constant(value) => put(was, &vec![true; was.len()], Some(value)),
        Cause::Unit(change) => {
            let struck = strikes(change.share);
            let value = |(row, value): (usize, &f64)| if struck[row] { change.of(*value) } else { *value };
            let numbers = was.as_numbers()?.iter().enumerate().map(value).collect();
            Some(Column::numbers(&was.name, Kind::Number, numbers))
        }
        Cause::Spelling(pairs, share) => put(was, &strikes(*share), Some(&pairs.first()?.0)),
        Cause::Sentinel(value, _, share) => put(was, &strikes(*share), Some(value)),
        Cause::Categories(new, share, _) => put(was, &strikes(*share), Some(&new.first()?.0)),
        Cause::Missing(before, now) => put(was, &strikes(((now - before) / (1.0 - before)).max(0.0)), None),
        Cause::New | Cause::Swapped(_) | Cause::Recoded(..) | Cause::Distribution => None,
    }
}

/// Another value in the rows that are struck; a text that no number is leaves a column of numbers without a value.
fn put(was: &Column, struck: &[bool], value: Option<&str>) -> Option<Column> {
    let values = match &was.values {
        Values::Numbers(numbers) => {
            let number = value.and_then(|value| value.parse().ok()).unwrap_or(f64::NAN);
            let put = numbers.iter().zip(struck).map(|(&old, &struck)| if struck { number } else { old });
            Values::Numbers(put.collect::<Vec<_>>().into())
        }
        Values::Text(text) => {
            let mut text: Text = text.clone();
            let code = match value {
                Some(value) => {
                    Arc::make_mut(&mut text.levels).push(value.into());
                    (text.levels.len() - 1) as u32
                }
                None => Text::MISSING,
            };
            let codes = Arc::make_mut(&mut text.codes);
            codes.iter_mut().zip(struck).filter(|(_, struck)| **struck).for_each(|(old, _)| *old = code);
            Values::Text(text)
        }
    };
    Some(Column { values, ..was.clone() })
}
