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

/// The fits of one bake-off: each is looked for before it is made.
pub(crate) struct Fits<'a> {
    kept: Option<&'a dyn Kept>,
    /// What all fits of this bake-off are made from.
    made_from: String,
    made: AtomicUsize,
    reused: AtomicUsize,
}

impl<'a> Fits<'a> {
    /// The fits on rows with this digest.
    pub fn of(input: &Input<'a>, data: &str) -> Fits<'a> {
        let made_from = Digest::default().text(data).number(input.seed).hex();
        Fits { kept: input.kept, made_from, made: AtomicUsize::new(0), reused: AtomicUsize::new(0) }
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
        let key = || Digest::default().text(&self.made_from).text(identity).number(turn).split(split).hex();
        let Some((kept, key)) = self.kept.map(|kept| (kept, key())) else { return make() };
        let numbers = split.test.len() * width;
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
