//! The rows an experiment may look at: those left open, or those sealed away.

use frame::{Column, Frame, Split, SplitBy, Target};

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

    /// The folds of these rows that are honest for this data.
    pub fn folds(&self, count: usize, seed: u64) -> Vec<Split> {
        frame::folds(honest(&self.target, self.time.as_ref(), self.group.as_ref()).1, count, seed)
    }
}

/// What makes a split honest: by time where there is time, by group where there are groups, stratified
/// otherwise.
pub(crate) fn honest<'a>(
    target: &'a Target,
    time: Option<&'a Column>,
    group: Option<&'a Column>,
) -> (SplitKind, SplitBy<'a>) {
    match (time, group) {
        (Some(time), _) => (SplitKind::Time, SplitBy::Time(time)),
        (None, Some(group)) => (SplitKind::Group, SplitBy::Group(group)),
        (None, None) => (SplitKind::Stratified, SplitBy::Target(target)),
    }
}
