//! What is true of the candidates more complex than the choice, in words.

use crate::step::Refused;
use crate::{Candidate, Status};

/// What became of those above the choice, each reason once.
pub(crate) fn others<'a>(above: impl Iterator<Item = &'a Candidate>) -> String {
    let above: Vec<&Candidate> = above.collect();
    let named = |is: fn(&Candidate) -> bool| -> Vec<&str> {
        above.iter().filter(|candidate| is(candidate)).map(|candidate| candidate.name.as_str()).collect()
    };
    let measured = named(|candidate| matches!(candidate.status, Status::Dropped | Status::Beaten));
    let too_small = named(|candidate| candidate.refused == Some(Refused::TooSmall));
    let costs_more = named(|candidate| candidate.refused == Some(Refused::CostsMore));
    let within_noise: Vec<&str> = measured
        .iter()
        .copied()
        .filter(|name| !too_small.contains(name) && !costs_more.contains(name))
        .collect();
    if above.is_empty() {
        return "it is the most complex of all".to_owned();
    }
    let mut said = Vec::new();
    if within_noise.len() == above.len() {
        said.push("nothing more complex beats it beyond noise".to_owned());
    } else if !within_noise.is_empty() {
        let verb = if within_noise.len() == 1 { "does" } else { "do" };
        said.push(format!("{} {verb} not beat it beyond noise", listed(&within_noise)));
    }
    let beats = |names: &[&str]| if names.len() == 1 { "beats" } else { "beat" };
    let was = |names: &[&str]| if names.len() == 1 { "was" } else { "were" };
    if !too_small.is_empty() {
        let (names, beats) = (listed(&too_small), beats(&too_small));
        said.push(format!(
            "{names} {beats} it beyond noise, but not surely by what the plan calls worth having"
        ));
    }
    if !costs_more.is_empty() {
        let (names, beats) = (listed(&costs_more), beats(&costs_more));
        said.push(format!("{names} {beats} it beyond noise, but not by more than the complexity costs"));
    }
    let left = [
        (named(|candidate| candidate.status == Status::Skipped), "not measured before the end"),
        (named(|candidate| candidate.status == Status::Spared), "not worth going on to"),
        (named(|candidate| candidate.status == Status::Failed), "tried and failed"),
    ];
    for (names, what) in left.iter().filter(|(names, _)| !names.is_empty()) {
        said.push(format!("{} {} {what}", listed(names), was(names)));
    }
    said.join("; ")
}

/// Names as people list them.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(name: &str, status: Status, refused: Option<Refused>) -> Candidate {
        Candidate { refused, ..Candidate::unmeasured(name, 5, status, "") }
    }

    #[test]
    fn each_reason_is_told_as_it_is() {
        let noise = |name| candidate(name, Status::Dropped, Some(Refused::WithinNoise));
        let small = candidate("boosting", Status::Dropped, Some(Refused::TooSmall));
        let skipped = |name| candidate(name, Status::Skipped, None);
        let said = |all: &[Candidate]| others(all.iter());
        assert_eq!(said(&[noise("tree"), noise("additive")]), "nothing more complex beats it beyond noise");
        let mixed = said(&[noise("tree"), small]);
        assert!(mixed.starts_with("tree does not beat it beyond noise; boosting beats it beyond noise, but"));
        assert!(
            said(&[skipped("tree"), skipped("boosting")]).starts_with("tree and boosting were not measured")
        );
        assert_eq!(said(&[]), "it is the most complex of all");
    }
}
