//! One metric in two arms: the difference, its intervals and p-value, by the metric's kind.

use std::cmp::Ordering;

use stats::{
    Adjusted, Difference, Proportion, Quantile, Stratum, UnitSums, adjusted_difference, proportion_interval,
    proportion_p_value, quantile_difference, ratio_difference, stratified_difference,
};

use super::looks::{Basis, Looks};
use super::tally::{Arms, Tallies, Tally};
use super::{Comparison, Kind, Question};

/// Two arms of one metric.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The metric's position in the question.
    pub metric: usize,
    /// What it is.
    pub kind: Kind,
    /// The variant's number.
    pub variant: usize,
    /// The control's.
    pub control: usize,
}

impl Pair {
    /// The variant's tally among these arms, and the control's.
    pub fn of<'a>(&self, arms: &'a Arms) -> Option<(&'a Tally, &'a Tally)> {
        let tally = |arm: usize| arms.get(arm)?.metrics.get(self.metric);
        Some((tally(self.variant)?, tally(self.control)?))
    }

    /// The plain difference between these arms.
    pub fn plain(&self, arms: &Arms) -> Option<Difference> {
        let (variant, control) = self.of(arms)?;
        ratio_difference(&variant.sums, &control.sums)
    }

    /// The difference between these arms, adjusted by the covariates where there are any.
    pub fn difference(&self, arms: &Arms) -> Option<Difference> {
        let (variant, control) = self.of(arms)?;
        let adjusted = adjusted_difference(&variant.sums, &control.sums);
        adjusted.map(|adjusted| adjusted.difference).or_else(|| self.plain(arms))
    }
}

/// What intervals and a p-value are computed from.
#[derive(Debug, Clone, Copy)]
pub enum Estimate {
    /// Shares of successes.
    Proportions(Proportion, Proportion),
    /// A difference with its standard error.
    Difference(Difference),
}

impl Estimate {
    /// Of two arms, by the metric's kind alone.
    pub fn plain(kind: Kind, variant: &UnitSums, control: &UnitSums) -> Option<Estimate> {
        proportions(kind, variant, control)
            .or_else(|| ratio_difference(variant, control).map(Estimate::Difference))
    }

    /// The interval of one reading.
    pub fn interval(&self, alpha: f64) -> Option<(f64, f64)> {
        match self {
            Estimate::Proportions(variant, control) => proportion_interval(*variant, *control, alpha),
            Estimate::Difference(difference) => difference.interval(alpha),
        }
    }

    /// How often a difference at least this large is seen when there is none.
    pub fn p_value(&self) -> Option<f64> {
        match self {
            Estimate::Proportions(variant, control) => proportion_p_value(*variant, *control),
            Estimate::Difference(difference) => difference.p_value(),
        }
    }
}

/// Compare a variant with the control.
///
/// Where quantiles are compared they are given, and stand in place of the means.
pub fn arms(
    question: &Question,
    pair: Pair,
    names: &[String],
    (tallies, quantiles): (&Tallies, Option<[Option<Quantile>; 2]>),
    (looks, verdict_alpha): (&Looks, f64),
) -> Option<Comparison> {
    let (variant, control) = pair.of(&tallies.arms)?;
    let [mean_variant, mean_control] = match &quantiles {
        Some(quantiles) => quantiles.map(|quantile| quantile.map(|quantile| quantile.value)),
        None => [variant.sums.ratio(), control.sums.ratio()],
    };
    let plain = match quantiles {
        Some([variant, control]) => {
            variant.zip(control).and_then(|(one, other)| quantile_difference(&one, &other))
        }
        None => ratio_difference(&variant.sums, &control.sums),
    };
    let (adjusted, how) = adjusted(question, pair, tallies, plain);

    let estimate = match adjusted {
        Some(adjusted) => Some(Estimate::Difference(adjusted.difference)),
        None if quantiles.is_some() => plain.map(Estimate::Difference),
        None => Estimate::plain(pair.kind, &variant.sums, &control.sums),
    };
    let plain_value = mean_variant.zip(mean_control).map(|(variant, control)| variant - control);
    let difference = adjusted.map(|adjusted| adjusted.difference.value).or(plain_value);
    let interval = |alpha: Option<f64>| estimate?.interval(alpha?);

    let units = variant.sums.units() + control.sums.units();
    let first = tallies.times.first_key_value().and_then(|(_, arms)| pair.of(arms));
    let first = first.map(|(variant, control)| variant.sums.units() + control.sums.units());
    let come_back = tallies.counts.is_some_and(|counts| counts.repeated > 0);
    let always = |alpha: f64| interval(looks.always_valid(alpha, units, (first, come_back)));
    let fixed = interval(Some(question.alpha));
    let always_valid = always(question.alpha);
    let sequential = match looks.basis {
        Basis::GroupSequential => interval(looks.planned_look(question.alpha)),
        _ => always_valid,
    };
    let verdict = match looks.basis {
        Basis::Fixed => interval(Some(verdict_alpha)),
        Basis::AlwaysValid => always(verdict_alpha),
        Basis::GroupSequential => interval(looks.planned_look(verdict_alpha)),
    };
    let low = |ends: Option<(f64, f64)>| ends.map(|(low, _)| low);
    let high = |ends: Option<(f64, f64)>| ends.map(|(_, high)| high);

    Some(Comparison {
        metric: question.metrics[pair.metric].0.clone(),
        kind: pair.kind,
        quantile: (pair.kind == Kind::Quantile).then_some(question.quantile),
        variant: names[pair.variant].clone(),
        control: names[pair.control].clone(),
        n_variant: variant.sums.units(),
        n_control: control.sums.units(),
        mean_variant,
        mean_control,
        difference,
        relative: difference.zip(mean_control).and_then(|(difference, mean)| finite(difference / mean.abs())),
        low: low(fixed),
        high: high(fixed),
        p_value: estimate.as_ref().and_then(Estimate::p_value),
        p_holm: None,
        q_value: None,
        sequential_low: low(sequential),
        sequential_high: high(sequential),
        always_valid_low: low(always_valid),
        always_valid_high: high(always_valid),
        adjusted: how,
        variance_reduction: adjusted.map(|adjusted| adjusted.variance_reduction),
        basis: looks.basis,
        verdict_low: low(verdict),
        verdict_high: high(verdict),
        smallest_gain: if pair.metric == 0 { question.smallest_gain() } else { 0.0 },
        heaviest: plain
            .filter(|_| !matches!(pair.kind, Kind::Proportion | Kind::Quantile))
            .and_then(|plain| heaviest(&plain, variant, control)),
        is_flat: [variant, control].iter().all(|arm| arm.sums.ratio_variance() == Some(0.0)),
        by_time: Vec::new(),
        fading: None,
        by_segment: Vec::new(),
        within_segments: None,
    })
}

/// The difference adjusted by strata, covariates or both, and by what.
fn adjusted(
    question: &Question,
    pair: Pair,
    tallies: &Tallies,
    plain: Option<Difference>,
) -> (Option<Adjusted>, &'static str) {
    let stratified =
        question.stratify.as_ref().and_then(|_| within(pair, &tallies.strata.values().collect::<Vec<_>>()));
    let cuped = match stratified {
        Some(_) => None,
        None => pair
            .of(&tallies.arms)
            .and_then(|(variant, control)| adjusted_difference(&variant.sums, &control.sums)),
    };
    match (stratified, plain, cuped) {
        (Some((difference, both)), Some(plain), _) => {
            let variance_reduction = 1.0 - (difference.error / plain.error).powi(2);
            let how = if both { "cuped-stratified" } else { "stratified" };
            (Some(Adjusted { difference, variance_reduction }), how)
        }
        (_, _, Some(adjusted)) => (Some(adjusted), "cuped"),
        _ => (None, "none"),
    }
}

/// The difference within parts of the units, weighted by their size; parts in which an arm has fewer than two units
/// are put together, and with the largest part where they are still too few. Where covariates can adjust it they do,
/// which is told.
fn within(pair: Pair, parts: &[&Arms]) -> Option<(Difference, bool)> {
    let mut strata: Vec<Stratum> = Vec::new();
    let mut rest = Stratum::default();
    for (variant, control) in parts.iter().filter_map(|arms| pair.of(arms)) {
        let stratum = (variant.sums.clone(), control.sums.clone());
        if variant.sums.units() < 2 || control.sums.units() < 2 {
            rest.0.merge(&stratum.0);
            rest.1.merge(&stratum.1);
        } else {
            strata.push(stratum);
        }
    }
    if rest.0.units() >= 2 && rest.1.units() >= 2 {
        strata.push(rest);
    } else if let Some((variant, control)) = strata.iter_mut().max_by(|left, right| larger(left, right)) {
        variant.merge(&rest.0);
        control.merge(&rest.1);
    }
    let adjusted: Option<Vec<(f64, Difference)>> = strata
        .iter()
        .map(|(variant, control)| {
            let weight = (variant.units() + control.units()) as f64;
            Some((weight, adjusted_difference(variant, control)?.difference))
        })
        .collect();
    match adjusted.filter(|adjusted| !adjusted.is_empty()) {
        Some(adjusted) => Some((Difference::weighted(&adjusted)?, true)),
        None => Some((stratified_difference(&strata)?, false)),
    }
}

/// Counts of successes, where each unit has one row of 0 or 1.
fn proportions(kind: Kind, variant: &UnitSums, control: &UnitSums) -> Option<Estimate> {
    let counts = |sums: &UnitSums| {
        let successes = (sums.numerator() * sums.units() as f64).round() as u64;
        (sums.units() > 0 && sums.is_plain_mean()).then(|| Proportion { successes, units: sums.units() })
    };
    if kind != Kind::Proportion {
        return None;
    }
    Some(Estimate::Proportions(counts(variant)?, counts(control)?))
}

/// Which of two strata is the larger, whatever order they came in.
fn larger(left: &Stratum, right: &Stratum) -> Ordering {
    let units = |(variant, control): &Stratum| variant.units() + control.units();
    let mean = |(variant, control): &Stratum| variant.numerator() + control.numerator();
    units(left).cmp(&units(right)).then_with(|| mean(left).total_cmp(&mean(right)))
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
