//! Measuring: one pass over the rows, then every figure the rules and the verdict need. No judgement here.

use ::report::{Fault, suggest};
use frame::Frame;

use crate::ab::arms::Arms;
use crate::ab::by_row::ByRow;
use crate::ab::by_unit::ByUnit;
use crate::ab::columns::{self, Columns, Metric};
use crate::ab::tally::{Row, Tallies};
use crate::ab::{Comparison, Kind, Question, Split, compare};

/// All that was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Rows read.
    pub rows: u64,
    /// Rows that belong to no arm or, with a unit, to no unit.
    pub rows_left_out: u64,
    /// How often an interval may miss the truth.
    pub alpha: f64,
    /// How often one the verdict rests on may.
    pub verdict_alpha: f64,
    /// The control that was asked for.
    pub control: String,
    /// The column of arms.
    pub variant_column: String,
    /// Units by arm, in order of name.
    pub split: Split,
    /// The units, if the question names a column of them.
    pub units: Option<Units>,
    /// The covariate's name, if there is one.
    pub covariate: Option<String>,
    /// The covariate before the experiment, each variant against the control.
    pub balance: Vec<Balance>,
    /// Each metric, each variant against the control; none when the control does not occur.
    pub comparisons: Vec<Comparison>,
}

/// What is known of units with several rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Units {
    /// The column.
    pub column: String,
    /// How many.
    pub count: u64,
    /// How many are in more than one arm.
    pub crossed: u64,
    /// How many have more than one row in an arm.
    pub repeated: u64,
}

/// The covariate in two arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// The variant.
    pub variant: String,
    /// Its mean there.
    pub mean_variant: Option<f64>,
    /// Its mean in the control.
    pub mean_control: Option<f64>,
    /// How often chance alone sets arms this far apart.
    pub p_value: Option<f64>,
}

/// The sums while rows are read.
enum Sums {
    ByRow(ByRow),
    ByUnit(ByUnit),
}

struct Pass<'q> {
    question: &'q Question,
    metrics: Option<Vec<Metric>>,
    arms: Arms,
    sums: Sums,
    /// Whether all values of a metric so far are 0 or 1, and the first that is not.
    stray: Vec<Option<f64>>,
    rows: u64,
    left_out: u64,
}

/// Read all rows once and compute every figure.
///
/// # Errors
/// As [`run`](crate::ab::run).
pub fn measure(
    question: &Question,
    frames: impl Iterator<Item = Result<Frame, Fault>>,
) -> Result<Measured, Fault> {
    question.check()?;
    let count = question.metrics.len();
    let sums = match question.unit {
        Some(_) => Sums::ByUnit(ByUnit::new(count)),
        None => Sums::ByRow(ByRow::new(count)),
    };
    let mut pass = Pass {
        question,
        metrics: None,
        arms: Arms::default(),
        sums,
        stray: vec![None; count],
        rows: 0,
        left_out: 0,
    };
    for frame in frames {
        pass.read(&frame?)?;
    }
    pass.finish()
}

impl Pass<'_> {
    fn read(&mut self, frame: &Frame) -> Result<(), Fault> {
        if self.metrics.is_none() {
            self.metrics = Some(columns::metrics(self.question, frame)?);
        }
        let metrics = self.metrics.as_deref().unwrap_or_default();
        let columns = Columns::of(self.question, metrics, frame)?;
        let arms = self.arms.of_rows(columns.variant)?;
        if let Sums::ByRow(sums) = &mut self.sums {
            sums.arms(self.arms.names.len());
        }
        self.rows += arms.len() as u64;
        let mut values = vec![None; metrics.len()];
        for (at, arm) in arms.into_iter().enumerate() {
            let unit = columns.unit.map(|column| ByUnit::key(column, at));
            let (Some(arm), None | Some(Some(_))) = (arm, unit) else {
                self.left_out += 1;
                continue;
            };
            for (metric, (value, (above, below))) in values.iter_mut().zip(&columns.metrics).enumerate() {
                let pair = (above[at], below.map_or(1.0, |below| below[at]));
                *value = Some(pair).filter(|(above, below)| !above.is_nan() && !below.is_nan());
                if self.stray[metric].is_none() && value.is_some() && pair.0 != 0.0 && pair.0 != 1.0 {
                    self.stray[metric] = Some(pair.0);
                }
            }
            let covariate = columns.covariate.map(|values| values[at]).filter(|value| !value.is_nan());
            let row = Row { arm: arm as usize, metrics: &values, covariate };
            match (&mut self.sums, unit.flatten()) {
                (Sums::ByUnit(sums), Some(unit)) => sums.add(unit, &row),
                (Sums::ByRow(sums), _) => sums.add(&row),
                (Sums::ByUnit(_), None) => self.left_out += 1,
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Measured, Fault> {
        let question = self.question;
        if self.rows == 0 {
            return Err(Fault::new("the table has no rows")
                .hint("give the outcome of the experiment, one row a unit"));
        }
        let control = self.arms.find(&question.control);
        let shares = self.shares(control)?;
        let units = match (&self.sums, &question.unit) {
            (Sums::ByUnit(sums), Some(column)) => {
                let (count, crossed, repeated) = sums.counts();
                Some(Units { column: column.clone(), count, crossed, repeated })
            }
            _ => None,
        };
        let kinds = self.kinds()?;
        let metrics: Vec<String> = question.metrics.iter().map(|metric| metric.0.clone()).collect();
        let names = self.arms.names;
        let tallies = match self.sums {
            Sums::ByRow(sums) => sums.finish(),
            Sums::ByUnit(sums) => sums.finish(names.len()),
        };
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|&left, &right| names[left].cmp(&names[right]));
        let split = Split::of(
            order.iter().map(|&arm| (names[arm].clone(), tallies.units[arm], shares[arm])).collect(),
        );
        let variants: Vec<usize> = order.into_iter().filter(|&arm| Some(arm) != control).collect();

        let mut comparisons = Vec::new();
        let mut balance = Vec::new();
        if let Some(control) = control {
            for (at, metric) in metrics.iter().enumerate() {
                for &variant in &variants {
                    let pair = [(names[variant].as_str(), variant), (names[control].as_str(), control)];
                    let arms = pair.map(|(name, arm)| (name, &tallies.metrics[at][arm]));
                    comparisons.push(compare::arms(question, at, metric, kinds[at], arms));
                }
            }
            balance = balances(question, &tallies, &names, control, &variants);
        }
        Ok(Measured {
            rows: self.rows,
            rows_left_out: self.left_out,
            alpha: question.alpha,
            verdict_alpha: question.verdict_alpha(),
            control: control.map_or_else(|| question.control.clone(), |control| names[control].clone()),
            variant_column: question.variant.clone(),
            split,
            units,
            covariate: question.covariate.clone(),
            balance,
            comparisons,
        })
    }

    /// The planned share of each arm, in order of appearance.
    fn shares(&self, control: Option<usize>) -> Result<Vec<f64>, Fault> {
        let (names, column) = (&self.arms.names, &self.question.variant);
        if names.is_empty() {
            return Err(Fault::new(format!("column `{column}` is blank in all {} rows", self.rows))
                .hint("`--variant` names the column that says which arm a row belongs to"));
        }
        if let (Some(_), [only]) = (control, names.as_slice()) {
            return Err(Fault::new(format!(
                "column `{column}` holds only `{only}`, so there is nothing to compare"
            ))
            .hint("an experiment needs a second arm"));
        }
        let Some(planned) = &self.question.split else { return Ok(vec![1.0; names.len()]) };
        let mut shares = vec![None; names.len()];
        for (name, share) in planned {
            let arm = self.arms.find(name).ok_or_else(|| {
                let hint = match suggest::nearest(name, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the arms are {}", suggest::one_of(names)),
                };
                Fault::new(format!("the planned split names `{name}`, which is no arm in column `{column}`"))
                    .hint(hint)
            })?;
            shares[arm] = Some(*share);
        }
        let share_of = |(share, name): (Option<f64>, &String)| {
            share.ok_or_else(|| {
                Fault::new(format!("the planned split has no share for arm `{name}` of column `{column}`"))
                    .hint("name every arm, like `new=0.1,old=0.9`")
            })
        };
        shares.into_iter().zip(names).map(share_of).collect()
    }

    /// What each metric is: as asked, or by its values.
    fn kinds(&self) -> Result<Vec<Kind>, Fault> {
        let metrics = self.metrics.as_deref().unwrap_or_default();
        let kind_of = |(metric, stray): (&Metric, &Option<f64>)| match (self.question.kind, stray) {
            _ if metric.denominator.is_some() => Ok(Kind::Ratio),
            (Some(Kind::Proportion), Some(stray)) => {
                let message =
                    format!("metric `{}` holds {stray}, but a proportion needs 0 and 1 only", metric.name);
                Err(Fault::new(message).hint("use `--kind mean`, or leave `--kind` out"))
            }
            (Some(kind), _) => Ok(kind),
            (None, Some(_)) => Ok(Kind::Mean),
            (None, None) => Ok(Kind::Proportion),
        };
        metrics.iter().zip(&self.stray).map(kind_of).collect()
    }
}

fn balances(
    question: &Question,
    tallies: &Tallies,
    names: &[String],
    control: usize,
    variants: &[usize],
) -> Vec<Balance> {
    if question.covariate.is_none() {
        return Vec::new();
    }
    let of = |&variant: &usize| {
        let [one, other] = [&tallies.covariate[variant], &tallies.covariate[control]];
        Balance {
            variant: names[variant].clone(),
            mean_variant: one.ratio(),
            mean_control: other.ratio(),
            p_value: stats::ratio_difference(one, other).and_then(|difference| difference.p_value()),
        }
    };
    variants.iter().map(of).collect()
}
