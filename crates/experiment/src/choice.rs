//! The choice: climb only while the gain is beyond noise and worth having; a tie goes to the simpler.

use frame::Target;
use learn::{Estimate, paired_over_folds};
use report::Fault;

use crate::ladder::Rung;
use crate::more_complex::others;
use crate::step::{Step, by};
use crate::{Candidate, Choice, Input, Status};

/// Choose among the measured rungs and write each one's status and reason. Returns the choice and its place;
/// no place when nothing is better, beyond noise, than saying the same of every row.
pub(crate) fn choose(
    input: &Input,
    target: &Target,
    rungs: &mut [Rung],
) -> Result<(Choice, Option<usize>), Fault> {
    let mut chosen: Option<usize> = None;
    for next in 0..rungs.len() {
        if rungs[next].measured.is_none() {
            continue;
        }
        let Some(standing) = chosen else {
            settle(&mut rungs[next], Status::Chosen, "the simplest of all".to_owned());
            chosen = Some(next);
            continue;
        };
        let comparisons = together(input, &rungs[next], &rungs[standing]);
        let gain = gain(input, target, &rungs[next], &rungs[standing], comparisons);
        let (upper, lower) = (rungs[next].candidate.name.clone(), rungs[standing].candidate.name.clone());
        let told = gain.unwrap_or(Estimate { score: f64::NAN, low: f64::NAN, high: f64::NAN });
        let both = (&rungs[next].candidate, &rungs[standing].candidate);
        let currency = input.worth.map(|worth| worth.currency.as_str());
        let step = Step::of(&input.metric, both, told, input.smallest_gain, currency);
        let refused = step.refused();
        (rungs[next].candidate.gain, rungs[next].candidate.refused) = (gain, refused);
        if let Some(refused) = refused {
            settle(&mut rungs[next], Status::Dropped, step.why_not(refused, &lower));
            continue;
        }
        let beaten = format!("{upper} {}", by(&input.metric, &told, "is better by"));
        settle(&mut rungs[standing], Status::Beaten, beaten);
        let why = format!("{} over {lower}, beyond noise", by(&input.metric, &told, "gains"));
        settle(&mut rungs[next], Status::Chosen, why);
        chosen = Some(next);
    }
    let place = chosen.ok_or_else(|| {
        let first = rungs.iter().find(|rung| rung.candidate.status == Status::Failed);
        Fault::new("no candidate could be fitted and scored")
            .hint(first.map_or("raise --budget".to_owned(), |rung| rung.candidate.why.clone()))
    })?;
    let winner = &mut rungs[place];
    if winner.contender.says_the_same_of_all() {
        settle(winner, Status::Dropped, "it says the same of every row".to_owned());
        let learned = |rung: &Rung| rung.measured.is_some() && !rung.contender.is_baseline();
        let why = match rungs.iter().any(learned) {
            true => "nothing is better, beyond noise, than saying the same of every row",
            false => "no candidate that learns could be measured",
        };
        let why = why.to_owned();
        return Ok((Choice { name: None, why, others: String::new(), threshold: None }, None));
    }
    let (Candidate { name, why, .. }, threshold) = (winner.candidate.clone(), winner.threshold);
    let others = others(rungs[place + 1..].iter().map(|rung| &rung.candidate));
    Ok((Choice { name: Some(name), why, others, threshold }, Some(place)))
}

/// How many intervals of a gain must hold together at 95 %. Against what learns nothing: all, since one of many looks like a
/// signal by chance more often than one alone. From rung to rung the built-in candidates come in an order fixed before any
/// was seen, and each is judged at 95 % (a-priori ordered hypotheses: Maurer, Hothorn & Lehmacher, 1995; a step that fails
/// does not end the climb here, so a little is given away). A team's own have no such order, so all of them count.
fn together(input: &Input, next: &Rung, standing: &Rung) -> usize {
    match (standing.contender.is_baseline(), next.contender.learner()) {
        (true, _) => input.comparisons(),
        (false, Some(_)) => 1,
        (false, None) => (input.outside.len() + input.logged.len()).max(1),
    }
}

/// How much better the first is than the second on the same rows, with an interval that holds for so many
/// `comparisons` together at 95 %: one of many candidates looks better by chance more often than one of two.
pub(crate) fn gain(
    input: &Input,
    target: &Target,
    first: &Rung,
    second: &Rung,
    comparisons: usize,
) -> Option<Estimate> {
    let measured = (first.measured.as_ref()?, second.measured.as_ref()?);
    let gain = paired_over_folds(&input.metric, target, measured.0, measured.1, input.seed)?;
    // What is widened stays within what a gain can be.
    let gain = gain.together(comparisons).within(input.metric.range_of_gains());
    // What the first costs is taken off its gain, and what the second would have cost is saved.
    let gain = first.contender.net_of_cost(input, gain);
    let saved = second.contender.net_of_cost(input, Estimate { score: 0.0, low: 0.0, high: 0.0 }).score;
    Some(Estimate { score: gain.score - saved, low: gain.low - saved, high: gain.high - saved })
}

fn settle(rung: &mut Rung, status: Status, why: String) {
    rung.candidate.status = status;
    rung.candidate.why = why;
}
