//! What is known by an origin: the values before it, gaps filled with the last known value before them.

use frame::Series;

/// A series as it was known at any period, without a look ahead.
#[derive(Debug, Clone)]
pub struct Past {
    tracks: Vec<Carried>,
    /// The place in time of period 0.
    first: f64,
}

#[derive(Debug, Clone)]
struct Carried {
    name: String,
    from: usize,
    values: Vec<f64>,
    /// Whether the value is a row's, not one carried into a gap.
    known: Vec<bool>,
}

/// A forecast asked for: of which series, and from which period on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// The number of the series.
    pub track: usize,
    /// The first period forecast; all before it are known.
    pub origin: usize,
}

impl Past {
    /// What is known of a series, carried on to its last period.
    pub fn of(series: &Series) -> Past {
        let carried = |track: &frame::Track| {
            let mut values = track.carried();
            let mut known: Vec<bool> = track.values.iter().map(|value| value.is_finite()).collect();
            let length = series.periods.saturating_sub(track.from);
            if let Some(&last) = values.last() {
                values.resize(length, last);
                known.resize(length, false);
            }
            Carried { name: track.name.clone(), from: track.from, values, known }
        };
        Past { tracks: series.tracks.iter().map(carried).collect(), first: series.first }
    }

    /// How many series.
    pub fn tracks(&self) -> usize {
        self.tracks.len()
    }

    /// The name of a series.
    pub(super) fn name(&self, track: usize) -> &str {
        &self.tracks[track].name
    }

    /// The values of a series before the origin, from its first one on; empty when it begins later.
    pub(super) fn before(&self, ask: Ask) -> &[f64] {
        let track = &self.tracks[ask.track];
        &track.values[..ask.origin.saturating_sub(track.from).min(track.values.len())]
    }

    /// The last value known before the origin; NaN when there is none.
    pub(super) fn last(&self, ask: Ask) -> f64 {
        self.before(ask).last().copied().unwrap_or(f64::NAN)
    }

    /// All values of a series, and which of them are rows'.
    pub(super) fn all(&self, track: usize) -> (&[f64], &[bool]) {
        (&self.tracks[track].values, &self.tracks[track].known)
    }

    /// The period of a series' first value.
    pub(super) fn from(&self, track: usize) -> usize {
        self.tracks[track].from
    }

    /// The place in time of a series' value by its number.
    pub(super) fn place(&self, track: usize, number: usize) -> f64 {
        self.first + (self.tracks[track].from + number) as f64
    }
}
