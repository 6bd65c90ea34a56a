//! The columns a question names, found in the table and held against what they must be.

use ::report::{Fault, suggest};
use frame::{Column, Frame, Kind as ColumnKind};

use crate::ab::{Kind, Question};

/// A metric with its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// As the question writes it.
    pub name: String,
    /// The column of values, or of a ratio's numerators.
    pub numerator: String,
    /// The column of a ratio's denominators.
    pub denominator: Option<String>,
}

/// One frame's columns, in the question's order.
pub struct Columns<'a> {
    /// The arms.
    pub variant: &'a Column,
    /// Numerator and, of a ratio, denominator of each metric.
    pub metrics: Vec<(&'a [f64], Option<&'a [f64]>)>,
    /// The covariates.
    pub covariates: Vec<&'a [f64]>,
    /// The units.
    pub unit: Option<&'a Column>,
    /// The times.
    pub time: Option<&'a Column>,
    /// The segments.
    pub segment: Option<&'a Column>,
    /// The strata.
    pub stratum: Option<&'a Column>,
    /// The groups.
    pub group: Option<&'a Column>,
    /// Whether someone acted.
    pub acted: Option<&'a [f64]>,
}

/// What each metric is read from. A column whose name has a slash is a column, not a ratio.
pub fn metrics(question: &Question, frame: &Frame) -> Result<Vec<Metric>, Fault> {
    let resolve = |written: &str| {
        let pair = written.split_once('/').filter(|_| frame.column(written).is_none());
        let (numerator, denominator) = match pair {
            Some((above, below)) => (above.trim().to_owned(), Some(below.trim().to_owned())),
            None => (written.to_owned(), None),
        };
        match (question.kind, &denominator) {
            (Some(Kind::Ratio), None) => {
                Err(Fault::new(format!("metric `{written}` is one column, not a ratio"))
                    .hint("write a ratio as two columns, like `clicks/views`"))
            }
            (Some(Kind::Mean | Kind::Proportion | Kind::Count | Kind::Quantile), Some(_)) => {
                Err(Fault::new(format!("metric `{written}` is a ratio, but another kind is asked for"))
                    .hint("leave out `--kind` or use `--kind ratio`"))
            }
            _ => Ok(Metric { name: written.to_owned(), numerator, denominator }),
        }
    };
    question.metrics.iter().map(|metric| resolve(&metric.0)).collect()
}

impl<'a> Columns<'a> {
    /// Find all columns of the question in a frame.
    pub fn of(question: &Question, metrics: &[Metric], frame: &'a Frame) -> Result<Self, Fault> {
        let variant = find(frame, &question.variant, "variant")?;
        let read = |metric: &Metric| {
            let above = numbers(frame, &metric.numerator, "metric")?;
            let below = metric.denominator.as_ref().map(|name| numbers(frame, name, "metric")).transpose()?;
            Ok((above, below))
        };
        let named =
            |name: &Option<String>, role: &str| name.as_ref().map(|name| find(frame, name, role)).transpose();
        let columns = Columns {
            variant,
            metrics: metrics.iter().map(read).collect::<Result<_, Fault>>()?,
            covariates: question
                .covariates
                .iter()
                .map(|name| numbers(frame, name, "covariate"))
                .collect::<Result<_, Fault>>()?,
            unit: named(&question.unit, "unit")?,
            time: named(&question.time, "time")?,
            segment: named(&question.segment, "segment")?,
            stratum: named(&question.stratify, "strata")?,
            group: named(&question.by, "groups (`--by`)")?,
            acted: question.acted.as_ref().map(|name| numbers(frame, name, "acted")).transpose()?,
        };
        columns.check(question, metrics)?;
        Ok(columns)
    }

    fn check(&self, question: &Question, metrics: &[Metric]) -> Result<(), Fault> {
        let is_metric = |name: &&String| metrics.iter().any(|metric| metric.numerator == **name);
        if let Some(name) = question.covariates.iter().find(is_metric) {
            return Err(Fault::new(format!("the covariate `{name}` is the metric itself"))
                .hint("use a column measured before the experiment began"));
        }
        for (option, name) in [
            ("--segment", &question.segment),
            ("--stratify", &question.stratify),
            ("--by", &question.by),
            ("--time", &question.time),
        ] {
            if name.as_ref() == Some(&question.variant) {
                return Err(Fault::new(format!(
                    "column `{}` is the arm and cannot be {option} too",
                    question.variant
                ))
                .hint("name a column in which both arms have the same values"));
            }
        }
        if question.unit.as_ref() == Some(&question.variant) {
            return Err(Fault::new(format!("column `{}` is both arm and unit", question.variant))
                .hint("the unit is what was assigned to an arm, such as a user"));
        }
        Ok(())
    }
}

/// A column by its name; the role says what it is for.
pub fn find<'a>(frame: &'a Frame, name: &str, role: &str) -> Result<&'a Column, Fault> {
    frame.column(name).ok_or_else(|| {
        let names: Vec<&str> = frame.names().collect();
        let hint = match suggest::nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the columns are {}", suggest::one_of(names.iter().copied())),
        };
        Fault::new(format!("the table has no column `{name}` for the {role}")).hint(hint)
    })
}

/// The numbers of a column by its name.
pub fn numbers<'a>(frame: &'a Frame, name: &str, role: &str) -> Result<&'a [f64], Fault> {
    let column = find(frame, name, role)?;
    if matches!(column.kind, ColumnKind::Date | ColumnKind::Timestamp) {
        return Err(Fault::new(format!("the {role} column `{name}` holds times, expected numbers"))
            .hint("name a column of numbers, or of 0 and 1"));
    }
    column.as_numbers().ok_or_else(|| {
        let example = column.as_text().and_then(|text| (0..column.len()).find_map(|row| text.get(row)));
        let seen = example.map_or(String::new(), |text| format!(" such as \"{text}\""));
        if example.is_some_and(|text| text.parse::<i128>().is_ok()) {
            return Fault::new(format!(
                "the {role} column `{name}` holds whole numbers too large to be computed with exactly{seen}"
            ))
            .hint("such numbers are names; name a column of amounts, or divide it first");
        }
        Fault::new(format!("the {role} column `{name}` holds text{seen}, expected numbers"))
            .hint("name a column of numbers, or of 0 and 1")
    })
}
