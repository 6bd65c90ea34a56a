//! What the choice rests on: how much worse it does on rows it has not seen when a column's values are shuffled.
//!
//! Permutation importance (Breiman, "Random forests", Machine Learning 45, 2001) out of fold, in the deciding
//! measure: a model that leans on noise shows nothing there. Columns that tell the same story are shuffled together
//! (Gregorutti, Michel & Saint-Pierre, "Grouped variable importance with random forests", CSDA 90, 2015), since each
//! alone can stand in for the others and all would look idle (Strobl et al., "Conditional variable importance for
//! random forests", BMC Bioinformatics 9, 2008).

use frame::{Frame, Split};
use learn::{CrossValidated, Estimate, Learner, Model, Predictions, paired_over_folds};
use rayon::prelude::*;
use report::Fault;
use serde::Serialize;

use crate::Input;
use crate::association;
use crate::part::Part;

/// What is lost without what some columns say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Importance {
    /// The columns shuffled together: one, or several that tell the same story.
    pub columns: Vec<String>,
    /// By how much the deciding measure gets worse, in its own unit.
    pub loss: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How many times each group is shuffled.
const TIMES: u64 = 3;

/// So many rows are predicted again for each group and time.
const ROWS: usize = 10_000;

/// So many columns are looked at one by one, those the models use most; the rest are shuffled as one.
const COLUMNS: usize = 30;

/// On more rows than this two folds tell enough, and on many more one.
const ALL_FOLDS: usize = 10_000;
const TWO_FOLDS: usize = 200_000;

/// A fold's model and the rows it is tried on.
struct Tried {
    model: Model,
    rows: Vec<usize>,
    features: Frame,
}

/// What a run that is cut short before its end leaves out, in words.
pub(crate) fn left_out(by_hand: bool) -> String {
    let ended = if by_hand { "it was stopped by hand" } else { "the budget was spent" };
    format!(
        "What the choice rests on, and how its answer moves with the columns, is not told: {ended} before that was \
         measured. The choice itself is complete; run it again for the rest."
    )
}

/// The columns and groups a learner's models rest on, the heaviest first; empty where the measure cannot tell.
pub(crate) fn importance(
    input: &Input,
    open: &Part,
    folds: &[Split],
    learner: &'static dyn Learner,
) -> Result<Vec<Importance>, Fault> {
    let most = match open.target.len() {
        rows if rows > TWO_FOLDS => 1,
        rows if rows > ALL_FOLDS => 2,
        _ => folds.len(),
    };
    let used = &folds[..most.min(folds.len())];
    let tried: Vec<Tried> = used
        .par_iter()
        .enumerate()
        .map(|(number, fold)| Tried::of(input, open, fold, learner, ROWS / used.len(), number))
        .collect::<Result<_, _>>()?;
    let groups = groups(&open.features, &tried);
    let plain = validated(&tried, folds, &|_, tried| tried.model.predict(&tried.features))?;
    let lost = |group: &Vec<String>, time: u64| -> Result<Option<Estimate>, Fault> {
        let shuffled = validated(&tried, folds, &|number, tried| {
            let seed =
                input.seed ^ (number as u64).wrapping_mul(0x9e37_79b9) ^ (time + 1).wrapping_mul(0x85eb_ca6b);
            tried.model.predict(&shuffled(&tried.features, group, seed))
        })?;
        Ok(paired_over_folds(&input.metric, &open.target, &plain, &shuffled, input.seed))
    };
    let mut found: Vec<Importance> = groups
        .into_iter()
        .map(|group| {
            let losses = (0..TIMES).map(|time| lost(&group, time)).collect::<Result<Option<Vec<_>>, _>>()?;
            let mean = |end: fn(&Estimate) -> f64| {
                losses.as_ref().map(|losses| losses.iter().map(end).sum::<f64>() / losses.len() as f64)
            };
            let ends = mean(|loss| loss.score).zip(mean(|loss| loss.low)).zip(mean(|loss| loss.high));
            Ok(ends.map(|((loss, low), high)| Importance { columns: group, loss, low, high }))
        })
        .collect::<Result<Vec<_>, Fault>>()?
        .into_iter()
        .flatten()
        .collect();
    found.sort_by(|a, b| b.loss.total_cmp(&a.loss).then_with(|| a.columns.cmp(&b.columns)));
    Ok(found)
}

/// The columns to tell most of: of each group that surely matters its first, the heaviest group first, then their
/// second ones, and so on.
pub(crate) fn first_columns(found: &[Importance], most: usize) -> Vec<&str> {
    let groups = || found.iter().filter(|one| one.low > 0.0);
    let longest = groups().map(|one| one.columns.len()).max().unwrap_or(0);
    let columns = (0..longest).flat_map(|turn| groups().filter_map(move |one| one.columns.get(turn)));
    columns.map(String::as_str).take(most).collect()
}

impl Tried {
    fn of(
        input: &Input,
        open: &Part,
        fold: &Split,
        learner: &dyn Learner,
        most: usize,
        number: usize,
    ) -> Result<Tried, Fault> {
        let (train, answers) = (open.features.take(&fold.train), open.target.take(&fold.train));
        let model = learner.fit_until(&input.stop, &train, &answers, input.seed)?;
        let mut rows = fold.test.clone();
        if rows.len() > most {
            fastrand::Rng::with_seed(input.seed ^ number as u64).shuffle(&mut rows);
            rows.truncate(most);
            rows.sort_unstable();
        }
        let features = open.features.take(&rows);
        Ok(Tried { model, rows, features })
    }
}

/// The columns the models use, in groups that tell the same story; beyond the first [`COLUMNS`] all in one.
fn groups(features: &Frame, tried: &[Tried]) -> Vec<Vec<String>> {
    let mut shares = std::collections::BTreeMap::<String, f64>::new();
    for (column, share) in tried.iter().flat_map(|tried| tried.model.importance()) {
        *shares.entry(column).or_default() += share;
    }
    let mut columns: Vec<(String, f64)> = shares.into_iter().collect();
    columns.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: Vec<String> =
        columns.split_off(columns.len().min(COLUMNS)).into_iter().map(|column| column.0).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.0.as_str()).collect();
    let mut groups: Vec<Vec<String>> = association::groups(features, &names)
        .into_iter()
        .map(|group| group.into_iter().map(|place| names[place].to_owned()).collect())
        .collect();
    groups.extend((!rest.is_empty()).then_some(rest));
    groups
}

/// The values of some columns dealt out anew, one deal for all of them.
fn shuffled(features: &Frame, columns: &[String], seed: u64) -> Frame {
    let mut deal: Vec<usize> = (0..features.rows()).collect();
    fastrand::Rng::with_seed(seed).shuffle(&mut deal);
    let dealt = |column: &frame::Column| {
        if columns.contains(&column.name) { column.take(&deal) } else { column.clone() }
    };
    Frame::new(features.columns().iter().map(dealt).collect())
}

/// What the folds' models say of their rows, as out-of-fold predictions.
fn validated(
    tried: &[Tried],
    folds: &[Split],
    predict: &dyn Fn(usize, &Tried) -> Result<Predictions, Fault>,
) -> Result<CrossValidated, Fault> {
    let mut all = CrossValidated::none(1, folds);
    for (number, tried) in tried.iter().enumerate() {
        let predictions = predict(number, tried)?;
        all.rows.extend_from_slice(&tried.rows);
        all.folds.extend(tried.rows.iter().map(|_| number));
        all.predictions.width = predictions.width;
        all.predictions.values.extend(predictions.values);
    }
    Ok(all)
}
