//! The two candidates the business is shown: the choice, and the one it would fall back on or go on to.

use report::{Table, number};

use super::{interval, shown};
use crate::{Candidate, Evidence, Status};

/// The best of the others, what says the same of every row left out.
pub(super) fn runner_up(evidence: &Evidence) -> Option<&Candidate> {
    let better = |candidate: &Candidate| {
        let score = candidate.score.unwrap_or(f64::NAN);
        if evidence.higher_is_better { score } else { -score }
    };
    let others = evidence.candidates.iter().filter(|candidate| {
        candidate.score.is_some() && candidate.status != Status::Chosen && candidate.name != "constant"
    });
    others.max_by(|a, b| better(a).total_cmp(&better(b)).then(b.rung.cmp(&a.rung)))
}

/// The two side by side, at most six lines.
pub(super) fn side_by_side(evidence: &Evidence) -> Option<Table> {
    let (choice, other) = (evidence.chosen()?, runner_up(evidence)?);
    let both = [choice, other];
    let mut table = Table::new("The two to know", ["", choice.name.as_str(), other.name.as_str()]);
    let mut row = |what: String, cell: &dyn Fn(&Candidate) -> Option<String>| {
        let cells = both.map(|candidate| cell(candidate).unwrap_or_else(|| number::NONE.to_owned()));
        if cells.iter().any(|cell| cell != number::NONE) {
            let [first, second] = cells;
            table.row([what, first, second]);
        }
    };
    row("what it is".to_owned(), &|candidate| {
        let is_forecast = evidence.forecast.is_some() && candidate.name == "linear";
        Some(
            if is_forecast { "earlier values, weighed and added up" } else { in_words(&candidate.name) }
                .to_owned(),
        )
    });
    if let Some(currency) = &evidence.currency {
        row(format!("{currency} a month it brings"), &|candidate| {
            let (low, high) =
                (number::fixed(candidate.money_low?, 0), number::fixed(candidate.money_high?, 0));
            Some(format!("{} ({low} to {high})", number::fixed(candidate.money?, 0)))
        });
        row(format!("{currency} a month its complexity costs"), &|candidate| {
            candidate.complexity.map(|cost| number::fixed(cost, 0))
        });
    }
    if evidence.metric != "money" {
        row(evidence.metric.clone(), &|candidate| {
            Some(format!("{} ({})", shown(evidence, Some(candidate.score?)), interval(evidence, candidate)))
        });
    }
    row("working days in the first year".to_owned(), &|candidate| {
        Some(number::significant(candidate.complexity_days, 3))
    });
    row("columns it needs".to_owned(), &|candidate| {
        candidate.inputs_used.map(|used| number::count(used as u64))
    });
    Some(table)
}

/// What a candidate is, for people who do not build models.
fn in_words(name: &str) -> &'static str {
    match name {
        "today" => "the rule followed today",
        "constant" => "the same answer for every row",
        "one-rule" => "one column decides",
        "linear" => "points for each column, added up",
        "tree" => "a few questions in a row",
        "additive" => "one curve for each column, added up",
        "boosting" => "hundreds of small trees; nobody can read it",
        "naive" => "the last value again",
        "seasonal-naive" => "the value of a season ago",
        _ => "the team's own",
    }
}
