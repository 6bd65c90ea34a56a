//! Whether times and answers can be reckoned with at all, before the first fit.

use frame::{Column, Target, Task};
use learn::Metric;
use report::Fault;

/// Errors beyond this, or below its inverse, are lost when they are squared and squared again, as an interval of an error
/// has to.
const LARGEST: f64 = 1e75;

/// R² only divides one sum of squares by another.
const LARGEST_FOR_R2: f64 = 1e151;

/// That a column given as time is in order of time.
///
/// # Errors
/// When it was read as text that the alphabet puts in another order.
pub(crate) fn time(time: Option<&Column>) -> Result<(), Fault> {
    let Some(column) = time else { return Ok(()) };
    let Some(value) = frame::not_in_time_order(column) else { return Ok(()) };
    Err(Fault::new(format!(
        "{} cannot be the time: it was read as text, such as `{value}`, and the order of the alphabet is not that of time",
        column.name
    ))
    .hint(
        "write days as 2022-01-31, instants as 2022-01-31 14:05:00, periods with the year first and leading zeros, such as \
         2022-05, 2022-W05 or 2022-Q1, or give a number that grows with time",
    ))
}

/// That answers which are numbers can be squared and added up.
///
/// # Errors
/// When they are too large, or too near to one another, for that.
pub(crate) fn answers(target: &Target, metric: &Metric) -> Result<(), Fault> {
    if target.task != Task::Regression {
        return Ok(());
    }
    let largest = if *metric == Metric::R2 { LARGEST_FOR_R2 } else { LARGEST };
    let (low, high) = target
        .values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
    let most = low.abs().max(high.abs());
    let (what, unit, least) = match high - low {
        _ if most > largest => (format!("reaches {most:.2e}: numbers that large"), "larger", largest),
        moves if moves > 0.0 && moves < 1.0 / largest => {
            (format!("moves by no more than {moves:.2e}: differences that small"), "smaller", 1.0 / largest)
        }
        _ => return Ok(()),
    };
    let name = &target.name;
    Err(Fault::new(format!("{name} {what} cannot be squared, and errors are measured by their squares"))
        .hint(format!("give {name} in a {unit} unit: {least:.0e} is the limit")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_cannot_be_squared_are_refused_by_name() {
        let refused = |values: [f64; 3], metric: Metric| {
            let (name, values) = ("price".to_owned(), values.to_vec());
            let target = Target { name, task: Task::Regression, classes: Vec::new(), values, weights: None };
            answers(&target, &metric).err().map(|fault| fault.message).unwrap_or_default()
        };
        assert_eq!(refused([-3.0, 0.0, 1e12], Metric::Rmse), "");
        assert_eq!(refused([2e-9, 3e-9, 0.0], Metric::Rmse), "");
        assert_eq!(refused([0.0, 1e150, 3e150], Metric::R2), "");
        assert!(refused([0.0, 1e150, 3e150], Metric::Rmse).contains("price reaches 3.00e150"));
        assert!(refused([0.0, 1.0, -1e160], Metric::R2).contains("price reaches 1.00e160"));
        assert!(
            refused([1e-160, 3e-160, 2e-160], Metric::R2).contains("price moves by no more than 2.00e-160")
        );
    }

    #[test]
    fn text_is_no_time_unless_it_sorts_as_one() {
        let column = |values: [&str; 2]| Column::text("when", values.map(Some));
        let fault = time(Some(&column(["01 Jan 2022", "02 Jan 2022"]))).expect_err("it is refused");
        assert!(fault.message.contains("when cannot be the time") && fault.message.contains("`01 Jan 2022`"));
        assert!(fault.hint.is_some_and(|hint| hint.contains("2022-01-31")));
        assert!(time(Some(&column(["2022-W05", "2022-W06"]))).is_ok() && time(None).is_ok());
    }
}
