//! Cross-validated scores and comparisons: the mean over folds, and how sure it is.
//!
//! A score is the plain mean of the folds' scores, as scikit-learn's `cross_val_score(..).mean()`:
//! predictions of two folds come from two models, so an AUC over both would compare what is not comparable.
//! Folds whose rows have no score (no row, one class) are left out of the mean.
//!
//! Its interval counts what other test rows would change, and what other training rows would change too. The folds' own
//! intervals tell the first: their mean as of independent estimates, which takes the models as given. For the second the variance
//! is corrected as in Nadeau & Bengio (2003), "Inference for the generalization error", Machine Learning 52, section 3, from `1 /
//! folds` to `1 / folds + test rows / training rows`, since training sets overlap. Their variance is that of the folds' scores;
//! five of them tell it so badly that Student's quantile has to make up for it. Here it is that which the rows tell, and the
//! folds raise it where they differ by more: as if the rows were [`ROWS_COUNT_AS`] folds (a moderated variance as in Smyth,
//! "Linear models and empirical Bayes methods", Statistical Applications in Genetics 3, 2004, never below the rows' own).
//! `coverage.rs` holds it to its level.
//!
//! Where rows were dealt out into folds several times, the interval over rows is the mean of those of the passes, since all
//! are made from the same rows, and the folds of all passes count as folds (Bouckaert & Frank, "Evaluating the replicability of
//! significance tests for comparing learning algorithms", PAKDD 2004).
//!
//! Folds by time do not resample one table: there the interval is the wider of that over rows and Student's over the blocks.
//!
//! Money, accuracy and F1 take for each fold the threshold that is best on the other folds' rows, so no row's answer
//! chooses the threshold it is judged by. (The models behind the other folds' predictions did see that row,
//! as in all nested choices from one set of out-of-fold predictions.)

use frame::{Target, Task};

use super::estimate::{Estimate, mean_and_variance, normal_reach, reach};
use super::{Metric, money_estimate, money_paired, money_per_month};
use crate::{CrossValidated, Predictions};

/// The mean over folds of a candidate's scores, with a 95 % interval.
///
/// `target` is that of the whole frame that was cross-validated. `None` where no fold has a score.
pub fn cross_validated_score(
    metric: &Metric,
    target: &Target,
    validated: &CrossValidated,
) -> Option<Estimate> {
    let folds = folds(validated);
    let scored = folds.iter().map(|fold| {
        let (answers, predictions) = (target.take(&fold.rows), validated.predictions.take(&fold.positions));
        let Metric::Money(worth) = metric else {
            let predictions = as_scored(metric, target, validated, &folds, fold, predictions)?;
            let estimate = metric.estimate(&answers, &predictions, fold.number as u64);
            return Some((metric.score(&answers, &predictions)?, estimate));
        };
        let threshold = threshold_of_others(metric, target, validated, &folds, fold.number)?;
        let estimate = money_estimate(&answers, &predictions, threshold, worth);
        Some((money_per_month(&answers, &predictions, threshold, worth)?, estimate))
    });
    let estimate = over_folds(scored.collect(), validated, &folds)?;
    Some(estimate.within(metric.entry().range))
}

/// How much better `a` is than `b` (positive: `a` is better), as the mean over folds of the paired
/// differences, with a 95 % interval.
///
/// Both were cross-validated on the same folds of the frame that `target` belongs to; `None` if not, or where
/// no fold has a score. Nothing where both [say the same](Predictions::say_the_same): what rounding makes of it, over and
/// over in one direction, would look sure. `seed` is that of the bootstrap, for metrics that need one.
pub fn paired_over_folds(
    metric: &Metric,
    target: &Target,
    a: &CrossValidated,
    b: &CrossValidated,
    seed: u64,
) -> Option<Estimate> {
    if a.rows != b.rows || a.folds != b.folds {
        return None;
    }
    if a.decided == b.decided && a.predictions.say_the_same(&b.predictions) {
        return Some(Estimate { score: 0.0, low: 0.0, high: 0.0 });
    }
    let folds = folds(a);
    let scored = folds.iter().map(|fold| {
        let answers = target.take(&fold.rows);
        let (of_a, of_b) = (a.predictions.take(&fold.positions), b.predictions.take(&fold.positions));
        let Metric::Money(worth) = metric else {
            let of_a = as_scored(metric, target, a, &folds, fold, of_a)?;
            let of_b = as_scored(metric, target, b, &folds, fold, of_b)?;
            let gain = metric.score(&answers, &of_a)? - metric.score(&answers, &of_b)?;
            let gain = if metric.higher_is_better() { gain } else { -gain };
            return Some((
                gain,
                metric.paired(&answers, &of_a, &of_b, seed.wrapping_add(fold.number as u64)),
            ));
        };
        let threshold = |validated| threshold_of_others(metric, target, validated, &folds, fold.number);
        let (at_a, at_b) = (threshold(a)?, threshold(b)?);
        let earned = |predictions, threshold| money_per_month(&answers, predictions, threshold, worth);
        let gain = earned(&of_a, at_a)? - earned(&of_b, at_b)?;
        Some((gain, money_paired(&answers, (&of_a, at_a), (&of_b, at_b), worth)))
    });
    let estimate = over_folds(scored.collect(), a, &folds)?;
    Some(estimate.within(metric.range_of_gains()))
}

/// The rows of one fold: their numbers in the frame, and their positions in the out-of-fold predictions.
struct Fold {
    number: usize,
    rows: Vec<usize>,
    positions: Vec<usize>,
    /// Which dealing out of the rows it belongs to.
    pass: usize,
}

fn folds(validated: &CrossValidated) -> Vec<Fold> {
    let count = validated.folds.iter().max().map_or(0, |last| last + 1);
    let passes = validated.passes();
    let empty = |number| Fold { number, rows: Vec::new(), positions: Vec::new(), pass: 0 };
    let mut folds: Vec<Fold> = (0..count).map(empty).collect();
    for (position, (&row, &number)) in validated.rows.iter().zip(&validated.folds).enumerate() {
        folds[number].rows.push(row);
        folds[number].positions.push(position);
        folds[number].pass = passes.partition_point(|pass| pass.end <= position);
    }
    folds.retain(|fold| !fold.rows.is_empty());
    folds
}

/// A fold's predictions as the measure scores them: decisions, where it scores decisions at a threshold, and this the
/// one that is best on the other folds.
fn as_scored(
    metric: &Metric,
    target: &Target,
    validated: &CrossValidated,
    folds: &[Fold],
    fold: &Fold,
    predictions: Predictions,
) -> Option<Predictions> {
    if !metric.scores_decisions(target) || validated.decided {
        return Some(predictions);
    }
    let threshold = threshold_of_others(metric, target, validated, folds, fold.number)?;
    Some(predictions.decided(threshold))
}

/// The deciding measure in each fold, where it can be computed; decisions are taken at the threshold that is best on
/// the other folds.
pub fn scores_of_folds(metric: &Metric, target: &Target, validated: &CrossValidated) -> Vec<f64> {
    let folds = folds(validated);
    let score = |fold: &Fold| {
        let (answers, predictions) = (target.take(&fold.rows), validated.predictions.take(&fold.positions));
        let Metric::Money(worth) = metric else {
            let predictions = as_scored(metric, target, validated, &folds, fold, predictions)?;
            return metric.score(&answers, &predictions);
        };
        let threshold = threshold_of_others(metric, target, validated, &folds, fold.number)?;
        money_per_month(&answers, &predictions, threshold, worth)
    };
    folds.iter().filter_map(score).collect()
}

/// The threshold that is best by the measure on all folds of its pass but this one; on its own rows when it is the
/// only one. Decisions are taken as they are.
fn threshold_of_others(
    metric: &Metric,
    target: &Target,
    validated: &CrossValidated,
    folds: &[Fold],
    number: usize,
) -> Option<f64> {
    if target.task == Task::Regression || validated.decided {
        return Some(0.5);
    }
    let pass = folds.iter().find(|fold| fold.number == number)?.pass;
    let of_pass = || folds.iter().filter(move |fold| fold.pass == pass);
    let alone = of_pass().count() == 1;
    let others = || of_pass().filter(|fold| fold.number != number || alone);
    let rows: Vec<usize> = others().flat_map(|fold| fold.rows.iter().copied()).collect();
    let positions: Vec<usize> = others().flat_map(|fold| fold.positions.iter().copied()).collect();
    let predictions: Predictions = validated.predictions.take(&positions);
    metric.best_threshold(&target.take(&rows), &predictions)
}

/// A fold's score, and its interval over rows if it has rows enough for one.
type Scored = Option<(f64, Option<Estimate>)>;

/// How many folds' worth the variance that the rows tell counts beside that of the folds themselves.
const ROWS_COUNT_AS: f64 = 12.0;

/// The mean of the folds' scores with its interval; `None` when there is neither of the two.
fn over_folds(scored: Vec<Scored>, validated: &CrossValidated, folds: &[Fold]) -> Option<Estimate> {
    let used = scored.iter().zip(folds).filter(|(scored, _)| scored.is_some()).map(|(_, fold)| fold);
    let passes: Vec<usize> = used.clone().map(|fold| fold.pass).collect();
    let overlap = overlap(used, validated);
    let (scores, intervals): (Vec<f64>, Vec<Option<Estimate>>) = scored.into_iter().flatten().unzip();
    let count = scores.len() as f64;
    let spread = mean_and_variance(&scores);
    let over_training = |overlap: f64| {
        let (mean, variance) = spread?;
        let error = ((1.0 / count + overlap) * variance).sqrt();
        Some(Estimate::around(mean, error * reach(count - 1.0)?))
    };
    let Some(intervals) = intervals.into_iter().collect::<Option<Vec<_>>>() else {
        return over_training(overlap);
    };
    let over_rows = over_rows(&intervals, &passes);
    // The variance of a fold's score by its rows, and by how much the folds say more.
    let by_rows =
        intervals.iter().map(|one| (one.width() / 2.0 / normal_reach()).powi(2)).sum::<f64>() / count;
    match (over_rows, over_training(overlap), spread) {
        (Some(rows), Some(_), Some((_, variance))) if overlap > 0.0 && by_rows > 0.0 => {
            let others = count - 1.0;
            let freedom = ROWS_COUNT_AS + others;
            let more = f64::max(1.0, (ROWS_COUNT_AS + others * variance / by_rows) / freedom);
            let a_pass = count / (passes.last()? + 1) as f64;
            let factor = (a_pass * (1.0 / count + overlap) * more).sqrt() * reach(freedom)? / normal_reach();
            Some(rows.times_as_wide(factor))
        }
        (Some(rows), Some(training), _) => {
            Some(if training.width() > rows.width() { training } else { rows })
        }
        (rows, training, _) => rows.or(training),
    }
}

/// The mean of the folds' own intervals: independent within a pass, made from the same rows from pass to pass.
fn over_rows(intervals: &[Estimate], passes: &[usize]) -> Option<Estimate> {
    let of_pass = |pass| {
        let parts = passes.iter().zip(intervals).filter(|(of, _)| **of == pass);
        Estimate::mean(&parts.map(|(_, part)| *part).collect::<Vec<_>>())
    };
    let last = passes.last().map_or(0, |last| last + 1);
    Estimate::mean_of_same(&(0..last).filter_map(of_pass).collect::<Vec<_>>())
}

/// The correction for training sets that overlap: test rows over training rows.
///
/// None for folds by time, told by their parts not adding up to one same table: each block is another time, judged
/// by what came before it, and the blocks' own spread says how sure the mean is.
fn overlap<'f>(folds: impl Iterator<Item = &'f Fold> + Clone, validated: &CrossValidated) -> f64 {
    let trained = |fold: &Fold| validated.train_rows[fold.number];
    let mut wholes = folds.clone().map(|fold| trained(fold) + fold.rows.len());
    let first = wholes.next();
    if wholes.any(|whole| Some(whole) != first) {
        return 0.0;
    }
    let tested: usize = folds.clone().map(|fold| fold.rows.len()).sum();
    let trained: usize = folds.map(trained).sum();
    tested as f64 / trained as f64
}

#[cfg(test)]
mod tests {
    use super::super::{Worth, best_threshold};
    use super::*;

    // The twelve rows of `peer.rs`, in three folds of four.
    const Y: [f64; 12] = [0., 1., 0., 1., 1., 0., 0., 1., 0., 1., 0., 0.];
    const A: [f64; 12] = [0.1, 0.9, 0.4, 0.4, 0.8, 0.4, 0.2, 0.6, 0.7, 0.3, 0.1, 0.5];
    const B: [f64; 12] = [0.3, 0.7, 0.5, 0.2, 0.8, 0.6, 0.1, 0.5, 0.4, 0.5, 0.2, 0.5];

    fn target(values: &[f64]) -> Target {
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        Target { name: "churned".into(), task: Task::Binary, classes, values: values.to_vec(), weights: None }
    }

    fn validated(scores: &[f64]) -> CrossValidated {
        let rows: Vec<usize> = (0..scores.len()).collect();
        CrossValidated {
            folds: rows.iter().map(|row| row / 4).collect(),
            predictions: Predictions { width: 1, values: scores.to_vec() },
            train_rows: vec![8; scores.len() / 4],
            decided: false,
            rows,
            fit_seconds: 0.0,
            predict_rows_per_second: 1.0,
            reproducible: None,
            peak_memory_bytes: None,
            size_bytes: 0,
            inputs: None,
        }
    }

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn the_score_is_the_mean_over_folds() {
        // np.mean([sklearn.metrics.roc_auc_score(y[fold], a[fold]) for fold in folds]); log_loss likewise.
        let score = |metric: Metric| cross_validated_score(&metric, &target(&Y), &validated(&A)).unwrap();
        close(score(Metric::Auc).score, 0.7361111111111112);
        close(score(Metric::LogLoss).score, 0.5260190868321536);
        // A fold of one class has no area and is left out.
        let more = [&Y[..], &[0.0; 4]].concat();
        let scores = [&A[..], &[0.9, 0.8, 0.7, 0.6]].concat();
        let longer = cross_validated_score(&Metric::Auc, &target(&more), &validated(&scores)).unwrap();
        assert_eq!(longer, score(Metric::Auc));
        assert_eq!(cross_validated_score(&Metric::Auc, &target(&[0.0; 4]), &validated(&A[..4])), None);
        assert_eq!(cross_validated_score(&Metric::Auc, &target(&[]), &validated(&[])), None);
        // A fold of one row has a loss but no spread: the interval is then that of the folds alone.
        let mut single = validated(&A);
        single.folds = (0..12).collect();
        single.train_rows = vec![11; 12];
        let left_out = cross_validated_score(&Metric::LogLoss, &target(&Y), &single).unwrap();
        close(left_out.score, Metric::LogLoss.score(&target(&Y), &single.predictions).unwrap());
        assert!(left_out.low < left_out.score);
    }

    #[test]
    fn the_gain_counts_test_rows_and_training_rows() {
        let gain =
            paired_over_folds(&Metric::LogLoss, &target(&Y), &validated(&A), &validated(&B), 0).unwrap();
        let own = |fold: usize| {
            let rows: Vec<usize> = (4 * fold..4 * fold + 4).collect();
            let (a, b) = (validated(&A).predictions.take(&rows), validated(&B).predictions.take(&rows));
            Metric::LogLoss.paired(&target(&Y).take(&rows), &a, &b, 0).unwrap()
        };
        let over_rows = Estimate::mean(&[own(0), own(1), own(2)]).unwrap();
        // d = the folds' differences in log_loss, w = the mean squared half-width of `own` / 1.96:
        // more = max(1, (12 + 2 * np.var(d, ddof=1) / w) / 14); over_rows times
        // sqrt(3 * (1/3 + 4/8) * more) * t.ppf(0.975, 14) / norm.ppf(0.975)
        let scores = [own(0), own(1), own(2)].map(|one| one.score);
        let (_, variance) = mean_and_variance(&scores).unwrap();
        let half = |one: Estimate| (one.high - one.low) / 2.0 / 1.959963984540054;
        let by_rows = [own(0), own(1), own(2)].map(|one| half(one).powi(2)).iter().sum::<f64>() / 3.0;
        let more = f64::max(1.0, (12.0 + 2.0 * variance / by_rows) / 14.0);
        let factor = (2.5 * more).sqrt() * 2.1447866879178044 / 1.959963984540054;
        close(gain.score, 0.06349262120765797);
        assert!((gain.width() - over_rows.width() * factor).abs() < 1e-9, "{gain:?}");
        let back =
            paired_over_folds(&Metric::LogLoss, &target(&Y), &validated(&B), &validated(&A), 0).unwrap();
        close(back.score, -gain.score);
        let mut other = validated(&B);
        other.folds.reverse();
        assert_eq!(
            paired_over_folds(&Metric::Auc, &target(&Y), &validated(&A), &other, 0),
            None,
            "other folds"
        );
    }

    #[test]
    fn rounding_is_no_gain() {
        // Each row a hair nearer to its answer: a gain in every fold, of nothing but rounding.
        let nearer: Vec<f64> = A.iter().zip(&Y).map(|(a, y)| a + (y - a) * 1e-15).collect();
        assert_ne!(nearer, A);
        let gain =
            paired_over_folds(&Metric::LogLoss, &target(&Y), &validated(&nearer), &validated(&A), 0).unwrap();
        assert_eq!((gain.low, gain.score, gain.high), (0.0, 0.0, 0.0));
    }

    #[test]
    fn only_folds_of_one_table_overlap() {
        let mut validated = validated(&A);
        assert_eq!(overlap(folds(&validated).iter(), &validated), 0.5);
        validated.train_rows = vec![4, 8, 12];
        assert_eq!(
            overlap(folds(&validated).iter(), &validated),
            0.0,
            "each block learns from all before it"
        );
    }

    #[test]
    fn money_takes_its_threshold_from_the_other_folds() {
        let worth = Worth {
            true_positive: 10.0,
            false_positive: -10.0,
            cases_per_month: 4.0,
            currency: "EUR".into(),
            ..Worth::default()
        };
        // The other folds part their classes at 0.5; in the last one only a threshold of 0.15 would earn.
        let y = [0., 0., 1., 1., 0., 0., 1., 1., 0., 0., 1., 1.];
        let scores = [0.4, 0.4, 0.6, 0.6, 0.4, 0.4, 0.6, 0.6, 0.1, 0.1, 0.2, 0.2];
        let metric = Metric::Money(worth.clone());
        let estimate = cross_validated_score(&metric, &target(&y), &validated(&scores)).unwrap();
        // The first two folds: the best on the others is 0.15 or 0.5 (10 + 10 either way, less 2 * 10 at
        // 0.15): 0.5.
        close(estimate.score, (20.0 + 20.0 + 0.0) / 3.0);
        let (_, own) = best_threshold(&target(&y), &validated(&scores).predictions, &worth).unwrap();
        assert!(own >= estimate.score - 1e-9);
        let same =
            paired_over_folds(&metric, &target(&y), &validated(&scores), &validated(&scores), 0).unwrap();
        assert_eq!((same.low, same.score, same.high), (0.0, 0.0, 0.0));
    }
}
