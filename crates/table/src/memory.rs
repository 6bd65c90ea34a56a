//! How much memory may be used, and how sizes are told.

use std::fs;

/// Used where the machine does not say how much memory it has.
const UNKNOWN: usize = 4 << 30;

/// Half the machine's memory, or half of what its control group may use when that is less, in bytes.
pub fn half_of_machine() -> usize {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
    });
    let group =
        fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| text.trim().parse().ok());
    [machine, group].into_iter().flatten().min().unwrap_or(UNKNOWN) / 2
}

/// Bytes as a person says them, such as `1.5 GB`.
pub(crate) fn size(bytes: usize) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    let bytes = bytes as f64;
    let large = units.iter().find(|(_, unit)| bytes >= *unit);
    large.map_or_else(|| format!("{bytes} bytes"), |(name, unit)| format!("{:.1} {name}", bytes / unit))
}
