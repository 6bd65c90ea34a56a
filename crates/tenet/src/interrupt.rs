//! Ctrl-C: the first asks the work to end with what is finished, the second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// True once someone has asked to stop. From the first call on, Ctrl-C no longer ends the program by itself.
pub fn asked() -> Arc<AtomicBool> {
    ASKED.get_or_init(listen).clone()
}

fn listen() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    // Where signals cannot be heard, Ctrl-C ends the program as ever: what is kept is kept.
    if let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) {
        let told = asked.clone();
        thread::spawn(move || signals.forever().for_each(|_| tell(&told)));
    }
    asked
}

#[expect(clippy::exit, reason = "who asks twice does not want to wait for what is at work")]
fn tell(asked: &AtomicBool) {
    if asked.swap(true, Ordering::Relaxed) {
        std::process::exit(130);
    }
    eprintln!("stopping with what is finished; once more ends it at once");
}
