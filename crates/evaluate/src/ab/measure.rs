//! Measuring: one pass over the rows, then every figure the rules and the verdict need. No judgement here.

use std::sync::mpsc;
use std::thread;

use ::report::Fault;
use frame::Frame;
use serde_json::Value;
use stats::{Proportion, benjamini_hochberg, holm, proportion_p_value};

use super::compare::{self, Pair};
use super::evidence::{Comparison, Split, Times};
use super::looks::{Basis, Looks};
use super::pass::Pass;
use super::ranks::Parting;
use super::tally::{Counts, Tallies, View};
use super::{Kind, Question, parts, quantile_parts};

/// All that was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Rows read.
    pub rows: u64,
    /// Rows that belong to no arm or, with a unit, to no unit.
    pub rows_left_out: u64,
    /// How often an interval may miss the truth.
    pub alpha: f64,
    /// How often one the verdict rests on may.
    pub verdict_alpha: f64,
    /// The control that was asked for.
    pub control: String,
    /// Whether it occurs, be it in other groups or at later times.
    pub control_occurs: bool,
    /// The column of arms.
    pub variant_column: String,
    /// Units by arm, in order of name.
    pub split: Split,
    /// The column of units, and what is known of them, if the question names one.
    pub units: Option<(String, Counts)>,
    /// The covariates' names.
    pub covariates: Vec<String>,
    /// Each covariate before the experiment, each variant against the control.
    pub balance: Vec<Balance>,
    /// How many units have each metric, each variant against the control.
    pub outcomes: Vec<Outcomes>,
    /// Each metric, each variant against the control; none when the control does not occur.
    pub comparisons: Vec<Comparison>,
    /// Where in time the experiment stands, if the question names a column of times.
    pub time: Option<Times>,
    /// Whether more times are known to come; `None` when the end is not planned.
    pub more_to_come: Option<bool>,
    /// Which interval the verdict rests on.
    pub basis: Basis,
    /// Whether it was asked for figures that may be read at any time.
    pub sequential: bool,
    /// The column of segments, if the question names one.
    pub segment: Option<String>,
    /// Whether units of variants were acted on, if the question names a column that says so.
    pub acted: Option<Acted>,
    /// What the first metric is worth, if it is priced.
    pub price: Option<Price>,
    /// What was promised of it.
    pub promise: Option<super::Promise>,
    /// What experts left open when they last looked at it.
    pub objections: Option<super::Objections>,
    /// The group that was answered.
    pub by: Option<Value>,
    /// The time up to which rows were looked at.
    pub look: Option<Value>,
}

/// A covariate in two arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// The covariate.
    pub covariate: String,
    /// The variant.
    pub variant: String,
    /// Its mean there.
    pub mean_variant: Option<f64>,
    /// Its mean in the control.
    pub mean_control: Option<f64>,
    /// How often chance alone sets any of so many pairs this far apart (Bonferroni).
    pub p_value: Option<f64>,
}

/// How many units of two arms have a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// The metric.
    pub metric: String,
    /// The variant.
    pub variant: String,
    /// Units with the metric, and all units, of the variant.
    pub in_variant: [u64; 2],
    /// The same of the control.
    pub in_control: [u64; 2],
    /// How often chance alone sets the shares of any of so many pairs this far apart (Bonferroni).
    pub p_value: Option<f64>,
}

/// Whether someone acted on what units of variants were given.
#[derive(Debug, Clone, PartialEq)]
pub struct Acted {
    /// The column that says so.
    pub column: String,
    /// Units for which someone acted.
    pub acted: u64,
    /// Units for which it is known.
    pub known: u64,
}

/// What the first metric is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// What one more is worth.
    pub value_per_unit: f64,
    /// What treating one unit costs.
    pub cost: f64,
    /// The currency.
    pub currency: String,
}

/// Batches that may be read before they are counted.
const AHEAD: usize = 4;

/// Read all rows once and compute every figure: once for each group and time that is asked for.
///
/// # Errors
/// As [`run`](super::run).
pub fn measure_each(
    question: &Question,
    frames: impl Iterator<Item = Result<Frame, Fault>> + Send,
    caps: Vec<f64>,
) -> Result<Vec<Measured>, Fault> {
    question.check()?;
    let mut pass = Pass::new(question, caps);
    // One thread reads while this one counts.
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            for frame in frames {
                if send.send(frame).is_err() {
                    break;
                }
            }
        });
        receive.into_iter().try_for_each(|frame| pass.read(&frame?))
    })?;
    let whole = Whole::of(question, pass)?;
    let mut measured = Vec::new();
    for group in whole.pass.answered() {
        for end in whole.ends(group) {
            measured.push(whole.measure(group, end)?);
        }
    }
    Ok(measured)
}

/// Everything that was read, and what is the same for all groups and times.
struct Whole<'q> {
    question: &'q Question,
    pass: Pass<'q>,
    control: Option<usize>,
    shares: Vec<f64>,
    kinds: Vec<Kind>,
    /// Times in order, each with its number.
    times: Vec<(f64, u32)>,
}

impl<'q> Whole<'q> {
    fn of(question: &'q Question, pass: Pass<'q>) -> Result<Self, Fault> {
        let control = pass.control()?;
        let (shares, kinds, times) = (pass.shares()?, pass.kinds()?, pass.clock.in_order());
        if question.time.is_some() && times.is_empty() {
            let column = question.time.as_deref().unwrap_or_default();
            return Err(Fault::new(format!("the time column `{column}` is blank in all rows"))
                .hint("name a column of dates or of numbered days"));
        }
        Ok(Whole { question, pass, control, shares, kinds, times })
    }

    /// The times up to which a group is answered: all of them together, unless each is asked for.
    fn ends(&self, group: u32) -> Vec<Option<f64>> {
        if !self.question.reading.each_look {
            return vec![None];
        }
        let seen = self.pass.view(&self.view(group, None, Vec::new()));
        seen.times.keys().map(|&place| Some(self.times[place as usize].0)).collect()
    }

    fn view(&self, group: u32, end: Option<f64>, partings: Vec<u32>) -> View {
        let order = self.question.time.as_ref().map(|_| {
            let mut order = vec![None; self.times.len()];
            for (place, &(value, number)) in self.times.iter().enumerate() {
                order[number as usize] = end.is_none_or(|end| value <= end).then_some(place as u32);
            }
            order
        });
        View {
            group,
            order,
            partings,
            arms: self.pass.arms.names.len(),
            metrics: self.question.metrics.len(),
            covariates: self.question.covariates.len(),
            timeless: end.is_none(),
        }
    }

    fn measure(&self, group: u32, end: Option<f64>) -> Result<Measured, Fault> {
        let question = self.question;
        let clock = &self.pass.clock;
        let mut view = self.view(group, end, Vec::new());
        let mut tallies = self.pass.view(&view);
        let places: Vec<u32> = tallies.times.keys().copied().collect();
        let partings = partings(&places);
        if !partings.is_empty() {
            view.partings.clone_from(&partings);
            tallies = self.pass.view(&view);
        }
        let times: Vec<f64> = places.iter().map(|&place| self.times[place as usize].0).collect();
        let looks = Looks::of(&question.reading, clock, &times)?;
        let names = &self.pass.arms.names;
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|&left, &right| names[left].cmp(&names[right]));
        let split = order.iter().map(|&arm| (names[arm].clone(), tallies.arms[arm].units, self.shares[arm]));
        let split = Split::of(split.collect());
        let variants: Vec<usize> = order.into_iter().filter(|&arm| Some(arm) != self.control).collect();
        // A group may lack the control although others have it.
        let control = self.control.filter(|&arm| tallies.arms[arm].units > 0);

        let variants: Vec<usize> =
            variants.into_iter().filter(|&variant| tallies.arms[variant].units > 0).collect();
        let verdict_alpha = question.verdict_alpha(variants.len());
        let show = |place: u32| clock.show(self.times[place as usize].0);
        let ends: Vec<String> = partings.iter().map(|&end| show(end.saturating_sub(1))).collect();
        let mut comparisons = Vec::new();
        for (metric, &kind) in self.kinds.iter().enumerate() {
            for &variant in &variants {
                let Some(control) = control else { continue };
                let pair = Pair { metric, kind, variant, control };
                let quantiles = |parting| self.pass.quantiles(&view, pair, parting);
                let whole = quantiles(Parting::Whole).map(|arms| arms.map(|parts| parts.get(&0).copied()));
                let one = compare::arms(question, pair, names, (&tallies, whole), (&looks, verdict_alpha));
                let Some(mut one) = one else { continue };
                let segment = |segment: u32| self.pass.segments.names[segment as usize].clone();
                if kind == Kind::Quantile {
                    one.by_time = quantile_parts::by_time(quantiles(Parting::Time), question.alpha, show);
                    one.by_segment =
                        quantile_parts::by_segment(quantiles(Parting::Segment), question.alpha, segment);
                    let parted = partings.iter().map(|&end| quantiles(Parting::Before(end)));
                    one.fading = quantile_parts::fading(parted, &ends);
                } else {
                    one.by_time = parts::by_time(pair, &tallies, question.alpha, show);
                    one.fading = parts::fading(pair, &tallies.parted, &ends);
                    (one.by_segment, one.within_segments) =
                        parts::by_segment(pair, &tallies, question.alpha, segment);
                }
                comparisons.push(one);
            }
        }
        correct(&mut comparisons);
        let time = question.time.as_ref().and_then(|column| {
            let (first, last) = (*times.first()?, *times.last()?);
            Some(Times {
                column: column.clone(),
                first: clock.show(first),
                last: clock.show(last),
                so_far: looks.so_far,
                planned: looks.planned,
                called: if clock.is_dated() { "day".to_owned() } else { column.to_lowercase() },
            })
        });
        Ok(Measured {
            rows: tallies.rows,
            rows_left_out: tallies.rows_left_out,
            alpha: question.alpha,
            verdict_alpha,
            control: self.control.map_or_else(|| question.control.clone(), |control| names[control].clone()),
            control_occurs: self.control.is_some(),
            variant_column: question.variant.clone(),
            split,
            units: question.unit.clone().zip(tallies.counts),
            covariates: question.covariates.clone(),
            balance: control
                .map_or_else(Vec::new, |control| balances(question, &tallies, names, control, &variants)),
            outcomes: control
                .map_or_else(Vec::new, |control| outcomes(question, &tallies, names, control, &variants)),
            comparisons,
            time,
            more_to_come: looks.more_to_come(),
            basis: looks.basis,
            sequential: question.reading.sequential,
            segment: question.segment.clone(),
            acted: question.acted.as_ref().map(|column| {
                let all = variants.iter().map(|&variant| tallies.arms[variant].acted);
                let [acted, known] = all.fold([0, 0], |sum, own| [sum[0] + own[0], sum[1] + own[1]]);
                Acted { column: column.clone(), acted, known }
            }),
            price: question.value_per_unit.map(|value_per_unit| Price {
                value_per_unit,
                cost: question.cost.unwrap_or(0.0),
                currency: question.currency.clone().unwrap_or_default(),
            }),
            promise: question.promise.clone(),
            objections: question.objections.clone(),
            by: question.by.as_ref().map(|_| self.pass.groups.json(group)),
            look: end.map(|end| clock.json(end)),
        })
    }
}

/// Where the first times are parted from the later ones: after a fifth and after half of them.
fn partings(places: &[u32]) -> Vec<u32> {
    let count = places.len();
    let mut partings: Vec<u32> =
        [count.div_ceil(5), count.div_ceil(2)].iter().filter_map(|&at| places.get(at).copied()).collect();
    partings.dedup();
    if count < 2 { Vec::new() } else { partings }
}

/// P-values corrected for all comparisons.
fn correct(comparisons: &mut [Comparison]) {
    let p_values: Vec<Option<f64>> = comparisons.iter().map(|one| one.p_value).collect();
    let corrected = holm(&p_values).into_iter().zip(benjamini_hochberg(&p_values));
    for (one, (p_holm, q_value)) in comparisons.iter_mut().zip(corrected) {
        (one.p_holm, one.q_value) = (p_holm, q_value);
    }
}

fn balances(
    question: &Question,
    tallies: &Tallies,
    names: &[String],
    control: usize,
    variants: &[usize],
) -> Vec<Balance> {
    let tests = (question.covariates.len() * variants.len()) as f64;
    let mut balances = Vec::new();
    for (at, covariate) in question.covariates.iter().enumerate() {
        for &variant in variants {
            let [one, other] = [variant, control].map(|arm| &tallies.arms[arm].covariates[at]);
            let p_value = stats::ratio_difference(one, other).and_then(|difference| difference.p_value());
            balances.push(Balance {
                covariate: covariate.clone(),
                variant: names[variant].clone(),
                mean_variant: one.ratio(),
                mean_control: other.ratio(),
                p_value: p_value.map(|p| (p * tests).min(1.0)),
            });
        }
    }
    balances
}

fn outcomes(
    question: &Question,
    tallies: &Tallies,
    names: &[String],
    control: usize,
    variants: &[usize],
) -> Vec<Outcomes> {
    let tests = (question.metrics.len() * variants.len()) as f64;
    let mut outcomes = Vec::new();
    for (at, metric) in question.metrics.iter().enumerate() {
        for &variant in variants.iter().filter(|&&variant| tallies.arms[variant].units > 0) {
            let [in_variant, in_control] = [variant, control]
                .map(|arm| [tallies.arms[arm].metrics[at].sums.units(), tallies.arms[arm].units]);
            let [one, other] =
                [in_variant, in_control].map(|[successes, units]| Proportion { successes, units });
            let complete = in_variant[0] == in_variant[1] && in_control[0] == in_control[1];
            let p_value = if complete { None } else { proportion_p_value(one, other) };
            outcomes.push(Outcomes {
                metric: metric.0.clone(),
                variant: names[variant].clone(),
                in_variant,
                in_control,
                p_value: p_value.map(|p| (p * tests).min(1.0)),
            });
        }
    }
    outcomes
}
