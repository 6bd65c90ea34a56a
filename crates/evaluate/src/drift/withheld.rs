//! What keeps the answers from telling whether their share, the relation of columns and answer, or the model's age has changed.

use super::causes::Cause;
use super::evidence::{Changed, Compared, Measured};
use super::roles::Role;

/// Why something is not told.
#[derive(Debug, Clone, Copy)]
pub enum Withheld<'a> {
    /// A fault of the feed that may spoil the model's answers and cannot be undone.
    Fault(&'a Compared, &'a Changed),
    /// The answers are brought in another way, and cannot be put back.
    Answers(&'a Compared, &'a Changed),
    /// The predictions shape the answers: known ones are not like all others, or not what would have come true.
    Loop,
}

/// Faults that surely cost less than this share of the model's gain together are in nobody's way: no alarm comes from them.
const LITTLE: f64 = 0.05;

/// What keeps the share of answers from being told.
pub fn share(measured: &Measured) -> Option<Withheld<'_>> {
    let label = measured.columns.iter().find(|column| column.role == Role::Label);
    let changed = label
        .and_then(|label| Some((label, label.changes.iter().find(|change| !change.why.can_be_undone())?)));
    let shaped = measured.feedback.as_ref().is_some_and(|found| found.selective || found.shaped);
    changed.map(|(label, change)| Withheld::Answers(label, change)).or(shaped.then_some(Withheld::Loop))
}

/// What keeps a changed relation, and the model's age, from being told.
pub fn relation(measured: &Measured) -> Option<Withheld<'_>> {
    fault(measured).map(|(column, change)| Withheld::Fault(column, change)).or_else(|| share(measured))
}

/// The worst of the faults of the feed that cannot be undone, where together they may spoil the model's answers; what nobody
/// can tell the cost of may cost all.
fn fault(measured: &Measured) -> Option<(&Compared, &Changed)> {
    let most = |change: &Changed| change.spoils.map_or(f64::INFINITY, |cost| cost.share_high.max(0.0));
    let spoils = |change: &Changed| change.why.is_fault_of_the_feed() && !change.why.can_be_undone();
    let faults = || {
        let of =
            |column| Compared::of(column, Cause::is_fault_of_the_feed).map(move |change| (column, change));
        measured.features().flat_map(of).filter(|(_, change)| spoils(change))
    };
    let together: f64 = faults().map(|(_, change)| most(change)).sum();
    faults().filter(|_| together >= LITTLE).max_by(|a, b| most(a.1).total_cmp(&most(b.1)))
}

impl Withheld<'_> {
    /// What a reader should know of it.
    pub fn words(&self) -> String {
        match self {
            Withheld::Fault(column, change) => format!(
                "Whether the relation of columns and answer changed cannot be told before {} is mended ({}).",
                column.name,
                words(change)
            ),
            Withheld::Answers(column, change) => format!(
                "Whether the answers moved, and whether the relation of columns and answer changed, cannot be told before the answers in {} are clear ({}).",
                column.name,
                words(change)
            ),
            Withheld::Loop => "Whether the answers moved, and whether the relation of columns and answer changed, cannot be told from answers that the predictions shape.".to_owned(),
        }
    }
}

fn words(change: &Changed) -> String {
    match &change.why {
        Cause::Unit(unit) => format!("{}: {}", change.cause.replace('-', " "), unit.words),
        _ => change.cause.replace('-', " "),
    }
}

#[cfg(test)]
mod tests {
    use frame::{Column, Frame, Kind, Task};

    use super::*;
    use crate::drift::testing::{asked, changed, compared, customers, later, of, predicted, renamed};
    use crate::drift::{Answers, rules};

    /// The rules that speak up.
    fn loud(measured: &Measured) -> Vec<&'static str> {
        let findings = rules::judge(measured);
        findings.iter().filter(|found| found.level >= ::report::Level::Warn).map(|found| found.rule).collect()
    }

    #[test]
    fn a_unit_in_some_rows_is_no_new_relation() {
        let later = later();
        let pounds: Vec<f64> = later
            .column("weight")
            .and_then(Column::as_numbers)
            .expect("it is there")
            .iter()
            .enumerate()
            .map(|(row, kilograms)| if row % 10 < 3 { kilograms * 2.204_622_6 } else { *kilograms })
            .collect();
        let some = crate::drift::causes::with(&later, Column::numbers("weight", Kind::Number, pounds));
        for measured in [compared(&some), predicted(&some)] {
            assert_eq!(loud(&measured), ["unit-change"]);
            assert!(
                matches!(relation(&measured), Some(Withheld::Fault(column, _)) if column.name == "weight")
            );
            assert!(measured.remarks.iter().any(|remark| remark.contains("before weight is mended")));
        }
        // All rows can be turned back, so that the relation can be told.
        let all = compared(&changed("weight", |kilograms| kilograms * 2.204_622_6));
        assert_eq!((loud(&all), relation(&all).is_none()), (vec!["unit-change"], true));
        assert!(all.concept.is_some());
    }

    #[test]
    fn answers_under_other_names_or_new_ones_are_said_plainly() {
        let recoded = compared(&renamed("left", |_, name| if name == "yes" { "1" } else { "0" }));
        assert_eq!(loud(&recoded), ["schema-change"]);
        let some = compared(&renamed("left", |row, name| if row % 3 == 0 { "paused" } else { name }));
        assert_eq!(loud(&some), ["new-categories"]);
        for measured in [recoded, some] {
            let finding = &rules::judge(&measured)[0];
            assert_eq!(finding.columns, ["left"]);
            assert!(matches!(relation(&measured), Some(Withheld::Answers(..))));
        }
    }

    #[test]
    fn what_a_loop_brings_about_is_no_reason_to_learn_again() {
        let later = later();
        let said: Vec<f64> = later.column("said").and_then(Column::as_numbers).expect("it is there").to_vec();
        let prevented = renamed("left", |row, name| if said[row] >= 0.5 { "no" } else { name });
        let selected = renamed("left", |row, name| if said[row] >= 0.5 { name } else { "" });
        for table in [prevented, selected] {
            let measured = predicted(&table);
            assert_eq!(loud(&measured), ["feedback-loop"]);
            assert!(matches!(relation(&measured), Some(Withheld::Loop)));
        }
    }

    #[test]
    fn a_number_in_another_unit_is_turned_back_before_it_is_judged() {
        let priced = |table: Frame, factor: f64, seed: u64| {
            let mut random = fastrand::Rng::with_seed(seed);
            let weight = table.column("weight").and_then(Column::as_numbers).expect("it is there");
            let price = weight.iter().map(|weight| factor * (weight * 2.0 + 9.0 * random.f64())).collect();
            let mut columns = table.without(&["left", "said"]).columns().to_vec();
            columns.push(Column::numbers("price", Kind::Number, price));
            Frame::new(columns)
        };
        let answers = Answers { column: "price".to_owned(), task: Task::Regression, classes: Vec::new() };
        let reference = priced(customers(3_000, 1), 1.0, 5);
        let measure = |data: &Frame| asked(&reference, data, None, answers.clone());
        let cents = measure(&priced(later(), 100.0, 6));
        assert_eq!(loud(&cents), ["unit-change"]);
        assert!(cents.concept.is_some_and(|concept| concept.now < 10.0), "euros again");
        assert_eq!(loud(&measure(&priced(later(), 1.0, 6))), [""; 0]);
        let dearer = measure(&priced(later(), 1.5, 6));
        let moved =
            rules::judge(&dearer).into_iter().find(|found| found.rule == "label-drift").expect("prices rose");
        assert!(moved.message.contains("the mean of price went from"), "{}", moved.message);
        assert!(!format!("{} {}", moved.why, moved.remedy).contains("threshold"), "{moved:?}");
        let relation = rules::judge(&dearer).into_iter().find(|found| found.rule == "concept-drift");
        assert!(relation.is_some_and(|found| found.message.contains("more than all of the gain")));
    }

    #[test]
    fn decisions_are_compared_as_they_stand() {
        let decided = |table: &Frame, from: f64, words: [&'static str; 2]| {
            let said = table.column("said").and_then(Column::as_numbers).expect("it is there");
            let decision = said.iter().map(|&said| Some(words[usize::from(said >= from)]));
            crate::drift::causes::with(table, Column::text("said", decision))
        };
        let customers = customers(3_000, 1);
        for words in [["no", "yes"], ["leave", "call"]] {
            let reference = decided(&customers, 0.7, words);
            let measure = |from: f64| of(&reference, &decided(&later(), from, words), Some("said"));
            assert_eq!(loud(&measure(0.7)), [""; 0]);
            let more = measure(0.4);
            assert_eq!(loud(&more), ["prediction-drift"]);
            let finding = &rules::judge(&more)[0];
            assert!(finding.message.contains("in said went from"), "{}", finding.message);
            assert_eq!(finding.evidence["by_themselves"], true, "the columns are as they were");
        }
    }
}
