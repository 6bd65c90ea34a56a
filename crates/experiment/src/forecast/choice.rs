//! The choice on a series: climb only while the gain, paired by origin, is beyond noise and worth having; a tie goes to
//! the simpler. Of those that learn nothing none is simpler than another: there the one that is clearly the
//! better on average is taken.

use learn::{Metric, Worth};
use report::Fault;

use super::ForecastInput;
use super::climb::Rung;
use crate::more_complex::others;
use crate::step::{Step, by, is_nothing, turned};
use crate::{Choice, Status};

/// Of two that learn nothing, the later must miss by so much less to be taken: this share of what the other misses by.
const CLEARLY: f64 = 0.05;

/// From so many origins on, gains are held to intervals that hold together.
const MANY_ORIGINS: usize = 20;

/// Choose among the measured rungs and write each one's status and reason. Returns the choice and its place.
pub(super) fn choose(
    input: &ForecastInput,
    metric: &Metric,
    rungs: &mut [Rung],
) -> Result<(Choice, usize), Fault> {
    // As many intervals of a gain hold together as there are that must clear noise. From few origins none would clear
    // it then: there each stands for itself.
    let learned = rungs.iter().filter(|rung| rung.contender.learns()).count();
    let origins = rungs.iter().map(|rung| rung.candidate.fold_scores.len()).max().unwrap_or(0);
    let comparisons = if origins >= MANY_ORIGINS { learned } else { 1 };
    let mut chosen: Option<usize> = None;
    for next in 0..rungs.len() {
        if rungs[next].errors.is_none() {
            continue;
        }
        let Some(standing) = chosen else {
            settle(&mut rungs[next], Status::Chosen, "the simplest of all".to_owned());
            chosen = Some(next);
            continue;
        };
        let (upper, lower) = (rungs[next].candidate.name.clone(), rungs[standing].candidate.name.clone());
        let errors = rungs[next].errors.as_ref().zip(rungs[standing].errors.as_ref());
        let Some(gain) = errors.and_then(|(next, standing)| next.gain(standing, metric)) else {
            settle(
                &mut rungs[next],
                Status::Dropped,
                format!("it cannot be told apart from {lower} on these origins"),
            );
            continue;
        };
        if !rungs[next].contender.learns() && !rungs[standing].contender.learns() {
            let clear = gain.score > CLEARLY * rungs[standing].candidate.score.unwrap_or(f64::NAN).abs();
            let (better, worse) = if clear { (next, standing) } else { (standing, next) };
            if gain.score > 0.0 && !clear {
                let why =
                    format!("{} over {lower}: too little to leave it for", by(metric, &gain, "a gain of"));
                settle(&mut rungs[next], Status::Dropped, why);
                continue;
            }
            if is_nothing(&gain) {
                settle(&mut rungs[next], Status::Dropped, format!("it does as well as {lower}, no better"));
                continue;
            }
            let better_by = if gain.score < 0.0 { turned(&gain) } else { gain };
            let told = by(metric, &better_by, "on average by");
            let [best, other] = [better, worse].map(|place| rungs[place].candidate.name.clone());
            settle(&mut rungs[worse], Status::Beaten, format!("{best} is better {told}"));
            settle(
                &mut rungs[better],
                Status::Chosen,
                format!("better than {other} {told}; neither learns anything"),
            );
            chosen = Some(better);
            continue;
        }
        let gain = gain.together(comparisons).within(metric.range_of_gains());
        let priced = |worth: &&Worth| worth.over_per_unit != 0.0 || worth.under_per_unit != 0.0;
        let currency = input.worth.filter(priced).map(|worth| worth.currency.as_str());
        let both = (&rungs[next].candidate, &rungs[standing].candidate);
        let step = Step::of(metric, both, gain, input.smallest_gain, currency);
        let refused = step.refused();
        (rungs[next].candidate.gain, rungs[next].candidate.refused) = (Some(gain), refused);
        if let Some(refused) = refused {
            settle(&mut rungs[next], Status::Dropped, step.why_not(refused, &lower));
            continue;
        }
        let beaten = format!("{upper} {}", by(metric, &gain, "is better by"));
        let why = format!("{} over {lower}, beyond noise", by(metric, &gain, "gains"));
        settle(&mut rungs[standing], Status::Beaten, beaten);
        settle(&mut rungs[next], Status::Chosen, why);
        chosen = Some(next);
    }
    let place = chosen.ok_or_else(|| {
        let failed = rungs.iter().find(|rung| rung.candidate.status == Status::Failed);
        Fault::new("no candidate could be measured")
            .hint(failed.map_or("raise --budget".to_owned(), |rung| rung.candidate.why.clone()))
    })?;
    let candidate = &rungs[place].candidate;
    let choice = Choice {
        name: Some(candidate.name.clone()),
        why: candidate.why.clone(),
        others: others(rungs[place + 1..].iter().map(|rung| &rung.candidate)),
        threshold: None,
    };
    Ok((choice, place))
}

fn settle(rung: &mut Rung, status: Status, why: String) {
    rung.candidate.status = status;
    rung.candidate.why = why;
}
