//! A fitted forecaster: plain data, the same when written and read back.

use report::Fault;
use serde::{Deserialize, Serialize};

use super::{Ask, FORECASTERS, Past, boosting, constant, linear, naive, seasonal_naive};

/// A fitted forecaster.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ForecastModel {
    forecaster: String,
    form: Form,
}

/// What each forecaster leaves behind.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Always the same.
    Constant(constant::Levels),
    /// As the last one was.
    Naive(naive::Last),
    /// As a season ago.
    SeasonalNaive(seasonal_naive::Repeat),
    /// A weighted sum of earlier values.
    Linear(linear::Blend),
    /// Many trees on earlier values.
    Boosting(Box<boosting::Trees>),
}

/// What every form can do.
pub(super) trait Forms {
    /// For each ask the next `horizon` values; NaN where nothing is known before the origin.
    fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault>;
    /// Whether a form that was read cannot lead astray.
    fn is_sound(&self) -> bool;
    /// In words, a few lines.
    fn describe(&self) -> Vec<String>;
    /// How much each input matters, on any scale.
    fn importance(&self) -> Vec<(String, f64)> {
        Vec::new()
    }
    /// How many values of the past it needs; with fewer it can only repeat the last one.
    fn needs(&self) -> usize {
        1
    }
    /// Whether errors grow with the level, so that they are alike in logarithms.
    fn in_logs(&self) -> bool {
        false
    }
}

impl Form {
    fn forms(&self) -> &dyn Forms {
        match self {
            Form::Constant(form) => form,
            Form::Naive(form) => form,
            Form::SeasonalNaive(form) => form,
            Form::Linear(form) => form,
            Form::Boosting(form) => &**form,
        }
    }
}

impl ForecastModel {
    pub(super) fn new(forecaster: &str, form: Form) -> ForecastModel {
        ForecastModel { forecaster: forecaster.to_owned(), form }
    }

    /// The name of the forecaster that made it.
    pub fn forecaster(&self) -> &str {
        &self.forecaster
    }

    /// For each ask the next `horizon` values; NaN where nothing is known before the origin.
    ///
    /// # Errors
    /// When a form cannot be asked, which only a broken package can bring about.
    pub fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault> {
        self.form.forms().forecast(past, asks, horizon)
    }

    /// The model in words: a few lines.
    pub fn describe(&self) -> Vec<String> {
        self.form.forms().describe()
    }

    /// The inputs it uses, most important first, with their share.
    pub fn importance(&self) -> Vec<(String, f64)> {
        let mut shares = self.form.forms().importance();
        let total: f64 = shares.iter().map(|(_, weight)| weight).sum();
        shares.iter_mut().for_each(|(_, weight)| *weight /= total);
        shares.retain(|(_, weight)| *weight > 0.0);
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shares
    }

    /// How many values of the past it needs; with fewer it repeats the last one.
    pub fn needs(&self) -> usize {
        self.form.forms().needs()
    }

    /// Whether it works in logarithms.
    pub fn in_logs(&self) -> bool {
        self.form.forms().in_logs()
    }

    /// How many bytes it takes in a package.
    pub fn size_bytes(&self) -> usize {
        serde_json::to_vec(self).map_or(0, |bytes| bytes.len())
    }

    /// Whether a model that was read is one that could have been made; else what is wrong.
    pub(super) fn sound(&self) -> Result<(), String> {
        if !FORECASTERS.iter().any(|known| known.name() == self.forecaster) {
            return Err(format!("no forecaster is named `{}`", self.forecaster));
        }
        match self.form.forms().is_sound() {
            true => Ok(()),
            false => Err("the model's parts do not fit together".to_owned()),
        }
    }
}
