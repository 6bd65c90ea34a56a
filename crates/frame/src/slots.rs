//! Places for hashes: an open-addressing table whose keys are random already.

/// Hashes, each in a slot of its own; a slot that holds `0` is free.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    hashes: Vec<u64>,
    taken: usize,
}

impl Default for Slots {
    fn default() -> Self {
        Slots::with_room(0)
    }
}

impl Slots {
    /// Room for this many hashes.
    pub(crate) fn with_room(hashes: usize) -> Slots {
        Slots { hashes: vec![0; (hashes * 4).div_ceil(3).next_power_of_two().max(16)], taken: 0 }
    }

    /// How many hashes are held.
    pub(crate) fn len(&self) -> usize {
        self.taken
    }

    /// How many slots there are.
    pub(crate) fn slots(&self) -> usize {
        self.hashes.len()
    }

    /// Whether one hash more needs a larger table.
    pub(crate) fn is_full(&self) -> bool {
        self.taken * 4 >= self.hashes.len() * 3
    }

    /// The slot of a hash, and whether the hash is there; if not, the slot is free.
    #[inline]
    pub(crate) fn find(&self, hash: u64) -> (usize, bool) {
        let last = self.hashes.len() - 1;
        let mut slot = hash as usize & last;
        loop {
            match self.hashes[slot & last] {
                here if here == hash => return (slot, true),
                0 => return (slot, false),
                _ => slot = (slot + 1) & last,
            }
        }
    }

    /// Put a hash, which is not 0, into the free slot that [`find`](Slots::find) gave.
    #[inline]
    pub(crate) fn put(&mut self, slot: usize, hash: u64) {
        self.hashes[slot] = hash;
        self.taken += 1;
    }

    /// The hashes with their slots, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, u64)> {
        self.hashes.iter().copied().enumerate().filter(|&(_, hash)| hash != 0)
    }
}

/// The `kept`-th smallest of these hashes, when there are so many.
pub(crate) fn smallest(hashes: impl Iterator<Item = u64>, kept: usize) -> Option<u64> {
    let mut hashes: Vec<u64> = hashes.collect();
    (hashes.len() >= kept && kept > 0).then(|| *hashes.select_nth_unstable(kept - 1).1)
}
