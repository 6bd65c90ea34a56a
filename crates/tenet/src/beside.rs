//! What is said beside the result of an experiment, and is not part of it: how long it took, what was taken over.

use report::number;

/// Which candidates were not, or not wholly, fitted anew.
pub fn taken_over(reused: &[(String, usize, usize)], damaged: usize) -> Vec<String> {
    let each: Vec<String> = reused
        .iter()
        .map(|(name, made, taken)| match made {
            0 => name.clone(),
            _ => format!("{name} ({taken} of {} fits)", made + taken),
        })
        .collect();
    let mut lines = Vec::new();
    if !each.is_empty() {
        lines.push(format!(
            "reused from an earlier run on the same rows: {} (--afresh measures all anew)",
            each.join(", ")
        ));
    }
    if damaged > 0 {
        lines.push(format!(
            "made again, since what was kept is damaged or of another tenet: {} fits",
            number::count(damaged as u64)
        ));
    }
    lines
}

/// How long it took: said beside the result, which is the same however long it takes.
pub fn timings(evidence: &::experiment::Evidence) -> String {
    let each: Vec<String> = evidence
        .candidates
        .iter()
        .filter_map(|candidate| {
            Some(format!("{} {}", candidate.name, number::seconds(candidate.fit_seconds?)))
        })
        .collect();
    let package = evidence.package.as_ref().map_or(String::new(), |folder| format!("; package in {folder}"));
    format!("took {} (fitting: {}){package}", number::seconds(evidence.seconds), each.join(", "))
}
