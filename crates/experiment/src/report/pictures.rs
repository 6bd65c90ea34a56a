//! The pictures of an experiment: value against complexity, and what lies behind the choice.

use frame::Task;
use report::{BandPoint, Block, Chart, FieldPoint, Series, Table, number};

use super::shown;
use crate::{Candidate, Effect, Evidence, Status, thresholds};

/// Value against complexity: each candidate at the working days it takes and what it brings.
pub(super) fn value_against_complexity(evidence: &Evidence) -> Option<Chart> {
    let money = evidence.currency.as_deref();
    let value = |candidate: &Candidate| match money {
        Some(_) => Some((candidate.money_low?, candidate.money?, candidate.money_high?)),
        None => Some((candidate.low?, candidate.score?, candidate.high?)),
    };
    let mut points: Vec<FieldPoint> = evidence
        .candidates
        .iter()
        .filter_map(|candidate| {
            let (low, value, high) = value(candidate)?;
            Some(FieldPoint {
                name: candidate.name.clone(),
                x: candidate.complexity_days,
                low,
                value,
                high,
                marked: candidate.status == Status::Chosen,
            })
        })
        .collect();
    points.sort_by(|a, b| a.x.total_cmp(&b.x));
    let title = match money {
        Some(currency) => format!("{currency} a month, with its 95 % interval, against what it takes"),
        None => format!(
            "{}{}, with its 95 % interval, against what it takes",
            evidence.metric,
            if evidence.higher_is_better { "" } else { " (less is better)" }
        ),
    };
    let asked = evidence.at_least.filter(|_| money.is_none() || evidence.deciding_money().is_some());
    let x = "working days in the first year: to build it and to keep it alive".to_owned();
    (points.len() > 1).then_some(Chart::Field { title, x, points, reference: asked })
}

/// What the choice rests on, and how its answer moves with that.
pub(super) fn what_it_rests_on(evidence: &Evidence) -> Vec<Block> {
    const SHOWN: usize = 10;
    let mut blocks = Vec::new();
    if !evidence.permutation.is_empty() {
        let rows = evidence.permutation.iter().take(SHOWN).map(|one| {
            let name = match &one.columns[..] {
                many if many.len() > 3 => format!("{} and {} more", many[..2].join(", "), many.len() - 2),
                few => few.join(", "),
            };
            (name, one.low, one.loss, one.high)
        });
        let measure = evidence
            .deciding_money()
            .map_or(evidence.metric.clone(), |currency| format!("{currency} a month"));
        blocks.push(Block::Text(format!(
            "What it would lose without them: each group of columns is shuffled on rows the model has not seen, columns \
             that tell the same story together. In {measure}."
        )));
        blocks.push(Block::Chart(Chart::Intervals {
            title: format!("{measure} lost without what these columns say"),
            rows: rows.collect(),
            reference: Some(0.0),
        }));
    }
    blocks.extend(evidence.effects.iter().flat_map(|effect| self::effect(evidence, effect)));
    blocks
}

/// How the answer moves with one column.
fn effect(evidence: &Evidence, effect: &Effect) -> Vec<Block> {
    let scale = if evidence.task == Task::Regression { 1.0 } else { 100.0 };
    let what = match (&effect.class, evidence.task) {
        (Some(class), _) => format!("% {class}"),
        (None, Task::Regression) => evidence.target.clone(),
        _ => format!("% {}", evidence.target),
    };
    let title = format!("{what} on average, as {} changes and all else stays", effect.column);
    let thin: Vec<&str> =
        effect.points.iter().filter(|point| point.thin).map(|point| point.value.as_str()).collect();
    let chart = if effect.is_number {
        // The stretch before or after a thin point rests on few rows as well.
        let points: Vec<_> = effect.points.iter().filter_map(|point| Some((point.at?, point))).collect();
        let line = |thin: bool| -> Vec<(f64, f64)> {
            let at = |place: usize| {
                let near = [place.checked_sub(1), Some(place), Some(place + 1)];
                let of_this_kind = near
                    .into_iter()
                    .flatten()
                    .filter_map(|near| points.get(near))
                    .any(|near| near.1.thin == thin);
                let (x, point) = points[place];
                (x, if of_this_kind && (thin || !point.thin) { point.mean * scale } else { f64::NAN })
            };
            (0..points.len()).map(at).collect()
        };
        let mut series = vec![Series { name: "mean".to_owned(), points: line(false) }];
        if points.iter().any(|point| point.1.thin) {
            series.push(Series { name: "few such rows: a guess".to_owned(), points: line(true) });
        }
        match (points.first(), points.last()) {
            // A time reads well only as people write it, at the ends.
            (Some((_, first)), Some((_, last))) if effect.is_time => Chart::Band {
                title: format!("{title}; around it where eight in ten rows lie"),
                x: effect.column.clone(),
                ends: [first.value.clone(), last.value.clone()],
                points: points
                    .iter()
                    .map(|(x, point)| BandPoint {
                        x: *x,
                        low: point.low_tenth * scale,
                        value: point.mean * scale,
                        high: point.high_tenth * scale,
                    })
                    .collect(),
                marks: Vec::new(),
            },
            _ => Chart::Lines { title, x: effect.column.clone(), series },
        }
    } else {
        let name =
            |value: &str, thin: bool| if thin { format!("{value} (few rows)") } else { value.to_owned() };
        let rows = effect.points.iter().map(|point| (name(&point.value, point.thin), point.mean * scale));
        Chart::Bars { title, rows: rows.collect() }
    };
    let mut blocks = vec![Block::Chart(chart)];
    let missing = effect.points.iter().find(|point| effect.is_number && point.at.is_none());
    if let Some(missing) = missing {
        blocks.push(Block::Text(format!(
            "Where {} is missing: {}.",
            effect.column,
            number::significant(missing.mean * scale, 3)
        )));
    }
    if !thin.is_empty() && !effect.is_number {
        blocks.push(Block::Text(format!("Few rows have {}: there it is a guess.", thin.join(", "))));
    }
    blocks
}

/// What decisions bring at each threshold, and the one chosen.
pub(super) fn threshold(evidence: &Evidence) -> Vec<Block> {
    let Some(chosen) = evidence.choice.threshold else { return Vec::new() };
    let because = match (&evidence.currency, &evidence.thresholds) {
        (_, None) => {
            let name = evidence.choice.name.as_deref().unwrap_or_default();
            let who = if name == "today" { "Today's rule" } else { name };
            return vec![Block::Text(format!(
                "{who} says yes or no by itself: there is no probability to act from."
            ))];
        }
        (Some(_), _) => "where it earns most, by the worth in the plan".to_owned(),
        (None, Some(curve)) if curve.measure == "auc" => {
            "where it tells the two classes apart best; say in [worth] what \
            a right and a wrong answer are worth, and it is chosen by money"
                .to_owned()
        }
        (None, Some(curve)) => format!("where {} is best on rows it has not seen", curve.measure),
    };
    let words = thresholds::in_words(chosen);
    let mut blocks = vec![Block::Text(format!("{}{}: {because}.", words[..1].to_uppercase(), &words[1..]))];
    if let Some(curve) = &evidence.thresholds {
        let measure = match (curve.measure.as_str(), &evidence.currency) {
            ("money", Some(currency)) => format!("{currency} a month"),
            ("auc", _) => "mean of the shares found among yes and among no".to_owned(),
            (other, _) => other.to_owned(),
        };
        let points = curve.points.iter().filter(|point| point.threshold <= 1.0);
        let points: Vec<(f64, f64)> = points.map(|point| (point.threshold, point.value)).collect();
        blocks.push(Block::Chart(Chart::Lines {
            title: format!(
                "{measure}, by the probability from which one acts (chosen: {})",
                number::score(chosen)
            ),
            x: "probability from which one acts".to_owned(),
            series: vec![Series { name: measure, points }],
        }));
    }
    blocks
}

/// What the choice says, and what comes true.
pub(super) fn calibration(evidence: &Evidence) -> Vec<Block> {
    let Some(calibration) = &evidence.calibration else { return Vec::new() };
    let percent = |share: f64| share * 100.0;
    let said = || calibration.bins.iter().map(|bin| percent(bin.predicted));
    let series = vec![
        Series {
            name: "comes true".to_owned(),
            points: said().zip(calibration.bins.iter().map(|bin| percent(bin.observed))).collect(),
        },
        Series { name: "as it should be".to_owned(), points: said().map(|said| (said, said)).collect() },
    ];
    let mut table = Table::new(
        "What the choice says, and what comes true (out of fold)",
        ["rows", "it says", "comes true"],
    );
    for bin in &calibration.bins {
        table.row([
            number::count(bin.rows as u64),
            number::percent(bin.predicted),
            number::percent(bin.observed),
        ]);
    }
    vec![
        Block::Chart(Chart::Lines {
            title: "Of the cases it says so many % of, how many % come true".to_owned(),
            x: "it says, %".to_owned(),
            series,
        }),
        Block::Table(table),
    ]
}

/// Slices of rows that are served wrongly, with their size.
pub(super) fn segments(evidence: &Evidence) -> Option<Table> {
    let shown = |value: f64| match evidence.task {
        Task::Regression => number::significant(value, 4),
        _ => number::percent(value),
    };
    let mut table = Table::new(
        "Where it is wrong in one direction, surely so, with all slices looked at taken into account",
        ["where", "rows", "it says", "comes true", "off by (95 %)"],
    );
    for segment in evidence.segments.iter().take(8) {
        table.row([
            segment.name.clone(),
            number::count(segment.rows as u64),
            shown(segment.predicted),
            shown(segment.observed),
            format!("{} to {}", shown(segment.low), shown(segment.high)),
        ]);
    }
    (!evidence.segments.is_empty()).then_some(table)
}

/// How large each candidate is and how steady. Times and memory are told beside the page, which is the same however
/// long it takes.
pub(super) fn size_and_steadiness(evidence: &Evidence) -> Table {
    let or_none = |shown: Option<String>| shown.unwrap_or_else(|| number::NONE.to_owned());
    let mut table = Table::new(
        "How large each is, and how far its score moves (standard deviation)",
        ["candidate", "columns used", "size", "over folds", "over seeds"],
    );
    for candidate in evidence.candidates.iter().filter(|candidate| candidate.score.is_some()) {
        let steady =
            |deviation: Option<f64>| or_none(deviation.map(|deviation| shown(evidence, Some(deviation))));
        table.row([
            candidate.name.clone(),
            or_none(candidate.inputs_used.map(|used| number::count(used as u64))),
            or_none(candidate.size_bytes.map(|size| number::bytes(size as u64))),
            steady(candidate.stability.over_folds),
            steady(candidate.stability.over_seeds),
        ]);
    }
    table
}
