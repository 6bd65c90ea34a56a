//! What each column tells of the target by itself, beside what the other columns tell.

use std::collections::BTreeMap;

use frame::{Frame, Split, SplitBy, Target, Task, folds};
use rayon::prelude::*;

use super::alone::{Alone, CUT, ranks, share_low};
use super::others::Others;
use super::partition::Counts;
use super::signal::narrowed;
use super::view::views;
use super::{Reading, View};

/// One way of reading one column, and what it tells of the target.
#[derive(Debug, Clone)]
pub struct Telling {
    /// The column.
    pub column: String,
    /// How it is read.
    pub reading: Reading,
    /// How many groups it puts the rows into.
    pub groups: usize,
    /// What it says alone, out-of-fold.
    pub alone: Alone,
    /// What the other columns say.
    pub others: Others,
    /// The group that most plainly belongs to one class.
    pub pure: Option<Pure>,
    /// Rows looked at.
    pub rows: usize,
}

/// A group of rows that nearly all have one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Pure {
    /// What the group is called.
    pub name: String,
    /// Its rows.
    pub rows: usize,
    /// The class, by its number.
    pub class: usize,
    /// Rows of another class.
    pub strays: usize,
    /// Share of rows of another class, at most: the upper end of its interval of 99 %.
    pub strays_high: f64,
    /// Share of rows of another class that the other columns would have led one to expect.
    pub strays_expected: f64,
    /// Share of the class's rows that are in the group.
    pub covers: f64,
    /// Of a group of numbers: share of rows of another class among its neighbours in order. Near `strays` when the
    /// column leads up to the group by degrees.
    pub strays_beside: Option<f64>,
}

/// Rows the other columns are learned from at most.
const ROWS_FOR_OTHERS: usize = 2_500;
/// Rows a column is measured on at most; fewer of very many columns, but not less than the least: what one column says
/// alone has an interval of a few hundredths there.
const ROWS: usize = 12_000;
const LEAST_ROWS: usize = 4_000;
/// Values measured at most.
const CELLS: usize = 2_000_000;
/// Columns a quick model learns from at most.
const LEARNED: usize = 60;
/// Columns compared with the others at most.
const SUSPECTS: usize = 24;

/// Measure every column of `features`; those that could give the target away come back, strongest first, and beside
/// them how much each column says alone (the skill of its best reading).
pub fn tellings(features: &Frame, target: &Target, seed: u64) -> (Vec<Telling>, BTreeMap<String, f64>) {
    let most = (CELLS / features.columns().len().max(1)).clamp(LEAST_ROWS, ROWS);
    let chosen = some_rows(target.len(), most, seed);
    let (features, target) = (features.take(&chosen), target.take(&chosen));
    let folds = folds(SplitBy::Target(&target), 5, seed);
    let ranks = if target.task == Task::Regression { ranks(&target.values) } else { Vec::new() };
    let measured: Vec<(f64, Vec<(View, Telling)>)> =
        features.columns().par_iter().map(|column| suspects(column, &target, &ranks, &folds)).collect();
    let names = features.columns().iter().map(|column| column.name.clone());
    let alone: BTreeMap<String, f64> =
        names.zip(&measured).map(|(name, (skill, _))| (name, *skill)).collect();
    let mut suspects: Vec<(View, Telling)> =
        measured.into_iter().flat_map(|(_, suspects)| suspects).collect();
    suspects.sort_by(|a, b| b.1.strength().total_cmp(&a.1.strength()));
    let mut columns: Vec<String> = Vec::new();
    for (_, suspect) in &suspects {
        if !columns.contains(&suspect.column) && columns.len() < SUSPECTS {
            columns.push(suspect.column.clone());
        }
    }
    suspects.retain(|(_, suspect)| columns.contains(&suspect.column));
    // Columns that are the target in all but name would make every other one look superfluous.
    let sure = |telling: &Telling| {
        telling.alone.skill_low > if target.task == Task::Regression { 0.985 } else { 0.9 }
            && telling.alone.open < 0.06
    };
    let sure: Vec<&str> =
        suspects.iter().filter(|(_, telling)| sure(telling)).map(|(_, telling)| &*telling.column).collect();
    let few = some_rows(target.len(), ROWS_FOR_OTHERS, seed);
    let (few_features, few_target) =
        (strongest(&narrowed(&features, seed), &alone).take(&few), target.take(&few));
    let others: BTreeMap<&str, Others> = columns
        .par_iter()
        .map(|column| {
            let out: Vec<&str> = sure.iter().copied().chain([&**column]).collect();
            (&**column, Others::of(&few_features.without(&out), &few_target, seed))
        })
        .collect();
    let tellings = suspects
        .iter()
        .map(|(view, suspect)| {
            let others = others[&*suspect.column].clone();
            let pure = pure(view, &target, &few, &others);
            Telling { others: Others { rates: Vec::new(), ..others }, pure, ..suspect.clone() }
        })
        .collect();
    (tellings, alone)
}

/// The columns that say most of the target alone: enough for a quick model, few enough to learn from at once.
pub fn strongest(features: &Frame, alone: &BTreeMap<String, f64>) -> Frame {
    let skill = |name: &str| alone.get(name).copied().unwrap_or(0.0);
    let mut names: Vec<&str> = features.names().collect();
    names.sort_by(|a, b| skill(b).total_cmp(&skill(a)));
    names.truncate(LEARNED);
    features.only(&names)
}

impl Telling {
    fn strength(&self) -> f64 {
        let covers = self.pure.as_ref().map_or(0.0, |pure| pure.covers);
        self.alone.skill_low.max(covers).max(self.alone.cut_low.unwrap_or(0.0))
    }
}

/// The skill of a column's best reading, and the readings that are strong enough to be held against the other columns.
fn suspects(
    column: &frame::Column,
    target: &Target,
    ranks: &[f64],
    folds: &[Split],
) -> (f64, Vec<(View, Telling)>) {
    let nothing = Others::nothing(target);
    let all: Vec<usize> = (0..target.len()).collect();
    let (mut best, mut found) = (0.0_f64, Vec::new());
    for view in views(column) {
        let alone = Alone::of(&view, target, ranks, folds);
        best = best.max(alone.skill);
        let pure = pure(&view, target, &all, &nothing);
        if could_tell(&alone, target.task)
            || pure.as_ref().is_some_and(|pure| could_belong(pure, &view.reading))
        {
            let telling = Telling {
                column: column.name.clone(),
                reading: view.reading.clone(),
                groups: view.names.len(),
                alone,
                others: nothing.clone(),
                pure,
                rows: target.len(),
            };
            found.push((view, telling));
        }
    }
    (best, found)
}

/// Whether a column decides so much that it must be held against the others. Learning from the others takes most of
/// the time, so it is done only where the answer can matter.
fn could_tell(alone: &Alone, task: Task) -> bool {
    match task {
        Task::Regression => {
            alone.skill_low > 0.85 || alone.cut_low.is_some_and(|cut| cut > CUT.1 && alone.skill > 0.3)
        }
        _ => alone.skill > 0.7 && (alone.open < 0.12 || alone.skill_low > 0.8),
    }
}

/// Whether a group is so pure that it must be held against the others.
fn could_belong(pure: &Pure, reading: &Reading) -> bool {
    let strays = pure.strays as f64 / pure.rows as f64;
    let filled = matches!(reading, Reading::Filled { .. }) && strays < 0.4;
    pure.covers > 0.06 && (strays < 0.04 || filled)
}

/// The group that most plainly belongs to a class that is not most of the rows anyway.
/// `known` are the rows of which `others` speaks.
fn pure(view: &View, target: &Target, known: &[usize], others: &Others) -> Option<Pure> {
    let classes = target.classes.len();
    if target.task == Task::Regression || view.names.len() > 600 {
        return None;
    }
    let counts = Counts::of_classes(view, target, classes);
    let sizes = counts.sums();
    let mut expected = vec![0.0; counts.cells.len()];
    let mut seen = vec![0.0; view.names.len()];
    for (at, &row) in known.iter().enumerate() {
        let group = view.groups[row] as usize;
        seen[group] += 1.0;
        let rates = &others.rates[at * classes..(at + 1) * classes];
        expected[group * classes..(group + 1) * classes]
            .iter_mut()
            .zip(rates)
            .for_each(|(sum, rate)| *sum += rate);
    }
    let mut best: Option<Pure> = None;
    for group in 0..view.names.len() {
        let cell = &counts.cells[group * classes..(group + 1) * classes];
        let rows: f64 = cell.iter().sum();
        for class in 0..classes {
            if cell[class] < 10.0 || cell[class] < 0.6 * rows || seen[group] == 0.0 {
                continue;
            }
            let pure = Pure {
                name: view.names[group].clone(),
                rows: rows as usize,
                class,
                strays: (rows - cell[class]) as usize,
                strays_high: 1.0 - share_low(cell[class], rows),
                strays_expected: 1.0 - expected[group * classes + class] / seen[group],
                covers: cell[class] / sizes[class],
                strays_beside: view.ordered.then(|| beside(view, &counts, group, class)).flatten(),
            };
            let plain = |pure: &Pure| pure.covers * (pure.strays_expected - pure.strays_high);
            let enough = pure.covers > 0.04 && pure.strays_high < pure.strays_expected;
            if enough && best.as_ref().is_none_or(|best| plain(&pure) > plain(best)) {
                best = Some(pure);
            }
        }
    }
    best
}

/// Share of rows of another class in the two groups on either side.
fn beside(view: &View, counts: &Counts, group: usize, class: usize) -> Option<f64> {
    let (mut rows, mut of_class) = (0.0, 0.0);
    for near in group.saturating_sub(2)..(group + 3).min(view.names.len()) {
        if near != group && view.names[near] != "missing" {
            let cell = &counts.cells[near * counts.width..(near + 1) * counts.width];
            rows += cell.iter().sum::<f64>();
            of_class += cell[class];
        }
    }
    (rows > 0.0).then(|| 1.0 - of_class / rows)
}

/// Positions of at most `most` of the rows, in ascending order.
pub fn some_rows(rows: usize, most: usize, seed: u64) -> Vec<usize> {
    let mut all: Vec<usize> = (0..rows).collect();
    if rows > most {
        fastrand::Rng::with_seed(seed).shuffle(&mut all);
        all.truncate(most);
        all.sort_unstable();
    }
    all
}
