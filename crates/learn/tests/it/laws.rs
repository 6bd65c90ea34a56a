//! The laws every learner keeps. A learner added to the list is held to them without another line.

use std::sync::Arc;

use frame::{Column, Frame, Kind, Target, Task};
use learn::{LEARNERS, Learner, Metric, Model, Predictions, learner};

use crate::made::{made, tasks, trouble};

/// Run a law on every learner and task.
fn each(rows: usize, law: impl Fn(&dyn Learner, &Frame, &Target)) {
    for (features, target) in tasks(rows) {
        LEARNERS.iter().for_each(|learner| law(*learner, &features, &target));
    }
}

fn fit(learner: &dyn Learner, features: &Frame, target: &Target) -> Model {
    learner.fit(features, target, 3).unwrap_or_else(|fault| panic!("{}: {fault}", learner.name()))
}

fn assert_sane(predictions: &Predictions, rows: usize, target: &Target, name: &str) {
    assert_eq!((predictions.rows(), predictions.width), (rows, target.width()), "{name}");
    for row in (0..rows).map(|row| predictions.row(row)) {
        assert!(row.iter().all(|value| value.is_finite()), "{name}: {row:?}");
        if target.task != Task::Regression {
            assert!(row.iter().all(|share| (0.0..=1.0).contains(share)), "{name}: {row:?}");
        }
        if target.task == Task::Multiclass {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{name}: {row:?}");
        }
    }
}

#[test]
fn predictions_are_sane_also_for_rows_of_trouble() {
    each(300, |learner, features, target| {
        let model = fit(learner, features, target);
        assert_eq!(model.learner(), learner.name());
        assert_sane(&model.predict(features).unwrap(), 300, target, learner.name());
        assert_sane(&model.predict(&trouble()).unwrap(), 6, target, learner.name());
        assert_eq!(model.predict(&features.take(&[])).unwrap().rows(), 0);
    });
}

#[test]
fn the_same_seed_gives_the_same_model_on_any_number_of_threads() {
    each(400, |learner, features, target| {
        let written = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| serde_json::to_string(&fit(learner, features, target)).unwrap())
        };
        assert!(written(1) == written(1) && written(1) == written(3), "{}", learner.name());
    });
}

#[test]
fn a_model_read_back_predicts_the_same_bits() {
    each(400, |learner, features, target| {
        let model = fit(learner, features, target);
        let read: Model = serde_json::from_slice(&serde_json::to_vec(&model).unwrap()).unwrap();
        assert_eq!(read.predict(features).unwrap(), model.predict(features).unwrap(), "{}", learner.name());
        assert_eq!(read.predict(&trouble()).unwrap(), model.predict(&trouble()).unwrap());
        assert_eq!((read.describe(), read.importance()), (model.describe(), model.importance()));
    });
}

#[test]
fn the_order_of_columns_does_not_matter() {
    each(300, |learner, features, target| {
        let turned = Frame::new(features.columns().iter().rev().cloned().collect());
        let (one, other) = (fit(learner, features, target), fit(learner, &turned, target));
        assert_eq!(one.predict(features).unwrap(), other.predict(features).unwrap(), "{}", learner.name());
        assert_eq!(one.predict(&turned).unwrap(), one.predict(features).unwrap());
    });
}

#[test]
fn the_order_in_which_categories_appear_does_not_matter() {
    each(300, |learner, features, target| {
        // Levels in another order: as after reading the table from its end.
        let columns = features.columns().iter().map(|column| match column.as_text() {
            None => column.clone(),
            Some(text) => {
                let mut turned = text.clone();
                Arc::make_mut(&mut turned.levels).reverse();
                let last = turned.levels.len() as u32;
                let missing = frame::Text::MISSING;
                Arc::make_mut(&mut turned.codes)
                    .iter_mut()
                    .filter(|code| **code != missing)
                    .for_each(|code| *code = last - 1 - *code);
                Column { values: frame::Values::Text(turned), ..column.clone() }
            }
        });
        let turned = Frame::new(columns.collect());
        let (one, other) = (fit(learner, features, target), fit(learner, &turned, target));
        assert_eq!(one.predict(features).unwrap(), other.predict(features).unwrap(), "{}", learner.name());
    });
}

#[test]
fn all_but_the_linear_one_see_only_the_order_of_numbers() {
    each(400, |learner, features, target| {
        if learner.name() == "linear" {
            return;
        }
        let bent = features.columns().iter().map(|column| match column.as_numbers() {
            Some(values) if column.name == "amount" || column.name == "skewed" => {
                Column::numbers(&column.name, column.kind, values.iter().map(|v| v.powi(3) - 1e6).collect())
            }
            _ => column.clone(),
        });
        let bent = Frame::new(bent.collect());
        let straight = fit(learner, features, target).predict(features).unwrap();
        assert_eq!(fit(learner, &bent, target).predict(&bent).unwrap(), straight, "{}", learner.name());
    });
}

#[test]
fn few_rows_one_row_and_one_positive_are_learned_from_without_complaint() {
    for rows in [1, 2, 3, 10, 60] {
        each(rows, |learner, features, target| {
            let model = fit(learner, features, target);
            assert_sane(&model.predict(features).unwrap(), rows, target, learner.name());
            assert_sane(&model.predict(&trouble()).unwrap(), 6, target, learner.name());
        });
    }
    for rows in [10, 200] {
        let (features, mut target) = made(rows, Task::Binary, 1);
        target.values.iter_mut().enumerate().for_each(|(row, value)| *value = f64::from(row == 4));
        for learner in LEARNERS {
            let model = fit(*learner, &features, &target);
            assert_sane(&model.predict(&features).unwrap(), rows, &target, learner.name());
            let mean = model.predict(&features).unwrap().values.iter().sum::<f64>() / rows as f64;
            assert!(mean < 0.5, "{}: one of {rows} is positive, predicted {mean}", learner.name());
        }
    }
}

#[test]
fn without_columns_or_with_one_answer_the_model_is_the_constant_one() {
    each(50, |learner, _, target| {
        let model = fit(learner, &Frame::default(), target);
        assert!(model.describe()[0].starts_with("always"), "{:?}", model.describe());
        assert!(model.importance().is_empty());
    });
    let (features, mut target) = made(50, Task::Binary, 1);
    target.values.fill(1.0);
    for learner in LEARNERS {
        assert_eq!(fit(*learner, &features, &target).predict(&trouble()).unwrap().values, vec![1.0; 6]);
    }
}

#[test]
fn importance_is_shares_of_columns_and_goes_to_those_with_a_signal() {
    each(2_000, |learner, features, target| {
        let model = fit(learner, features, target);
        let shares = model.importance();
        if learner.name() == "constant" {
            return;
        }
        assert!((shares.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(shares.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{shares:?}");
        let told = shares.iter().filter(|(name, _)| ["amount", "plan", "since"].contains(&name.as_str()));
        assert!(told.map(|(_, share)| share).sum::<f64>() > 0.8, "{}: {shares:?}", learner.name());
        assert!(!model.describe().is_empty() && model.size_bytes() > 0);
    });
}

#[test]
fn every_learner_but_the_constant_finds_the_signal_in_new_rows() {
    let goal = [(Task::Binary, Metric::Auc, 0.70), (Task::Regression, Metric::R2, 0.30)];
    for (task, metric, enough) in goal {
        let ((features, target), (fresh, truth)) = (made(2_000, task, 1), made(2_000, task, 2));
        for learner in LEARNERS.iter().skip(1) {
            let model = fit(*learner, &features, &target);
            let score = metric.score(&truth, &model.predict(&fresh).unwrap()).unwrap();
            assert!(score > enough, "{} on {task:?}: {score}", learner.name());
        }
    }
}

#[test]
fn near_unique_text_does_not_poison_a_model() {
    // Keys held by one, two or three rows each, and nothing to be learned from them.
    let ((features, target), (fresh, truth)) = (made(1_500, Task::Binary, 1), made(1_500, Task::Binary, 2));
    for per_key in [1, 2, 3] {
        let keyed = |frame: &Frame| {
            let keys: Vec<String> = (0..frame.rows()).map(|row| format!("key {}", row / per_key)).collect();
            let mut columns = frame.columns().to_vec();
            columns.push(Column::text("key", keys.iter().map(|key| Some(key.as_str()))));
            Frame::new(columns)
        };
        for learner in LEARNERS.iter().skip(1) {
            let score = |rows: &Frame, fresh: &Frame| {
                Metric::Auc.score(&truth, &fit(*learner, rows, &target).predict(fresh).unwrap()).unwrap()
            };
            let (with, without) = (score(&keyed(&features), &keyed(&fresh)), score(&features, &fresh));
            assert!(
                with > without - 0.01,
                "{}: {with} with {per_key} rows a key, {without} without",
                learner.name()
            );
        }
    }
}

#[test]
fn numbers_far_from_zero_keep_their_differences() {
    // Seconds apart in 2026: single precision cannot tell them.
    let instants: Vec<f64> = (0..400).map(|row| 1.79e9 + f64::from(row)).collect();
    let values: Vec<f64> = (0..400).map(|row| f64::from(row >= 200)).collect();
    let features = Frame::new(vec![Column::numbers("at", Kind::Timestamp, instants)]);
    let classes = vec!["no".to_owned(), "yes".to_owned()];
    let target = Target { name: "late".to_owned(), task: Task::Binary, classes, values, weights: None };
    for learner in LEARNERS.iter().skip(1) {
        let predictions = fit(*learner, &features, &target).predict(&features).unwrap();
        let score = Metric::Auc.score(&target, &predictions).unwrap();
        // Not 1: the cuts may be some seconds off, single precision is off by two minutes.
        assert!(score > 0.99, "{}: {score}", learner.name());
    }
}

#[test]
fn many_columns_are_learned_from_in_bounded_time() {
    let mut random = fastrand::Rng::with_seed(2);
    let rows = 200;
    let columns: Vec<Column> = (0..1_000)
        .map(|i| Column::numbers(format!("c{i}"), Kind::Number, (0..rows).map(|_| random.f64()).collect()))
        .collect();
    let values = columns[678].as_numbers().unwrap().iter().map(|&value| f64::from(value > 0.5)).collect();
    let classes = vec!["no".to_owned(), "yes".to_owned()];
    let target = Target { name: "y".to_owned(), task: Task::Binary, classes, values, weights: None };
    let features = Frame::new(columns);
    for learner in LEARNERS {
        let start = std::time::Instant::now();
        let model = fit(*learner, &features, &target);
        assert!(start.elapsed().as_secs() < 20, "{} took {:?}", learner.name(), start.elapsed());
        assert_sane(&model.predict(&features).unwrap(), rows, &target, learner.name());
    }
}

#[test]
fn a_column_that_is_absent_or_of_another_nature_is_named() {
    each(100, |learner, features, target| {
        let model = fit(learner, features, target);
        let columns: Vec<Column> = features.columns().to_vec();
        let renamed = columns.iter().map(|column| match column.name.as_str() {
            "amount" => Column { name: "amuont".to_owned(), ..column.clone() },
            _ => column.clone(),
        });
        let fault = model.predict(&Frame::new(renamed.collect())).unwrap_err();
        assert!(fault.message.contains("`amount`"), "{fault}");
        assert!(fault.hint.unwrap().contains("`amuont`"));
        let text = columns.iter().map(|column| match column.name.as_str() {
            "amount" => Column::text("amount", vec![Some("1"); 100]),
            _ => column.clone(),
        });
        let fault = model.predict(&Frame::new(text.collect())).unwrap_err();
        assert_eq!(fault.message, "column `amount` is text, the model was fitted on numbers");
    });
}

#[test]
fn answers_that_are_none_are_a_fault() {
    let (features, mut target) = made(5, Task::Binary, 1);
    target.values[2] = 2.0;
    let fault = learner("tree").unwrap().fit(&features, &target, 0).unwrap_err();
    assert_eq!(fault.message, "the answer of row 3 is none of the 2 classes");
    target.values.clear();
    assert!(learner("tree").unwrap().fit(&features, &target, 0).is_err());
}
