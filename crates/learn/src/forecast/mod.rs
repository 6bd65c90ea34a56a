//! Forecasters: they learn from a series up to a period and say the next ones.
//!
//! [`Forecaster::fit`] turns a [`Training`] into a [`ForecastModel`]; [`ForecastModel::forecast`] turns what is
//! known by an origin into the periods that follow. [`FORECASTERS`] is the list, simplest first. A forecast of
//! several periods uses nothing later than its origin: further steps go by what was forecast for the nearer ones.

mod boosting;
mod constant;
mod errors;
mod lags;
mod linear;
mod model;
mod naive;
mod package;
mod past;
mod range;
mod recipe;
mod ridge;
mod rolling;
mod season;
mod seasonal_naive;
mod typical;

use frame::{Season, Series};
use report::Fault;

use crate::Stop;

pub use self::errors::Errors;
pub use self::model::ForecastModel;
pub use self::package::{ForecastPackage, Forecasted, MOST_HISTORY, Outlook};
pub use self::past::{Ask, Past};
pub use self::range::Range;
pub use self::rolling::Outline;
pub use self::season::{SeasonTest, seasons};

use self::model::Form;

/// What a forecaster learns from.
#[derive(Debug, Clone, Copy)]
pub struct Training<'a> {
    /// The series up to where forecasts will begin; nothing later.
    pub series: &'a Series,
    /// How many periods forecasts look ahead.
    pub horizon: usize,
    /// The seasons found, the most useful first.
    pub seasons: &'a [Season],
    /// The season such steps usually have, whether it was found or not.
    pub usual: Option<Season>,
    /// Whether errors count by their size rather than by their square: then the middle value is the best constant.
    pub absolute: bool,
    /// When to give up; what was learned by then is thrown away.
    pub stop: &'a Stop,
}

/// A way to learn to forecast.
pub trait Forecaster: Sync {
    /// The built-in name, as users write it.
    fn name(&self) -> &'static str;

    /// Whether it can be used: `season` is the one found, else the one such steps usually have.
    fn applies(&self, _season: Option<Season>) -> bool {
        true
    }

    /// Whether it learns from more than the last values: those that do not are all as simple as can be.
    fn learns(&self) -> bool {
        false
    }

    /// Fit the part of the model that is this forecaster's own.
    #[doc(hidden)]
    fn form(&self, training: &Training, past: &Past, seed: u64) -> Result<Form, Fault>;

    /// Learn. Same seed, same model, for any thread count.
    ///
    /// # Errors
    /// When there is no value to learn from.
    fn fit(&self, training: &Training, seed: u64) -> Result<ForecastModel, Fault> {
        let past = Past::of(training.series);
        if training.series.known() == 0 {
            return Err(Fault::new("there is no value to learn from"));
        }
        let form = self.form(training, &past, seed)?;
        Ok(ForecastModel::new(self.name(), form))
    }
}

/// The forecasters, simplest first.
pub const FORECASTERS: &[&dyn Forecaster] = &[
    &constant::Constant,
    &naive::Naive,
    &seasonal_naive::SeasonalNaive,
    &linear::Linear,
    &boosting::Boosting,
];

#[cfg(test)]
mod laws;
