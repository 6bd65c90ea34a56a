//! `boosting`: many small trees on earlier values and the place in the season.
//!
//! They learn the same differences, on the same scale, that served the weighted sum best, since trees say no value
//! they have not seen. The trees themselves are those of [`learners::Boosting`](crate::learners::Boosting).

use frame::{Column, Frame, Kind, Target, Task};
use report::Fault;
use serde::{Deserialize, Serialize};

use super::lags::{self, Next, Scales};
use super::model::{Form, Forms};
use super::recipe::{Recipe, lag_name, season_name};
use super::{Ask, Forecaster, Past, Training, linear, naive};
use crate::{Learner, Model, learners};

/// Many small trees.
pub(super) struct Boosting;

/// The trees, and what they are given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trees {
    recipe: Recipe,
    scales: Scales,
    trees: Model,
}

/// Rows learned from at most, the latest.
const MOST_ROWS: usize = 50_000;

impl Forecaster for Boosting {
    fn name(&self) -> &'static str {
        "boosting"
    }

    fn learns(&self) -> bool {
        true
    }

    fn form(&self, training: &Training, past: &Past, seed: u64) -> Result<Form, Fault> {
        let best = linear::layouts(training, past)?.into_iter().next();
        let Some(linear::Layout { recipe, .. }) = best else { return Ok(Form::Naive(naive::Last {})) };
        let until = training.series.periods;
        let scales = Scales::of(past, until, &recipe);
        let (mut inputs, mut answers) = (Inputs::of(&recipe), Vec::new());
        lags::each_row(past, until, &recipe, &scales, MOST_ROWS, &mut |values, at, place| {
            inputs.add(values, at, place);
            answers.push(recipe.difference.of(values, at));
        });
        if answers.is_empty() {
            return Ok(Form::Naive(naive::Last {}));
        }
        let target = Target {
            name: "next".to_owned(),
            task: Task::Regression,
            classes: Vec::new(),
            values: answers,
            weights: None,
        };
        let trees = learners::Boosting.fit_until(training.stop, &inputs.frame(), &target, seed)?;
        Ok(Form::Boosting(Box::new(Trees { recipe, scales, trees })))
    }
}

/// The inputs of some rows, column by column.
struct Inputs<'a> {
    recipe: &'a Recipe,
    columns: Vec<Vec<f64>>,
}

impl<'a> Inputs<'a> {
    fn of(recipe: &'a Recipe) -> Self {
        Inputs { recipe, columns: vec![Vec::new(); recipe.lags.len() + recipe.places.len()] }
    }

    fn add(&mut self, values: &[f64], at: usize, place: f64) {
        let lags = self.recipe.lags.iter().map(|lag| self.recipe.difference.of(values, at - lag));
        let places = self.recipe.places.iter().map(|exact| place.rem_euclid(*exact).floor());
        self.columns.iter_mut().zip(lags.chain(places)).for_each(|(column, value)| column.push(value));
    }

    fn frame(self) -> Frame {
        let lags = self.recipe.lags.iter().map(|lag| lag_name(*lag));
        let names = lags.chain(self.recipe.places.iter().map(|exact| season_name(*exact)));
        let columns =
            names.zip(self.columns).map(|(name, values)| Column::numbers(name, Kind::Number, values));
        Frame::new(columns.collect())
    }
}

impl Next for Trees {
    fn next(&self, rows: &[(&[f64], usize, f64)]) -> Result<Vec<f64>, Fault> {
        let mut inputs = Inputs::of(&self.recipe);
        rows.iter().for_each(|&(values, at, place)| inputs.add(values, at, place));
        Ok(self.trees.predict(&inputs.frame())?.values)
    }
}

impl Forms for Trees {
    fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault> {
        lags::forecast(self, past, asks, horizon, &self.recipe, &self.scales)
    }

    fn is_sound(&self) -> bool {
        let names = Inputs::of(&self.recipe).frame();
        self.recipe.is_sound()
            && self.scales.is_sound()
            && self.trees.sound(Task::Regression, &[]).is_ok()
            && self.trees.inputs().all(|input| names.column(input).is_some())
    }

    fn describe(&self) -> Vec<String> {
        std::iter::once(self.recipe.words()).chain(self.trees.describe()).collect()
    }

    fn importance(&self) -> Vec<(String, f64)> {
        self.trees.importance()
    }

    fn needs(&self) -> usize {
        self.recipe.span().max(1)
    }

    fn in_logs(&self) -> bool {
        self.recipe.log
    }
}
