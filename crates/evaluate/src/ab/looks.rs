//! How often the figures are read, and how much wider an interval must be for that.

use std::collections::BTreeMap;
use std::sync::Mutex;

use ::report::Fault;
use stats::{ConfidenceSequence, GroupSequential, Spending, normal_tail};

use super::clock::Clock;
use super::question::Reading;

/// Which interval the verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// That of one reading, at the planned end.
    Fixed,
    /// That of any number of readings, at any time.
    AlwaysValid,
    /// That of a planned number of readings.
    GroupSequential,
}

/// What is known of the times when the figures are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Looks {
    /// Which interval the verdict rests on.
    pub basis: Basis,
    /// How many times the experiment is to have, where its end is planned.
    pub planned: Option<f64>,
    /// How many there are so far.
    pub so_far: f64,
    /// The shares of the experiment that are in at each planned look so far.
    shares: Option<Vec<f64>>,
}

/// Without a planned end, an experiment is taken to last four weeks of days like the first one.
const USUAL: f64 = 28.0;
/// Where units come back, so many times those of the first day are expected: it lies between as many as on the first day,
/// when all come back daily, and four weeks of new ones.
const RETURNING: f64 = 5.0;
/// Without times, an experiment is taken to have so many units.
const USUAL_UNITS: f64 = 10_000.0;

impl Looks {
    /// Of an experiment whose times so far are these, in order.
    pub fn of(reading: &Reading, clock: &Clock, times: &[f64]) -> Result<Looks, Fault> {
        let (Some(&first), Some(&last)) = (times.first(), times.last()) else {
            let basis = if reading.sequential { Basis::AlwaysValid } else { Basis::Fixed };
            return Ok(Looks { basis, planned: None, so_far: 0.0, shares: None });
        };
        let step = clock.step();
        let count = |end: f64| ((end - first) / step + 1.0).round();
        let planned = match &reading.planned_end {
            Some(text) => {
                let end = clock.read(text)?;
                if end < first {
                    let message =
                        format!("the planned end `{text}` lies before the first time, {}", clock.show(first));
                    return Err(Fault::new(message).hint("give the last time the experiment is to have"));
                }
                Some(count(end))
            }
            None => None,
        };
        let so_far = count(last);
        let early = planned.is_some_and(|planned| so_far < planned);
        let shares = match reading.looks {
            Some(looks) => Some(shares(looks, planned, so_far, times.len())?),
            None => None,
        };
        let basis = match shares {
            Some(_) => Basis::GroupSequential,
            None if reading.sequential || early => Basis::AlwaysValid,
            None => Basis::Fixed,
        };
        Ok(Looks { basis, planned, so_far, shares })
    }

    /// Whether more times are known to come; `None` when the end is not planned.
    pub fn more_to_come(&self) -> Option<bool> {
        self.planned.map(|planned| self.so_far < planned)
    }

    /// The alpha at which an interval of one reading is as wide as one that may be read at any time, after so many
    /// units, of which so many came in the first time; whether some of them come back at later times.
    pub fn always_valid(
        &self,
        alpha: f64,
        units: u64,
        (first, come_back): (Option<u64>, bool),
    ) -> Option<f64> {
        let sequence = match (first.filter(|&units| units > 0), self.planned) {
            (Some(first), _) if come_back => ConfidenceSequence::expecting(alpha, first as f64 * RETURNING),
            (Some(first), Some(planned)) => ConfidenceSequence::ending(alpha, first as f64 * planned),
            (Some(first), None) => ConfidenceSequence::expecting(alpha, first as f64 * USUAL),
            (None, _) => ConfidenceSequence::expecting(alpha, USUAL_UNITS),
        };
        Some(2.0 * normal_tail(sequence?.boundary(units as f64)?))
    }

    /// The alpha at which an interval of one reading is as wide as one of this planned look.
    pub fn planned_look(&self, alpha: f64) -> Option<f64> {
        Some(2.0 * normal_tail(boundary(alpha, self.shares.as_ref()?)?))
    }
}

/// The boundary at the last of these shares. It takes an integration over all looks before, and many groups are read at
/// the same times: what was found once is kept.
fn boundary(alpha: f64, shares: &[f64]) -> Option<f64> {
    static FOUND: Mutex<BTreeMap<Vec<u64>, Option<f64>>> = Mutex::new(BTreeMap::new());
    let asked: Vec<u64> = [alpha].iter().chain(shares).map(|number| number.to_bits()).collect();
    if let Some(known) = FOUND.lock().ok()?.get(&asked) {
        return *known;
    }
    let mut course = GroupSequential::new(Spending::OBrienFleming, alpha)?;
    let mut found = None;
    for &share in shares {
        found = course.look(share).or(found);
    }
    FOUND.lock().ok()?.insert(asked, found);
    found
}

/// The share of the experiment that is in at each look so far. Looks are spread evenly up to the planned end; without
/// one, each time so far is a look.
fn shares(looks: u32, planned: Option<f64>, so_far: f64, times: usize) -> Result<Vec<f64>, Fault> {
    let whole = f64::from(looks);
    let Some(planned) = planned else {
        if times > looks as usize {
            return Err(Fault::new(format!(
                "{looks} looks are planned, but the rows have {times} different times"
            ))
            .hint(
                "say when the experiment is to end: `--planned-end TIME`; looks are spread evenly up to it",
            ));
        }
        return Ok((1..=times).map(|look| look as f64 / whole).collect());
    };
    let now = (so_far / planned).min(1.0);
    let earlier = (1..looks).map(|look| f64::from(look) / whole).filter(|share| *share < now - 1e-6);
    Ok(earlier.chain([now]).collect())
}
