//! What is settled before the first fit: horizon, origins, seasons, the deciding measure; and what is told of it.

use frame::{Origins, Season};
use learn::{Metric, SeasonTest, mase_scale, seasons};
use report::{Fault, number};
use serde::Serialize;

use super::sealed::Opened;
use super::{FEWEST_PERIODS, ForecastInput};
use crate::digest::Digest;
use crate::{SplitKind, SplitUsed};

/// What is settled before the first fit.
pub(super) struct Plan {
    pub origins: Origins,
    pub seasons: Vec<Season>,
    /// The season such steps usually have, where the stretches learned from are long enough for it.
    pub usual: Option<Season>,
    pub tests: Vec<SeasonTest>,
    pub metric: Metric,
    /// What was done to the rows, and what was left out.
    pub notes: Vec<String>,
}

/// How a series was forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ForecastUsed {
    /// How many periods each forecast looks ahead.
    pub horizon: usize,
    /// One period, such as `month`.
    pub step: String,
    /// The season used, in periods; none when none was found.
    pub season: Option<usize>,
    /// All seasons found, the most useful first.
    pub seasons: Vec<usize>,
    /// What was tested for a season, on the open stretch alone.
    pub season_tests: Vec<SeasonTest>,
    /// How many series.
    pub series: usize,
    /// Periods from the first to the last.
    pub periods: usize,
    /// Periods without a value between a series' first and last.
    pub gaps: usize,
    /// Rows that shared a period with another, of which the mean was taken.
    pub merged: usize,
    /// From how many origins candidates were compared.
    pub origins: usize,
    /// From how many origins the sealed stretch was forecast.
    pub sealed_origins: usize,
    /// Of the sealed values, how many lay in the 95 % range, and of how many; none without a range.
    pub in_range: Option<(usize, usize)>,
    /// The first series' sealed stretch: what was forecast, and what came; the latest periods of a long one.
    pub sealed: Vec<Point>,
}

/// A period of the sealed stretch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Its time, as people write it.
    pub time: String,
    /// What came.
    pub actual: f64,
    /// What was forecast.
    pub predicted: f64,
    /// The lower end of the 95 % range.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// With candidates from outside, which learn anew for each forecast, no more origins than this.
pub(super) const OUTSIDE_ORIGINS: usize = 12;
/// From this share of zeros on, sizes of error favour always saying zero.
const ZEROS: f64 = 0.5;

pub(super) fn plan(input: &ForecastInput) -> Result<Plan, Fault> {
    let series = input.series;
    let periods = series.periods;
    if periods < FEWEST_PERIODS {
        return Err(Fault::new(format!("{periods} periods are too few to compare forecasts on")).hint(
            format!(
                "at least {FEWEST_PERIODS} are needed to split at all, and a few seasons to see a difference"
            ),
        ));
    }
    let most = if input.outside.is_empty() { usize::MAX } else { OUTSIDE_ORIGINS };
    let longest = Origins::longest(periods);
    let asked = input.horizon.map(|horizon| horizon.max(1));
    if let Some(horizon) = asked.filter(|horizon| *horizon > longest) {
        let step = series.step.words();
        return Err(Fault::new(format!(
            "forecasts {horizon} periods ahead cannot be compared on {periods} periods of one {step}"
        ))
        .hint(format!(
            "give --horizon {longest} or less, or more history: three forecasts and a sealed one must fit"
        )));
    }
    let fitting = |ahead: usize| ahead.min(periods / 10).clamp(1, longest.max(1));
    let mut horizon = asked.unwrap_or_else(|| fitting(series.step.usual_horizon()));
    let rolling = |horizon: usize, least: usize| {
        Origins::rolling(periods, horizon, most, least).ok_or_else(|| {
            Fault::new(format!("{periods} periods leave no room for forecasts {horizon} ahead"))
        })
    };
    let first = rolling(horizon, 0)?;
    let (found, tests) =
        seasons(&series.until(first.sealed_from), first.sealed_from.saturating_sub(3 * horizon));
    // A season nobody could guess by the spacing says how far to look.
    if asked.is_none()
        && series.step.seasons().is_empty()
        && let Some(season) = found.first()
    {
        horizon = fitting(season.periods);
    }
    let usual = series.step.seasons().into_iter().next();
    let usual = usual.filter(|season| season.periods + 2 + 3 * horizon <= first.sealed_from);
    let least = found.iter().chain(&usual).map(|season| season.periods + 2).max().unwrap_or(0);
    let origins = rolling(horizon, least)?;
    let (metric, said) = metric(input, &origins, &found)?;
    let mut notes = said_of_rows(input);
    notes.extend(said);
    notes.extend(asked.is_none().then(|| {
        let step = series.step.words();
        format!("forecasts look {horizon} periods of one {step} ahead; another number: --horizon N")
    }));
    Ok(Plan { origins, seasons: found, usual, tests, metric, notes })
}

impl Plan {
    /// The season found, else the one such steps usually have.
    pub fn season(&self) -> Option<Season> {
        self.seasons.first().copied().or(self.usual)
    }

    /// How the series is split.
    pub fn split(&self, input: &ForecastInput) -> SplitUsed {
        let places = std::iter::once(self.origins.sealed_from).chain(super::all_origins(&self.origins));
        let digest = Digest::default().number(self.origins.horizon as u64);
        let digest = places.fold(digest, |digest, place| digest.number(place as u64));
        let rows = input.series.known();
        SplitUsed {
            kind: SplitKind::RollingOrigin,
            folds: self.origins.count(),
            repeats: 1,
            rows,
            holdout_rows: rows - input.series.until(self.origins.sealed_from).known(),
            digest: digest.hex(),
        }
    }

    /// The open stretch, as a digest.
    pub fn data(&self, input: &ForecastInput) -> String {
        let open = input.series.until(self.origins.sealed_from);
        let digest = Digest::default().text(input.target).text(&open.step.words());
        let tracks = open.tracks.iter();
        tracks.fold(digest, |digest, track| digest.text(&track.name).values(&track.values)).hex()
    }
}

/// What was done about rows that are not one a period.
fn said_of_rows(input: &ForecastInput) -> Vec<String> {
    let series = input.series;
    let mut notes = Vec::new();
    if series.merged > 0 {
        let rows = number::count(series.merged as u64);
        notes.push(format!("{rows} rows share their period with another: the mean of them was taken"));
    }
    if series.gaps > 0 {
        let gaps = number::count(series.gaps as u64);
        notes.push(format!(
            "{gaps} periods have no value: where an earlier one is looked at, the last known one stands in; no forecast \
             is learned from or judged by them"
        ));
    }
    if let [first, ..] = &input.others[..] {
        let named = match input.others.len() {
            1 => first.clone(),
            many => format!("{first} and {} other columns", many - 1),
        };
        notes.push(format!(
            "{named} stayed unused: what they will be is not known when forecasting. Without --time the rows are \
             predicted from them"
        ));
    }
    notes
}

/// The deciding measure, and why when it was not asked for.
fn metric(
    input: &ForecastInput,
    origins: &Origins,
    found: &[Season],
) -> Result<(Metric, Option<String>), Fault> {
    let open = input.series.until(origins.sealed_from);
    let first = input.series.until(origins.folds.first().map_or(0, |fold| fold.train_to));
    let season = found.first().map_or(1, |season| season.periods);
    let scaled = |track: &frame::Track| {
        mase_scale(&track.values, season).or_else(|| mase_scale(&track.values, 1)).is_some()
    };
    let has_scale = first.tracks.iter().any(scaled);
    match &input.metric {
        Some(Metric::Mase) if !has_scale => Err(Fault::new(format!(
            "mase cannot be computed: {} never changes in the first stretch learned from",
            input.target
        ))
        .hint("decide by another measure: --metric mae")),
        Some(metric) => Ok((metric.clone(), None)),
        None => {
            let values =
                || open.tracks.iter().flat_map(|track| &track.values).filter(|value| value.is_finite());
            let zeros =
                values().filter(|value| **value == 0.0).count() as f64 / values().count().max(1) as f64;
            if zeros >= ZEROS {
                // Kolassa (2016), "Evaluating predictive count data distributions in retail sales forecasting", IJF 32.
                let said = format!(
                    "{} of the periods are zero, where mase and mae are best for always saying zero: rmse decides; \
                     another: --metric",
                    number::percent(zeros)
                );
                return Ok((Metric::Rmse, Some(said)));
            }
            if has_scale {
                return Ok((Metric::Mase, None));
            }
            Ok((
                Metric::Mae,
                Some("the first stretch never changes, so mase has no unit: mae decides".to_owned()),
            ))
        }
    }
}

impl ForecastUsed {
    pub(super) fn of(input: &ForecastInput, plan: &Plan, opened: &Opened) -> ForecastUsed {
        let series = input.series;
        ForecastUsed {
            horizon: plan.origins.horizon,
            step: series.step.words(),
            season: plan.seasons.first().map(|season| season.periods),
            seasons: plan.seasons.iter().map(|season| season.periods).collect(),
            season_tests: plan.tests.clone(),
            series: series.tracks.len(),
            periods: series.periods,
            gaps: series.gaps,
            merged: series.merged,
            origins: plan.origins.count(),
            sealed_origins: opened.origins,
            in_range: opened.in_range,
            sealed: opened.picture.clone(),
        }
    }
}
