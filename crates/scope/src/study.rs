//! What is measured once and read by every rule.

use frame::{ColumnProfile, Frame, Profile, Target, Task};
use learn::Metric;
use report::Fault;

use crate::hopeless::refuse_constant;
use crate::measure::copies::Copies;
use crate::measure::feasibility::{Feasibility, Question};
use crate::measure::identity::Identity;
use crate::measure::relation::{Relation, relations};
use crate::measure::sentinel::{Sentinel, sentinels};
use crate::measure::signal::Signal;
use crate::measure::telling::{Telling, tellings};
use crate::measure::trial::Honest;
use crate::pictures::Pictures;
use crate::target::target;
use crate::worth::{Gain, Worth};
use crate::{Goal, Input};

/// A table, its target and all that was measured on them. A rule turns it into findings.
pub struct Study<'a> {
    /// What is known of all rows.
    pub profile: &'a Profile,
    /// The sample's rows that have an answer, without the target.
    pub features: Frame,
    /// Their answers.
    pub target: Target,
    /// What single columns tell of the target; without those not known when predicting.
    pub tellings: Vec<Telling>,
    /// What pairs of columns make up the target.
    pub relations: Vec<Relation>,
    /// Columns that name their rows.
    pub identities: Vec<(String, Identity)>,
    /// Values that stand for "not known".
    pub sentinels: Vec<Sentinel>,
    /// Rows there twice.
    pub copies: Copies,
    /// What is asked for.
    pub goal: Goal,
    /// Whether it can be done; `None` when nothing can be learned or scored.
    pub feasible: Option<Feasibility>,
    /// Whether it would pay, or why that is not known.
    pub worth: Result<Worth, String>,
}

impl<'a> Study<'a> {
    /// Measure everything. A [`Fault`] when there is nothing to measure.
    pub fn of(input: &Input<'a>) -> Result<Study<'a>, Fault> {
        let sample = input.sample;
        let (features, target) = target(sample, &input.target, input.positive.as_deref())?;
        if target.len() < 2 {
            return Err(Fault::new(format!("only 1 row has an answer in `{}`", target.name))
                .hint("add rows with answers"));
        }
        let unknown: Vec<&str> = input.unavailable.iter().map(String::as_str).collect();
        let usable = features.without(&unknown);
        refuse_constant(&usable, &target)?;
        let seed = input.seed;
        let group = input.group.as_deref().and_then(|name| features.column(name));
        // The group names rows; its labels are not something to predict from.
        let keys: Vec<&str> = group.iter().map(|group| group.name.as_str()).collect();
        let honest_features = usable.without(&keys);
        let metric = input.metric.clone().unwrap_or_else(|| Metric::default_for(target.task));
        let identities: Vec<(String, Identity)> = features
            .columns()
            .iter()
            .filter(|column| input.time.as_deref() != Some(&column.name))
            .filter_map(|column| Some((column.name.clone(), Identity::of(column, &target)?)))
            .collect();
        let named: Vec<&str> = identities.iter().map(|(name, _)| name.as_str()).collect();
        let time = input.time.as_deref().and_then(|name| features.column(name));
        let goal = input.goal.clone();
        let unanswered =
            input.profile.column(&target.name).map_or(0, |column| column.missing + column.empty_text);
        let feasible = Feasibility::of(&Question {
            features: &honest_features.without(&named),
            target: &target,
            honest: Honest { time, group },
            metric: &metric,
            today: goal.today.as_ref(),
            today_costs: goal.stakes.as_ref().map_or(0.0, |stakes| stakes.today_per_month.mean()),
            rows: input.profile.rows.saturating_sub(unanswered).max(target.len() as u64),
            seed,
        });
        Ok(Study {
            worth: worth(&goal, feasible.as_ref(), seed),
            goal,
            feasible,
            profile: input.profile,
            tellings: tellings(&honest_features, &target, seed),
            relations: relations(&honest_features, &target, seed),
            sentinels: sentinels(&input.profile.columns, sample, &target.name),
            copies: Copies::of(input.profile, sample, &target.name, seed),
            identities,
            features,
            target,
        })
    }

    /// Whether the columns say anything about the target.
    pub fn signal(&self) -> Option<&Signal> {
        self.feasible.as_ref().map(|feasible| &feasible.signal)
    }

    /// What the page shows as pictures.
    pub fn pictures(&self, input: &Input<'_>) -> Pictures {
        let out = input.unavailable.iter().chain(&input.group).map(String::as_str);
        let out: Vec<&str> = out.chain(self.identities.iter().map(|(name, _)| name.as_str())).collect();
        let usable = self.features.without(&out);
        Pictures::of(&self.features, &usable, &self.target, input.time.as_deref(), input.seed)
    }

    /// A value of the measure asked for, as a person reads it.
    pub fn shown(&self, value: f64) -> String {
        match self.feasible.as_ref().map(|feasible| &feasible.asked.metric) {
            Some(Metric::Money(worth)) => report::number::money(value, &worth.currency),
            _ => report::number::score(value),
        }
    }

    /// The smallest gain worth having in the measure of the trial; `None` when the plan's is in money.
    pub fn smallest_gain(&self) -> Option<f64> {
        let in_money =
            self.feasible.as_ref().is_some_and(|feasible| feasible.asked.metric != feasible.trial.metric);
        self.goal.smallest_gain.filter(|smallest| *smallest > 0.0 && !in_money)
    }

    /// What is known of the feature columns of the whole table.
    pub fn columns(&self) -> impl Iterator<Item = &ColumnProfile> {
        self.profile.columns.iter().filter(|column| column.name != self.target.name)
    }

    /// Rows of each class in the whole table: exact where the sample is the table, else in proportion.
    pub fn class_rows(&self) -> Vec<u64> {
        let mut counts = vec![0_u64; self.target.classes.len()];
        if self.target.task != Task::Regression {
            self.target.values.iter().for_each(|&class| counts[class as usize] += 1);
        }
        let answered = self.answered();
        let scale = answered as f64 / self.target.len().max(1) as f64;
        counts.iter().map(|&count| (count as f64 * scale).round() as u64).collect()
    }

    /// Rows of the whole table that have an answer.
    pub fn answered(&self) -> u64 {
        let missing =
            self.profile.column(&self.target.name).map_or(0, |column| column.missing + column.empty_text);
        (self.profile.rows - missing.min(self.profile.rows)).max(self.target.len() as u64)
    }
}

/// Whether it would pay, where the plan says what answers are worth and the model can be held against today.
fn worth(goal: &Goal, feasible: Option<&Feasibility>, seed: u64) -> Result<Worth, String> {
    let stakes = goal.stakes.as_ref().map_err(String::clone)?;
    let feasible = feasible.ok_or("no model could be tried on these rows")?;
    let gain = Gain::of(feasible, goal.today.as_ref(), stakes)
        .ok_or("the worth in the plan does not fit what is predicted")?;
    Ok(Worth::of(stakes, &gain, seed))
}
