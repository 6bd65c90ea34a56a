//! A table in memory: named columns of equal length, each either numbers or text, missing kept apart.
//!
//! `table` fills frames from files, `learn` fits models on them and the rooms' rules read them, so
//! none but `table` needs to know how files are read. [`Profile`] is what is known of a table of any
//! size after one pass over its frames.

mod column;
mod distinct;
mod frequent;
mod hash;
mod moments;
mod origins;
mod profile;
mod series;
mod slots;
mod split;
mod step;
mod target;
mod time_text;
pub mod units;

pub use column::{Cell, Column, Kind, Text, Values, show_number, show_time};
pub use distinct::Distinct;
pub use hash::{MISSING, hash_number, hash_row, hash_text, mix};
pub use moments::Moments;
pub use origins::{OriginFold, Origins};
pub use profile::{ColumnProfile, Profile, Profiler, Stretch};
pub use series::{Series, Track};
pub use split::{Split, SplitBy, folds, holdout};
pub use step::{Season, Step};
pub use target::{Target, Task};
pub use time_text::not_in_time_order;

/// Named columns of equal length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    columns: Vec<Column>,
    rows: usize,
}

impl Frame {
    /// A frame of these columns.
    ///
    /// # Panics
    /// When the columns differ in length: that is a mistake of the caller's, not of the data's.
    pub fn new(columns: Vec<Column>) -> Self {
        let rows = columns.first().map_or(0, Column::len);
        assert!(columns.iter().all(|column| column.len() == rows), "columns of one frame have one length");
        Frame { columns, rows }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The rows at these positions, in this order; a position may repeat.
    pub fn take(&self, rows: &[usize]) -> Frame {
        Frame { columns: self.columns.iter().map(|column| column.take(rows)).collect(), rows: rows.len() }
    }

    /// Without the columns of these names.
    pub fn without(&self, names: &[&str]) -> Frame {
        let kept = self.columns.iter().filter(|column| !names.contains(&column.name.as_str()));
        Frame { columns: kept.cloned().collect(), rows: self.rows }
    }

    /// Only the columns of these names that exist, in the order of the frame.
    pub fn only(&self, names: &[&str]) -> Frame {
        let kept = self.columns.iter().filter(|column| names.contains(&column.name.as_str()));
        Frame { columns: kept.cloned().collect(), rows: self.rows }
    }

    /// Put the rows of `other`, which has the same columns in the same order, below these.
    ///
    /// # Panics
    /// When the columns are not the same.
    pub fn append(&mut self, other: &Frame) {
        if self.columns.is_empty() {
            *self = other.clone();
            return;
        }
        assert!(self.names().eq(other.names()), "frames of one table have the same columns");
        for (mine, theirs) in self.columns.iter_mut().zip(&other.columns) {
            mine.append(theirs);
        }
        self.rows += other.rows;
    }
}
