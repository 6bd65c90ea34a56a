//! Rows without an answer take no part, and it is said how many they are.

use std::fs;

use crate::object;

/// What an experiment notes on a table whose rows have these answers in turn.
fn notes(answers: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = fastrand::Rng::with_seed(6);
    let mut text = "size,spent\n".to_owned();
    (0..1_200).for_each(|row| text.push_str(&format!("{},{}\n", chance.f64(), answers[row % answers.len()])));
    fs::write(folder.path().join("data.csv"), text).unwrap();
    let (_, evidence) = object(folder.path(), &["experiment", "data.csv", "--target", "spent"]);
    evidence["notes"].to_string()
}

#[test]
fn rows_without_an_answer_are_counted() {
    assert!(notes(&["yes", "no", ""]).contains("400 of 1,200 rows have no answer in spent:"));
    assert!(notes(&["1.5", "2.25", "", "3.5", "4.75", "5"]).contains("200 of 1,200 rows have no answer"));
    for all in [&["yes", "no"][..], &["1.5", "2.25", "3.5", "4.75"]] {
        assert_eq!(notes(all), "[]");
    }
}
