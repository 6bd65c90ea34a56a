//! What an experiment notes, in words, of its rows and of its package.

use std::path::Path;

use ::experiment::{Evidence, Outside};
use frame::{Column, Frame, Target};
use report::number;

use crate::candidate::Own;

/// Of rows without an answer, which take no part.
pub fn left_out(rows: &Frame, answers: &Target) -> Option<String> {
    let without = rows.rows() - answers.len();
    let said = rows.column(&answers.name).and_then(Column::as_numbers).unwrap_or_default();
    let infinite = said.iter().filter(|value| value.is_infinite()).count();
    let of_them = match infinite {
        0 => String::new(),
        some => format!(" ({} of them an infinite one)", number::count(some as u64)),
    };
    (without > 0).then(|| {
        format!(
            "{} of {} rows have no answer in {}{of_them}: nothing is learned from them or judged by them",
            number::count(without as u64),
            number::count(rows.rows() as u64),
            answers.name
        )
    })
}

/// Where the package is written, if the choice has one; else why there is none.
pub fn package(evidence: &mut Evidence, folder: Option<&Path>, own: &[Own]) {
    match folder {
        Some(folder) => evidence.package = Some(folder.display().to_string()),
        None => evidence.notes.extend(no_package(evidence, own)),
    }
}

/// Of a team's own candidate that was chosen: its model stays with the team.
fn no_package(evidence: &Evidence, own: &[Own]) -> Option<String> {
    let chosen = evidence.choice.name.as_deref()?;
    own.iter().any(|own| own.name() == chosen).then(|| {
        format!(
            "no package is written: {chosen} is your own command, and packages of models from outside, such as an ONNX \
             file left in TENET_MODEL_DIR, are not made yet. Until then predict with your command"
        )
    })
}

#[cfg(test)]
mod tests {
    use frame::{Kind, Task};

    use super::*;

    #[test]
    fn an_infinite_answer_is_none() {
        let noted = |values: Vec<f64>| {
            let target = Target {
                name: "y".to_owned(),
                task: Task::Regression,
                classes: Vec::new(),
                values: values.iter().copied().filter(|value| value.is_finite()).collect(),
                weights: None,
            };
            left_out(&Frame::new(vec![Column::numbers("y", Kind::Number, values)]), &target)
        };
        let some = noted(vec![1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 2.0]).unwrap_or_default();
        assert!(some.starts_with("3 of 5 rows have no answer in y (2 of them an infinite one):"), "{some}");
        assert_eq!(noted(vec![1.0, 2.0]), None);
    }
}
