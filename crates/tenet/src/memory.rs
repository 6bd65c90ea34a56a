//! How much memory this program held at most, from one moment to the next.

use std::fs;

/// Watches the most memory held; only where the system keeps count (Linux).
#[derive(Debug, Default)]
pub struct Memory {
    /// For each stretch watched, the most bytes held in it.
    stretches: Vec<Option<u64>>,
    started: bool,
}

impl Memory {
    /// End the stretch that was watched, and start the next.
    pub fn next(&mut self) {
        if self.started {
            self.stretches.push(most_held());
        }
        self.started = start_anew();
        if !self.started {
            // Without a fresh start, what was held before would be told of this one.
            self.stretches.push(None);
        }
    }

    /// The most bytes held in each stretch that was ended, in order.
    pub fn stretches(&self) -> &[Option<u64>] {
        &self.stretches
    }
}

/// The most bytes of memory held since the count was started anew.
fn most_held() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// Start the count anew: writing 5 there sets the peak to what is held now (proc(5)).
fn start_anew() -> bool {
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stretch_is_told_by_itself() {
        let mut memory = Memory::default();
        memory.next();
        let much = vec![1_u8; 200_000_000];
        assert!(much.iter().step_by(4_096).all(|&one| one == 1));
        memory.next();
        drop(much);
        memory.next();
        memory.next();
        if let [Some(first), _, Some(last)] = memory.stretches() {
            assert!(*first > 200_000_000 && *last + 100_000_000 < *first, "{:?}", memory.stretches());
        }
    }
}
