//! The measures a plan may be judged by, as `tenet.toml` names them.

use report::suggest;

/// One measure's name and the values it can take.
struct Known {
    name: &'static str,
    /// Whether it is written with a level in (0, 1), as in `recall@precision=0.8`.
    with_level: bool,
    low: f64,
    high: f64,
}

const fn known(name: &'static str, low: f64, high: f64) -> Known {
    Known { name, with_level: false, low, high }
}

const fn at_level(name: &'static str) -> Known {
    Known { name, with_level: true, low: 0.0, high: 1.0 }
}

const ALL: [Known; 14] = [
    known("money", f64::NEG_INFINITY, f64::INFINITY),
    known("auc", 0.0, 1.0),
    known("log_loss", 0.0, f64::INFINITY),
    known("brier", 0.0, 1.0),
    known("accuracy", 0.0, 1.0),
    known("f1", 0.0, 1.0),
    at_level("recall@precision"),
    at_level("precision@recall"),
    known("rmse", 0.0, f64::INFINITY),
    known("mae", 0.0, f64::INFINITY),
    known("mape", 0.0, f64::INFINITY),
    known("smape", 0.0, 2.0),
    known("mase", 0.0, f64::INFINITY),
    known("r2", f64::NEG_INFINITY, 1.0),
];

/// The names of the measures; those ending in `=` are followed by a level between 0 and 1.
pub fn metric_names() -> Vec<String> {
    ALL.iter()
        .map(|known| if known.with_level { format!("{}=", known.name) } else { known.name.to_owned() })
        .collect()
}

/// The lowest and highest value the measure can take, or why there is no such measure, as a hint.
pub(crate) fn bounds(name: &str) -> Result<(f64, f64), String> {
    let (stem, level) = name.split_once('=').map_or((name, None), |(stem, level)| (stem, Some(level)));
    let Some(known) = ALL.iter().find(|known| known.name == stem) else {
        let list = metric_names().join(", ").replace('=', "=0.8");
        return Err(match suggest::nearest(stem, ALL.iter().map(|known| known.name)) {
            Some(near) => format!("did you mean \"{near}\"? Known measures: {list}"),
            None => format!("known measures: {list}"),
        });
    };
    let inside =
        level.and_then(|level| level.parse::<f64>().ok()).is_some_and(|level| level > 0.0 && level <= 1.0);
    match (known.with_level, level.is_some()) {
        (true, _) if !inside => Err(format!("write it with a level between 0 and 1, as in {stem}=0.8")),
        (false, true) => Err(format!("`{stem}` takes no level: write \"{stem}\"")),
        _ => Ok((known.low, known.high)),
    }
}
