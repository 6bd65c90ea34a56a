//! The climb: every contender measured on the same folds, simplest first.

use std::time::Duration;

use frame::Task;
use learn::{
    Calibration, CrossValidated, Estimate, Metric, Tested, cross_validated_score, scores_of_folds, seen,
    usual_metrics_at,
};

use crate::contender::{Contender, Fitted, Unmeasured, contenders};
use crate::part::Part;
use crate::segments;
use crate::stability::{self, Stability};
use crate::stopping::{self, Climb, Decision, Look};
use crate::{Bakeoff, Candidate, Ended, Input, Status, complexity, thresholds};

/// A contender and how it did.
pub(crate) struct Rung<'a> {
    pub contender: Contender<'a>,
    pub candidate: Candidate,
    /// What it predicted out of fold; none when it failed or was skipped.
    pub measured: Option<CrossValidated>,
    /// The probability from which to act, chosen on rows predicted out of fold.
    pub threshold: Option<f64>,
}

/// All rungs, and how the climb went.
pub(crate) struct Ladder<'a> {
    pub rungs: Vec<Rung<'a>>,
    pub looks: Vec<Look>,
    pub ended: Option<Ended>,
    /// Who was taken, in part or whole, from fits kept earlier: name, fits made, fits taken.
    pub reused: Vec<(String, usize, usize)>,
}

/// Measure one contender after the other; one that fails is a row that says why, never the end of the run.
pub(crate) fn climb<'a>(bakeoff: &Bakeoff<'a>, watch: &mut dyn FnMut(&str, usize, usize)) -> Ladder<'a> {
    let input = bakeoff.input;
    let contenders = contenders(input);
    let count = contenders.len();
    let mut ladder = Ladder { rungs: Vec::new(), looks: Vec::new(), ended: None, reused: Vec::new() };
    let mut spared: Option<String> = None;
    let mut noise: Option<f64> = None;
    for (number, contender) in contenders.into_iter().enumerate() {
        watch(contender.name(), number, count);
        let climb = Climb {
            input,
            open: &bakeoff.open,
            rungs: &ladder.rungs,
            folds: bakeoff.folds.len(),
            noise: noise.unwrap_or_default(),
        };
        // Baselines cost next to nothing, and without them nothing can be said of the others.
        let is_baseline = contender.is_baseline();
        let stop = if is_baseline { learn::Stop::never() } else { bakeoff.stop(&climb, contender) };
        if ladder.ended.is_some() || stop.is_due() {
            let (ended, why) = ended(input, "before its turn");
            ladder.ended = ladder.ended.or(Some(ended));
            ladder.rungs.push(Rung::without(contender, number, Status::Skipped, &why));
            continue;
        }
        if !input.all && matches!(contender, Contender::Learner(_)) {
            if let Some(why) = &spared {
                let rung = Rung::without(contender, number, Status::Spared, why);
                ladder.rungs.push(rung);
                continue;
            }
            if let Some(look) = climb.look(contender) {
                let stops = look.decision == Decision::Stop;
                let why = format!("not worth going on: {}", look.why);
                ladder.looks.push(look);
                if stops {
                    ladder.rungs.push(Rung::without(contender, number, Status::Spared, &why));
                    spared = Some(why);
                    continue;
                }
            }
        }
        let rung = match contender.fits(bakeoff, &stop) {
            Ok(fitted) => Rung::of(bakeoff, contender, number, fitted),
            Err(Unmeasured::Failed(fault)) => {
                Rung::without(contender, number, Status::Failed, &fault.message)
            }
            Err(Unmeasured::Unfair(why)) => Rung::unfair(contender, number, why),
            Err(Unmeasured::Stopped(done, of)) => {
                let (how, why) = ended(input, &format!("with {done} of its {of} folds done"));
                ladder.ended = Some(how);
                Rung::without(contender, number, Status::Skipped, &why)
            }
        };
        let (made, reused) = bakeoff.fits.counted();
        if reused > 0 {
            ladder.reused.push((contender.name().to_owned(), made, reused));
        }
        let is_new = rung.measured.is_some() && !input.all;
        ladder.rungs.push(rung);
        if is_new && let Some(half) = stopping::noise(input, &bakeoff.open, &ladder.rungs) {
            noise = Some(noise.map_or(half, |least: f64| least.min(half)));
        }
    }
    watch("the choice", count, count);
    ladder
}

/// What ended the climb, and that in words.
fn ended(input: &Input, when: &str) -> (Ended, String) {
    match input.stop.is_asked() {
        true => (Ended::ByHand, format!("stopped by hand {when}")),
        false => (Ended::Budget, format!("the budget was spent {when}")),
    }
}

impl<'a> Bakeoff<'a> {
    /// When to stop measuring this one: so that the best so far, or this one itself, can still be fitted on all open
    /// rows before the time is over.
    fn stop(&self, climb: &Climb<'_, 'a>, contender: Contender) -> learn::Stop {
        let stop = &self.input.stop;
        let Some(at) = stop.at() else { return stop.clone() };
        let folds = self.folds.len() as f64;
        let up = if self.input.metric.higher_is_better() { 1.0 } else { -1.0 };
        let scored = |rung: &&Rung| rung.candidate.score.is_some();
        let better = |a: &&Rung, b: &&Rung| {
            let score = |rung: &Rung| rung.candidate.score.unwrap_or(f64::NAN) * up;
            score(a).total_cmp(&score(b))
        };
        let best = climb.rungs.iter().filter(scored).max_by(better);
        let of_best = best.and_then(|rung| rung.candidate.fit_seconds).unwrap_or(0.0) / folds;
        let of_this = climb.seconds(contender).unwrap_or(0.0) / folds;
        // All open rows are a little more than a fold learns from.
        let again = Duration::try_from_secs_f64(1.3 * f64::max(of_best, of_this)).unwrap_or_default();
        stop.by(Some(at.checked_sub(again).unwrap_or(at)))
    }
}

impl<'a> Rung<'a> {
    fn of(bakeoff: &Bakeoff, contender: Contender<'a>, rung: usize, fitted: Fitted) -> Self {
        let (input, open) = (bakeoff.input, &bakeoff.open);
        let Fitted { fits, reproducible } = fitted;
        let train_score = train_score(bakeoff, &fits);
        let size_bytes = fits.iter().filter_map(|fit| fit.size_bytes).max();
        let fits = fits.into_iter().map(Some).collect();
        let measured = CrossValidated::of(fits, &bakeoff.folds, open.target.width());
        let measured = CrossValidated { reproducible, ..measured };
        let once = measured.first_pass();
        let estimate = cross_validated_score(&input.metric, &open.target, &measured)
            .map(|estimate| contender.net_of_cost(input, estimate));
        let threshold = threshold(bakeoff, contender, &once);
        let money = money(bakeoff, contender, &measured);
        let fold_scores = fold_scores(bakeoff, contender, &once);
        let seed_scores = stability::scores_of_seeds(bakeoff, contender, &once, threshold);
        let candidate = Candidate {
            score: estimate.map(|estimate| estimate.score),
            low: estimate.map(|estimate| estimate.low),
            high: estimate.map(|estimate| estimate.high),
            money: money.map(|money| money.score),
            money_low: money.map(|money| money.low),
            money_high: money.map(|money| money.high),
            complexity_days: complexity::days(input.complexity, contender.name()).total(),
            complexity: input.complexity.map(|complexity| complexity.per_month(contender.name())),
            fit_seconds: Some(measured.fit_seconds),
            predict_rows_per_second: Some(measured.predict_rows_per_second).filter(|rate| *rate > 0.0),
            size_bytes,
            peak_memory_bytes: measured.peak_memory_bytes,
            reads: contender.learner().map(|learner| learner.reads().to_owned()),
            inputs_used: measured.inputs,
            stability: Stability::of(&fold_scores, seed_scores.as_deref()),
            fold_scores,
            seed_scores: seed_scores.unwrap_or_default(),
            train_score,
            reproducible: measured.reproducible,
            measures: usual_metrics_at(
                &open.target.take(&once.rows),
                &once.predictions,
                threshold.unwrap_or(0.5),
            ),
            ..Candidate::unmeasured(contender.name(), rung, Status::Dropped, "")
        };
        // A score that is no number, as where squares overflow, is none.
        if candidate.score.is_none_or(|score| !score.is_finite()) {
            let why = format!("{} could not be computed from its predictions", input.metric.name());
            return Rung::without(contender, rung, Status::Failed, &why);
        }
        Rung { contender, candidate, measured: Some(measured), threshold }
    }

    /// How far its probabilities are from what came true, and the slice it serves worst; nothing of decisions.
    pub fn look_closer(&mut self, open: &Part) {
        let Some(measured) = self.measured.as_ref().filter(|measured| !measured.decided) else { return };
        let once = measured.first_pass();
        let calibration = Calibration::of(&open.target.take(&once.rows), &once.predictions);
        self.candidate.calibration_error = calibration.map(|calibration| calibration.expected_error);
        self.candidate.weakest =
            segments::weakest(&open.features, &open.target, &once.rows, &once.predictions);
    }

    fn without(contender: Contender<'a>, rung: usize, status: Status, why: &str) -> Self {
        let candidate = Candidate::unmeasured(contender.name(), rung, status, why);
        Rung { contender, candidate, measured: None, threshold: None }
    }

    fn unfair(contender: Contender<'a>, rung: usize, why: String) -> Self {
        let mut rung = Rung::without(contender, rung, Status::Failed, &why);
        rung.candidate.unfair = Some(why);
        rung
    }
}

impl Candidate {
    pub(crate) fn unmeasured(name: &str, rung: usize, status: Status, why: &str) -> Candidate {
        Candidate {
            name: name.to_owned(),
            rung,
            score: None,
            low: None,
            high: None,
            money: None,
            money_low: None,
            money_high: None,
            complexity: None,
            complexity_days: complexity::days(None, name).total(),
            fit_seconds: None,
            predict_rows_per_second: None,
            size_bytes: None,
            peak_memory_bytes: None,
            reads: None,
            inputs_used: None,
            stability: Stability::default(),
            fold_scores: Vec::new(),
            seed_scores: Vec::new(),
            train_score: None,
            reproducible: None,
            calibration_error: None,
            weakest: None,
            status,
            why: why.to_owned(),
            gain: None,
            refused: None,
            unfair: None,
            measures: Vec::new(),
        }
    }
}

/// The deciding measure on rows that were learned from, the mean over folds. Money takes its threshold from the rows
/// it is counted on, so it says nothing here.
fn train_score(bakeoff: &Bakeoff, fits: &[Tested]) -> Option<f64> {
    let (input, open) = (bakeoff.input, &bakeoff.open);
    if matches!(input.metric, Metric::Money(_)) {
        return None;
    }
    let scores = fits
        .iter()
        .zip(&bakeoff.folds)
        .map(|(fit, fold)| input.metric.score(&open.target.take(&seen(fold)), fit.seen.as_ref()?));
    let scores: Vec<f64> = scores.collect::<Option<_>>()?;
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}

/// The deciding measure on each fold's rows alone.
fn fold_scores(bakeoff: &Bakeoff, contender: Contender, measured: &CrossValidated) -> Vec<f64> {
    let (input, open) = (bakeoff.input, &bakeoff.open);
    let net = |score: f64| contender.net_of_cost(input, Estimate { score, low: score, high: score }).score;
    scores_of_folds(&input.metric, &open.target, measured).into_iter().map(net).collect()
}

/// From which probability to act: where it earns most, or, when the plan names no worth, where it is best by the
/// measure. What is a decision already, as today's rule, needs none.
fn threshold(bakeoff: &Bakeoff, contender: Contender, measured: &CrossValidated) -> Option<f64> {
    let (input, open) = (bakeoff.input, &bakeoff.open);
    if input.target.task != Task::Binary {
        return None;
    }
    if measured.decided || contender.says_the_same_of_all() && input.worth.is_none() {
        return Some(0.5);
    }
    let tested = open.target.take(&measured.rows);
    thresholds::measure(&input.metric, input.worth).best_threshold(&tested, &measured.predictions)
}

/// Money a month out of fold, each fold's threshold chosen on the others, what today's rule costs taken off.
fn money(bakeoff: &Bakeoff, contender: Contender, measured: &CrossValidated) -> Option<Estimate> {
    let (input, open) = (bakeoff.input, &bakeoff.open);
    let worth = input.worth?;
    let estimate = cross_validated_score(&Metric::Money(worth.clone()), &open.target, measured)?;
    let cost = contender.cost_per_month(input);
    Some(Estimate { score: estimate.score - cost, low: estimate.low - cost, high: estimate.high - cost })
}
