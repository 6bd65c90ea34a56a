//! The package of a forecaster: the model, what it was learned from, and how far it looks ahead. Plain data in the
//! files of any [`Package`](crate::Package), held to the same checksums; `package.json` has the task `forecast` and,
//! besides, `forecast`: `time`, `group`, `step`, `horizon`, `seasons` and `range`.

use std::collections::BTreeMap;
use std::path::Path;

use frame::{Column, Frame, Season, Series, Step, Task};
use report::{Fault, number};
use serde::{Deserialize, Serialize};

use super::{Ask, ForecastModel, Past, Range};
use crate::Contract;
use crate::package::files::{self, MODEL, PACKAGE};

/// A forecaster, what it expects, and where it came from.
#[derive(Debug, Clone)]
pub struct ForecastPackage {
    /// What is expected of the columns: time, group and the target's own past.
    pub contract: Contract,
    /// The model.
    pub model: ForecastModel,
    /// What it looks at and how far.
    pub outlook: Outlook,
    /// What it was made from, by name.
    pub provenance: BTreeMap<String, String>,
}

/// What a forecaster looks at and how far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// The column of times.
    pub time: String,
    /// The column that tells series apart.
    pub group: Option<String>,
    /// How far apart periods lie.
    pub step: Step,
    /// How many periods it looks ahead.
    pub horizon: usize,
    /// The seasons found.
    pub seasons: Vec<Season>,
    /// How far the truth lies from the forecast.
    pub range: Option<Range>,
}

/// `package.json` of a forecaster.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    version: u64,
    provenance: BTreeMap<String, String>,
    contract: Contract,
    forecast: Outlook,
}

/// The forecast of one period of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecasted {
    /// The series' group, when there are several.
    pub group: Option<String>,
    /// The period's time.
    pub time: f64,
    /// What is expected.
    pub prediction: f64,
    /// The lower end of its 95 % range, where that is known.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Why the model was not asked and the last value was repeated instead.
    pub fallback: Option<String>,
}

/// More rows of history are not read at once.
pub const MOST_HISTORY: usize = 5_000_000;

impl ForecastPackage {
    /// Whether this folder has a forecaster's package, by what it says of itself.
    pub fn is_at(folder: &Path) -> bool {
        files::task(folder) == Some(Task::Forecast)
    }

    /// Write the package to a folder, all or nothing: a package that is there already is replaced whole.
    ///
    /// # Errors
    /// When the folder exists and is not a package, or cannot be written.
    pub fn save(&self, folder: &Path) -> Result<(), Fault> {
        let manifest = Manifest {
            format: files::FORMAT.to_owned(),
            version: files::VERSION,
            provenance: self.provenance.clone(),
            contract: self.contract.clone(),
            forecast: self.outlook.clone(),
        };
        let files = [
            (PACKAGE, files::json(serde_json::to_vec_pretty(&manifest))?),
            (MODEL, files::json(serde_json::to_vec(&self.model))?),
        ];
        files::write(folder, &files)
    }

    /// Read a package, after checking its version and every file's digest.
    ///
    /// # Errors
    /// A fault of its own for each way in which it is not the package that was written.
    pub fn open(folder: &Path) -> Result<ForecastPackage, Fault> {
        let files = files::read_all(folder)?;
        let manifest: Manifest = files::parsed(folder, PACKAGE, &files)?;
        let model: ForecastModel = files::parsed(folder, MODEL, &files)?;
        let Manifest { provenance, contract, forecast: outlook, .. } = manifest;
        let named = std::iter::once(&outlook.time).chain(&outlook.group).chain([&contract.target]);
        let sound = match named.into_iter().find(|name| contract.feature(name).is_none()) {
            Some(unknown) => {
                Err(format!("it forecasts by the column `{unknown}`, the contract does not know it"))
            }
            None if outlook.horizon == 0 || outlook.horizon > 1 << 20 => {
                Err("its horizon is no number of periods".to_owned())
            }
            None if !outlook.range.as_ref().is_none_or(Range::is_sound) => {
                Err("its range has no width".to_owned())
            }
            None => model.sound(),
        };
        sound.map_err(|what| files::contradiction(folder, &what))?;
        Ok(ForecastPackage { contract, model, outlook, provenance })
    }

    /// The next periods of every series in these rows, which are its past up to now, in order of the series, then of
    /// time.
    ///
    /// # Errors
    /// When a column is absent or cannot be read, or the rows are no series with the package's step.
    pub fn forecast(&self, rows: &Frame) -> Result<Vec<Forecasted>, Fault> {
        let Outlook { step, horizon, .. } = self.outlook;
        let column = |name: &str| -> Result<Column, Fault> {
            let feature = self.contract.feature(name);
            let feature =
                feature.ok_or_else(|| Fault::new(format!("the contract does not know `{name}`")))?;
            feature.read(rows)
        };
        let (time, target) = (column(&self.outlook.time)?, column(&self.contract.target)?);
        let group = self.outlook.group.as_deref().map(column).transpose()?;
        let values = target.as_numbers().unwrap_or_default();
        let series = Series::with_step(step, &time, group.as_ref(), values).map_err(|why| {
            Fault::new(format!("the rows are no past to forecast from: {why}"))
                .hint(format!("give the last rows of the series, one for each {}", step.words()))
        })?;
        if series.known() == 0 {
            return Err(Fault::new(format!(
                "no row has both a time and a value of `{}`",
                self.contract.target
            ))
            .hint("give the rows up to now; the periods to forecast need no row"));
        }
        let past = Past::of(&series);
        let origin = series.periods;
        let asks: Vec<Ask> = (0..past.tracks()).map(|track| Ask { track, origin }).collect();
        let said = self.model.forecast(&past, &asks, horizon)?;
        let mut forecasts = Vec::with_capacity(asks.len() * horizon);
        for (ask, said) in asks.iter().zip(said) {
            let track = &series.tracks[ask.track];
            let fallback = self.fallback(&series, ask.track, &said);
            let last = past.last(*ask);
            for (step, prediction) in said.into_iter().enumerate() {
                let prediction =
                    if fallback.is_some() || !prediction.is_finite() { last } else { prediction };
                let range = self.outlook.range.as_ref().filter(|_| fallback.is_none());
                let ends = range.and_then(|range| range.around(&track.name, step, prediction));
                forecasts.push(Forecasted {
                    group: self.outlook.group.as_ref().map(|_| track.name.clone()),
                    time: series.time(origin + step),
                    prediction,
                    low: ends.map(|ends| ends.0),
                    high: ends.map(|ends| ends.1),
                    fallback: fallback.clone(),
                });
            }
        }
        Ok(forecasts)
    }

    /// Why the model cannot be asked for a series.
    fn fallback(&self, series: &Series, track: usize, said: &[f64]) -> Option<String> {
        let track = &series.tracks[track];
        let step = self.outlook.step.words();
        let (periods, needs) = (series.periods - track.from, self.model.needs());
        let late = series.periods - track.from - track.values.len();
        if periods < needs {
            let (known, needs) = (number::count(periods as u64), number::count(needs as u64));
            return Some(format!("{known} periods of one {step} are known and the model needs {needs}"));
        }
        if late > self.outlook.horizon {
            return Some(format!("its last value is {late} periods of one {step} old"));
        }
        said.iter().any(|value| !value.is_finite()).then(|| "the model gave no number".to_owned())
    }
}
