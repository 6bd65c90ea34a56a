//! Tables in files: CSV, JSON lines, Parquet and Arrow, one file, a glob or a folder of them, of any size; in a bucket; or in a
//! database.
//!
//! [`Table::open`] looks at every value once: it checks the files, finds what each column means and counts
//! what cannot be read, so nothing later is silently wrong. From then on rows come as [`frame::Frame`]s, a
//! batch at a time ([`Table::frames`]), as a profile, a sample or the answer to an SQL query. Results are the
//! same on any number of threads. [`Writer`] writes frames to a file. This is the only crate that knows how
//! files are read and that names DataFusion.
//!
//! # How values are read
//! | column | when |
//! | --- | --- |
//! | integer, number | `12`, `-3.5`, `1e5`; decimal commas (`3,14`, `1.234,5`) and thousands (`1,234.5`) where the column's values agree |
//! | boolean | `true` and `false` in any case; 0/1 stay integers, Yes/No stay text |
//! | date, timestamp | `2024-01-31`, `2024/01/31`, `2024-01`, `31.01.2024`, `31/01/2024`, `01/31/2024`; a time behind it; times without zone are UTC |
//! | text | anything else; numbers with leading zeros (`00123`); whole numbers beyond 2^53, exactly |
//!
//! An empty value is missing; an empty value in quotes is empty text in a column of text and missing
//! elsewhere. Markers for missing (`?`, `NA`, blanks, …) in a column whose other values are numbers or times,
//! and other texts when at most one value in ten, are [strays](Field::strays): missing in the frame, `NULL` in
//! SQL. `03/04/2024` is day first unless more values prove month first, or all could be first days of months.
//! A column without a name is called `column_` and its position. Lists and structures are
//! [passed over](Table::skipped).

mod arrays;
mod batch;
mod bytes;
mod csv;
mod digest;
mod elsewhere;
mod gather;
mod inference;
mod json;
mod look;
mod memory;
mod pass;
mod pipeline;
mod place;
mod read;
mod recent;
mod records;
mod sample;
mod schema;
mod seen;
mod source;
mod sql;
mod strays;
mod stretches;
mod survey;
mod table;
#[cfg(test)]
mod tests;
mod told;
mod writer;

pub use digest::Digests;
pub use elsewhere::{is_elsewhere, without_password};
pub use memory::half_of_machine;
pub use read::Frames;
pub use sql::rows_where;
pub use table::{Field, Options, Sampling, Scan, Table};
pub use writer::Writer;
