//! Rows that count more than others.

use frame::{Column, Frame, Kind, Target, Task};
use learn::{LEARNERS, Metric};

use crate::made::tasks;

#[test]
fn rows_of_no_weight_might_as_well_not_be_there() {
    let mut random = fastrand::Rng::with_seed(3);
    let x: Vec<f64> = (0..2_000).map(|_| random.f64()).collect();
    // Two kinds of rows that say the opposite of each other.
    let right = |row: usize| x[row] > 0.5;
    let answer = |row: usize| f64::from(u8::from(right(row) == row.is_multiple_of(2)));
    let values = (0..2_000).map(answer).collect();
    let weights = (0..2_000).map(|row| if row % 2 == 0 { 3.0 } else { 0.0 }).collect();
    let classes = vec!["no".to_owned(), "yes".to_owned()];
    let target = Target { name: "y".into(), task: Task::Binary, classes, values, weights: Some(weights) };
    let features = Frame::new(vec![Column::numbers("x", Kind::Number, x.clone())]);
    for learner in LEARNERS.iter().filter(|learner| learner.name() != "constant") {
        let model = learner.fit(&features, &target, 0).unwrap();
        let predictions = model.predict(&features).unwrap();
        let area = Metric::Auc.score(&target, &predictions).unwrap();
        assert!(area > 0.97, "{}: {area}", learner.name());
    }
}

#[test]
fn weights_that_are_all_the_same_change_nothing() {
    for (features, target) in tasks(400) {
        let same = Target { weights: Some(vec![2.5; 400]), ..target.clone() };
        for learner in LEARNERS {
            let plain = learner.fit(&features, &target, 1).unwrap();
            let weighted = learner.fit(&features, &same, 1).unwrap();
            assert_eq!(
                plain.predict(&features).unwrap(),
                weighted.predict(&features).unwrap(),
                "{}",
                learner.name()
            );
        }
    }
}

#[test]
fn a_weight_that_cannot_be_is_refused() {
    let (features, target) = tasks(50).remove(0);
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let mut weights = vec![1.0; 50];
        weights[7] = bad;
        let target = Target { weights: Some(weights), ..target.clone() };
        for learner in LEARNERS {
            let fault = learner.fit(&features, &target, 0).unwrap_err();
            assert!(fault.message.contains("row 8"), "{}", fault.message);
        }
    }
    let none = Target { weights: Some(vec![0.0; 50]), ..target };
    assert!(LEARNERS[0].fit(&features, &none, 0).is_err());
}
