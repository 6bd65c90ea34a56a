//! Segments in which the choice is wrong on average: rows for which it says too much or too little.

use frame::{Frame, Target, Task};
use learn::Predictions;
use serde::Serialize;

use crate::said::{FEWEST_ROWS, Said, skewness};
use crate::slices::{Cut, PARTS, Slice};

/// Rows that share a value, or two, and for which predictions are off in one direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// What its rows share, such as `plan = trial` or `age from 20 to 35`.
    pub name: String,
    /// The columns it is made of.
    pub columns: Vec<String>,
    /// The class it is about, where there are more than two.
    pub class: Option<String>,
    /// How many rows it has, those of surer segments left out.
    pub rows: usize,
    /// The mean of what was predicted for them.
    pub predicted: f64,
    /// The mean of what came true.
    pub observed: f64,
    /// The ends of the interval of observed less predicted: 95 % over all segments looked at together.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Pairs are made of this many columns: the most important, then those that are most off by themselves.
const PAIRED: usize = 12;

/// How far off, as a share of the target's own deviation, is worth telling.
const WORTH_TELLING: f64 = 0.1;

/// At most this many are told, and this many rows looked at.
const TOLD: usize = 12;
const MOST_ROWS: usize = 100_000;

/// What the choice says, as a column to pair with others.
const SAID: &str = "what it says";

/// The slice by one column that is most surely and noticeably off; none where none is.
pub(crate) fn weakest(
    features: &Frame,
    target: &Target,
    rows: &[usize],
    predictions: &Predictions,
) -> Option<Segment> {
    found(features, target, rows, predictions, &[], 0).into_iter().next()
}

/// The segments whose mean prediction is surely and noticeably off, the surest first.
///
/// Looked at are slices by one column and by two, and by a column and what the choice itself says (where it is too
/// sure of itself). The surest is told; its rows are then left out, and what is still surely off in the rest comes
/// next, so that a slice is not told again under every name that overlaps it. Ends are at 1 - 0.05 / m, m the
/// number of slices looked at (Bonferroni). `importance` names the columns to pair first. Where rows count differently,
/// so they do here.
pub(crate) fn segments(
    features: &Frame,
    target: &Target,
    rows: &[usize],
    predictions: &Predictions,
    importance: &[(String, f64)],
) -> Vec<Segment> {
    found(features, target, rows, predictions, importance, PAIRED)
}

/// The segments of one column, and of two of the `paired` first.
fn found(
    features: &Frame,
    target: &Target,
    rows: &[usize],
    predictions: &Predictions,
    importance: &[(String, f64)],
    paired: usize,
) -> Vec<Segment> {
    if rows.len() < 2 * FEWEST_ROWS {
        return Vec::new();
    }
    let step = rows.len().div_ceil(MOST_ROWS);
    let looked_at: Vec<usize> = (0..rows.len()).step_by(step).collect();
    let places: Vec<usize> = looked_at.iter().map(|&at| rows[at]).collect();
    let cuts: Vec<Cut> = features.columns().iter().filter_map(|column| Cut::of(column, &places)).collect();
    let classes = if target.task == Task::Multiclass { target.classes.len() } else { 1 };
    let mut found: Vec<(f64, Segment)> = Vec::new();
    for class in 0..classes {
        let truth = |row: usize| match target.task {
            Task::Multiclass => f64::from(u8::from(target.values[row] as usize == class)),
            _ => target.values[row],
        };
        let said = Said {
            predicted: looked_at.iter().map(|&at| predictions.row(at)[class]).collect(),
            observed: places.iter().map(|&row| truth(row)).collect(),
            counts: target.weights.as_ref().map(|_| places.iter().map(|&row| target.weight(row)).collect()),
            is_share: target.task != Task::Regression,
            skew: 0.0,
        };
        let all: Vec<usize> = (0..places.len()).collect();
        let said = Said { skew: skewness(&said.errors(&all)), ..said };
        let class = (classes > 1).then(|| target.classes[class].clone());
        found.extend(said.off(&cuts, (importance, paired), classes, class.as_deref()));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    found.into_iter().map(|(_, segment)| segment).take(TOLD).collect()
}

impl Said {
    /// The slices that are off, each with how sure that is.
    fn off(
        &self,
        cuts: &[Cut],
        (importance, paired): (&[(String, f64)], usize),
        classes: usize,
        class: Option<&str>,
    ) -> Vec<(f64, Segment)> {
        let mut slices: Vec<Slice> = cuts.iter().flat_map(|cut| cut.slices(None)).collect();
        if paired > 0 {
            slices.extend(self.pairs(cuts, importance, paired));
        }
        let all = self.observed.len();
        slices.retain(|slice| (FEWEST_ROWS..=all - FEWEST_ROWS).contains(&slice.rows.len()));
        let looked_at = (slices.len() * classes).max(1) as f64;
        let noticeable = WORTH_TELLING * self.deviation();
        let mut is_told = vec![false; all];
        let mut found = Vec::new();
        while found.len() < TOLD {
            let measured = slices.iter().enumerate().filter_map(|(place, slice)| {
                let rows: Vec<usize> = slice.rows.iter().copied().filter(|&row| !is_told[row]).collect();
                let measured = self.measure(&rows, looked_at)?;
                let is_off =
                    measured.sure > 0.0 && (measured.observed - measured.predicted).abs() >= noticeable;
                is_off.then_some((place, measured))
            });
            let surest = measured.max_by(|a, b| a.1.sure.total_cmp(&b.1.sure).then(b.0.cmp(&a.0)));
            let Some((place, measured)) = surest else { break };
            let slice = &slices[place];
            slice.rows.iter().for_each(|&row| is_told[row] = true);
            let segment = Segment {
                name: slice.name.clone(),
                columns: slice.columns.iter().filter(|column| *column != SAID).cloned().collect(),
                class: class.map(str::to_owned),
                rows: measured.rows,
                predicted: measured.predicted,
                observed: measured.observed,
                low: measured.low - measured.predicted,
                high: measured.high - measured.predicted,
            };
            found.push((measured.sure, segment));
        }
        found
    }

    /// The slices of two columns, and of a column and what the choice itself says.
    fn pairs(&self, cuts: &[Cut], importance: &[(String, f64)], paired: usize) -> Vec<Slice> {
        // The columns that are most off by themselves are paired too, since the choice may not use them.
        let off_by_itself = |cut: &Cut| {
            let own = cut.slices(None).into_iter().filter_map(|slice| self.measure(&slice.rows, 1.0));
            own.map(|measured| measured.sure).fold(f64::NEG_INFINITY, f64::max)
        };
        let rank =
            |cut: &Cut| importance.iter().position(|(name, _)| name == cut.column).unwrap_or(usize::MAX);
        let mut order: Vec<(usize, f64, &Cut)> =
            cuts.iter().map(|cut| (rank(cut).min(PAIRED / 2), off_by_itself(cut), cut)).collect();
        order.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.column.cmp(b.2.column)));
        let first: Vec<&Cut> = order.iter().take(paired).map(|(.., cut)| *cut).collect();
        let mut slices = Vec::new();
        for (place, one) in first.iter().enumerate() {
            slices.extend(first[place + 1..].iter().flat_map(|other| one.slices(Some(other))));
        }
        // Where what it says is off whatever the column, that is calibration, told elsewhere.
        let own = Cut::of_numbers(SAID, &self.predicted);
        if let Some(own) = own.filter(|own| own.slices(None).iter().all(|slice| self.is_right(&slice.rows))) {
            slices.extend(cuts.iter().flat_map(|cut| cut.slices(Some(&own))));
        }
        slices
    }

    fn is_right(&self, rows: &[usize]) -> bool {
        self.measure(rows, PARTS as f64).is_none_or(|measured| measured.sure <= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use frame::{Column, Kind};

    use super::*;

    /// 2,000 rows with a plan and an age; the young on trial say yes in `trial` of the cases, all others in 0.3.
    fn found(trial: f64, seed: u64) -> Vec<Segment> {
        let mut chance = fastrand::Rng::with_seed(seed);
        let rows = 2_000;
        let ages: Vec<f64> = (0..rows).map(|_| 20.0 + 60.0 * chance.f64()).collect();
        let plans: Vec<&str> = (0..rows).map(|_| ["basic", "full", "trial"][chance.usize(0..3)]).collect();
        let answer = |row: usize| if plans[row] == "trial" && ages[row] < 35.0 { trial } else { 0.3 };
        let values = (0..rows).map(|row| f64::from(u8::from(chance.f64() < answer(row)))).collect();
        let features = Frame::new(vec![
            Column::numbers("age", Kind::Number, ages),
            Column::text("plan", plans.iter().map(|plan| Some(*plan))),
        ]);
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        let target = Target { name: "y".to_owned(), task: Task::Binary, classes, values, weights: None };
        let predictions = Predictions { width: 1, values: vec![0.3; rows] };
        let importance = [("age".to_owned(), 0.6), ("plan".to_owned(), 0.4)];
        segments(&features, &target, &(0..rows).collect::<Vec<_>>(), &predictions, &importance)
    }

    #[test]
    fn a_slice_of_two_columns_is_found_and_named() {
        for seed in 0..20 {
            let found = found(0.7, seed);
            assert!(
                found[0].name.contains("plan = trial") && found[0].name.contains("age from 20"),
                "{found:?}"
            );
            assert!(found[0].observed > 0.4 && found[0].low > 0.0, "{found:?}");
            assert!(found.len() <= 2, "a slice is told once: {found:?}");
        }
    }

    #[test]
    fn chance_alone_makes_no_segment() {
        let fired = (0..100).filter(|&seed| !found(0.3, seed).is_empty()).count();
        assert!(fired <= 5, "{fired} of 100");
    }

    /// A sample that holds every yes and one in 25 of the no, with weights that make up for it. Predictions are the
    /// true chances, but for a `miss` in one slice.
    fn of_a_sample(seed: u64, miss: f64) -> Vec<Segment> {
        let mut chance = fastrand::Rng::with_seed(seed);
        let (mut letters, mut numbers, mut values, mut weights, mut said) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        while values.len() < 3_000 {
            let (letter, number) = (["A", "B", "C", "D"][chance.usize(0..4)], 4.0 * chance.f64() - 2.0);
            let right = 1.0 / (1.0 + (4.0 - number - f64::from(u8::from(letter == "A"))).exp());
            let yes = chance.f64() < right;
            if !yes && chance.f64() > 0.04 {
                continue;
            }
            letters.push(Some(letter));
            numbers.push(number);
            values.push(f64::from(u8::from(yes)));
            weights.push(if yes { 1.0 } else { 25.0 });
            said.push(if letter == "B" { right + miss } else { right });
        }
        let rows: Vec<usize> = (0..values.len()).collect();
        let features =
            Frame::new(vec![Column::text("g", letters), Column::numbers("x", Kind::Number, numbers)]);
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        let (name, weights) = ("y".to_owned(), Some(weights));
        let target = Target { name, task: Task::Binary, classes, values, weights };
        segments(&features, &target, &rows, &Predictions { width: 1, values: said }, &[])
    }

    #[test]
    fn rows_that_make_up_for_others_count_as_those() {
        let fired = (0..60).filter(|&seed| !of_a_sample(seed, 0.0).is_empty()).count();
        assert!(fired <= 3, "{fired} of 60");
        for seed in 0..10 {
            let found = of_a_sample(seed, 0.3);
            assert!(found.iter().any(|one| one.name.contains("g = B")), "{found:?}");
        }
    }

    #[test]
    fn a_row_that_counts_three_times_as_much_is_three_rows() {
        let mut chance = fastrand::Rng::with_seed(4);
        let rows = 3_000;
        let (mut numbers, mut values, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rows {
            let (x, heavy) = (chance.f64(), chance.bool());
            // In the upper quarter the heavy ones are off by 2 and the others by -1.
            let off = match (x < 0.75, heavy) {
                (true, _) => 0.0,
                (false, true) => 2.0,
                (false, false) => -1.0,
            };
            numbers.push(x);
            values.push(off + chance.f64() - 0.5);
            weights.push(if heavy { 3.0 } else { 1.0 });
        }
        let features = Frame::new(vec![Column::numbers("x", Kind::Number, numbers)]);
        let (name, weights) = ("y".to_owned(), Some(weights));
        let target = Target { name, task: Task::Regression, classes: Vec::new(), values, weights };
        let predictions = Predictions { width: 1, values: vec![0.0; rows] };
        let found = segments(&features, &target, &(0..rows).collect::<Vec<_>>(), &predictions, &[]);
        // (3 * 2 - 1) / 4
        assert!((found[0].observed - 1.25).abs() < 0.15, "{found:?}");
        assert!(found[0].low > 0.9 && found[0].high < 1.6, "{found:?}");
    }

    /// A table of ten columns, what comes true, and what is said of it.
    fn table(
        rows: usize,
        seed: u64,
        truth: fn(&mut fastrand::Rng, f64, &str) -> (f64, f64),
        task: Task,
    ) -> Vec<Segment> {
        let mut chance = fastrand::Rng::with_seed(seed);
        let numbers: Vec<Vec<f64>> = (0..7).map(|_| (0..rows).map(|_| chance.f64()).collect()).collect();
        let texts: Vec<Vec<&str>> = (0..3)
            .map(|_| (0..rows).map(|_| ["a", "b", "c", "d", "e"][chance.usize(0..5)]).collect())
            .collect();
        let both: Vec<(f64, f64)> =
            (0..rows).map(|row| truth(&mut chance, numbers[0][row], texts[0][row])).collect();
        let columns = numbers.into_iter().enumerate();
        let mut columns: Vec<Column> =
            columns.map(|(at, values)| Column::numbers(format!("n{at}"), Kind::Number, values)).collect();
        for (at, values) in texts.into_iter().enumerate() {
            columns.push(Column::text(format!("t{at}"), values.into_iter().map(Some)));
        }
        let target = Target {
            name: "y".to_owned(),
            task,
            classes: vec!["no".to_owned(), "yes".to_owned()],
            values: both.iter().map(|both| both.0).collect(),
            weights: None,
        };
        let predictions = Predictions { width: 1, values: both.iter().map(|both| both.1).collect() };
        segments(&Frame::new(columns), &target, &(0..rows).collect::<Vec<_>>(), &predictions, &[])
    }

    #[test]
    fn a_right_model_of_rare_answers_or_of_skewed_numbers_is_left_in_peace() {
        let rare = |chance: &mut fastrand::Rng, x: f64, _: &str| {
            let share = 0.005 + 0.05 * x * x;
            (f64::from(u8::from(chance.f64() < share)), share)
        };
        let skewed = |chance: &mut fastrand::Rng, x: f64, _: &str| {
            // The noise has mean 1.
            (x * -(1.0 - chance.f64()).ln(), x)
        };
        let fired =
            |truth, task| (0..100).filter(|&seed| !table(3_000, seed, truth, task).is_empty()).count();
        let (of_rare, of_skewed) = (fired(rare, Task::Binary), fired(skewed, Task::Regression));
        assert!(of_rare <= 5 && of_skewed <= 5, "{of_rare} and {of_skewed} of 100");
    }

    #[test]
    fn a_slice_in_which_all_is_the_other_way_round_is_found_though_its_mean_is_right() {
        let turned = |chance: &mut fastrand::Rng, x: f64, text: &str| {
            let said = 0.1 + 0.8 * x;
            let share = if text == "c" { 1.0 - said } else { said };
            (f64::from(u8::from(chance.f64() < share)), said)
        };
        for seed in 0..10 {
            let found = table(4_000, seed, turned, Task::Binary);
            assert!(
                found.len() >= 2 && found.iter().all(|one| one.columns.contains(&"t0".to_owned())),
                "{found:?}"
            );
        }
    }
}
