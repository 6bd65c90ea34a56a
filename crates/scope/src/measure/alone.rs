//! How far one view of a column, taken alone, gives the target away: out-of-fold, so that a column of many
//! values gains nothing by being learned by heart.

use frame::{Split, Target, Task};

use super::View;
use super::partition::{Counts, partition};

/// What one view alone says about the target.
#[derive(Debug, Clone)]
pub struct Alone {
    /// Classes: informedness, 0 for chance and 1 for certainty: mean recall of the classes, rescaled
    /// (Youden, "Index for rating diagnostic tests", 1950, for two classes). Numbers: share of the variance
    /// of the target's ranks that is explained.
    pub skill: f64,
    /// The skill at the unfavourable end of its interval of 99 %.
    pub skill_low: f64,
    /// Share of rows, classes weighing the same, in groups that leave the answer open (no class above 80 %).
    /// 0 for a number.
    pub open: f64,
    /// Area under the ROC curve of the out-of-fold rates; `None` unless there are two classes.
    pub auc: Option<f64>,
    /// Numbers: how nearly the groups are classes cut from the target, at the unfavourable end of its interval of
    /// 99 %; 1 for such a cut, 0 for what the largest group alone gives. `None` for classes and for more than 60 groups.
    pub cut_low: Option<f64>,
}

/// Certainty below which a group leaves the answer open.
const CERTAIN: f64 = 0.8;
/// How nearly groups must be classes cut from the target to be one for sure, and to be asked about. An honest column
/// that correlates at 0.95 reaches 0.4 to 0.7 by the number of its groups; a cut with one wrong row in ten 0.8.
pub const CUT: (f64, f64) = (0.85, 0.75);

impl Alone {
    /// Measure a view of rows whose answers are `target`. `ranks` are those of a numeric target's values, 0 to 1.
    pub fn of(view: &View, target: &Target, ranks: &[f64], folds: &[Split]) -> Alone {
        match target.task {
            Task::Regression => of_numbers(view, ranks, folds),
            _ => of_classes(view, target, folds),
        }
    }
}

fn of_classes(view: &View, target: &Target, folds: &[Split]) -> Alone {
    let classes = target.classes.len();
    let total = Counts::of_classes(view, target, classes);
    let sizes = total.sums();
    let mut hits = vec![0.0; classes];
    let mut open = vec![0.0; classes];
    let mut graded = Vec::new();
    for fold in folds {
        let mut learned = total.clone();
        for &row in &fold.test {
            learned.cells[view.groups[row] as usize * classes + target.values[row] as usize] -= 1.0;
        }
        let weights = learned.sums();
        let joined = partition(view, &learned, &weights);
        let rates = joined.balanced_rates(&weights);
        // Rows of each class in each part: all of a part are told the same.
        let mut tested = vec![0.0; rates.len()];
        for &row in &fold.test {
            let part = joined.part[view.groups[row] as usize];
            tested[part * classes + target.values[row] as usize] += 1.0;
        }
        for (rates, rows) in rates.chunks(classes).zip(tested.chunks(classes)) {
            let best = (0..classes).max_by(|&a, &b| rates[a].total_cmp(&rates[b])).unwrap_or(0);
            if rates[best] > 1.0 / classes as f64 {
                hits[best] += rows[best];
            }
            if rates[best] < CERTAIN {
                open.iter_mut().zip(rows).for_each(|(sum, rows)| *sum += rows);
            }
            graded.push((rates[classes - 1], rows[classes - 1], rows[0]));
        }
    }
    let present: Vec<usize> = (0..classes).filter(|&class| sizes[class] > 0.0).collect();
    let mean = |of: &dyn Fn(usize) -> f64| {
        present.iter().map(|&class| of(class)).sum::<f64>() / present.len() as f64
    };
    let chance = 1.0 / present.len() as f64;
    let rescaled = |recall: f64| (recall - chance) / (1.0 - chance);
    Alone {
        skill: rescaled(mean(&|class| hits[class] / sizes[class])),
        skill_low: rescaled(mean(&|class| share_low(hits[class], sizes[class]))),
        open: mean(&|class| open[class] / sizes[class]),
        auc: (target.task == Task::Binary).then(|| graded_auc(graded)),
        cut_low: None,
    }
}

fn of_numbers(view: &View, ranks: &[f64], folds: &[Split]) -> Alone {
    let total = Counts::of_numbers(view, ranks);
    let mut errors = Vec::with_capacity(ranks.len());
    for fold in folds {
        let mut learned = total.clone();
        for &row in &fold.test {
            let cell = &mut learned.cells[view.groups[row] as usize * 2..][..2];
            cell[0] -= 1.0;
            cell[1] -= ranks[row];
        }
        let joined = partition(view, &learned, &[]);
        let means = joined.means();
        let tested = fold.test.iter();
        errors
            .extend(tested.map(|&row| (ranks[row] - means[joined.part[view.groups[row] as usize]]).powi(2)));
    }
    let count = errors.len().max(1) as f64;
    // Ranks 0 to 1 have a variance of 1/12 when none are tied.
    let middle = ranks.iter().sum::<f64>() / ranks.len().max(1) as f64;
    let variance = ranks.iter().map(|rank| (rank - middle).powi(2)).sum::<f64>() / ranks.len().max(1) as f64;
    let error = errors.iter().sum::<f64>() / count;
    let spread = (errors.iter().map(|value| (value - error).powi(2)).sum::<f64>() / count / count).sqrt();
    let skill = |error: f64| 1.0 - error / variance.max(1e-12);
    let few = (2..=60).contains(&view.names.len());
    let cut_low = few.then(|| cut_low(view, &total, ranks)).flatten();
    Alone { skill: skill(error), skill_low: skill(error + 2.6 * spread), open: 0.0, auc: None, cut_low }
}

/// The lower end of Wilson's interval of 99 % for a share ("Probable inference", 1927).
pub fn share_low(hits: f64, of: f64) -> f64 {
    const Z2: f64 = 2.576 * 2.576;
    let share = hits / of;
    let middle = share + Z2 / (2.0 * of);
    let half = (Z2 * (share * (1.0 - share) / of + Z2 / (4.0 * of * of))).sqrt();
    ((middle - half) / (1.0 + Z2 / of)).max(0.0)
}

/// The area under the ROC curve: the chance that a positive row scores above a negative one, ties half.
pub fn auc(scores: &[f64], positive: &[f64]) -> f64 {
    let ranks = ranks(scores);
    let (mut sum, mut count) = (0.0, 0.0);
    for (rank, _) in ranks.iter().zip(positive).filter(|(_, positive)| **positive > 0.5) {
        sum += rank * scores.len() as f64 + 0.5;
        count += 1.0;
    }
    let others = scores.len() as f64 - count;
    if count == 0.0 || others == 0.0 { 0.5 } else { (sum - count * (count + 1.0) / 2.0) / (count * others) }
}

/// The same of rows put together by score: the score, its positive rows, its negative ones.
fn graded_auc(mut graded: Vec<(f64, f64, f64)>) -> f64 {
    graded.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut won, mut positives, mut negatives) = (0.0, 0.0, 0.0);
    for tied in graded.chunk_by(|a, b| a.0 == b.0) {
        let positive: f64 = tied.iter().map(|rows| rows.1).sum();
        let negative: f64 = tied.iter().map(|rows| rows.2).sum();
        won += positive * (negatives + negative / 2.0);
        positives += positive;
        negatives += negative;
    }
    if positives == 0.0 || negatives == 0.0 { 0.5 } else { won / (positives * negatives) }
}

/// Mid-ranks of values, from 0 to nearly 1: (rank - 1/2) / n. Missing ones are ties, above all others.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let tied = order[start..]
            .iter()
            .take_while(|&&row| values[row].total_cmp(&values[order[start]]).is_eq())
            .count();
        let rank = (start as f64 + (tied as f64 + 1.0) / 2.0 - 0.5) / values.len() as f64;
        order[start..start + tied].iter().for_each(|&row| ranks[row] = rank);
        start += tied;
    }
    ranks
}

/// How nearly groups are classes cut from the target: the most rows that, in the target's order, stand in groups that
/// never go back. Marks that follow the target closely overlap at every border; a cut does at none, and the rows it
/// misses are slips. Rescaled by the largest group, which never goes back either. Rows without a value are left out.
/// The rows are a longest non-decreasing subsequence (Schensted, "Longest increasing and decreasing subsequences", 1961).
fn cut_low(view: &View, total: &Counts, ranks: &[f64]) -> Option<f64> {
    let groups = view.names.len();
    let mut by_mean: Vec<usize> = (0..groups).filter(|&group| view.names[group] != "missing").collect();
    let known = by_mean.len();
    let mean = |group: usize| total.cells[group * 2 + 1] / total.cells[group * 2].max(1.0);
    by_mean.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)));
    let mut place = vec![usize::MAX; groups];
    by_mean.iter().enumerate().for_each(|(at, &group)| place[group] = at);
    let mut rows: Vec<(f64, usize)> =
        ranks.iter().zip(&view.groups).map(|(&rank, &group)| (rank, place[group as usize])).collect();
    rows.retain(|&(_, place)| place < known);
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // The longest run so far that ends in each group or before it.
    let mut longest = vec![0_usize; known];
    for &(_, place) in &rows {
        let reached = longest[place] + 1;
        longest[place..].iter_mut().take_while(|known| **known < reached).for_each(|known| *known = reached);
    }
    let largest = by_mean.iter().map(|group| total.cells[group * 2]).fold(0.0, f64::max) / rows.len() as f64;
    let fits = share_low(*longest.last()? as f64, rows.len() as f64);
    (rows.len() * 2 > ranks.len() && largest < 1.0).then(|| (fits - largest) / (1.0 - largest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auc_counts_ties_as_half() {
        // sklearn.metrics.roc_auc_score([0, 0, 1, 1, 1], [.1, .4, .35, .8, .4]) = 0.75
        assert_eq!(auc(&[0.1, 0.4, 0.35, 0.8, 0.4], &[0.0, 0.0, 1.0, 1.0, 1.0]), 0.75);
        assert_eq!(auc(&[0.3, 0.3], &[0.0, 1.0]), 0.5);
        let graded =
            vec![(0.8, 1.0, 0.0), (0.4, 0.0, 1.0), (0.1, 0.0, 1.0), (0.35, 1.0, 0.0), (0.4, 1.0, 0.0)];
        assert_eq!(graded_auc(graded), 0.75);
    }

    #[test]
    fn missing_values_have_a_rank_too() {
        assert_eq!(ranks(&[f64::NAN, 1.0, f64::NAN, 0.0]), [0.75, 0.375, 0.75, 0.125]);
    }

    #[test]
    fn wilson_of_nine_in_ten() {
        // statsmodels proportion_confint(9, 10, alpha=0.01, method="wilson")[0] = 0.492768
        assert!((share_low(9.0, 10.0) - 0.492768).abs() < 1e-4);
    }
}
