//! Cross-validation: every row predicted by a model that has not seen it.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Instant;

use frame::{Frame, Split, Target};
use rayon::prelude::*;
use report::Fault;

use crate::{Learner, Predictions, Stop};

/// Out-of-fold predictions of one learner, with what they cost.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossValidated {
    /// The rows tested, in order of `predictions`: fold by fold, all rows once unless the folds are by time.
    pub rows: Vec<usize>,
    /// One prediction for each of `rows`.
    pub predictions: Predictions,
    /// The number of the fold, from 0, that each of `rows` was tested in.
    pub folds: Vec<usize>,
    /// How many rows the model of each fold was trained on, by the fold's number.
    pub train_rows: Vec<usize>,
    /// Whether the predictions are decisions already, 0 or 1, rather than probabilities to choose a threshold for.
    pub decided: bool,
    /// Seconds of fitting, summed over folds. Folds share the cores, so this is more than the time waited.
    pub fit_seconds: f64,
    /// Rows predicted per second, over all folds.
    pub predict_rows_per_second: f64,
    /// Whether learning a second time gave the same; none when that was not tried.
    pub reproducible: Option<bool>,
    /// The most memory used at once, where that could be seen.
    pub peak_memory_bytes: Option<u64>,
    /// Size of the largest fold's model.
    pub size_bytes: usize,
    /// How many columns the model uses, of the fold's that uses most; none where that cannot be seen.
    pub inputs: Option<usize>,
}

/// What one fit gives: predictions of rows it has not seen, and what that took.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// One prediction for each test row, in order.
    pub predictions: Predictions,
    /// What the model says of some of the rows it learned from (see [`seen`]); none when it was not asked.
    pub seen: Option<Predictions>,
    /// Whether the predictions are decisions already.
    pub decided: bool,
    /// Seconds of fitting.
    pub fit_seconds: f64,
    /// Seconds of predicting the test rows; none when that was not timed apart.
    pub predict_seconds: Option<f64>,
    /// Size of the model; none when it is not known.
    pub size_bytes: Option<usize>,
    /// The most memory used at once, where that could be seen.
    pub peak_memory_bytes: Option<u64>,
    /// How many columns the model uses, where that can be seen.
    pub inputs: Option<usize>,
}

/// Of the rows that a fold learns from, those on which its model is asked what it says of rows it has seen: evenly
/// spaced, no more than it is tested on, and no more than enough to tell.
pub fn seen(split: &Split) -> Vec<usize> {
    const ENOUGH: usize = 5_000;
    let wanted = split.test.len().clamp(1, ENOUGH);
    split.train.iter().copied().step_by(split.train.len().div_ceil(wanted).max(1)).collect()
}

/// Fit on each fold's training rows and predict its test rows, folds side by side.
///
/// The learner sees the training rows only, so what it learns of the columns (categories, means) comes from
/// them alone. Every fold is fitted with the same `seed`; all but the times is the same on any number of
/// threads. A fold without test rows or without training rows is passed over.
///
/// # Errors
/// The first fold's fault, by number, naming the fold; or that no fold has both training and test rows.
pub fn cross_validate(
    learner: &dyn Learner,
    features: &Frame,
    target: &Target,
    folds: &[Split],
    seed: u64,
) -> Result<CrossValidated, Fault> {
    if !folds.iter().any(is_usable) {
        return Err(Fault::new(format!("none of the {} folds has both training and test rows", folds.len()))
            .hint("give more rows or fewer folds"));
    }
    let test = |split| Tested::of(learner, features, target, split, seed, &Stop::never());
    let outcomes: Vec<Result<Option<Tested>, Fault>> =
        folds.par_iter().map(|split| is_usable(split).then(|| test(split)).transpose()).collect();
    let tested = outcomes.into_iter().enumerate().map(|(number, outcome)| {
        outcome.map_err(|fault| Fault {
            message: format!(
                "{} could not learn in fold {} of {}: {}",
                learner.name(),
                number + 1,
                folds.len(),
                fault.message
            ),
            ..fault
        })
    });
    Ok(CrossValidated::of(tested.collect::<Result<_, _>>()?, folds, target.width()))
}

fn is_usable(split: &Split) -> bool {
    !split.train.is_empty() && !split.test.is_empty()
}

impl Tested {
    /// Fit on one fold's training rows and predict its test rows.
    ///
    /// # Errors
    /// The learner's fault, or that it was stopped.
    pub fn of(
        learner: &dyn Learner,
        features: &Frame,
        target: &Target,
        split: &Split,
        seed: u64,
        stop: &Stop,
    ) -> Result<Tested, Fault> {
        stop.check()?;
        let start = Instant::now();
        let model = {
            let (train, answers) = (features.take(&split.train), target.take(&split.train));
            learner.fit_until(stop, &train, &answers, seed)?
        };
        let fit_seconds = start.elapsed().as_secs_f64();
        let test = features.take(&split.test);
        let start = Instant::now();
        let predictions = model.predict(&test)?;
        let predict_seconds = Some(start.elapsed().as_secs_f64());
        let seen = Some(model.predict(&features.take(&seen(split)))?);
        let size_bytes = Some(model.size_bytes());
        let inputs = Some(model.importance().len());
        Ok(Tested {
            predictions,
            seen,
            decided: false,
            fit_seconds,
            predict_seconds,
            size_bytes,
            peak_memory_bytes: None,
            inputs,
        })
    }
}

impl CrossValidated {
    /// Nothing predicted yet of these folds, `width` numbers a row.
    pub fn none(width: usize, folds: &[Split]) -> Self {
        CrossValidated {
            rows: Vec::new(),
            predictions: Predictions { width, values: Vec::new() },
            folds: Vec::new(),
            train_rows: folds.iter().map(|fold| fold.train.len()).collect(),
            decided: false,
            fit_seconds: 0.0,
            predict_rows_per_second: 0.0,
            reproducible: None,
            peak_memory_bytes: None,
            size_bytes: 0,
            inputs: None,
        }
    }

    /// What the folds' fits give together; a fold without one is passed over.
    pub fn of(tested: Vec<Option<Tested>>, folds: &[Split], width: usize) -> CrossValidated {
        let decided = tested.iter().flatten().all(|tested| tested.decided);
        let mut all = CrossValidated { decided, ..CrossValidated::none(width, folds) };
        let mut predict_seconds = Some(0.0);
        for (number, (tested, split)) in tested.into_iter().zip(folds).enumerate() {
            let Some(tested) = tested else { continue };
            all.rows.extend_from_slice(&split.test);
            all.folds.extend(split.test.iter().map(|_| number));
            all.predictions.values.extend(tested.predictions.values);
            all.fit_seconds += tested.fit_seconds;
            all.size_bytes = all.size_bytes.max(tested.size_bytes.unwrap_or_default());
            all.inputs = all.inputs.max(tested.inputs);
            all.peak_memory_bytes = all.peak_memory_bytes.max(tested.peak_memory_bytes);
            predict_seconds = predict_seconds.zip(tested.predict_seconds).map(|(sum, more)| sum + more);
        }
        // A clock may not tell apart the start and end of a very short prediction.
        all.predict_rows_per_second =
            predict_seconds.map_or(0.0, |seconds| all.rows.len() as f64 / f64::max(seconds, 1e-9));
        all
    }

    /// The positions of each pass over the rows: where folds are dealt out anew, a row is tested again.
    pub fn passes(&self) -> Vec<Range<usize>> {
        let mut passes: Vec<Range<usize>> = Vec::new();
        let mut tested: HashSet<usize> = HashSet::new();
        let mut start = 0;
        while start < self.rows.len() {
            let fold = self.folds[start];
            let end = (start..self.rows.len()).find(|&at| self.folds[at] != fold).unwrap_or(self.rows.len());
            let rows = &self.rows[start..end];
            match passes.last_mut() {
                Some(pass) if rows.iter().all(|row| !tested.contains(row)) => pass.end = end,
                _ => {
                    tested.clear();
                    passes.push(start..end);
                }
            }
            tested.extend(rows);
            start = end;
        }
        passes
    }

    /// The first pass alone, in which no row is tested twice.
    pub fn first_pass(&self) -> CrossValidated {
        let end = self.passes().first().map_or(0, |pass| pass.end);
        let places: Vec<usize> = (0..end).collect();
        CrossValidated {
            rows: self.rows[..end].to_vec(),
            folds: self.folds[..end].to_vec(),
            predictions: self.predictions.take(&places),
            train_rows: self.train_rows.clone(),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use frame::{Column, Kind, SplitBy, Task};

    use super::*;
    use crate::LEARNERS;
    use crate::learner::Examples;
    use crate::learners::{Constant, constant};
    use crate::model::Form;

    fn rows(count: usize) -> (Frame, Target) {
        let mut random = fastrand::Rng::with_seed(5);
        let x: Vec<f64> = (0..count).map(|_| random.f64()).collect();
        let kinds = (0..count).map(|row| Some(["red", "green", "blue"][row % 3]));
        let values = x.iter().map(|&x| f64::from(random.f64() < 0.2 + 0.6 * x)).collect();
        let features = vec![Column::numbers("x", Kind::Number, x), Column::text("kind", kinds)];
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        (
            Frame::new(features),
            Target { name: "y".into(), task: Task::Binary, classes, values, weights: None },
        )
    }

    #[test]
    fn each_row_is_predicted_once_from_the_others() {
        let (features, target) = rows(101);
        let folds = frame::folds(SplitBy::Target(&target), 5, 0);
        let all = cross_validate(&Constant, &features, &target, &folds, 0).unwrap();
        let mut seen = all.rows.clone();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..101));
        for (position, &fold) in all.folds.iter().enumerate() {
            let trained = target.take(&folds[fold].train).values;
            assert!(folds[fold].test.contains(&all.rows[position]));
            assert_eq!(all.train_rows[fold], trained.len());
            let mean = trained.iter().sum::<f64>() / trained.len() as f64;
            assert!((all.predictions.row(position)[0] - mean).abs() < 1e-12);
        }
        assert!(all.size_bytes > 0 && all.fit_seconds > 0.0 && all.predict_rows_per_second > 0.0);
    }

    #[test]
    fn the_number_of_threads_does_not_matter() {
        let (features, target) = rows(200);
        let folds = frame::folds(SplitBy::Target(&target), 4, 0);
        for learner in LEARNERS {
            let on = |threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let all = pool.install(|| cross_validate(*learner, &features, &target, &folds, 7)).unwrap();
                let estimates = pool.install(|| {
                    let f1 = crate::Metric::RecallAtPrecision(0.5);
                    let answers = target.take(&all.rows);
                    [f1.estimate(&answers, &all.predictions, 1), f1.estimate(&answers, &all.predictions, 2)]
                });
                assert_ne!(estimates[0], None);
                (all.rows, all.predictions, all.folds, all.size_bytes, estimates)
            };
            assert_eq!(on(1), on(3), "{}", learner.name());
        }
    }

    #[test]
    fn passes_are_told_apart_and_the_first_tests_each_row_once() {
        let (features, target) = rows(60);
        let mut folds = frame::folds(SplitBy::Target(&target), 3, 0);
        folds.extend(frame::folds(SplitBy::Target(&target), 3, 1));
        let all = cross_validate(&Constant, &features, &target, &folds, 0).unwrap();
        assert_eq!((all.passes(), all.rows.len()), (vec![0..60, 60..120], 120));
        let first = all.first_pass();
        let once = cross_validate(&Constant, &features, &target, &folds[..3], 0).unwrap();
        assert_eq!((first.rows, first.predictions, first.folds), (once.rows, once.predictions, once.folds));
    }

    #[test]
    fn a_fit_ends_soon_after_it_is_stopped() {
        let (features, target) = rows(20_000);
        let asked = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        for learner in LEARNERS {
            let started = Instant::now();
            let soon = Stop::never().by(Some(started + std::time::Duration::from_millis(1)));
            for stop in [soon, Stop::when(asked.clone())] {
                let fitted = learner.fit_until(&stop, &features, &target, 0);
                assert!(fitted.is_err() || started.elapsed().as_millis() < 2, "{}", learner.name());
            }
            assert!(started.elapsed().as_secs_f64() < 2.0, "{}", learner.name());
        }
    }

    /// Cannot learn from an odd number of rows.
    struct Moody;
    impl Learner for Moody {
        fn name(&self) -> &'static str {
            "moody"
        }
        fn form(&self, examples: &Examples, _seed: u64) -> Result<Form, Fault> {
            if examples.rows() % 2 == 1 {
                return Err(Fault::new("the rows are odd").hint("add one"));
            }
            Ok(constant::form(examples))
        }
    }

    #[test]
    fn a_fault_names_its_fold() {
        let (features, target) = rows(40);
        let split =
            |test: Vec<usize>| Split { train: (0..40).filter(|row| !test.contains(row)).collect(), test };
        let folds = [split(vec![0, 1]), split(vec![2, 3, 4]), split(vec![5])];
        let fault = cross_validate(&Moody, &features, &target, &folds, 0).unwrap_err();
        assert_eq!(fault.message, "moody could not learn in fold 2 of 3: the rows are odd");
        assert_eq!(fault.hint.as_deref(), Some("add one"));
    }

    #[test]
    fn folds_without_rows_are_passed_over() {
        let (features, target) = rows(30);
        let (all, half): (Vec<usize>, Vec<usize>) = ((0..30).collect(), (0..15).collect());
        let useless =
            [Split { train: all.clone(), test: Vec::new() }, Split { train: Vec::new(), test: all }];
        let fault = cross_validate(&Constant, &features, &target, &useless, 0).unwrap_err();
        assert_eq!(fault.message, "none of the 2 folds has both training and test rows");
        let [first, second] = useless;
        let folds = [first, Split { train: (15..30).collect(), test: half.clone() }, second];
        let validated = cross_validate(&Constant, &features, &target, &folds, 0).unwrap();
        assert_eq!((validated.rows, validated.folds), (half, vec![1; 15]));
        // One class only to learn from is still a model, of that class.
        let one_class = Target { values: vec![1.0; 30], ..target };
        let folds = frame::folds(SplitBy::Target(&one_class), 3, 0);
        let sure = cross_validate(&crate::learners::Linear, &features, &one_class, &folds, 0).unwrap();
        assert!(sure.predictions.values.iter().all(|&p| p > 0.9));
    }
}
