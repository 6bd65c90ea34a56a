//! What scoping leaves behind: the record keeps it, the experiment reads it, `--format json` prints it.

use frame::{ColumnProfile, Kind, Profile, Task};
use report::number::{count, percent, score};
use report::{Finding, worst_first};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::Study;
use crate::goal::Way;
use crate::measure::ceiling::Ceiling;
use crate::measure::curve::Curve;
use crate::measure::signal::Signal;
use crate::pictures::Pictures;
use crate::worth::Worth;

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Go on.
    Go,
    /// Going on would waste the project.
    NoGo,
    /// The data cannot say yet.
    Unsure,
}

/// The result of scoping a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Whether to go on.
    pub decision: Decision,
    /// Why, in plain sentences.
    pub reasons: Vec<String>,
    /// The table's name.
    pub table: String,
    /// What is to be predicted.
    pub target: String,
    /// The value to find, of a target with two.
    pub positive: Option<String>,
    /// The kind of answer wanted.
    pub task: Task,
    /// Rows of the table.
    pub rows: u64,
    /// Rows that were looked at one by one.
    pub rows_sampled: u64,
    /// The columns, in order.
    pub columns: Vec<ColumnEvidence>,
    /// Whether the columns say anything about the target; `None` when it could not be measured.
    pub signal: Option<Signal>,
    /// The level of the measure that was asked for.
    pub at_least: Option<f64>,
    /// The measure asked for; money, where that decides.
    pub asked_metric: Option<String>,
    /// Whether there is a plan.
    #[serde(skip)]
    pub in_project: bool,
    /// How the score rises with the rows learned from; `None` when there are too few.
    pub curve: Option<Curve>,
    /// The best score these columns allow; `None` when it cannot be estimated.
    pub ceiling: Option<Ceiling>,
    /// What the ceiling takes for granted, or why there is none.
    pub ceiling_because: String,
    /// Whether it would pay; `None` when that cannot be told.
    pub worth: Option<Worth>,
    /// Why it would or would not pay, or why that cannot be told.
    pub worth_because: String,
    /// The ways weighed, and what becomes of each.
    pub options: Vec<Weighed>,
    /// The figures behind the pictures.
    pub pictures: Pictures,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
    /// Things taken for granted that the reader may want to know.
    pub notes: Vec<String>,
    /// What was estimated, whether or not it can be trusted while the findings stand.
    #[serde(skip)]
    pub estimated: Estimated,
}

/// What was estimated of feasibility and worth, or why it could not be.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimated {
    /// The ceiling.
    pub ceiling: Result<Ceiling, String>,
    /// The worth.
    pub worth: Result<Worth, String>,
}

impl Estimated {
    /// What a study estimated.
    pub fn of(study: &Study<'_>) -> Estimated {
        let ceiling = match &study.feasible {
            Some(feasible) => feasible.ceiling.clone(),
            None => Err("no model could be tried on these rows".to_owned()),
        };
        Estimated { ceiling, worth: study.worth.clone() }
    }
}

/// A way to reach the goal, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weighed {
    /// The way.
    #[serde(flatten)]
    pub way: Way,
    /// `try`, `parked` or `yardstick`.
    pub verdict: &'static str,
    /// Why.
    pub because: &'static str,
}

impl Weighed {
    /// What becomes of each way.
    pub fn all(ways: &[Way]) -> Vec<Weighed> {
        let verdict = |way: &Way| match way {
            way if !way.acts() => ("yardstick", "what the others are held against"),
            way if way.is_parked() => ("parked", "likely to fail, and slow to show it"),
            _ => ("try", "shows early enough whether it works"),
        };
        let weighed =
            |way: &Way| Weighed { way: way.clone(), verdict: verdict(way).0, because: verdict(way).1 };
        ways.iter().map(weighed).collect()
    }
}

/// A column as it is reported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnEvidence {
    /// Its name.
    pub name: String,
    /// What its values mean.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Rows without a value.
    pub missing: u64,
    /// Different values.
    pub distinct: u64,
    /// The smallest number; a time as ISO 8601; `None` for text.
    pub min: Value,
    /// The largest.
    pub max: Value,
    /// The mean of numbers.
    pub mean: Option<f64>,
    /// The standard deviation of numbers.
    pub deviation: Option<f64>,
    /// The most frequent values with their counts.
    pub top: Vec<Frequent>,
    /// Texts in a column of numbers that are none, with their counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strays: Vec<Frequent>,
}

/// A value and how often it occurs.
#[derive(Debug, Clone, PartialEq)]
pub struct Frequent(pub String, pub u64);

impl Serialize for Frequent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::json!({"value": self.0, "count": self.1}).serialize(serializer)
    }
}

impl ColumnEvidence {
    /// The columns of a profile.
    pub fn all(profile: &Profile) -> Vec<ColumnEvidence> {
        profile.columns.iter().map(ColumnEvidence::of).collect()
    }

    fn of(column: &ColumnProfile) -> ColumnEvidence {
        let moments = (column.moments.count > 0).then_some(column.moments);
        let number = matches!(column.kind, Kind::Integer | Kind::Number | Kind::Boolean);
        let edge = |value: Option<f64>| match (value, column.kind) {
            (None, _) => Value::Null,
            (Some(value), Kind::Date | Kind::Timestamp) => frame::show_time(column.kind, value).into(),
            (Some(value), Kind::Integer) if value.abs() < 9e15 => (value as i64).into(),
            (Some(value), Kind::Boolean) => (value != 0.0).into(),
            (Some(value), _) => value.into(),
        };
        let frequent = |pairs: &[(String, u64)]| {
            pairs.iter().map(|(value, count)| Frequent(value.clone(), *count)).collect()
        };
        ColumnEvidence {
            name: column.name.clone(),
            kind: column.kind,
            missing: column.missing,
            distinct: column.distinct.count(),
            min: edge(moments.map(|moments| moments.min)),
            max: edge(moments.map(|moments| moments.max)),
            mean: moments.filter(|_| number).map(|moments| moments.mean),
            deviation: moments.filter(|_| number).and_then(|moments| moments.variance()).map(f64::sqrt),
            top: frequent(&column.top(5)),
            strays: frequent(&column.strays[..column.strays.len().min(5)]),
        }
    }
}

impl Evidence {
    /// Decide again: after findings were allowed, a stop may stand no more.
    pub fn decide(&mut self) {
        worst_first(&mut self.findings);
        self.trust();
        let stops: Vec<&Finding> = self.findings.iter().filter(|finding| finding.stops()).collect();
        let few = self.findings.iter().any(|finding| {
            finding.allowed.is_none()
                && matches!(finding.rule, "too-few-rows" | "rare-target" | "no-signal")
                && finding.level >= report::Level::Warn
        });
        let mut reasons: Vec<String> = stops.iter().map(|finding| format!("{}.", finding.message)).collect();
        let seen = self.signal.as_ref().and_then(|signal| signal.clears_baseline);
        let pays = self.worth.as_ref().map_or(Decision::Go, |worth| worth.decision);
        self.decision = match (stops.is_empty(), pays, seen) {
            (false, ..) | (_, Decision::NoGo, _) => Decision::NoGo,
            (true, Decision::Go, Some(true)) if !few => Decision::Go,
            _ => Decision::Unsure,
        };
        reasons.extend(self.signal_reason());
        reasons.extend(self.worth_reason());
        let warnings =
            self.findings.iter().filter(|f| f.allowed.is_none() && f.level == report::Level::Warn).count();
        let allowed = self.findings.iter().filter(|finding| finding.allowed.is_some()).count();
        if warnings > 0 {
            reasons.push(match warnings {
                1 => "One thing will hurt unless it is dealt with.".to_owned(),
                many => format!("{many} things will hurt unless they are dealt with."),
            });
        }
        if allowed > 0 {
            reasons.push(format!(
                "{} found and allowed with a reason.",
                if allowed == 1 { "One thing was".to_owned() } else { format!("{allowed} things were") }
            ));
        }
        self.reasons = reasons;
    }

    /// What was estimated is told only while no column gives the answer away: else it would be too good.
    fn trust(&mut self) {
        let leak = "a column gives the answer away; deal with it first".to_owned();
        let leaks = self.leaks();
        let told = |because: &Result<String, String>| {
            if leaks { leak.clone() } else { because.clone().unwrap_or_else(|why| why) }
        };
        let Estimated { ceiling, worth } = &self.estimated;
        self.ceiling_because =
            told(&ceiling.as_ref().map(|ceiling| ceiling.assumption.clone()).map_err(String::clone));
        self.worth_because = told(&worth.as_ref().map(|worth| worth.because.clone()).map_err(String::clone));
        self.ceiling = ceiling.clone().ok().filter(|_| !leaks);
        self.worth = worth.clone().ok().filter(|_| !leaks);
    }

    /// Whether a column that gives the answer away still stands in the way.
    pub fn leaks(&self) -> bool {
        let leak = |finding: &Finding| {
            finding.stops() && matches!(finding.rule, "target-leak" | "post-outcome-column" | "future-column")
        };
        self.findings.iter().any(leak)
    }

    /// Whether the columns say something and nothing stands in the way of it.
    pub fn can_be_done(&self) -> bool {
        let seen = self.signal.as_ref().and_then(|signal| signal.clears_baseline) == Some(true);
        seen && !self.findings.iter().any(Finding::stops)
    }

    /// The level asked for, where it is of the measure that is shown: not of money.
    pub fn at_least_shown(&self) -> Option<f64> {
        self.at_least
            .filter(|_| self.asked_metric == self.signal.as_ref().map(|signal| signal.metric.clone()))
    }

    /// Whether a plan says what answers are worth, so that a reader expects to hear whether it pays.
    pub fn speaks_of_money(&self) -> bool {
        self.worth.is_some() || self.in_project
    }

    fn worth_reason(&self) -> Option<String> {
        let worth = self.worth.as_ref()?;
        let verdict = match worth.decision {
            Decision::Go => "It would pay",
            Decision::NoGo => "It would not pay",
            Decision::Unsure => "Whether it would pay is open",
        };
        Some(format!("{verdict}: {}.", worth.because))
    }

    fn signal_reason(&self) -> Option<String> {
        let target = &self.target;
        let Some(signal) = &self.signal else {
            return Some(format!(
                "Whether the columns say anything about {target} could not be measured on {} rows.",
                count(self.rows)
            ));
        };
        let (value, low, high, baseline) = (signal.score?, signal.low?, signal.high?, signal.baseline?);
        let figures = format!(
            "{} {} ({} to {}), against {} for knowing nothing",
            signal.metric,
            score(value),
            score(low),
            score(high),
            score(baseline)
        );
        Some(match signal.clears_baseline {
            Some(true) if self.leaks() => format!(
                "What the columns seem to say about {target} cannot be trusted until then: {figures}."
            ),
            Some(true) => format!("The columns do say something about {target}: {figures}."),
            Some(false) if signal.fades => format!(
                "What the columns say about {target} does not last: learned from earlier rows, it says nothing about \
                 later ones ({figures})."
            ),
            Some(false) => {
                format!("The columns say nothing about {target} that could be told from chance: {figures}.")
            }
            None => format!("Whether the columns say anything about {target} cannot be told: {figures}."),
        })
    }
}

/// The share of a count, as a percentage.
pub(crate) fn share(part: u64, whole: u64) -> String {
    percent(part as f64 / whole.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::{Level, Rule};

    #[test]
    fn an_allowed_stop_stops_no_more() {
        let rule = Rule { name: "target-leak", level: Level::Stop, text: "" };
        let signal = Signal {
            metric: "auc".into(),
            baseline: Some(0.5),
            score: Some(0.8),
            low: Some(0.7),
            high: Some(0.9),
            learner: "linear",
            rows: 100,
            today: None,
            over_today: None,
            by_time: false,
            fades: false,
            clears_baseline: Some(true),
            margin: 0.1,
        };
        let mut evidence = Evidence {
            decision: Decision::Unsure,
            reasons: Vec::new(),
            table: "t".into(),
            target: "y".into(),
            positive: None,
            task: Task::Binary,
            rows: 100,
            rows_sampled: 100,
            columns: Vec::new(),
            signal: Some(signal),
            at_least: None,
            asked_metric: None,
            in_project: false,
            curve: None,
            ceiling: None,
            ceiling_because: String::new(),
            worth: None,
            worth_because: String::new(),
            options: Vec::new(),
            estimated: Estimated { ceiling: Err("too few".into()), worth: Err("no plan".into()) },
            pictures: Pictures { over_time: None, strengths: Vec::new(), gaps: None },
            findings: vec![Finding::new(&rule, "x tells y")],
            notes: Vec::new(),
        };
        evidence.decide();
        assert_eq!((evidence.decision, &*evidence.reasons[0]), (Decision::NoGo, "x tells y."));
        assert!(evidence.ceiling_because.contains("gives the answer away"));
        evidence.findings[0].allowed = Some("known before".into());
        evidence.decide();
        assert_eq!((evidence.decision, evidence.reasons.len()), (Decision::Go, 2));
        assert_eq!((&*evidence.ceiling_because, &*evidence.worth_because), ("too few", "no plan"));
        evidence.signal = None;
        evidence.decide();
        assert_eq!(evidence.decision, Decision::Unsure);
    }
}
