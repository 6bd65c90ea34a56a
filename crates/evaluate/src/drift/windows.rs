//! The data a stretch of time at a time, each held against the same reference, which never contains the stretch judged.
//!
//! How far a window may move is told by the reference itself: where it has times, each of its own windows is held against
//! the rest of it. What moves every week, or every winter the reference has seen, is no drift.

use frame::{Column, Frame, Kind, show_time};
use serde::Serialize;
use stats::stability;

use super::Input;
use super::bins::{Bins, NOWHERE};
use super::causes::plain;
use super::judge::Judged;
use super::moved::Care;
use super::quality::Calibrated;

/// One stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Window {
    /// When it begins.
    pub from: String,
    /// When it ends.
    pub to: String,
    /// Its rows that were looked at.
    pub rows: usize,
    /// The column that moved most, for its noise and for how much it moves anyway.
    pub column: Option<String>,
    /// How far that column moved: the population stability index with its noise taken off.
    pub distance: Option<f64>,
    /// The least it may be, over all columns and windows together.
    pub low: Option<f64>,
    /// Columns that moved surely, far, and further than they ever did within the reference.
    pub moved: Vec<String>,
    /// The quality to be expected, with its interval.
    pub estimated: Option<f64>,
    /// Its lower end.
    pub estimated_low: Option<f64>,
    /// Its upper end.
    pub estimated_high: Option<f64>,
    /// The real one, where answers are known.
    pub realised: Option<f64>,
    /// `steady` or `moved`.
    pub status: &'static str,
    /// The first second after it.
    #[serde(skip)]
    pub end: f64,
    /// Its rows.
    #[serde(skip)]
    pub of: Vec<usize>,
}

/// A distance that counts as moved.
pub const FAR: f64 = 0.1;
/// A window of fewer rows is not judged.
const FEWEST: usize = 50;
/// More windows than this say no more.
const MOST: usize = 60;
const LENGTHS: [f64; 9] = [
    60.0,
    3_600.0,
    86_400.0,
    7.0 * 86_400.0,
    30.0 * 86_400.0,
    91.0 * 86_400.0,
    365.0 * 86_400.0,
    3_650.0 * 86_400.0,
    1e12,
];

/// Times of a table, in seconds, where it has any.
pub fn times(frame: &Frame, name: Option<&str>) -> Option<Vec<f64>> {
    let column = frame.column(name?)?;
    let numbers = column.as_numbers().filter(|_| matches!(column.kind, Kind::Date | Kind::Timestamp))?;
    numbers.iter().any(|time| time.is_finite()).then(|| numbers.to_vec())
}

/// From and to of known times.
pub fn span(times: &[f64]) -> (f64, f64) {
    let known = times.iter().filter(|time| time.is_finite());
    known.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), &time| (from.min(time), to.max(time)))
}

/// The length of a window: as asked, else the shortest usual one that makes few enough.
pub fn length(asked: Option<f64>, span: (f64, f64)) -> f64 {
    asked.unwrap_or_else(|| {
        LENGTHS
            .into_iter()
            .find(|length| (span.1 - span.0) / length < MOST as f64 / 2.0)
            .unwrap_or(LENGTHS[8])
    })
}

/// Rows by window; the first begins at a whole multiple of the length since 1970, as days do.
fn cut(times: &[f64], length: f64) -> Vec<(f64, Vec<usize>)> {
    let mut windows: std::collections::BTreeMap<i64, Vec<usize>> = std::collections::BTreeMap::new();
    for (row, time) in times.iter().enumerate().filter(|(_, time)| time.is_finite()) {
        windows.entry((time / length).floor() as i64).or_default().push(row);
    }
    windows.into_iter().map(|(at, rows)| (at as f64 * length, rows)).collect()
}

/// A column's bins, and the bin of each row of both tables; a missing value and a new text have bins of their own.
struct Binned {
    name: String,
    count: usize,
    before: Vec<u8>,
    now: Vec<u8>,
    /// The most it moves from window to window within the reference.
    natural: f64,
}

impl Binned {
    fn counts(&self, places: &[u8], rows: impl Iterator<Item = usize>, weight: f64) -> Vec<f64> {
        let mut counts = vec![0.0; self.count];
        rows.for_each(|row| counts[usize::from(places[row])] += weight);
        counts
    }
}

/// The monitor's outcome: the windows, and how far each column moves within the reference.
pub struct Monitored {
    /// The windows, in order.
    pub windows: Vec<Window>,
    /// The length of each.
    pub length: f64,
    /// Column and its natural move.
    pub natural: Vec<(String, f64)>,
}

/// Judge each window of the data; `None` without times.
pub fn monitor(
    input: &Input<'_>,
    data: &Frame,
    features: &[&str],
    judged: Option<(&Judged<'_>, Option<&Calibrated>)>,
    weight: (f64, f64),
) -> Option<Monitored> {
    let reference = input.reference.sample;
    let now = times(data, input.time.as_deref())?;
    let length = length(input.window, span(&now));
    let windows: Vec<(f64, Vec<usize>)> =
        cut(&now, length).into_iter().filter(|(_, rows)| !rows.is_empty()).collect();
    let before = times(reference, input.time.as_deref());
    let own: Vec<(f64, Vec<usize>)> = before.as_ref().map_or(Vec::new(), |before| cut(before, length));
    let many = features.len() * windows.len();
    let care = Care { weight, ..Care::of(many, (None, None)) };
    let binned: Vec<Binned> = features
        .iter()
        .filter_map(|name| binned(&plain(reference.column(name)?), &plain(data.column(name)?)))
        .map(|column| natural(column, &own, care))
        .collect();
    // Times are of both tables; a window's own rows are not in what it is held against.
    let outside = |from: f64| -> Vec<usize> {
        let inside = |time: f64| time >= from && time < from + length;
        (0..reference.rows())
            .filter(|&row| before.as_ref().is_none_or(|before| !inside(before[row])))
            .collect()
    };
    let kind = data.column(input.time.as_deref()?)?.kind;
    let windows = windows
        .into_iter()
        .map(|(from, rows)| {
            let kept = outside(from);
            let window = Window {
                from: show_time(kind, from),
                to: show_time(kind, from + length),
                rows: rows.len(),
                column: None,
                distance: None,
                low: None,
                moved: Vec::new(),
                estimated: None,
                estimated_low: None,
                estimated_high: None,
                realised: None,
                status: "steady",
                end: from + length,
                of: rows,
            };
            expected(judge_window(window, &binned, &kept, care), judged)
        })
        .collect();
    let natural = binned.iter().map(|column| (column.name.clone(), column.natural)).collect();
    Some(Monitored { windows, length, natural })
}

fn judge_window(mut window: Window, columns: &[Binned], kept: &[usize], care: Care) -> Window {
    if window.rows < FEWEST {
        return window;
    }
    let mut most = f64::NEG_INFINITY;
    for column in columns {
        let before = column.counts(&column.before, kept.iter().copied(), care.weight.0);
        let now = column.counts(&column.now, window.of.iter().copied(), care.weight.1);
        let Some(distance) = stability(&before, &now, care.z) else { continue };
        // By how much it is further than it ever was, as far as is sure.
        let beyond = distance.low - column.natural;
        if beyond > most {
            most = beyond;
            window.column = Some(column.name.clone());
            (window.distance, window.low) = (Some(distance.estimate()), Some(distance.low));
        }
        if distance.low >= FAR && beyond > 0.0 {
            window.moved.push(column.name.clone());
        }
    }
    if !window.moved.is_empty() {
        window.status = "moved";
    }
    window
}

fn expected(mut window: Window, judged: Option<(&Judged<'_>, Option<&Calibrated>)>) -> Window {
    let quality = judged.and_then(|(judged, calibrated)| calibrated?.expected(judged, &window.of));
    if let Some(quality) = quality {
        window.estimated = Some(quality.score);
        (window.estimated_low, window.estimated_high) = (Some(quality.low), Some(quality.high));
        window.realised = quality.realised;
    }
    window
}

fn binned(was: &Column, is: &Column) -> Option<Binned> {
    if (was.kind == Kind::Text) != (is.kind == Kind::Text) {
        return None;
    }
    let bins = Bins::of(was, is.len() / 4)?;
    let (gap, new) = (bins.count() as u8, bins.count() as u8 + 1);
    let places = |column: &Column| {
        let place = |(row, place): (usize, u8)| match place {
            NOWHERE if column.is_missing(row) => gap,
            NOWHERE => new,
            place => place,
        };
        bins.places(column).into_iter().enumerate().map(place).collect::<Vec<u8>>()
    };
    let (before, now) = (places(was), places(is));
    Some(Binned { name: was.name.clone(), count: bins.count() + 2, before, now, natural: 0.0 })
}

/// Hold each window of the reference against the rest of it.
fn natural(mut column: Binned, windows: &[(f64, Vec<usize>)], care: Care) -> Binned {
    let usable: Vec<&Vec<usize>> =
        windows.iter().map(|(_, rows)| rows).filter(|rows| rows.len() >= FEWEST).collect();
    if usable.len() < 3 {
        return column;
    }
    let whole = column.counts(&column.before, usable.iter().flat_map(|rows| rows.iter().copied()), 1.0);
    let moves = usable.iter().filter_map(|rows| {
        let own = column.counts(&column.before, rows.iter().copied(), 1.0);
        let rest: Vec<f64> =
            whole.iter().zip(&own).map(|(whole, own)| (whole - own) * care.weight.0).collect();
        let own: Vec<f64> = own.iter().map(|count| count * care.weight.0).collect();
        Some(stability(&rest, &own, care.z)?.estimate())
    });
    column.natural = moves.fold(0.0, f64::max);
    column
}
