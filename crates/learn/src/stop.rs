//! When to stop learning: at a moment, or once someone asks for it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use report::Fault;

/// Asked by learners between two rounds of their work, so that a fit ends soon after the moment comes.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    asked: Option<Arc<AtomicBool>>,
    at: Option<Instant>,
}

impl Stop {
    /// Learning goes on until it is done.
    pub fn never() -> Stop {
        Stop::default()
    }

    /// Stop once this is true.
    pub fn when(asked: Arc<AtomicBool>) -> Stop {
        Stop { asked: Some(asked), at: None }
    }

    /// The same, and at this moment at the latest.
    pub fn by(&self, at: Option<Instant>) -> Stop {
        Stop { asked: self.asked.clone(), at: self.at.into_iter().chain(at).min() }
    }

    /// The moment, when there is one.
    pub fn at(&self) -> Option<Instant> {
        self.at
    }

    /// Whether someone asked for it, whatever the time.
    pub fn is_asked(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.load(Ordering::Relaxed))
    }

    /// Whether to stop now.
    pub fn is_due(&self) -> bool {
        self.is_asked() || self.at.is_some_and(|at| Instant::now() >= at)
    }

    /// Nothing, or that it is time to stop.
    ///
    /// # Errors
    /// When it is.
    pub fn check(&self) -> Result<(), Fault> {
        if self.is_due() { Err(Fault::new("it was stopped before it was done")) } else { Ok(()) }
    }

    /// The answer a library's hook wants after each round.
    pub(crate) fn flow(&self) -> ControlFlow<()> {
        if self.is_due() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
