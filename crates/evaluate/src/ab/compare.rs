//! One metric in two arms: the difference, its interval and p-value, by the metric's kind.

use stats::{
    Difference, Proportion, UnitSums, adjusted_difference, proportion_interval, proportion_p_value,
    ratio_difference,
};

use crate::ab::tally::Tally;
use crate::ab::{Comparison, Kind, Question};

/// What an interval and a p-value are computed from.
enum Basis {
    Proportions(Proportion, Proportion),
    Difference(Difference),
}

impl Basis {
    fn interval(&self, alpha: f64) -> Option<(f64, f64)> {
        match self {
            Basis::Proportions(variant, control) => proportion_interval(*variant, *control, alpha),
            Basis::Difference(difference) => difference.interval(alpha),
        }
    }

    fn p_value(&self) -> Option<f64> {
        match self {
            Basis::Proportions(variant, control) => proportion_p_value(*variant, *control),
            Basis::Difference(difference) => difference.p_value(),
        }
    }
}

/// Compare a variant with the control, in this order, by the metric at this position of the question.
pub fn arms(
    question: &Question,
    at: usize,
    metric: &str,
    kind: Kind,
    arms: [(&str, &Tally); 2],
) -> Comparison {
    let [(variant_name, variant), (control_name, control)] = arms;
    let (mean_variant, mean_control) = (variant.sums.ratio(), control.sums.ratio());
    let plain = ratio_difference(&variant.sums, &control.sums);
    let adjusted =
        question.covariate.as_ref().and_then(|_| adjusted_difference(&variant.sums, &control.sums));

    let basis = match adjusted {
        Some(adjusted) => Some(Basis::Difference(adjusted.difference)),
        None => proportions(kind, &variant.sums, &control.sums).or(plain.map(Basis::Difference)),
    };
    let plain_value = mean_variant.zip(mean_control).map(|(variant, control)| variant - control);
    let difference = adjusted.map(|adjusted| adjusted.difference.value).or(plain_value);
    let interval = basis.as_ref().and_then(|basis| basis.interval(question.alpha));
    let verdict = basis.as_ref().and_then(|basis| basis.interval(question.verdict_alpha()));
    let priced = at == 0;

    Comparison {
        metric: metric.to_owned(),
        kind,
        variant: variant_name.to_owned(),
        control: control_name.to_owned(),
        n_variant: variant.sums.units(),
        n_control: control.sums.units(),
        mean_variant,
        mean_control,
        difference,
        relative: difference.zip(mean_control).and_then(|(difference, mean)| finite(difference / mean.abs())),
        low: interval.map(|(low, _)| low),
        high: interval.map(|(_, high)| high),
        p_value: basis.as_ref().and_then(Basis::p_value),
        sequential_low: None,
        sequential_high: None,
        adjusted: if adjusted.is_some() { "cuped" } else { "none" },
        variance_reduction: adjusted.map(|adjusted| adjusted.variance_reduction),
        verdict_low: verdict.map(|(low, _)| low),
        verdict_high: verdict.map(|(_, high)| high),
        smallest_gain: if priced { question.smallest_gain() } else { 0.0 },
        heaviest: plain
            .filter(|_| kind != Kind::Proportion)
            .and_then(|plain| heaviest(&plain, variant, control)),
    }
}

/// Counts of successes, where each unit has one row of 0 or 1.
fn proportions(kind: Kind, variant: &UnitSums, control: &UnitSums) -> Option<Basis> {
    let counts = |sums: &UnitSums| {
        let successes = (sums.numerator() * sums.units() as f64).round() as u64;
        (sums.units() > 0 && sums.is_plain_mean()).then(|| Proportion { successes, units: sums.units() })
    };
    if kind != Kind::Proportion {
        return None;
    }
    Some(Basis::Proportions(counts(variant)?, counts(control)?))
}

/// The unit without which the difference moves most, and by how many of its standard errors.
fn heaviest(plain: &Difference, variant: &Tally, control: &Tally) -> Option<(f64, f64)> {
    let (moved, value) = [variant, control]
        .into_iter()
        .filter_map(Tally::heaviest)
        .max_by(|left, right| left.0.total_cmp(&right.0))?;
    Some((value, moved / plain.error))
}

fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}
