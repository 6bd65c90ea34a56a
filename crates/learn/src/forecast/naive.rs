//! `naive`: the next periods are as the last one was.

use report::Fault;
use serde::{Deserialize, Serialize};

use super::model::{Form, Forms};
use super::{Ask, Forecaster, Past, Training};

/// As the last one was.
pub(super) struct Naive;

/// Nothing is learned.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Last {}

impl Forecaster for Naive {
    fn name(&self) -> &'static str {
        "naive"
    }

    fn form(&self, _: &Training, _: &Past, _: u64) -> Result<Form, Fault> {
        Ok(Form::Naive(Last {}))
    }
}

impl Forms for Last {
    fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault> {
        let last = |ask: &Ask| past.last(*ask);
        Ok(asks.iter().map(|ask| vec![last(ask); horizon]).collect())
    }

    fn is_sound(&self) -> bool {
        true
    }

    fn describe(&self) -> Vec<String> {
        vec!["each of the next periods is as the last known one was".to_owned()]
    }
}
