//! Finished fits that are kept, so that a run that was ended can be taken up where it was.

use std::sync::atomic::{AtomicUsize, Ordering};

use frame::Split;
use learn::Tested;
use report::Fault;

use crate::Input;
use crate::digest::Digest;

/// A place where finished fits are kept. The door to it is the binary's.
pub trait Kept: Sync {
    /// The fit kept under this key, if it is there and as it was written.
    fn load(&self, key: &str) -> Option<Tested>;

    /// Keep a fit. One that cannot be kept is made again another time.
    fn save(&self, key: &str, fit: &Tested);
}

/// The fits of one comparison: each is looked for before it is made.
pub(crate) struct Fits<'a> {
    kept: Option<&'a dyn Kept>,
    /// What all fits of this comparison are made from.
    made_from: String,
    made: AtomicUsize,
    reused: AtomicUsize,
}

impl<'a> Fits<'a> {
    /// The fits on rows with this digest.
    pub fn of(input: &Input<'a>, data: &str) -> Fits<'a> {
        Fits::made_from(input.kept, Digest::default().text(data).number(input.seed))
    }

    /// The fits made from what this digest holds.
    pub fn made_from(kept: Option<&'a dyn Kept>, all: Digest) -> Fits<'a> {
        Fits { kept, made_from: all.hex(), made: AtomicUsize::new(0), reused: AtomicUsize::new(0) }
    }

    /// The fit of a fold by who is known by this name and `identity`: the one kept, or made and kept. `turn` tells
    /// apart two fits on the same rows.
    pub fn fit(
        &self,
        identity: &str,
        turn: u64,
        split: &Split,
        width: usize,
        make: impl FnOnce() -> Result<Tested, Fault>,
    ) -> Result<Tested, Fault> {
        let of = |digest: Digest| digest.text(identity).number(turn).split(split);
        self.fit_of(of, split.test.len() * width, make)
    }

    /// The fit `of` what tells it from all others of this comparison: the one kept, if it says so many numbers, or made
    /// and kept.
    pub fn fit_of(
        &self,
        of: impl FnOnce(Digest) -> Digest,
        numbers: usize,
        make: impl FnOnce() -> Result<Tested, Fault>,
    ) -> Result<Tested, Fault> {
        let Some(kept) = self.kept else { return make() };
        let key = of(Digest::default().text(&self.made_from)).hex();
        if let Some(fit) = kept.load(&key).filter(|fit| fit.predictions.values.len() == numbers) {
            self.reused.fetch_add(1, Ordering::Relaxed);
            return Ok(fit);
        }
        let fit = make()?;
        self.made.fetch_add(1, Ordering::Relaxed);
        if fit.predictions.values.len() == numbers {
            kept.save(&key, &fit);
        }
        Ok(fit)
    }

    /// How many fits were made and how many taken from those kept, since this was last asked.
    pub fn counted(&self) -> (usize, usize) {
        (self.made.swap(0, Ordering::Relaxed), self.reused.swap(0, Ordering::Relaxed))
    }
}
