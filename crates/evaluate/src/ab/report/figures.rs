//! The figures behind the verdict, for those who want them.

use ::report::{Block, Table, number};

use crate::ab::{Basis, Evidence, Kind, words};

/// All figures, how they were computed, and the size of the arms.
pub fn figures(evidence: &Evidence) -> Vec<Block> {
    let optional =
        |value: Option<f64>| value.map_or(number::NONE.to_owned(), |value| number::significant(value, 4));
    let quantile = evidence.comparisons.first().filter(|one| one.kind == Kind::Quantile);
    let level = quantile.map_or("mean".to_owned(), |one| words::quantile(one).replace("the ", ""));
    let control_level = format!("control {level}");
    let head = [
        "metric",
        "variant",
        "units",
        "control units",
        level.as_str(),
        control_level.as_str(),
        "difference",
        "low",
        "high",
        "p",
        "read early: low",
        "high",
    ];
    let mut table = Table::new("Variant against control", head);
    for one in &evidence.comparisons {
        table.row([
            one.metric.clone(),
            one.variant.clone(),
            number::count(one.n_variant),
            number::count(one.n_control),
            optional(one.mean_variant),
            optional(one.mean_control),
            optional(one.difference),
            optional(one.low),
            optional(one.high),
            one.p_value.map_or(number::NONE.to_owned(), |p| number::significant(p, 2)),
            optional(one.sequential_low),
            optional(one.sequential_high),
        ]);
    }
    let mut split = Table::new("Size of the arms", ["arm", "units", "planned"]);
    for ((arm, units), (_, share)) in evidence.split.counts.iter().zip(&evidence.split.planned) {
        split.row([arm.clone(), number::count(*units), number::percent(*share)]);
    }
    vec![Block::Table(table), Block::Text(method(evidence)), Block::Table(split)]
}

fn method(evidence: &Evidence) -> String {
    let mut text = format!("Intervals hold the truth in {} of experiments", words::sureness(evidence.alpha));
    let kinds =
        |kind: Kind| evidence.comparisons.iter().any(|one| one.kind == kind && one.adjusted == "none");
    if kinds(Kind::Mean) {
        text.push_str("; means by Welch's t");
    }
    if kinds(Kind::Proportion) {
        text.push_str("; proportions by Newcombe's score interval");
    }
    if kinds(Kind::Ratio) {
        text.push_str("; ratios by the delta method");
    }
    if kinds(Kind::Quantile) {
        text.push_str("; quantiles by the spread of their rank");
    }
    if kinds(Kind::Count) {
        text.push_str("; counts by Welch's t");
    }
    if let Some(unit) = &evidence.unit {
        text.push_str(&format!("; variance between values of `{unit}`"));
    }
    if !evidence.covariates.is_empty() {
        let covariates =
            evidence.covariates.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match evidence.comparisons.iter().find_map(|one| one.variance_reduction) {
            Some(share) => text.push_str(&format!(
                "; adjusted by {covariates} (CUPED), which takes {} of the first variance away",
                number::percent(share)
            )),
            None => text.push_str(&format!("; {covariates} does not vary, so nothing is adjusted by it")),
        }
    }
    text.push_str(match evidence.comparisons.first().map(|one| one.basis) {
        Some(Basis::AlwaysValid) => "; the verdict rests on intervals that may be read at any time",
        Some(Basis::GroupSequential) => "; the verdict rests on intervals for planned looks (Lan-DeMets)",
        _ => "; the verdict rests on intervals of one reading, at the planned end",
    });
    if evidence.comparisons.len() > 1 {
        text.push_str(&format!(", widened for the number of differences, {}", evidence.comparisons.len()));
    }
    let left_out = match evidence.rows_left_out {
        0 => String::new(),
        rows => format!(
            " {} of {} rows name no arm or no unit and are left out.",
            number::count(rows),
            number::count(evidence.rows)
        ),
    };
    format!("{text}.{left_out}")
}
