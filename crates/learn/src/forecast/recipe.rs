//! How a series is laid out for a learner: on which scale, as which differences, and by which earlier values.
//!
//! Differences let learners follow a trend or a season they could not reach by themselves: a tree says no value it
//! has not seen. Box & Jenkins (1970), "Time series analysis: forecasting and control", chapters 4 and 9.

use std::f64::consts::TAU;

use frame::Season;
use serde::{Deserialize, Serialize};

/// How a series is laid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Recipe {
    /// In logarithms, for series whose swings grow with their level.
    pub log: bool,
    /// What is learned.
    pub difference: Difference,
    /// The earlier values that are looked at, counted back from the one forecast.
    pub lags: Vec<usize>,
    /// Waves through a season: its exact length, and how many of its overtones.
    pub waves: Vec<(f64, usize)>,
    /// The seasons whose place is told to trees: their exact length.
    pub places: Vec<f64>,
}

/// What is learned of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Difference {
    /// The value itself.
    None,
    /// Its change from the last period.
    First,
    /// Its change from a season ago.
    Seasonal(usize),
    /// How much the change from a season ago changed since the last period.
    Both(usize),
}

impl Difference {
    /// How far back it looks.
    pub fn span(self) -> usize {
        match self {
            Difference::None => 0,
            Difference::First => 1,
            Difference::Seasonal(season) => season,
            Difference::Both(season) => season + 1,
        }
    }

    /// What the learned part is added to: for `values[at]`, from the values before it.
    pub fn base(self, values: &[f64], at: usize) -> f64 {
        match self {
            Difference::None => 0.0,
            Difference::First => values[at - 1],
            Difference::Seasonal(season) => values[at - season],
            Difference::Both(season) => values[at - 1] + values[at - season] - values[at - season - 1],
        }
    }

    /// The learned part of `values[at]`.
    pub fn of(self, values: &[f64], at: usize) -> f64 {
        values[at] - self.base(values, at)
    }

    fn words(self) -> String {
        match self {
            Difference::None => "the value itself".to_owned(),
            Difference::First => "the change from the period before".to_owned(),
            Difference::Seasonal(season) => format!("the change from {season} periods before"),
            Difference::Both(season) => {
                format!("how the change from {season} periods before differs from the last one")
            }
        }
    }
}

impl Recipe {
    /// The layouts worth trying for a series of so many values, the plainest first.
    pub fn worth_trying(
        values: usize,
        seasons: &[Season],
        usual: Option<Season>,
        positive: bool,
    ) -> Vec<Recipe> {
        let main = seasons.first().map(|season| season.periods).filter(|season| values >= 3 * season);
        let differences = [Some(Difference::None), Some(Difference::First)].into_iter();
        let differences =
            differences.chain([main.map(Difference::Seasonal), main.map(Difference::Both)]).flatten();
        let mut recipes = Vec::new();
        for difference in differences {
            for log in [false, true].into_iter().filter(|log| !log || positive) {
                let lags = lags(values.saturating_sub(difference.span()), seasons, usual);
                let gone = match difference {
                    Difference::Seasonal(season) | Difference::Both(season) => season,
                    _ => 0,
                };
                let left =
                    seasons.iter().filter(|season| season.periods != gone && values >= 2 * season.periods);
                let most = (values / 12).clamp(1, 10);
                let waves =
                    left.map(|season| (season.exact, (season.periods / 2).min(most).min(waves_of(season))));
                let waves = waves.filter(|(_, count)| *count > 0).collect();
                let places = seasons.iter().map(|season| season.exact).collect();
                recipes.push(Recipe { log, difference, lags, waves, places });
            }
        }
        recipes
    }

    /// How many earlier values are needed before the first one that can be learned or forecast.
    pub fn span(&self) -> usize {
        self.difference.span() + self.lags.iter().copied().max().unwrap_or(0)
    }

    /// The inputs of `values[at]` for a weighted sum: lags, then waves at its place in time.
    pub fn inputs(&self, values: &[f64], at: usize, place: f64, into: &mut Vec<f64>) {
        into.clear();
        into.extend(self.lags.iter().map(|lag| self.difference.of(values, at - lag)));
        for &(exact, count) in &self.waves {
            let turn = (place / exact).rem_euclid(1.0) * TAU;
            into.extend((1..=count).flat_map(|over| {
                let (sine, cosine) = (turn * over as f64).sin_cos();
                [sine, cosine]
            }));
        }
    }

    /// The names of those inputs.
    pub fn names(&self) -> Vec<String> {
        let lags = self.lags.iter().map(|lag| lag_name(*lag));
        let waves = self.waves.iter().flat_map(|&(exact, count)| {
            (1..=count).flat_map(move |_| [season_name(exact), season_name(exact)])
        });
        lags.chain(waves).collect()
    }

    /// The layout in words.
    pub fn words(&self) -> String {
        let scale = if self.log { ", in logarithms" } else { "" };
        format!("it forecasts {}{scale}, one period after the other", self.difference.words())
    }

    /// The layout in few words.
    pub fn short_words(&self) -> String {
        format!("{}{}", self.difference.words(), if self.log { ", in logarithms" } else { "" })
    }

    /// Whether one that was read can be used.
    pub fn is_sound(&self) -> bool {
        const FARTHEST: usize = 1 << 20;
        self.lags.iter().all(|lag| (1..FARTHEST).contains(lag))
            && self.difference.span() < FARTHEST
            && !matches!(self.difference, Difference::Seasonal(0) | Difference::Both(0))
            && self.waves.iter().all(|(exact, count)| *exact > 0.0 && exact.is_finite() && *count <= 1_000)
            && self.places.iter().all(|exact| *exact > 0.0 && exact.is_finite())
    }
}

/// Smooth seasons need few overtones: a year of days is no sharper than its months.
fn waves_of(season: &Season) -> usize {
    if season.periods > 200 { 4 } else { season.periods }
}

pub(super) fn lag_name(lag: usize) -> String {
    if lag == 1 { "the last period".to_owned() } else { format!("{lag} periods before") }
}

pub(super) fn season_name(exact: f64) -> String {
    format!("place in the season of {}", (exact * 10.0).round() / 10.0)
}

/// The last values, up to a season of them, and those around one and two seasons ago; no more than the rows can bear.
fn lags(values: usize, seasons: &[Season], usual: Option<Season>) -> Vec<usize> {
    let near = seasons
        .iter()
        .chain(&usual)
        .map(|season| season.periods)
        .filter(|season| *season <= 31)
        .max()
        .unwrap_or(7);
    let most = (values / 6).max(1);
    let mut lags: Vec<usize> = (1..=near.min(most)).collect();
    for season in seasons.iter().chain(&usual) {
        let around = [season.periods, season.periods + 1, 2 * season.periods];
        // What lies so far back that hardly a row has it cannot be learned from.
        lags.extend(around.into_iter().filter(|lag| 3 * lag <= values));
    }
    lags.sort_unstable();
    lags.dedup();
    lags.retain(|lag| *lag < values);
    lags.truncate((values / 3).max(1));
    // Of a series too short for any, the last value: it then repeats it.
    if lags.is_empty() { vec![1] } else { lags }
}
