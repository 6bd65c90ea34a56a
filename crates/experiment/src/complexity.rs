//! What a candidate's complexity costs: days to build it and to keep it alive, as money a month.

use std::collections::BTreeMap;

/// Working days: to build it, and to keep it alive for a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Days {
    /// Once.
    pub build: f64,
    /// Each year: retraining, looking after it, explaining it, mending it.
    pub upkeep: f64,
}

/// The days each candidate takes, simplest first. They are rough, and meant to be written over with a team's own in
/// `[complexity]` of the plan: what matters is that each step up costs something.
pub const TABLE: [(&str, Days); 9] = [
    ("today", Days { build: 0.0, upkeep: 0.0 }),
    ("constant", Days { build: 0.0, upkeep: 0.0 }),
    ("naive", Days { build: 0.0, upkeep: 0.0 }),
    ("seasonal-naive", Days { build: 0.0, upkeep: 0.0 }),
    ("one-rule", Days { build: 1.0, upkeep: 1.0 }),
    ("linear", Days { build: 3.0, upkeep: 4.0 }),
    ("tree", Days { build: 3.0, upkeep: 4.0 }),
    ("additive", Days { build: 4.0, upkeep: 6.0 }),
    ("boosting", Days { build: 5.0, upkeep: 10.0 }),
];

/// A candidate of one's own is code besides, which somebody has to keep running.
pub const OWN: Days = Days { build: 10.0, upkeep: 15.0 };

/// What complexity costs in one project.
#[derive(Debug, Clone, PartialEq)]
pub struct Complexity {
    /// Money for one working day.
    pub day_rate: f64,
    /// Days that differ from [`TABLE`], by the candidate's name.
    pub days: BTreeMap<String, Days>,
}

impl Complexity {
    /// What the candidate of this name costs a month, building it spread over the first year.
    pub fn per_month(&self, name: &str) -> f64 {
        days(Some(self), name).total() * self.day_rate / 12.0
    }
}

impl Days {
    /// Working days in the first year.
    pub fn total(&self) -> f64 {
        self.build + self.upkeep
    }
}

/// The days the candidate of this name takes: a team's own figures, or those of [`TABLE`].
pub fn days(own: Option<&Complexity>, name: &str) -> Days {
    let known = TABLE.iter().find(|(known, _)| *known == name);
    // `own` stands for every candidate that is not built in.
    let key = known.map_or("own", |(name, _)| name);
    let written = own.and_then(|own| own.days.get(key)).copied();
    written.unwrap_or_else(|| known.map_or(OWN, |(_, days)| *days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_up_costs_no_less_and_a_team_knows_better() {
        let mut complexity = Complexity { day_rate: 600.0, days: BTreeMap::new() };
        let costs: Vec<f64> = TABLE.iter().map(|(name, _)| complexity.per_month(name)).collect();
        assert!(costs.is_sorted(), "{costs:?}");
        assert_eq!(complexity.per_month("linear"), 350.0);
        assert!(complexity.per_month("our-network") > complexity.per_month("boosting"));
        complexity.days.insert("boosting".to_owned(), Days { build: 0.0, upkeep: 2.0 });
        assert_eq!(complexity.per_month("boosting"), 100.0);
    }

    #[test]
    fn every_built_in_candidate_has_its_days() {
        for learner in learn::LEARNERS {
            assert!(TABLE.iter().any(|(name, _)| *name == learner.name()), "{}", learner.name());
        }
        for forecaster in learn::FORECASTERS {
            assert!(TABLE.iter().any(|(name, _)| *name == forecaster.name()), "{}", forecaster.name());
        }
    }
}
