//! The rows an experiment may look at: those left open, or those sealed away.

use std::collections::HashMap;

use frame::{Cell, Column, Frame, Split, SplitBy, Target};
use report::number;

use crate::digest::Digest;
use crate::{Input, SplitKind};

/// Some of an experiment's rows, with all that belongs to them.
pub(crate) struct Part {
    pub features: Frame,
    pub target: Target,
    /// Whether today's rule acts, when there is one.
    pub acts: Option<Vec<bool>>,
    time: Option<Column>,
    group: Option<Column>,
}

impl Part {
    /// The rows at these positions.
    pub fn of(input: &Input, rows: &[usize]) -> Part {
        Part {
            features: input.features.take(rows),
            target: input.target.take(rows),
            acts: input.today.as_ref().map(|today| rows.iter().map(|&row| today.acts[row]).collect()),
            time: input.time.map(|column| column.take(rows)),
            group: input.group.map(|column| column.take(rows)),
        }
    }

    /// A number for each row, the same for rows of one group; none when no group was given.
    pub fn groups(&self) -> Option<Vec<usize>> {
        let column = self.group.as_ref()?;
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let number = |row: usize| {
            let next = numbers.len();
            match column.cell(row) {
                // Rows without a group are each a group of their own.
                Cell::Missing => *numbers.entry(format!("\0{row}")).or_insert(next),
                _ => *numbers.entry(column.show(row)).or_insert(next),
            }
        };
        Some((0..column.len()).map(number).collect())
    }

    /// The folds of these rows that are honest for this data, dealt out anew `repeats` times; by time there is one
    /// way only.
    pub fn folds(&self, count: usize, repeats: usize, seed: u64) -> Vec<Split> {
        let (kind, by) = honest(&self.target, self.time.as_ref(), self.group.as_ref());
        let repeats = if kind.is_by_time() { 1 } else { repeats as u64 };
        let dealt = |repeat: u64| frame::folds(by, count, seed.wrapping_add(repeat.wrapping_mul(STRIDE)));
        (0..repeats).flat_map(dealt).collect()
    }
}

/// Apart far enough that no seed a person types leads to the folds of another.
const STRIDE: u64 = 0x9e37_79b9_7f4a_7c15;

/// What makes a split honest: by time where there is time, by group where there are groups, by both where there are both,
/// stratified otherwise.
pub(crate) fn honest<'a>(
    target: &'a Target,
    time: Option<&'a Column>,
    group: Option<&'a Column>,
) -> (SplitKind, SplitBy<'a>) {
    match (time, group) {
        (Some(time), Some(group)) => (SplitKind::TimeAndGroup, SplitBy::TimeAndGroup(time, group)),
        (Some(time), None) => (SplitKind::Time, SplitBy::Time(time)),
        (None, Some(group)) => (SplitKind::Group, SplitBy::Group(group)),
        (None, None) => (SplitKind::Stratified, SplitBy::Target(target)),
    }
}

impl Part {
    /// All that a fit on these rows may depend on.
    pub fn digest(&self, digest: Digest) -> Digest {
        let digest = digest.rows(&self.features).answers(&self.target);
        self.acts.iter().flatten().fold(digest, |digest, &acts| digest.number(u64::from(acts)))
    }
}

/// Why rows stand on neither side of a split by time and group, in words.
pub(crate) fn left_out(rows: usize, of: usize) -> String {
    format!(
        "{} of {} rows are left out: split by time and by group, a row is tested only by what was learned from earlier rows \
         of other groups, and of a group that stands before and after the cut only one side can be used. Leave out --group \
         if the cases to come are of the same groups, or --time if they are of the same days.",
        number::count(rows as u64),
        number::count(of as u64)
    )
}
