//! Measuring: the change's effect as one of two methods sees it, and how far their assumptions hold. No judgement here.

use stats::{Difference, SeriesEstimate};

use super::Question;
use super::clusters::Cells;
use super::rows::{Course, Part, Rows};
use super::series::Series;

/// How the effect is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Those the change reached against others, before and after; judged by units.
    DifferenceInDifferences,
    /// The same, judged by the course of the difference between the two groups.
    DifferenceOfSeries,
    /// The one series against where its past was heading.
    InterruptedSeries,
}

/// All that was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The metric.
    pub metric: String,
    /// How the effect was found.
    pub method: Method,
    /// Rows read.
    pub rows: u64,
    /// Rows that lack the metric, the time, the group or the unit.
    pub rows_left_out: u64,
    /// How often an interval may miss the truth.
    pub alpha: f64,
    /// Periods before the change, and since.
    pub periods: (usize, usize),
    /// After how many periods a pattern comes again; 1 for none.
    pub season: u32,
    /// Units that were not reached, and that were.
    pub units: Option<[usize; 2]>,
    /// The level of those the change reached, before and since.
    pub levels: [Option<f64>; 2],
    /// The level of the others.
    pub levels_of_others: [Option<f64>; 2],
    /// The effect; `None` when it cannot be told.
    pub effect: Option<Effect>,
    /// How far the series jumped at the change.
    pub jump: Option<Effect>,
    /// How much steeper it rises a period since.
    pub steeper: Option<Effect>,
    /// How alike neighbouring periods are, and the lags of the error.
    pub memory: Option<(f64, usize)>,
    /// Whether the groups drifted apart before the change.
    pub pre_trend: Option<PreTrend>,
    /// What is seen at times when nothing changed.
    pub placebos: Option<Placebos>,
    /// How the number of rows changed at the same time.
    pub counts: Option<Counts>,
    /// Period, value, and where it would have been without the change.
    pub course: Vec<(i64, f64, f64)>,
}

/// An effect with its interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Effect {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How often as much is seen when there is nothing.
    pub p_value: f64,
    /// The robust standard error as peers give it: by units, or of Newey & West.
    pub robust_error: f64,
    /// The error the interval is taken from; larger in a short series and with few units.
    pub error: f64,
    /// Its degrees of freedom.
    pub freedom: f64,
}

/// How the groups moved against each other before the change.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PreTrend {
    /// How far they drifted apart a period.
    pub slope: Effect,
    /// How much such a drift would bring from the middle of the time before to the middle of the time since.
    pub would_bring: f64,
    /// How often stretches before differ as much when the groups move alike.
    pub joint_p: Option<f64>,
    /// Each stretch against the last one before the change: from, to, and the difference.
    pub stretches: Vec<(i64, i64, Option<Effect>)>,
}

impl PreTrend {
    /// How often as much is seen when the groups move alike, for the one of slope and stretches that is seen more surely: they are
    /// two tests (Bonferroni).
    pub fn p_value(&self) -> f64 {
        self.joint_p.map_or(self.slope.p_value, |joint| (2.0 * joint.min(self.slope.p_value)).min(1.0))
    }
}

/// The same question asked at times before the change.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Placebos {
    /// How many times were tried.
    pub tried: usize,
    /// At how many an effect is seen that chance brings less than once in a hundred.
    pub seen: usize,
    /// At how many the effect was as many errors large as the real one.
    pub as_large: usize,
}

/// How many rows a period has.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Counts {
    /// Rows a period since over what was to be expected (of those reached against the others, where there are others).
    pub ratio: f64,
    /// How often as much is seen when nothing changed.
    pub p_value: f64,
}

/// Stretches of the event study on each side of the change, at most.
const STRETCHES: usize = 6;
/// Placebo times, at most; and periods before the change for any.
const PLACEBOS: usize = 20;
const FOR_PLACEBOS: usize = 24;
/// An effect seen at a placebo time less often by chance is no chance. Those times share most of their periods: with one in
/// twenty, a third of them see an effect in up to a tenth of series of nothing.
const SURE: f64 = 0.01;
/// Days before the change from which the pattern of the week can be told.
const FOR_A_WEEK: usize = 21;

/// Measure the change.
pub fn measure(question: &Question, rows: &Rows) -> Measured {
    let with_others = question.treated.is_some();
    let origin = rows.origin.unwrap_or(0.0);
    let whole = match with_others {
        true => of_levels(&rows.treated, |period| rows.others.get(&period)?.level()),
        false => of_levels(&rows.treated, |_| Some(-origin)),
    };
    let (before, after) = whole.sides();
    let is_daily = rows.dated && question.every == 1;
    let season = match question.season {
        Some(season) => season,
        None if !with_others && is_daily && before >= FOR_A_WEEK && after >= 3 => 7,
        None => 1,
    };
    let by_units = with_others
        && [true, false]
            .iter()
            .all(|side| rows.units.iter().filter(|unit| unit.treated == *side).count() > 1);
    let method = match (with_others, by_units) {
        (false, _) => Method::InterruptedSeries,
        (true, true) => Method::DifferenceInDifferences,
        (true, false) => Method::DifferenceOfSeries,
    };
    let mut measured = Measured {
        metric: question.metric.clone(),
        method,
        rows: rows.read,
        rows_left_out: rows.left_out,
        alpha: question.alpha,
        periods: (before, after),
        season,
        units: with_others
            .then(|| [false, true].map(|side| rows.units.iter().filter(|unit| unit.treated == side).count())),
        levels: [false, true].map(|since| level(&rows.treated, since, origin)),
        levels_of_others: [false, true].map(|since| level(&rows.others, since, origin)),
        effect: None,
        jump: None,
        steeper: None,
        memory: None,
        pre_trend: None,
        placebos: None,
        counts: counts(rows, with_others, season),
        course: Vec::new(),
    };
    match method {
        Method::InterruptedSeries => interrupted(&mut measured, &whole),
        Method::DifferenceOfSeries => difference_of_series(&mut measured, &whole),
        Method::DifferenceInDifferences => by_unit(&mut measured, rows, &whole),
    }
    measured
}

fn interrupted(measured: &mut Measured, series: &Series) {
    let alpha = measured.alpha;
    if let Some(found) = series.interrupted(measured.season) {
        measured.memory = Some((found.effect.memory, found.effect.lags));
        measured.effect = of_series(&found.effect, alpha);
        measured.jump = found.jump.as_ref().and_then(|jump| of_series(jump, alpha));
        measured.steeper = found.steeper.as_ref().and_then(|steeper| of_series(steeper, alpha));
        let expected = found.expected.iter();
        measured.course = series
            .periods
            .iter()
            .zip(&series.values)
            .zip(expected)
            .map(|((&at, &value), &without)| (at, value, without))
            .collect();
    }
    let season = measured.season;
    measured.placebos =
        placebos(series, measured.effect.as_ref(), alpha, |at| Some(at.interrupted(season)?.effect));
}

fn difference_of_series(measured: &mut Measured, difference: &Series) {
    let alpha = measured.alpha;
    if let Some(found) = difference.shift() {
        measured.memory = Some((found.memory, found.lags));
        measured.effect = of_series(&found, alpha);
    }
    course_of_difference(measured, difference);
    if let Some(slope) = difference.before().trend().as_ref().and_then(|slope| of_series(slope, alpha)) {
        measured.pre_trend = Some(PreTrend {
            slope,
            would_bring: slope.value * apart(difference),
            joint_p: None,
            stretches: Vec::new(),
        });
    }
    measured.placebos = placebos(difference, measured.effect.as_ref(), alpha, Series::shift);
}

fn by_unit(measured: &mut Measured, rows: &Rows, difference: &Series) {
    let alpha = measured.alpha;
    let cells = Cells::of(&rows.units, &[(i64::MIN, -1), (0, i64::MAX)]);
    measured.effect = cells
        .estimate(&[-1.0, 1.0])
        .and_then(|found| of_difference(&found.judged, found.robust_error, alpha));
    course_of_difference(measured, difference);

    // The event study: each stretch against the last one before the change.
    let (before, _) = difference.sides();
    let (past, since) = difference.periods.split_at(before);
    let mut stretches = in_stretches(past);
    let last = stretches.len();
    stretches.extend(in_stretches(since));
    if last < 2 {
        return;
    }
    let cells = Cells::of(&rows.units, &stretches);
    let against_last = |stretch: usize| {
        let mut weights = vec![0.0; stretches.len()];
        weights[last - 1] = -1.0;
        weights[stretch] += 1.0;
        weights
    };
    let effect = |weights: &[f64]| {
        let found = cells.estimate(weights)?;
        of_difference(&found.judged, found.robust_error, alpha)
    };
    let each = |stretch: usize| {
        let (from, to) = stretches[stretch];
        (from, to, if stretch == last - 1 { None } else { effect(&against_last(stretch)) })
    };
    // The slope through the stretches before, from their middles.
    let middles: Vec<f64> = stretches[..last].iter().map(|&(from, to)| (from + to) as f64 / 2.0).collect();
    let middle = middles.iter().sum::<f64>() / last as f64;
    let square: f64 = middles.iter().map(|at| (at - middle).powi(2)).sum();
    let mut slope = vec![0.0; stretches.len()];
    slope.iter_mut().zip(&middles).for_each(|(weight, at)| *weight = (at - middle) / square);
    let earlier: Vec<Vec<f64>> = (0..last - 1).map(against_last).collect();
    measured.pre_trend = effect(&slope).map(|slope| PreTrend {
        slope,
        would_bring: slope.value * apart(difference),
        // With two stretches it is the slope once more.
        joint_p: if earlier.len() > 1 { cells.all_none(&earlier) } else { None },
        stretches: (0..stretches.len()).map(each).collect(),
    });
}

/// The difference of the groups, and where it would have stayed.
fn course_of_difference(measured: &mut Measured, difference: &Series) {
    let past = difference.before();
    let stays = past.values.iter().sum::<f64>() / past.values.len().max(1) as f64;
    measured.course =
        difference.periods.iter().zip(&difference.values).map(|(&at, &value)| (at, value, stays)).collect();
}

/// Periods in a few stretches of about the same length.
fn in_stretches(periods: &[i64]) -> Vec<(i64, i64)> {
    let count = STRETCHES.min(periods.len());
    let stretch = |at: usize| {
        let (from, to) = (at * periods.len() / count, (at + 1) * periods.len() / count);
        (periods[from], periods[to - 1])
    };
    (0..count).map(stretch).collect()
}

/// Periods from the middle of the time before to the middle of the time since.
fn apart(series: &Series) -> f64 {
    let (before, after) = series.sides();
    let mean = |periods: &[i64], count: usize| periods.iter().sum::<i64>() as f64 / count.max(1) as f64;
    mean(&series.periods[before..], after) - mean(&series.periods[..before], before)
}

fn placebos(
    series: &Series,
    real: Option<&Effect>,
    alpha: f64,
    found: impl Fn(&Series) -> Option<SeriesEstimate>,
) -> Option<Placebos> {
    let past = series.before();
    let count = past.periods.len();
    if count < FOR_PLACEBOS {
        return None;
    }
    // Each with a third of the time before on either side.
    let places: Vec<usize> = (count / 3..=count - count / 3).collect();
    let step = places.len().div_ceil(PLACEBOS);
    let mut placebos = Placebos { tried: 0, seen: 0, as_large: 0 };
    for at in places.into_iter().step_by(step) {
        let Some(effect) =
            found(&past.changed_at(past.periods[at])).and_then(|found| of_series(&found, alpha))
        else {
            continue;
        };
        placebos.tried += 1;
        placebos.seen += usize::from(effect.p_value < SURE);
        placebos.as_large += usize::from(real.is_some_and(|real| effect.p_value <= real.p_value));
    }
    (placebos.tried > 0).then_some(placebos)
}

/// Whether the number of rows a period jumped at the change.
fn counts(rows: &Rows, with_others: bool, season: u32) -> Option<Counts> {
    let counted = |course: &Course| -> Series {
        let values = course.values().map(|part| (part.rows as f64).ln()).collect();
        Series { periods: course.keys().copied().collect(), values }
    };
    let one_each = |course: &Course| course.values().all(|part| part.rows == 1);
    if one_each(&rows.treated) {
        return None;
    }
    let found = if with_others {
        let (mine, others) = (counted(&rows.treated), counted(&rows.others));
        let of = |period: &i64| others.periods.binary_search(period).ok().map(|at| others.values[at]);
        let both = mine
            .periods
            .iter()
            .zip(&mine.values)
            .filter_map(|(period, value)| Some((*period, value - of(period)?)));
        let (periods, values) = both.unzip();
        Series { periods, values }.shift()?
    } else {
        counted(&rows.treated).interrupted(season)?.jump?
    };
    Some(Counts { ratio: found.value.exp(), p_value: found.judged.p_value()? })
}

/// The level of each period, less what is taken off there.
fn of_levels(course: &Course, less: impl Fn(i64) -> Option<f64>) -> Series {
    let value = |(&period, part): (&i64, &Part)| Some((period, part.level()? - less(period)?));
    let (periods, values) = course.iter().filter_map(value).unzip();
    Series { periods, values }
}

fn level(course: &Course, since: bool, origin: f64) -> Option<f64> {
    let mut all = Part::default();
    course.iter().filter(|(period, _)| (**period >= 0) == since).for_each(|(_, part)| all.add(*part));
    Some(all.level()? + origin)
}

fn of_series(estimate: &SeriesEstimate, alpha: f64) -> Option<Effect> {
    of_difference(&estimate.judged, estimate.newey_west, alpha)
}

fn of_difference(judged: &Difference, robust_error: f64, alpha: f64) -> Option<Effect> {
    let (low, high) = judged.interval(alpha)?;
    let (value, error, freedom) = (judged.value, judged.error, judged.freedom);
    Some(Effect { value, low, high, p_value: judged.p_value()?, robust_error, error, freedom })
}
