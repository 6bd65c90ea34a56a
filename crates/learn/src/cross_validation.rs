//! Cross-validation: every row predicted by a model that has not seen it.

use std::time::Instant;

use frame::{Frame, Split, Target};
use rayon::prelude::*;
use report::Fault;

use crate::{Learner, Predictions};

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
    /// Seconds waited for fitting all folds, which share the cores.
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
}

/// What one fold gives.
struct Tested {
    predictions: Predictions,
    fit_seconds: f64,
    predict_seconds: f64,
    size_bytes: usize,
    inputs: usize,
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
    let is_usable = |split: &Split| !split.train.is_empty() && !split.test.is_empty();
    if !folds.iter().any(is_usable) {
        return Err(Fault::new(format!("none of the {} folds has both training and test rows", folds.len()))
            .hint("give more rows or fewer folds"));
    }
    let started = Instant::now();
    let outcomes: Vec<Result<Option<Tested>, Fault>> = folds
        .par_iter()
        .map(|split| is_usable(split).then(|| test(learner, features, target, split, seed)).transpose())
        .collect();

    let waited = started.elapsed().as_secs_f64();
    let mut all = CrossValidated::none(target.width(), folds);
    let mut predict_seconds = 0.0;
    for (number, (outcome, split)) in outcomes.into_iter().zip(folds).enumerate() {
        let tested = outcome.map_err(|fault| Fault {
            message: format!(
                "{} could not learn in fold {} of {}: {}",
                learner.name(),
                number + 1,
                folds.len(),
                fault.message
            ),
            ..fault
        })?;
        let Some(tested) = tested else { continue };
        all.rows.extend_from_slice(&split.test);
        all.folds.extend(split.test.iter().map(|_| number));
        all.predictions.values.extend(tested.predictions.values);
        all.fit_seconds += tested.fit_seconds;
        all.size_bytes = all.size_bytes.max(tested.size_bytes);
        all.inputs = all.inputs.max(Some(tested.inputs));
        predict_seconds += tested.predict_seconds;
    }
    // The folds' own times overlap; together they took as long as was waited.
    all.fit_seconds *= waited / (all.fit_seconds + predict_seconds).max(1e-9);
    // A clock may not tell apart the start and end of a very short prediction.
    all.predict_rows_per_second = all.rows.len() as f64 / predict_seconds.max(1e-9);
    Ok(all)
}

fn test(
    learner: &dyn Learner,
    features: &Frame,
    target: &Target,
    split: &Split,
    seed: u64,
) -> Result<Tested, Fault> {
    let (train, answers, test) =
        (features.take(&split.train), target.take(&split.train), features.take(&split.test));
    let start = Instant::now();
    let model = learner.fit(&train, &answers, seed)?;
    let fit_seconds = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let predictions = model.predict(&test)?;
    let predict_seconds = start.elapsed().as_secs_f64();
    let (size_bytes, inputs) = (model.size_bytes(), model.importance().len());
    Ok(Tested { predictions, fit_seconds, predict_seconds, size_bytes, inputs })
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
