//! Learners behind one trait, the measures they are judged by, cross-validation, and the package a
//! chosen model is shipped in.
//!
//! [`Learner::fit`] turns rows with answers into a [`Model`]; [`Model::predict`] turns rows into
//! [`Predictions`]; a [`Metric`] scores them; a [`Package`] is a model on disk with the contract of
//! its inputs. [`LEARNERS`] is the list of the built-in ones, simplest first.

mod apart;
mod cross_validation;
mod encoding;
mod forecast;
mod learner;
pub mod learners;
mod metrics;
mod model;
mod newton;
mod package;
mod predictions;
mod soft;
mod stop;
mod words;

pub use apart::{STACK_BYTES, apart};
pub use cross_validation::{CrossValidated, Tested, cross_validate, seen};
pub use forecast::{
    Ask, Errors, FORECASTERS, ForecastModel, ForecastPackage, Forecasted, Forecaster, MOST_HISTORY, Outline,
    Outlook, Past, Range, SeasonTest, Training, seasons,
};
pub use learner::Learner;
pub use learners::{LEARNERS, learner};
pub use metrics::{
    ACT_ON_NOBODY, Calibration, CalibrationBin, CalibrationLine, Confusion, Estimate, Metric, Worth,
    best_threshold, cross_validated_score, mase_scale, money_estimate, money_paired, money_per_month,
    paired_over_folds, scores_of_folds, usual_metrics, usual_metrics_at,
};
pub use model::Model;
pub use package::{Answer, Contract, Feature, Outcome, Package, Values};
pub use predictions::Predictions;
pub use stop::Stop;
