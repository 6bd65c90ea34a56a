//! Answers that are brought in another way: in another unit or kind, under other names, or new ones beside the old.

use std::collections::BTreeMap;

use frame::{Column, Kind, Task};

use super::categories::{counts, unseen};
use super::{Cause, plain, unit};
use crate::drift::Answers;
use crate::drift::said::answer;

/// Fewer answers than this tell nothing.
const FEWEST: usize = 20;
/// From this share of unknown answers on they are written in another way; below it some are new.
const ALL: f64 = 0.95;

/// What is another than before in the column of answers. Answers that are not there (yet), and other shares of known ones, are
/// no change of how they are brought.
pub fn of_answers(was: Option<&Column>, is: &Column, asked: &Answers) -> Option<Cause> {
    if matches!(asked.task, Task::Regression | Task::Forecast) {
        let (was, is) = (plain(was?), plain(is));
        let known = |column: &Column| column.len() - column.missing();
        if known(&was) == 0 || known(&is) < FEWEST {
            return None;
        }
        return match (was.kind == Kind::Text, is.kind == Kind::Text) {
            (false, false) => unit::change(&was, &is).map(Cause::Unit),
            (false, true) => Some(Cause::Kind(was.kind, is.kind)),
            _ => None,
        };
    }
    let is = named(is);
    let was = was.map(named);
    let (before, now) = (was.as_ref().map(counts).unwrap_or_default(), counts(&is));
    let all: usize = now.values().sum();
    // Where one value is held against all others, any text can be read; only the reference tells which are known.
    let open = asked.classes.first().is_some_and(|class| class.starts_with("not "));
    if all < FEWEST || (before.is_empty() && open) {
        return None;
    }
    let readable = Column::text("", now.keys().map(|name| Some(name.as_str())));
    let read = |row: usize| !open && answer(&readable, row, asked.task, &asked.classes).is_finite();
    let new: BTreeMap<&String, usize> = now
        .iter()
        .enumerate()
        .filter(|(row, (name, _))| !before.contains_key(*name) && !read(*row))
        .map(|(_, (name, rows))| (name, *rows))
        .collect();
    let unknown = new.values().sum::<usize>() as f64 / all as f64;
    if unknown >= ALL {
        let mut new: Vec<(String, usize)> =
            new.into_iter().map(|(name, rows)| (name.clone(), rows)).collect();
        new.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let new = new.into_iter().map(|(name, _)| name).collect();
        let old = if before.is_empty() { asked.classes.clone() } else { before.into_keys().collect() };
        return Some(Cause::Recoded(new, old, unknown));
    }
    unseen(&was.filter(|_| !before.is_empty())?, &is).into_iter().next()
}

/// Answers by name, as they are read: without regard to case, blanks, and how a number is written.
fn named(column: &Column) -> Column {
    let column = plain(column);
    let name = |row: usize| {
        let shown = column.show(row).trim().to_lowercase();
        shown.parse::<f64>().map_or(shown, |number| number.to_string())
    };
    let names: Vec<Option<String>> =
        (0..column.len()).map(|row| (!column.is_missing(row)).then(|| name(row))).collect();
    Column::text(&column.name, names.iter().map(Option::as_deref))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(classes: [&str; 2], task: Task) -> Answers {
        Answers { column: "left".to_owned(), task, classes: classes.map(str::to_owned).into() }
    }

    fn column(of: impl Fn(usize) -> Option<&'static str>) -> Column {
        Column::text("left", (0..600).map(of))
    }

    #[test]
    fn other_names_and_new_answers_are_told_from_other_shares() {
        let was = column(|row| Some(if row % 3 == 0 { "gone" } else { "stays" }));
        let now = |asked: &Answers, of: &dyn Fn(usize) -> Option<&'static str>| {
            of_answers(Some(&was), &column(of), asked)
        };
        for asked in [asked(["stays", "gone"], Task::Binary), asked(["not gone", "gone"], Task::Binary)] {
            let recoded = now(&asked, &|row| Some(if row % 3 == 0 { "1" } else { "0" }));
            assert!(
                matches!(&recoded, Some(Cause::Recoded(new, old, 1.0)) if new == &["0", "1"] && old == &["gone", "stays"]),
                "{recoded:?}"
            );
            let new = now(&asked, &|row| Some(["gone", "stays", "paused"][row % 3]));
            assert!(matches!(&new, Some(Cause::Categories(new, ..)) if new[0].0 == "paused"), "{new:?}");
            for same in [
                &(|row: usize| Some(if row.is_multiple_of(2) { "gone" } else { "stays" }))
                    as &dyn Fn(usize) -> Option<&'static str>,
                &|_| Some("stays"),
                &|_| None,
                &|row: usize| Some(if row.is_multiple_of(3) { "GONE" } else { " stays" }),
                &|row: usize| Some(if row == 7 { "paused" } else { "stays" }),
            ] {
                assert_eq!(now(&asked, same), None);
            }
        }
        // Without answers in the reference the classes of the model are known.
        let asked = asked(["stays", "gone"], Task::Binary);
        let recoded = |name: &'static str| of_answers(None, &column(|_| Some(name)), &asked);
        assert!(matches!(recoded("1"), Some(Cause::Recoded(..))));
        assert_eq!(recoded("gone"), None);
    }

    #[test]
    fn numbers_written_in_another_way_are_the_same_answers() {
        let numbers = |kind, yes: f64| {
            Column::numbers("left", kind, (0..600).map(|row| if row % 3 == 0 { yes } else { 0.0 }).collect())
        };
        let was = numbers(Kind::Integer, 1.0);
        let asked = asked(["0", "1"], Task::Binary);
        assert_eq!(of_answers(Some(&was), &numbers(Kind::Number, 1.0), &asked), None);
        let text = column(|row| Some(if row % 3 == 0 { "1.0" } else { "0.0" }));
        assert_eq!(of_answers(Some(&was), &text, &asked), None);
    }

    #[test]
    fn a_number_in_another_unit_is_seen() {
        let price = |factor: f64| {
            Column::numbers(
                "price",
                Kind::Number,
                (0..600).map(|row| f64::from(row % 151) * factor + factor).collect(),
            )
        };
        let asked = Answers { column: "price".to_owned(), task: Task::Regression, classes: Vec::new() };
        let found = of_answers(Some(&price(1.0)), &price(100.0), &asked);
        assert!(
            matches!(&found, Some(Cause::Unit(change)) if change.share == 1.0 && change.factor == 100.0),
            "{found:?}"
        );
        assert_eq!(of_answers(Some(&price(1.0)), &price(1.1), &asked), None, "prices rise");
        let text = Column::text("price", (0..600).map(|_| Some("cheap")));
        assert!(matches!(of_answers(Some(&price(1.0)), &text, &asked), Some(Cause::Kind(..))));
    }
}
