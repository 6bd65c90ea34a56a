//! What is measured once and read by every rule.

use std::collections::BTreeMap;

use frame::{Column, ColumnProfile, Frame, Kind, Profile, Target, Task};
use learn::Metric;
use rayon::prelude::*;
use report::Fault;

use crate::hopeless::refuse_constant;
use crate::measure::against::{Against, against};
use crate::measure::contradiction::Contradiction;
use crate::measure::copies::Copies;
use crate::measure::entity::{Entity, entities};
use crate::measure::feasibility::{Feasibility, Question};
use crate::measure::identity::Identity;
use crate::measure::impossible::{Impossible, impossible};
use crate::measure::later::{Later, later};
use crate::measure::mixture::Mixture;
use crate::measure::movement::Movement;
use crate::measure::novelty::Novelty;
use crate::measure::partial::{Partial, partials};
use crate::measure::personal::{Personal, personal};
use crate::measure::relation::{Relation, relations};
use crate::measure::sentinel::{Sentinel, sentinels};
use crate::measure::signal::Signal;
use crate::measure::spelling::{Spelling, spellings};
use crate::measure::telling::{Telling, some_rows, strongest, tellings};
use crate::measure::trial::Honest;
use crate::measure::twins::twins;
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
    /// How much each column says of the target alone, 0 to 1.
    pub alone: BTreeMap<String, f64>,
    /// Columns that give the target away in a part of the rows.
    pub partials: Vec<Partial>,
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
    /// How far labels contradict what the columns say.
    pub contradiction: Option<Contradiction>,
    /// Columns whose moments lie after the prediction.
    pub later: Vec<Later>,
    /// How the target moves along the time given, or along each column that could be it.
    pub movements: Vec<Movement>,
    /// The column of time that was given.
    pub time: Option<String>,
    /// Columns that name things with several rows each, unless the group was given.
    pub entities: Vec<Entity>,
    /// Columns that say the same.
    pub twins: Vec<Vec<String>>,
    /// Numbers that cannot be.
    pub impossible: Vec<Impossible>,
    /// Categories in several spellings, by column.
    pub spellings: Vec<(String, Vec<Spelling>)>,
    /// Columns that tell who somebody is.
    pub personal: Vec<Personal>,
    /// How new the texts of each column are.
    pub novelties: Vec<Novelty>,
    /// Columns of text that are mostly numbers.
    pub mixtures: Vec<Mixture>,
    /// What the recent table has changed; `None` without one.
    pub against: Option<Against>,
}

/// Rows at which single values are looked at.
const ROWS: usize = 20_000;

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
            .par_iter()
            .filter(|column| input.time.as_deref() != Some(&column.name))
            .filter_map(|column| Some((column.name.clone(), Identity::of(column, &target)?)))
            .collect();
        let named: Vec<&str> = identities.iter().map(|(name, _)| name.as_str()).collect();
        let nameless = honest_features.without(&named);
        let time = input.time.as_deref();
        let goal = input.goal.clone();
        let unanswered =
            input.profile.column(&target.name).map_or(0, |column| column.missing + column.empty_text);
        let question = Question {
            features: &nameless,
            target: &target,
            honest: Honest { time: time.and_then(|name| features.column(name)), group },
            metric: &metric,
            today: goal.today.as_ref(),
            today_costs: goal.stakes.as_ref().map_or(0.0, |stakes| stakes.today_per_month.mean()),
            rows: input.profile.rows.saturating_sub(unanswered).max(target.len() as u64),
            seed,
        };
        let some = features.take(&some_rows(features.rows(), ROWS, seed));
        let strangers: Vec<&str> = named.iter().copied().chain(time).collect();
        let recent = |recent| against(sample, recent, (&target.name, target.task), &strangers);

        // Whoever is free takes the next; what takes long comes first.
        let (mut feasible, mut told, mut contradiction) = (None, <(Vec<_>, BTreeMap<_, _>)>::default(), None);
        let (mut partly, mut related, mut copies) = (Vec::new(), Vec::new(), None);
        let (mut things, mut same, mut moved) = (Vec::new(), Vec::new(), Vec::new());
        let (mut unknowns, mut wrong, mut spelled) = (Vec::new(), Vec::new(), Vec::new());
        let (mut persons, mut novelties, mut mixtures) = (Vec::new(), Vec::new(), Vec::new());
        let (mut after, mut newer) = (Vec::new(), None);
        rayon::scope(|scope| {
            scope.spawn(|_| feasible = Feasibility::of(&question));
            scope.spawn(|_| {
                told = tellings(&honest_features, &target, seed);
                contradiction = Contradiction::of(&strongest(&nameless, &told.1), &target, seed);
            });
            scope.spawn(|_| copies = Some(Copies::of(input.profile, sample, &target.name, &named, seed)));
            scope.spawn(|_| partly = partials(&nameless, &target, time, seed));
            scope.spawn(|_| related = relations(&honest_features, &target, seed));
            scope.spawn(|_| {
                unknowns = sentinels(&input.profile.columns, sample, &target.name);
                wrong = each(&some, |column| impossible(column, &codes(column, &unknowns)));
            });
            scope.spawn(|_| {
                if keys.is_empty() {
                    things = entities(&features, &target);
                }
            });
            scope.spawn(|_| same = twins(&some, seed));
            scope.spawn(|_| {
                spelled = each(&some, |column| {
                    let found = spellings(column);
                    (!found.is_empty()).then(|| (column.name.clone(), found))
                });
            });
            scope.spawn(|_| persons = each(&some, personal));
            scope.spawn(|_| mixtures = each(&some, Mixture::of));
            // A group's own names never come back, and nothing learns from them.
            scope.spawn(|_| novelties = each(&honest_features, Novelty::of));
            scope.spawn(|_| moved = movements(&features, &target, time));
            scope.spawn(|_| after = time.map(|time| later(&usable, time)).unwrap_or_default());
            scope.spawn(|_| newer = input.recent.map(recent));
        });
        let (tellings, alone) = told;
        Ok(Study {
            worth: worth(&goal, feasible.as_ref(), seed),
            goal,
            feasible,
            profile: input.profile,
            tellings,
            partials: partly,
            relations: related,
            copies: copies.unwrap_or_default(),
            contradiction,
            later: after,
            movements: moved,
            entities: things,
            twins: same,
            impossible: wrong,
            spellings: spelled,
            personal: persons,
            novelties,
            mixtures,
            against: newer,
            time: input.time.clone(),
            alone,
            sentinels: unknowns,
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

    /// What is at stake when a column is faulty: how much it says of the target alone, and a little for being there.
    pub fn weight(&self, column: &str) -> f64 {
        self.alone.get(column).map_or(0.05, |alone| alone.clamp(0.05, 1.0))
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

/// What is found in each column, in their order.
fn each<T: Send>(frame: &Frame, found: impl Fn(&Column) -> Option<T> + Send + Sync) -> Vec<T> {
    frame.columns().par_iter().filter_map(found).collect()
}

/// The numbers of a column that stand for "not known".
fn codes(column: &Column, sentinels: &[Sentinel]) -> Vec<f64> {
    let own = sentinels.iter().filter(|sentinel| sentinel.column == column.name);
    own.flat_map(|sentinel| &sentinel.values).filter_map(|(value, _)| value.parse().ok()).collect()
}

/// Whether it would pay, where the plan says what answers are worth and the model can be held against today.
fn worth(goal: &Goal, feasible: Option<&Feasibility>, seed: u64) -> Result<Worth, String> {
    let stakes = goal.stakes.as_ref().map_err(String::clone)?;
    let feasible = feasible.ok_or("no model could be tried on these rows")?;
    let gain = Gain::of(feasible, goal.today.as_ref(), stakes)
        .ok_or("the worth in the plan does not fit what is predicted")?;
    Ok(Worth::of(stakes, &gain, seed))
}

/// The movement of the target along the time given, or else along every column of moments that could be the time of
/// the rows: those of a few years, not of a lifetime.
fn movements(features: &Frame, target: &Target, time: Option<&str>) -> Vec<Movement> {
    const LIFETIME: f64 = 15.0 * 365.25 * 86_400.0;
    let spans = |column: &Column| {
        let values = column.as_numbers().unwrap_or_default();
        let known = || values.iter().copied().filter(|value| !value.is_nan());
        known().fold(f64::NEG_INFINITY, f64::max) - known().fold(f64::INFINITY, f64::min)
    };
    let could_be = |column: &&Column| match time {
        Some(time) => column.name == time,
        None => matches!(column.kind, Kind::Date | Kind::Timestamp) && spans(column) <= LIFETIME,
    };
    features.columns().iter().filter(could_be).filter_map(|column| Movement::of(column, target)).collect()
}
