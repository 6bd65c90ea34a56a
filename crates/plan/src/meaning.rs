//! The meaning of a plan, key by key: what later steps were made from, and what a change of it changes.

use crate::agreement::one_spaced;
use crate::{Plan, Terms, answer, written};

impl Plan {
    /// Everything later steps read, as key and value: the terms both sides agree on, and the estimates,
    /// checks, options and allowances that may change without asking. Comments, order and spacing, people and
    /// reviews have no place in it.
    pub fn meaning(&self) -> Terms {
        let mut meaning = self.terms();
        let mut say = |name: String, value: String| meaning.insert(name, value);
        let cost = &self.cost;
        let ranges = [
            ("cost.build_days", &cost.build_days),
            ("cost.day_rate", &cost.day_rate),
            ("cost.run_per_month", &cost.run_per_month),
        ];
        for (name, range) in ranges {
            if let Some(range) = range {
                say(name.to_owned(), range.value.to_string());
            }
        }
        for (name, [build, upkeep]) in self.complexity.days() {
            say(format!("complexity.{name}"), format!("{build}, {upkeep}"));
        }
        if let Some(budget) = &self.limits.experiment_budget {
            say("limits.experiment_budget".to_owned(), format!("{} s", budget.seconds));
        }
        for assumption in &self.assumptions {
            let text = one_spaced(written(&assumption.text).unwrap_or_default());
            let check = answer(&assumption.check).map(one_spaced).unwrap_or_default();
            say(format!("assumption: {text}"), check);
        }
        for requirement in &self.requirements {
            let text = one_spaced(written(&requirement.text).unwrap_or_default());
            let check = answer(&requirement.check).map(one_spaced).unwrap_or_default();
            say(format!("requirement: {text}"), check);
        }
        for option in &self.options {
            let name = one_spaced(written(&option.name).unwrap_or_default());
            let sizes = [&option.risk, &option.time, &option.cost];
            let sizes: Vec<String> = sizes
                .iter()
                .map(|size| size.as_ref().map_or(String::new(), |size| format!("{:?}", size.value)))
                .collect();
            let kind = option.kind.as_ref().map_or(String::new(), |kind| format!("{:?}", kind.value));
            say(format!("option: {name}"), format!("{kind} {}", sizes.join("/")));
        }
        for candidate in &self.candidates {
            let name = one_spaced(written(&candidate.name).unwrap_or_default());
            say(format!("candidate: {name}"), written(&candidate.command).unwrap_or_default().to_owned());
        }
        for allow in &self.allowed {
            let mut columns: Vec<&str> = allow.columns.iter().map(|column| column.as_str()).collect();
            columns.sort_unstable();
            let rule = written(&allow.rule).unwrap_or_default();
            say(format!("allow: {rule} {}", columns.join(", ")).trim_end().to_owned(), String::new());
        }
        meaning
    }
}

/// What differs between two meanings, in words, in the order of the names: `worth.true_positive 60 -> 80`.
pub(crate) fn changes<'a>(
    then: &'a Terms,
    now: &'a Terms,
    counts: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = String> + 'a {
    let mut names: Vec<&String> = then.keys().chain(now.keys()).filter(|name| counts(name)).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter_map(|name| match (then.get(name), now.get(name)) {
        (Some(then), Some(now)) if then != now => Some(format!("{name}: {} -> {}", short(then), short(now))),
        (None, Some(_)) => Some(format!("{name} added")),
        (Some(_), None) => Some(format!("{name} taken out")),
        _ => None,
    })
}

fn short(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start}...") } else { start }
}
