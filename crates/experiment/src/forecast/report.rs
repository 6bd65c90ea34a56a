//! What the page of an experiment says of a series: how it was forecast, and the picture of the sealed stretch.

use report::{BandPoint, Block, Chart, Series, Table, number};

use super::ForecastUsed;
use crate::Evidence;

/// How the series was forecast, in a few sentences.
pub(crate) fn words(evidence: &Evidence, used: &ForecastUsed) -> String {
    let step = &used.step;
    let season = match used.seasons[..] {
        [] => "No season was found".to_owned(),
        [only] => format!("A season of {} periods was found", number::count(only as u64)),
        [first, ref others @ ..] => {
            let others: Vec<String> = others.iter().map(|other| number::count(*other as u64)).collect();
            format!(
                "Seasons of {} and {} periods were found",
                number::count(first as u64),
                others.join(" and ")
            )
        }
    };
    let series = match used.series {
        1 => "One series".to_owned(),
        many => format!("{} series", number::count(many as u64)),
    };
    let mut words = format!(
        "{series} of {} periods, one a {step}; each forecast looks {} ahead. {season}, on the stretch that was learned \
         from. Candidates were compared by forecasts from {} origins; then the sealed stretch was forecast from {}.",
        number::count(used.periods as u64),
        number::count(used.horizon as u64),
        number::count(used.origins as u64),
        number::count(used.sealed_origins as u64),
    );
    if evidence.metric == "mase" {
        let before =
            used.season.map_or("the period before".to_owned(), |season| format!("{season} periods before"));
        words.push_str(&format!(
            " MASE counts errors in units of those made, in the stretch learned from, by saying the value of {before}: \
             below 1 is better than that."
        ));
    }
    if let Some((inside, of)) = used.in_range {
        words.push_str(&format!(
            " Of the {} sealed values {} lay in the forecasts' 95 % range.",
            number::count(of as u64),
            number::percent(inside as f64 / of.max(1) as f64)
        ));
    }
    words
}

/// The picture of the sealed stretch: what was forecast, and what came.
pub(crate) fn blocks(used: &ForecastUsed) -> Vec<Block> {
    let points = &used.sealed;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let line = |name: &str, of: fn(&super::Point) -> f64| Series {
        name: name.to_owned(),
        points: points.iter().enumerate().map(|(at, point)| ((at + 1) as f64, of(point))).collect(),
    };
    let which = if used.series > 1 { "The first series, sealed" } else { "The sealed" };
    let mut blocks = vec![Block::Chart(Chart::Lines {
        title: format!(
            "{which} periods from {} to {}: what came, and what was forecast",
            first.time, last.time
        ),
        x: format!("period, one a {}", used.step),
        series: vec![line("what came", |point| point.actual), line("forecast", |point| point.predicted)],
    })];
    let band: Option<Vec<BandPoint>> = points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let (low, high) = point.low.zip(point.high)?;
            Some(BandPoint { x: (at + 1) as f64, low, value: point.predicted, high })
        })
        .collect();
    blocks.extend(band.map(|points| {
        Block::Chart(Chart::Band {
            title: "The forecast and its 95 % range".to_owned(),
            x: format!("period, one a {}", used.step),
            ends: [first.time.clone(), last.time.clone()],
            points,
            marks: Vec::new(),
        })
    }));
    blocks
}

/// What was tested for a season.
pub(crate) fn seasons(used: &ForecastUsed) -> Option<Block> {
    let mut table = Table::new(
        "Seasons tested: how alike each cycle and the next are, and how often chance alone shows as much",
        ["periods", "likeness", "by chance", "found"],
    );
    for test in &used.season_tests {
        let found = if test.found { "yes" } else { "no" };
        table.row([
            number::count(test.periods as u64),
            number::score(test.likeness),
            number::percent(test.p_value),
            found.to_owned(),
        ]);
    }
    (!table.rows.is_empty()).then_some(Block::Table(table))
}
