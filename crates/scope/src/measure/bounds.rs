//! Numbers beyond the limits that the name of their column sets: an age of 150, a latitude of 99.

use super::impossible::{FEW, Impossible, Wrong, found};

/// Limits that a name gives, when nearly all values keep within them.
pub(super) fn out_of_bounds(name: &str, sorted: &[f64]) -> Option<Impossible> {
    // Beyond some limits a thin tail may honestly go: an age of 123 is a slip, one of a machine is not.
    const BOUNDS: [(&[&str], f64, f64, bool); 7] = [
        (&["age", "alter", "edad", "âge"], 0.0, 122.0, true),
        (&["percent", "pct", "percentage", "prozent"], -100.0, 1_000.0, true),
        (&["latitude", "lat"], -90.0, 90.0, false),
        (&["longitude", "lon", "lng"], -180.0, 180.0, false),
        (&["hour", "stunde"], 0.0, 24.0, false),
        (&["month", "monat"], 0.0, 12.0, false),
        (&["humidity"], 0.0, 100.0, true),
    ];
    /// Words that say that a time is not counted in years.
    const UNITS: [&str; 14] = [
        "d", "day", "days", "tage", "week", "weeks", "month", "months", "monate", "h", "hours", "min",
        "minutes", "mon",
    ];
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let (names, low, high, soft) =
        *BOUNDS.iter().find(|(names, ..)| names.iter().any(|name| words.contains(name)))?;
    if names.contains(&"age") && UNITS.iter().any(|unit| words.contains(unit)) {
        return None;
    }
    // Shares of a whole end at it; growth does not.
    let whole = sorted.iter().filter(|value| (0.0..=100.0).contains(*value)).count();
    let shares = names.contains(&"pct") && whole as f64 >= (1.0 - FEW) * sorted.len() as f64;
    let (low, high) = if shares { (0.0, 100.0) } else { (low, high) };
    let rest: Vec<f64> = sorted.iter().copied().filter(|value| (low..=high).contains(value)).collect();
    let wrong: Vec<f64> = sorted.iter().copied().filter(|value| !(low..=high).contains(value)).collect();
    let few = !wrong.is_empty() && wrong.len() as f64 <= FEW * sorted.len() as f64;
    // The values must look like what the name says: spread over a good part of what is allowed.
    let spread = rest
        .last()
        .zip(rest.first())
        .is_some_and(|(last, first)| last - first > 0.2 * (high - low).min(200.0));
    let honest = soft && wrong.iter().all(|value| goes_on(*value, &rest, &wrong, names.contains(&"age")));
    (few && spread && !honest).then(|| found(&wrong, &rest, Wrong::Bounds(low, high)))
}

/// Whether a value beyond a limit only carries the tail of the others on: no wider a gap before it than there are among
/// the outermost of them.
fn goes_on(value: f64, rest: &[f64], wrong: &[f64], none_below: bool) -> bool {
    if none_below && value < 0.0 {
        return false;
    }
    let step = |pair: &[f64]| pair[1] - pair[0];
    let (least, most) = (rest[0], rest[rest.len() - 1]);
    let outermost = (rest.len() / 20).clamp(2, 40).min(rest.len());
    let (edge, near) = if value < least {
        (wrong.iter().copied().filter(|other| *other < least).fold(f64::MIN, f64::max), &rest[..outermost])
    } else {
        (
            wrong.iter().copied().filter(|other| *other > most).fold(f64::MAX, f64::min),
            &rest[rest.len() - outermost..],
        )
    };
    let gap = if value < least { least - edge } else { edge - most };
    let widest = near.windows(2).map(step).fold(0.0, f64::max);
    // A tail that thins out does so by shares of its values: the next one up may stand a quarter higher.
    let thins_out = value > most && most > 0.0 && edge <= 1.25 * most;
    (thins_out || gap <= 2.0 * widest.max(0.01 * (most - least))) && (value - edge).abs() <= most - least
}
