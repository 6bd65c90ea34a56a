//! Each gate's state: by its evidence, and by what has changed since that was made.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::{Agreed, Agreement, Evidence, Plan, Side, Terms, answer, meaning, written};

use super::people::{Need, needs};
use super::verdict::verdict;
use super::{GATES, Gate, MadeFrom, Part, Stage, State};

/// What is known of a project's past and present.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Of each step that was taken the last evidence.
    pub kept: BTreeMap<Stage, Kept>,
    /// Of each table the digest of its content now, or why it cannot be read; by its source as it is named.
    pub digests: BTreeMap<String, Result<String, String>>,
    /// Decisions to go on, the first one first.
    pub decided: Vec<Decided>,
    /// What was signed.
    pub agreements: Vec<Agreement>,
    /// The day.
    pub today: Date,
}

/// The evidence a step left.
#[derive(Debug, Clone)]
pub struct Kept {
    /// When, as an RFC 3339 time.
    pub at: String,
    /// The evidence.
    pub evidence: Value,
    /// What it was made from; `None` when an earlier Tenet did not note it.
    pub made_from: Option<MadeFrom>,
    /// The digest of its entry in the record.
    pub digest: String,
}

/// A decision to go on against a gate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decided {
    /// Against which gate.
    #[serde(skip)]
    pub stage: Stage,
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub because: String,
}

/// Where the project stands.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// The project's name.
    pub project: Option<String>,
    /// The gates, in order.
    pub gates: Vec<GateStanding>,
    /// What to do next.
    pub next: String,
    /// What is needed from whom.
    pub needs: Vec<Need>,
}

/// How one gate stands.
#[derive(Debug, Clone, Serialize)]
pub struct GateStanding {
    /// Whose gate it is.
    pub stage: Stage,
    /// How it stands.
    pub state: State,
    /// Why, in a sentence.
    pub because: String,
    /// Of the plan who agreed; of another gate who decided to go on against it, if anyone did.
    pub agreed: Option<Value>,
    /// When its evidence was made.
    pub at: Option<String>,
    /// How long making it took, in seconds.
    pub seconds: Option<f64>,
    /// The parts of its evidence.
    pub parts: Vec<PartStanding>,
}

/// How one part of a gate's evidence stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartStanding {
    /// What it is.
    pub name: &'static str,
    /// Whether what it was made from has changed.
    pub stale: bool,
    /// What changed.
    pub because: Vec<String>,
}

impl Facts {
    /// The tables whose digests tell whether evidence is stale.
    pub fn sources(plan: &Plan, kept: &BTreeMap<Stage, Kept>) -> Vec<String> {
        let mut sources: Vec<String> = GATES
            .iter()
            .filter_map(|gate| source(gate, plan, kept.get(&gate.stage)?).map(str::to_owned))
            .collect();
        sources.sort();
        sources.dedup();
        sources
    }
}

/// The table a gate's evidence should be of: the plan's, unless it is its own or the plan names none.
fn source<'a>(gate: &Gate, plan: &'a Plan, kept: &'a Kept) -> Option<&'a str> {
    let used = kept.made_from.as_ref().and_then(|made_from| made_from.data.as_ref());
    let planned = written(&plan.data.source).filter(|_| !gate.own_data);
    planned.or_else(|| used.map(|used| used.source.as_str())).filter(|_| used.is_some())
}

/// Where the project stands, with the plan as it was just judged.
pub fn standing(plan: &Plan, judged: &Evidence, facts: &Facts) -> Standing {
    let gates: Vec<GateStanding> = GATES
        .iter()
        .map(|gate| match gate.stage {
            Stage::Plan => plan_gate(plan, judged, facts),
            _ => gate_standing(gate, plan, facts),
        })
        .collect();
    let needs = needs(plan, judged, &gates, facts.today);
    Standing {
        project: answer(&plan.project.name).map(str::to_owned),
        next: next(judged, &gates),
        gates,
        needs,
    }
}

fn plan_gate(plan: &Plan, judged: &Evidence, facts: &Facts) -> GateStanding {
    let last = facts.kept.get(&Stage::Plan);
    // What only the data can show was found when the plan was last checked on it.
    let recorded = last.map(|kept| verdict(Stage::Plan, &kept.evidence));
    let broken =
        recorded.filter(|(state, because)| *state == State::NoGo && because.starts_with("assumption-broken"));
    let stop = judged.findings.iter().find(|finding| finding.stops());
    let Agreed { business, ml } = &judged.agreed;
    let signed = |side| Agreement::last(&facts.agreements, side);
    let (state, because) = if let Some(stop) = stop {
        let questions = judged.brief.missing.len();
        if plan.terms().is_empty() {
            (State::NotStarted, format!("{questions} questions wait for an answer"))
        } else {
            (State::NoGo, format!("{}: {}", stop.rule, stop.message))
        }
    } else if let Some(broken) = broken {
        broken
    } else if let (Some(business), Some(ml)) = (business, ml) {
        (State::Go, format!("{} (business) and {} (ml) agreed to it as it stands", business.by, ml.by))
    } else if let Some(signed) =
        Side::BOTH.into_iter().filter_map(signed).find(|signed| signed.digest != plan.digest())
    {
        let changes = signed.changes(plan);
        let changes = if changes.is_empty() { "it changed".to_owned() } else { changes.join(", ") };
        (State::Stale, format!("since {} agreed: {changes}", signed.by))
    } else {
        let open: Vec<&str> = Side::BOTH
            .into_iter()
            .zip([business, ml])
            .filter(|(_, signed)| signed.is_none())
            .map(|(side, _)| side.word())
            .collect();
        (State::Open, format!("nothing stops it; not agreed yet by {}", open.join(" and ")))
    };
    GateStanding {
        stage: Stage::Plan,
        state,
        because,
        agreed: serde_json::to_value(&judged.agreed).ok(),
        at: last.map(|kept| kept.at.clone()),
        seconds: None,
        parts: Vec::new(),
    }
}

fn gate_standing(gate: &Gate, plan: &Plan, facts: &Facts) -> GateStanding {
    let agreed = facts.decided.iter().rev().find(|decided| decided.stage == gate.stage);
    let agreed = agreed.and_then(|decided| serde_json::to_value(decided).ok());
    let Some(kept) = facts.kept.get(&gate.stage) else {
        return GateStanding {
            stage: gate.stage,
            state: State::NotStarted,
            because: "nothing is recorded yet".to_owned(),
            agreed,
            at: None,
            seconds: None,
            parts: Vec::new(),
        };
    };
    let now = plan.meaning();
    let parts: Vec<PartStanding> =
        gate.parts.iter().map(|part| part_standing(gate, part, plan, &now, kept, facts)).collect();
    let (state, because) = match parts.iter().any(|part| part.stale) {
        true => (State::Stale, stale(&parts)),
        false => verdict(gate.stage, &kept.evidence),
    };
    let seconds = kept.evidence["seconds"].as_f64();
    GateStanding { stage: gate.stage, state, because, agreed, at: Some(kept.at.clone()), seconds, parts }
}

fn part_standing(
    gate: &Gate,
    part: &Part,
    plan: &Plan,
    now: &Terms,
    kept: &Kept,
    facts: &Facts,
) -> PartStanding {
    let Some(made_from) = &kept.made_from else {
        let because = vec!["an earlier tenet did not record what it was made from".to_owned()];
        return PartStanding { name: part.name, stale: true, because };
    };
    let for_money = match answer(&plan.success.metric) {
        Some("money") => part.reads_for_money,
        _ => &[],
    };
    let reads = |key: &str| part.reads.iter().chain(for_money).any(|start| key.starts_with(start));
    let mut because: Vec<String> = meaning::changes(&made_from.plan, now, reads).collect();
    if part.data
        && let (Some(used), Some(source)) = (&made_from.data, source(gate, plan, kept))
    {
        match facts.digests.get(source) {
            Some(Ok(digest)) if *digest == used.digest => {}
            Some(Ok(_)) if source == used.source => because.push(format!("the data in {source} changed")),
            Some(Ok(_)) => {
                because.push(format!("it was made from {}, and the plan says {source}", used.source));
            }
            Some(Err(why)) => because.push(format!("the data cannot be read now: {why}")),
            None => {}
        }
    }
    if let Some(after) = gate.after
        && let (Some(then), Some(last)) = (made_from.earlier(after), facts.kept.get(&after))
        && then != last.digest
    {
        because.push(format!("{} was done again", after.word()));
    }
    PartStanding { name: part.name, stale: !because.is_empty(), because }
}

/// Why a gate is stale: each reason with the parts it makes stale, then what is fresh.
fn stale(parts: &[PartStanding]) -> String {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for part in parts.iter().filter(|part| part.stale) {
        let why = part.because.join(", ");
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(part.name),
            None => reasons.push((why, vec![part.name])),
        }
    }
    let mut said: Vec<String> =
        reasons.into_iter().map(|(why, names)| format!("{}: {why}", names.join(" and "))).collect();
    let fresh: Vec<&str> = parts.iter().filter(|part| !part.stale).map(|part| part.name).collect();
    if !fresh.is_empty() {
        said.push(format!(
            "{} still {}",
            fresh.join(" and "),
            if fresh.len() == 1 { "holds" } else { "hold" }
        ));
    }
    said.join("; ")
}

/// The next step: at the first gate that does not let the project through.
fn next(judged: &Evidence, gates: &[GateStanding]) -> String {
    let Some(gate) = gates.iter().find(|gate| gate.state != State::Go && !is_later(gate)) else {
        return "nothing: every gate that can be passed says go".to_owned();
    };
    let command = gate.stage.word();
    match (gate.stage, gate.state) {
        (Stage::Plan, State::NotStarted) => {
            "answer the questions in tenet.toml, then run `tenet plan`".to_owned()
        }
        (Stage::Plan, State::NoGo) => "mend what `tenet plan` stops for, in tenet.toml".to_owned(),
        (Stage::Plan, _) => {
            let side = if judged.agreed.business.is_none() { Side::Business } else { Side::Ml };
            format!("read the brief together, then `tenet plan agree --as {} --by NAME`", side.word())
        }
        (_, State::NotStarted) => format!("run `tenet {command}`"),
        (_, State::Stale) => format!("run `tenet {command}` again"),
        (_, State::NoGo) => {
            format!("mend what {command} stops for and run it again, or stop the project here")
        }
        (_, State::Open) => format!("find out what {command} could not decide, then run it again"),
        (_, State::Go) => String::new(),
    }
}

/// Gates no command passes yet and that were not started hold nobody up.
fn is_later(gate: &GateStanding) -> bool {
    matches!(gate.stage, Stage::Develop | Stage::Deploy) && gate.state == State::NotStarted
}
