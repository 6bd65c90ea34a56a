//! A trial: quick models on the same rows and the same honest folds, so that their scores can be compared.

use frame::{Cell, Column, Frame, Split, SplitBy, Target, folds};
use learn::{
    CrossValidated, Estimate, Learner, Metric, cross_validate, cross_validated_score, paired_over_folds,
};

use super::signal::{COLUMNS, narrowed};
use super::telling::some_rows;

/// Rows learned from and tested on at most; fewer of very many columns, but not less than the least.
const ROWS: usize = 5_000;
const LEAST_ROWS: usize = 2_000;
/// Cells learned from at most.
const CELLS: usize = 600_000;
/// Folds.
const FOLDS: usize = 5;

/// What makes a split honest.
#[derive(Debug, Clone, Copy, Default)]
pub struct Honest<'a> {
    /// When the prediction is made: what is tested is later than what was learned from.
    pub time: Option<&'a Column>,
    /// Rows of one group are never on both sides.
    pub group: Option<&'a Column>,
}

/// The rows, the folds and the measure of a trial.
#[derive(Clone)]
pub struct Trial {
    /// The columns learned from.
    pub features: Frame,
    /// The answers.
    pub target: Target,
    /// The measure.
    pub metric: Metric,
    /// Which rows of the study these are.
    pub rows: Vec<usize>,
    /// Whether what is tested is later than what was learned from.
    pub by_time: bool,
    folds: Vec<Split>,
    /// For each row the group it belongs to; rows of one group are learned from together or not at all.
    groups: Option<Vec<String>>,
    seed: u64,
}

impl Trial {
    /// Lay out a trial on some of the rows; none when they cannot be split.
    pub fn of(
        features: &Frame,
        target: &Target,
        honest: Honest<'_>,
        metric: &Metric,
        seed: u64,
    ) -> Option<Trial> {
        let most = (CELLS / features.columns().len().clamp(1, COLUMNS)).clamp(LEAST_ROWS, ROWS);
        let rows = some_rows(target.len(), most, seed);
        let features = narrowed(&features.take(&rows), seed);
        let target = target.take(&rows);
        let (time, group) =
            (honest.time.map(|time| time.take(&rows)), honest.group.map(|group| group.take(&rows)));
        let later = time.as_ref().map_or(Vec::new(), |time| folds(SplitBy::Time(time), FOLDS, seed));
        let by_time = !later.is_empty();
        let folds = match &group {
            _ if by_time => later,
            Some(group) => folds(SplitBy::Group(group), FOLDS, seed),
            None => folds(SplitBy::Target(&target), FOLDS, seed),
        };
        let usable = |fold: &Split| !fold.train.is_empty() && !fold.test.is_empty();
        let groups = group.map(|group| {
            let name = |row| match group.cell(row) {
                Cell::Missing => format!("row {row}"),
                _ => group.show(row),
            };
            (0..group.len()).map(name).collect()
        });
        let trial = Trial { features, target, metric: metric.clone(), rows, by_time, folds, groups, seed };
        trial.folds.iter().any(usable).then_some(trial)
    }

    /// The same rows and folds by another measure.
    pub fn measured_by(&self, metric: &Metric) -> Trial {
        Trial { metric: metric.clone(), ..self.clone() }
    }

    /// Predictions of rows the learner has not seen; none when it cannot learn from these rows.
    pub fn tested(&self, learner: &dyn Learner) -> Option<CrossValidated> {
        cross_validate(learner, &self.features, &self.target, &self.folds, self.seed).ok()
    }

    /// The same from these columns only.
    pub fn tested_from(&self, learner: &dyn Learner, columns: &[&str]) -> Option<CrossValidated> {
        cross_validate(learner, &self.features.only(columns), &self.target, &self.folds, self.seed).ok()
    }

    /// Predictions of the same rows, learned from a part of what each fold could learn from. A smaller part is within
    /// every larger one.
    pub fn tested_on_part(&self, learner: &dyn Learner, share: f64) -> Option<CrossValidated> {
        let folds: Vec<Split> = self
            .folds
            .iter()
            .map(|fold| Split { train: self.part(&fold.train, share), test: fold.test.clone() })
            .collect();
        cross_validate(learner, &self.features, &self.target, &folds, self.seed).ok()
    }

    /// Rows learned from in one fold, on average.
    pub fn rows_learned_from(&self) -> f64 {
        let rows: usize = self.folds.iter().map(|fold| fold.train.len()).sum();
        rows as f64 / self.folds.len().max(1) as f64
    }

    /// The score with its interval, over all rows; but over folds for money, whose threshold must come from other rows,
    /// and for a ranking of rows by models of different times, which cannot be held against each other.
    pub fn score(&self, tested: &CrossValidated) -> Option<Estimate> {
        if self.fold_by_fold() {
            return cross_validated_score(&self.metric, &self.target, tested);
        }
        self.metric.estimate(&self.target.take(&tested.rows), &tested.predictions, self.seed)
    }

    /// How much better `a` is than `b` on the same rows.
    pub fn gain(&self, a: &CrossValidated, b: &CrossValidated) -> Option<Estimate> {
        if self.fold_by_fold() {
            return paired_over_folds(&self.metric, &self.target, a, b, self.seed);
        }
        self.metric.paired(&self.target.take(&a.rows), &a.predictions, &b.predictions, self.seed)
    }

    fn fold_by_fold(&self) -> bool {
        match self.metric {
            Metric::Money(_) => true,
            Metric::Auc => self.by_time,
            _ => false,
        }
    }

    /// A seeded part of these rows, whole groups together, in ascending order.
    fn part(&self, rows: &[usize], share: f64) -> Vec<usize> {
        let mut units: Vec<Vec<usize>> = match &self.groups {
            None => rows.iter().map(|&row| vec![row]).collect(),
            Some(groups) => {
                let mut by_group = std::collections::BTreeMap::<&str, Vec<usize>>::new();
                rows.iter().for_each(|&row| by_group.entry(&groups[row]).or_default().push(row));
                by_group.into_values().collect()
            }
        };
        fastrand::Rng::with_seed(self.seed ^ 0x6e65_7374).shuffle(&mut units);
        let wanted = (units.len() as f64 * share).round().max(1.0) as usize;
        let mut part: Vec<usize> = units.into_iter().take(wanted).flatten().collect();
        part.sort_unstable();
        part
    }
}
