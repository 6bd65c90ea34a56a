//! Why a column moved: a fault of the feed that brings it, or a change of the world.

mod answer;
mod categories;
mod gaps;
mod schema;
mod unit;

use frame::{Column, Frame, Kind};
use serde_json::{Value, json};

use super::moved::{Care, Moved, moved};

pub use answer::of_answers;
pub use gaps::{plain, widened};
pub use schema::{restored, schema, swapped};
pub use unit::UnitChange;

/// Why a column is not what it was.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// It is not there any more; the new column that holds the like of it, if one does.
    Gone(Option<String>),
    /// It was not there before.
    New,
    /// It has no value any more.
    Emptied,
    /// It has one value only, where it had several.
    Constant(String),
    /// Its values are of another kind.
    Kind(Kind, Kind),
    /// It holds what another column held, and that one holds its values.
    Swapped(String),
    /// Its numbers are in another unit.
    Unit(UnitChange),
    /// Known categories are written in another way: new and old spelling, and the share of rows with a new one.
    Spelling(Vec<(String, String)>, f64),
    /// A value that stands for "not known" has come up: it, and its shares of the rows, then and now.
    Sentinel(String, f64, f64),
    /// Categories never seen before with their rows, their share, and the share that was to be expected.
    Categories(Vec<(String, usize)>, f64, f64),
    /// Of answers: they go by other names; the new ones, the old ones, and the share of those with a new one.
    Recoded(Vec<String>, Vec<String>, f64),
    /// Its share of missing values, then and now.
    Missing(f64, f64),
    /// Its values are spread in another way.
    Distribution,
}

/// What kind of answer a change asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// Mend the pipeline that brings the data; do not learn from it.
    FixTheFeed,
    /// Ask someone who knows how the data comes about.
    AskAHuman,
    /// Learn again from newer rows.
    Retrain,
    /// Question what is predicted and how it is used.
    Rethink,
    /// Nothing needs to be done.
    Nothing,
}

impl Cause {
    /// The word in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Cause::Gone(Some(_)) => "renamed-column",
            Cause::Gone(None) => "missing-column",
            Cause::New => "new-column",
            Cause::Emptied => "emptied-column",
            Cause::Constant(_) => "constant-column",
            Cause::Kind(..) => "kind-change",
            Cause::Swapped(_) => "swapped-columns",
            Cause::Unit(_) => "unit-change",
            Cause::Spelling(..) => "spelling-change",
            Cause::Sentinel(..) => "new-sentinel",
            Cause::Categories(..) => "new-categories",
            Cause::Recoded(..) => "recoded-answers",
            Cause::Missing(..) => "missing-rate",
            Cause::Distribution => "distribution",
        }
    }

    /// Whether the data can be put back to what it was before.
    pub fn can_be_undone(&self) -> bool {
        match self {
            // Which rows are in the other unit cannot be told one by one.
            Cause::Unit(change) => change.share == 1.0,
            Cause::Swapped(_) | Cause::Spelling(..) | Cause::Gone(Some(_)) => true,
            _ => false,
        }
    }

    /// Whether it comes from the pipeline and not from the world.
    pub fn is_fault_of_the_feed(&self) -> bool {
        self.response() == Response::FixTheFeed
    }

    /// What it asks for.
    pub fn response(&self) -> Response {
        match self {
            Cause::Distribution => Response::Retrain,
            Cause::Categories(..) | Cause::New => Response::AskAHuman,
            Cause::Missing(was, is) if is <= was => Response::Nothing,
            _ => Response::FixTheFeed,
        }
    }

    /// The numbers behind it.
    pub fn details(&self) -> Value {
        match self {
            Cause::Gone(like) => json!({ "like": like }),
            Cause::Constant(value) => json!({ "value": value }),
            Cause::Kind(was, is) => json!({ "was": was, "is": is }),
            Cause::Swapped(with) => json!({ "with": with }),
            Cause::Unit(change) => json!({
                "factor": change.factor, "shift": change.shift, "unit": change.words, "share": change.share,
            }),
            Cause::Spelling(pairs, share) => json!({ "spellings": pairs.len(), "share": share }),
            Cause::Sentinel(value, was, is) => json!({ "value": value, "share_reference": was, "share": is }),
            Cause::Categories(new, share, expected) => json!({
                "categories": new.iter().take(10).map(|(name, _)| name).collect::<Vec<_>>(),
                "new": new.len(), "share": share, "expected": expected,
            }),
            Cause::Recoded(new, old, share) => json!({
                "values": new.iter().take(10).collect::<Vec<_>>(),
                "values_reference": old.iter().take(10).collect::<Vec<_>>(), "share": share,
            }),
            Cause::Missing(was, is) => json!({ "missing_reference": was, "missing": is }),
            Cause::New | Cause::Emptied | Cause::Distribution => json!({}),
        }
    }
}

/// Texts with how often each comes up.
pub type Counted<'a> = &'a [(String, u64)];

/// What is known of a column's two sides beside its values.
#[derive(Debug, Clone, Copy)]
pub struct Strays<'a> {
    /// Texts among its numbers with their counts: of the reference and of the data.
    pub texts: (Counted<'a>, Counted<'a>),
    /// Rows of the two tables.
    pub rows: (u64, u64),
}

/// How far a column moved, and why: at most one cause that explains all its values, else those that explain a part.
pub fn causes(was: &Column, is: &Column, strays: Strays<'_>, care: Care) -> (Option<Moved>, Vec<Cause>) {
    if let Some(fault) = schema::fault(was, is) {
        return (moved(was, is, care), vec![fault]);
    }
    let (plain_was, plain_is) = (plain(was), plain(is));
    let distance = moved(&plain_was, &plain_is, care);
    if let Some(change) = unit::change(&plain_was, &plain_is) {
        return (distance, vec![Cause::Unit(change)]);
    }
    let mut found = Vec::new();
    let mut rest = plain_is;
    if let Some((sentinel, without)) = gaps::sentinel(was, is, strays, care) {
        found.push(sentinel);
        rest = without;
    } else {
        found.extend(gaps::missing(&plain_was, &rest, care));
    }
    found.extend(categories::unseen(&plain_was, &rest));
    let distance = moved(&plain_was, &rest, care).or(distance);
    let recoded = found.iter().any(|cause| matches!(cause, Cause::Spelling(_, share) if *share > 0.3));
    if !recoded && distance.is_some_and(|distance| distance.stability.low > 0.0) {
        found.push(Cause::Distribution);
    }
    (distance, found)
}

/// A copy of a table with another column in place of one.
pub fn with(frame: &Frame, column: Column) -> Frame {
    let put = |old: &Column| if old.name == column.name { column.clone() } else { old.clone() };
    Frame::new(frame.columns().iter().map(put).collect())
}

/// The share of the rows of each category, of those with a value.
pub fn shares(column: &Column) -> std::collections::BTreeMap<String, f64> {
    let counts = categories::counts(column);
    let known = counts.values().sum::<usize>().max(1) as f64;
    counts.into_iter().map(|(name, rows)| (name, rows as f64 / known)).collect()
}
