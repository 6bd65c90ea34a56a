//! Ctrl-C: the first asks the work to end with what is finished, the second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// True once someone has asked to stop. From the first call on, Ctrl-C no longer ends the program by itself.
pub fn asked() -> Arc<AtomicBool> {
    ASKED.get_or_init(listen).clone()
}

#[expect(clippy::exit, reason = "who asks twice does not want to wait for what is at work")]
fn listen() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    let told = asked.clone();
    let told = move || {
        if told.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("stopping with what is finished; once more ends it at once");
    };
    // Where no handler can be set, Ctrl-C ends the program as ever: what is kept is kept.
    let _ = ctrlc::set_handler(told);
    asked
}
