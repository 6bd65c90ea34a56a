//! Tables nothing can be learned from, refused before any measuring.

use frame::{Column, Frame, Target};
use report::Fault;

/// A table of one column or of less than two rows is nothing to learn from.
pub(crate) fn refuse_hopeless(sample: &Frame, target: &str) -> Result<(), Fault> {
    if sample.columns().len() == 1 && sample.column(target).is_some() {
        return Err(Fault::new(format!("the table has one column only, the target `{target}`"))
            .hint("add columns to predict it from"));
    }
    if sample.rows() < 2 {
        let rows = if sample.rows() == 1 { "1 row only" } else { "no row" };
        return Err(Fault::new(format!("the table has {rows}"))
            .hint("nothing can be learned from that: add rows with answers"));
    }
    Ok(())
}

/// Columns that never vary tell nothing about the target.
///
/// # Errors
/// When no column of `features` has two different values.
pub fn refuse_constant(features: &Frame, target: &Target) -> Result<(), Fault> {
    let varies = |column: &Column| (1..column.len()).any(|row| column.show(row) != column.show(0));
    if features.columns().iter().any(varies) {
        return Ok(());
    }
    let fault = match features.columns().len() {
        0 => format!("no column is left to predict `{}` from", target.name),
        1 => format!(
            "the only other column, `{}`, is constant: the same value in every row",
            features.columns()[0].name
        ),
        many => {
            format!("all {many} columns besides `{}` are constant: the same value in every row", target.name)
        }
    };
    Err(Fault::new(fault).hint("add columns that differ between the rows"))
}
