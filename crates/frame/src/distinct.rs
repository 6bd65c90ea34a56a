//! How many different values a stream holds, in bounded memory: exact up to 65,536, then within 1 %.

use crate::slots::{Slots, smallest};

/// The smallest hashes seen (k minimum values).
///
/// Beyond `k` different values the count is estimated as `(k - 1) / U(k)`, with `U(k)` the k-th smallest
/// hash scaled to 0..1: Bar-Yossef et al., "Counting distinct elements in a data stream" (RANDOM 2002);
/// the unbiased form is in Beyer et al. (SIGMOD 2007), equation 2. Its relative standard error is
/// 1 / sqrt(k - 2), 0.4 % here. Sketches of parts merge into the sketch of the whole.
#[derive(Debug, Clone)]
pub struct Distinct {
    /// All hashes seen up to `most`; some more than `k`, so that leaving out the largest is seldom needed.
    hashes: Slots,
    /// No hash above it is of use.
    most: u64,
}

const KEPT: usize = 65_536;
/// Held at most, as many as fit into twice as many slots.
const HELD: usize = KEPT * 3 / 2;

impl Default for Distinct {
    fn default() -> Self {
        Distinct { hashes: Slots::default(), most: u64::MAX }
    }
}

impl Distinct {
    /// Count a value by its hash.
    #[inline]
    pub fn add(&mut self, hash: u64) {
        if hash <= self.most {
            self.insert(hash.max(1));
        }
    }

    fn insert(&mut self, hash: u64) {
        let (slot, known) = self.hashes.find(hash);
        if known {
            return;
        }
        self.hashes.put(slot, hash);
        if self.hashes.len() >= HELD {
            self.trim();
        } else if self.hashes.is_full() {
            self.rebuild(self.hashes.len() * 2);
        }
    }

    /// Leave out all but the smallest hashes.
    fn trim(&mut self) {
        if let Some(most) = smallest(self.hashes.iter().map(|(_, hash)| hash), KEPT) {
            self.most = most;
        }
        self.rebuild(HELD);
    }

    fn rebuild(&mut self, room: usize) {
        let mut slots = Slots::with_room(room);
        for (_, hash) in self.hashes.iter().filter(|&(_, hash)| hash <= self.most) {
            let (slot, _) = slots.find(hash);
            slots.put(slot, hash);
        }
        self.hashes = slots;
    }

    /// Count all that `other` has counted too.
    pub fn merge(&mut self, other: &Distinct) {
        if other.most < self.most {
            self.most = other.most;
            self.rebuild(HELD);
        }
        other.hashes.iter().for_each(|(_, hash)| self.add(hash));
    }

    /// How many different values: exact unless [`is_estimate`](Self::is_estimate).
    pub fn count(&self) -> u64 {
        if !self.is_estimate() {
            return self.hashes.len() as u64;
        }
        let last = smallest(self.hashes.iter().map(|(_, hash)| hash), KEPT).unwrap_or(self.most);
        ((KEPT - 1) as f64 / (last as f64 / u64::MAX as f64)).round() as u64
    }

    /// Whether more values were seen than are counted exactly.
    pub fn is_estimate(&self) -> bool {
        self.most < u64::MAX || self.hashes.len() > KEPT
    }
}

impl PartialEq for Distinct {
    fn eq(&self, other: &Self) -> bool {
        let kept = |distinct: &Distinct| {
            let mut hashes: Vec<u64> = distinct.hashes.iter().map(|(_, hash)| hash).collect();
            hashes.sort_unstable();
            hashes.truncate(KEPT);
            hashes
        };
        self.is_estimate() == other.is_estimate() && kept(self) == kept(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A well-mixed hash of a counter (splitmix64).
    fn hash(mut x: u64) -> u64 {
        x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn of(values: std::ops::Range<u64>) -> Distinct {
        let mut distinct = Distinct::default();
        values.for_each(|value| distinct.add(hash(value)));
        distinct
    }

    #[test]
    fn counts_exactly_while_few() {
        let mut distinct = of(0..5_000);
        distinct.merge(&of(2_500..7_500));
        assert_eq!(distinct.count(), 7_500);
        assert!(!distinct.is_estimate());
    }

    #[test]
    fn estimates_within_two_percent_when_many() {
        let mut distinct = of(0..600_000);
        distinct.merge(&of(300_000..1_000_000));
        let error = distinct.count() as f64 / 1e6 - 1.0;
        assert!(error.abs() < 0.02, "off by {error}");
        assert_eq!(distinct, of(0..1_000_000), "the sketch of the parts is the sketch of the whole");
    }
}
