//! A progress bar on work longer than a second, on a terminal only; never part of the result.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Progress of one piece of work.
pub struct Progress {
    what: String,
    started: Instant,
    bar: Option<ProgressBar>,
    wanted: bool,
}

impl Progress {
    /// Progress that is shown after a second if it is `wanted`.
    pub fn new(what: &str, wanted: bool) -> Progress {
        Progress { what: what.to_owned(), started: Instant::now(), bar: None, wanted }
    }

    /// So many are done, of a number not known.
    pub fn count(&mut self, done: u64) {
        let style = "{spinner} {msg}: {human_pos} rows, {elapsed}";
        if let Some(bar) = self.bar(style, None) {
            bar.set_position(done);
        }
    }

    /// So many are done of so many; `now` is what is being worked on.
    pub fn step(&mut self, now: &str, done: usize, of: usize) {
        let message = format!("{}: {now}", self.what);
        if let Some(bar) = self.bar("{bar:24} {pos}/{len} {msg}, {elapsed}", Some(of as u64)) {
            bar.set_position(done as u64);
            bar.set_message(message);
        }
    }

    fn bar(&mut self, style: &str, length: Option<u64>) -> Option<&ProgressBar> {
        // Steps may be far apart: a bar with a known length is there from the start.
        let due = length.is_some() || self.started.elapsed() > Duration::from_secs(1);
        if self.wanted && due && self.bar.is_none() {
            let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            if let Ok(style) = ProgressStyle::with_template(style) {
                bar.set_style(style);
            }
            bar.set_message(self.what.clone());
            bar.enable_steady_tick(Duration::from_millis(200));
            self.bar = Some(bar);
        }
        self.bar.as_ref()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
