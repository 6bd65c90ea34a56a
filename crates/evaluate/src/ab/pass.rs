//! One pass over the rows of an experiment: every row is counted where it belongs, none is kept.

use std::collections::BTreeMap;

use ::report::{Fault, suggest};
use frame::Frame;
use stats::Quantile;

use super::by_row::ByRow;
use super::by_unit::ByUnit;
use super::clock::Clock;
use super::columns::{self, Columns, Metric};
use super::compare::Pair;
use super::labels::{BLANK, Labels};
use super::ranks::{Parting, Ranks, Wanted};
use super::rows::{Rows, Values};
use super::tally::{Tallies, View};
use super::{Kind, Question};

/// Most arms, groups, segments and strata.
const ARMS: usize = 100;
const GROUPS: usize = 100_000;
const SEGMENTS: usize = 1_000;

/// What the rows add up to.
pub struct Pass<'q> {
    question: &'q Question,
    /// What a metric's values count as at most, in the question's order.
    caps: Vec<f64>,
    metrics: Option<Vec<Metric>>,
    /// The arms met.
    pub arms: Labels,
    /// The groups met.
    pub groups: Labels,
    /// The segments met.
    pub segments: Labels,
    strata: Labels,
    /// The times met.
    pub clock: Clock,
    sums: Sums,
    /// The values, where a quantile of them is compared.
    ranks: Option<Ranks>,
    seen: Vec<Seen>,
    /// Whether each covariate is known in any row.
    known: Vec<bool>,
    rows: u64,
    /// Rows whose group is blank.
    ungrouped: bool,
}

/// What a metric's values are.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// The first that is neither 0 nor 1.
    not_binary: Option<f64>,
    /// The first that is no count: below 0, or not whole.
    not_count: Option<f64>,
    /// The first denominator below 0.
    below: Option<f64>,
    /// The smallest value, looked for where values are capped.
    least: f64,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { not_binary: None, not_count: None, below: None, least: f64::INFINITY }
    }
}

enum Sums {
    ByRow(ByRow),
    ByUnit(ByUnit),
}

impl<'q> Pass<'q> {
    /// Before the first row.
    pub fn new(question: &'q Question, caps: Vec<f64>) -> Self {
        let (metrics, covariates) = (question.metrics.len(), question.covariates.len());
        Pass {
            question,
            caps,
            metrics: None,
            arms: Labels::default(),
            groups: Labels::default(),
            segments: Labels::default(),
            strata: Labels::default(),
            clock: Clock::default(),
            sums: match question.unit {
                Some(_) => Sums::ByUnit(ByUnit::new(metrics, covariates)),
                None => Sums::ByRow(ByRow::default()),
            },
            ranks: (question.kind == Some(Kind::Quantile)).then(Ranks::default),
            seen: vec![Seen::default(); metrics],
            known: vec![false; covariates],
            rows: 0,
            ungrouped: false,
        }
    }

    /// Count the rows of a batch.
    pub fn read(&mut self, frame: &Frame) -> Result<(), Fault> {
        if self.metrics.is_none() {
            self.metrics = Some(columns::metrics(self.question, frame)?);
        }
        let columns = Columns::of(self.question, self.metrics.as_deref().unwrap_or_default(), frame)?;
        let groups = columns.group.map(|column| self.groups.of_rows(column, GROUPS, "groups"));
        let times = columns.time.map(|column| self.clock.of_rows(column));
        let segments = columns.segment.map(|column| self.segments.of_rows(column, SEGMENTS, "segments"));
        let strata = columns.stratum.map(|column| self.strata.of_rows(column, SEGMENTS, "strata"));
        let metrics = columns.metrics.iter().zip(&self.caps);
        let rows = Rows {
            arms: self.arms.of_rows(columns.variant, ARMS, "arms")?,
            groups: groups.transpose()?.unwrap_or_default(),
            times: times.transpose()?.unwrap_or_default(),
            segments: segments.transpose()?.unwrap_or_default(),
            strata: strata.transpose()?.unwrap_or_default(),
            metrics: metrics
                .map(|(&(numerators, denominators), &cap)| {
                    let cap = if denominators.is_some() { f64::INFINITY } else { cap };
                    Values { numerators, denominators, cap }
                })
                .collect(),
            covariates: columns.covariates,
            acted: columns.acted,
        };
        self.rows += rows.len() as u64;
        self.ungrouped |= rows.groups.contains(&BLANK);
        for (seen, values) in self.seen.iter_mut().zip(&rows.metrics) {
            seen.look(values);
        }
        for (known, values) in self.known.iter_mut().zip(&rows.covariates) {
            *known = *known || values.iter().any(|value| !value.is_nan());
        }
        if let Some(ranks) = &mut self.ranks {
            let key = columns.unit.map(|unit| move |row: usize| ByUnit::key(unit, row));
            ranks.add(&rows, key.as_ref().map(|key| key as &dyn Fn(usize) -> Option<u64>))?;
        }
        match (&mut self.sums, columns.unit) {
            (Sums::ByUnit(sums), Some(unit)) => sums.add(&rows, unit),
            (Sums::ByRow(sums), _) => sums.add(&rows, self.arms.names.len()),
            (Sums::ByUnit(_), None) => {}
        }
        Ok(())
    }

    /// What the rows of a view add up to.
    pub fn view(&self, view: &View) -> Tallies {
        match &self.sums {
            Sums::ByRow(sums) => sums.view(view),
            Sums::ByUnit(sums) => sums.view(view),
        }
    }

    /// A quantile of a metric in two arms of a view, by part; `None` where means or shares are compared.
    pub fn quantiles(
        &self,
        view: &View,
        pair: Pair,
        parting: Parting,
    ) -> Option<[BTreeMap<u32, Quantile>; 2]> {
        let ranks = self.ranks.as_ref()?;
        let Pair { metric, variant, control, .. } = pair;
        let wanted = |arm: usize| Wanted { metric, arm, share: self.question.quantile };
        Some([variant, control].map(|arm| ranks.quantiles(wanted(arm), view, parting)))
    }

    /// The groups that are answered one by one: the only one there is, without a column of them.
    pub fn answered(&self) -> Vec<u32> {
        let mut groups: Vec<u32> = (0..self.groups.names.len() as u32).collect();
        groups.sort_by(|&left, &right| {
            let [left, right] = [left, right].map(|group| &self.groups.names[group as usize]);
            let number = |name: &str| name.parse::<f64>().ok();
            let by_number = number(left).zip(number(right)).map(|(left, right)| left.total_cmp(&right));
            by_number.unwrap_or_else(|| left.cmp(right))
        });
        if self.question.by.is_none() || self.ungrouped {
            groups.push(BLANK);
        }
        groups
    }

    /// The control's number, if it occurs; a fault when there is nothing that could be compared.
    pub fn control(&self) -> Result<Option<usize>, Fault> {
        if self.rows == 0 {
            return Err(Fault::new("the table has no rows")
                .hint("give the outcome of the experiment, one row a unit"));
        }
        let (names, column) = (&self.arms.names, &self.question.variant);
        if names.is_empty() {
            return Err(Fault::new(format!("column `{column}` is blank in all {} rows", self.rows))
                .hint("`--variant` names the column that says which arm a row belongs to"));
        }
        let control = self.arms.find(&self.question.control);
        if let (Some(_), [only]) = (control, names.as_slice()) {
            return Err(Fault::new(format!(
                "column `{column}` holds only `{only}`, so there is nothing to compare"
            ))
            .hint("an experiment needs a second arm"));
        }
        if let Some((name, _)) = self.question.covariates.iter().zip(&self.known).find(|(_, known)| !**known)
        {
            return Err(Fault::new(format!("the covariate `{name}` is blank in all {} rows", self.rows))
                .hint("name a column that was measured before the experiment, or leave it out"));
        }
        Ok(control)
    }

    /// The planned share of each arm, in order of appearance.
    pub fn shares(&self) -> Result<Vec<f64>, Fault> {
        let (names, column) = (&self.arms.names, &self.question.variant);
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
    pub fn kinds(&self) -> Result<Vec<Kind>, Fault> {
        let kind_of = |(metric, seen): (&Metric, &Seen)| {
            let refused = |value: f64, needs: &str| {
                let message = format!("metric `{}` holds {value}, but {needs}", metric.name);
                Err(Fault::new(message).hint("use `--kind mean`, or leave `--kind` out"))
            };
            match (self.question.kind, seen.not_binary, seen.not_count) {
                _ if metric.denominator.is_some() => match seen.below {
                    Some(value) => {
                        let name = metric.denominator.as_deref().unwrap_or_default();
                        Err(Fault::new(format!(
                            "`{name}` holds {value}, but what a ratio is taken over cannot be below 0"
                        ))
                        .hint("a ratio is a sum over a sum of counts or amounts, like `clicks/views`"))
                    }
                    None => Ok(Kind::Ratio),
                },
                (Some(Kind::Proportion), Some(value), _) => refused(value, "a proportion needs 0 and 1 only"),
                (Some(Kind::Count), _, Some(value)) => refused(value, "a count is 0, 1, 2, …"),
                (Some(kind), ..) => Ok(kind),
                (None, Some(_), _) => Ok(Kind::Mean),
                (None, None, _) => Ok(Kind::Proportion),
            }
        };
        let metrics = self.metrics.as_deref().unwrap_or_default();
        let kinds: Vec<Kind> = metrics.iter().zip(&self.seen).map(kind_of).collect::<Result<_, Fault>>()?;
        self.check_caps(metrics, &kinds)?;
        Ok(kinds)
    }

    /// Whether there is something that the cap can be for.
    fn check_caps(&self, metrics: &[Metric], kinds: &[Kind]) -> Result<(), Fault> {
        if self.question.cap.is_none() {
            return Ok(());
        }
        for ((metric, seen), &cap) in metrics.iter().zip(&self.seen).zip(&self.caps) {
            if metric.denominator.is_some() || cap == f64::INFINITY {
                continue;
            }
            if cap <= seen.least {
                return Err(Fault::new(format!(
                    "the cap {cap} is not above the smallest value of `{}`, so all its values would be the same",
                    metric.name
                ))
                .hint("give a cap that only extreme values reach"));
            }
            if seen.not_binary.is_none() && cap < 1.0 {
                return Err(Fault::new(format!("the cap {cap} would cut the 1s of `{}`", metric.name))
                    .hint("a share needs no cap: leave it out"));
            }
        }
        match kinds.iter().all(|kind| matches!(kind, Kind::Proportion | Kind::Ratio)) {
            true => Err(Fault::new("a cap is given, but shares and ratios are not capped")
                .hint("leave it out, or name a metric that is a number")),
            false => Ok(()),
        }
    }
}

impl Seen {
    fn look(&mut self, values: &Values) {
        let first = |values: &[f64], is: fn(f64) -> bool| {
            values.iter().copied().find(|value| !value.is_nan() && is(*value))
        };
        let above = values.numerators;
        self.not_binary = self.not_binary.or_else(|| first(above, |value| value != 0.0 && value != 1.0));
        if self.not_binary.is_some() {
            self.not_count =
                self.not_count.or_else(|| first(above, |value| value < 0.0 || value.fract() != 0.0));
        }
        if values.cap < f64::INFINITY {
            self.least = above.iter().copied().fold(self.least, f64::min);
        }
        if let Some(below) = values.denominators {
            self.below = self.below.or_else(|| first(below, |value| value < 0.0));
        }
    }
}
