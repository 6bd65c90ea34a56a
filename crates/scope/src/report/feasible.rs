//! Whether it can be done: the quick model against knowing nothing and today, the learning curve and the ceiling.

use report::number::{count, score};
use report::{BandPoint, Block, Chart};

use crate::evidence::Evidence;
use crate::measure::curve::Curve;

/// What is said and shown of feasibility.
pub(super) fn blocks(evidence: &Evidence) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(signal(evidence));
    blocks.extend(ceiling(evidence));
    // While a column gives the answer away, how fast it is learned says nothing.
    blocks.extend(evidence.curve.as_ref().filter(|_| !evidence.leaks()).map(|curve| rise(evidence, curve)));
    blocks
}

fn signal(evidence: &Evidence) -> Option<Block> {
    let signal = evidence.signal.as_ref()?;
    let model = match signal.learner {
        "linear" => "quick model (a straight line)",
        _ => "quick model (small trees)",
    };
    let mut rows = vec![(model.to_owned(), signal.low?, signal.score?, signal.high?)];
    rows.extend(signal.today.map(|today| ("today's rule".to_owned(), today.low, today.score, today.high)));
    let title =
        format!("{} on unseen rows, with its 95 % interval; the line is knowing nothing", signal.metric);
    Some(Block::Chart(Chart::Intervals { title, rows, reference: signal.baseline }))
}

fn ceiling(evidence: &Evidence) -> Option<Block> {
    let signal = evidence.signal.as_ref()?;
    Some(Block::Text(match &evidence.ceiling {
        Some(ceiling) => {
            let asked = evidence
                .at_least_shown()
                .map_or(String::new(), |level| format!(" {} is asked for.", score(level)));
            format!(
                "With any number of rows like these, {} would come to about {}, and to {} at best.{asked} That takes for \
                 granted: {}.",
                signal.metric,
                score(ceiling.score),
                score(ceiling.high),
                evidence.ceiling_because
            )
        }
        None => format!("How far it could rise cannot be told: {}.", evidence.ceiling_because),
    }))
}

fn rise(evidence: &Evidence, curve: &Curve) -> Block {
    let point = |point: &crate::measure::curve::Point| BandPoint {
        // Each doubling of the rows is one step.
        x: point.rows.max(1.0).log2(),
        low: point.low,
        value: point.score,
        high: point.high,
    };
    let rows = |at: Option<&crate::measure::curve::Point>| {
        at.map_or(String::new(), |point| format!("{} rows", count(point.rows.round() as u64)))
    };
    let mut marks = Vec::new();
    marks.extend(evidence.at_least_shown().map(|level| ("asked for:".to_owned(), level)));
    marks.extend(evidence.ceiling.as_ref().map(|ceiling| ("at best:".to_owned(), ceiling.high)));
    Block::Chart(Chart::Band {
        title: format!("{} by rows learned from, each step twice as many", curve.metric),
        x: "rows to learn from".into(),
        ends: [rows(curve.points.first()), rows(curve.points.last())],
        points: curve.points.iter().map(point).collect(),
        marks,
    })
}
