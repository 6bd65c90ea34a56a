//! What a change makes stale, and nothing else.

use std::collections::BTreeMap;

use jiff::civil::date;
use plan::gates::{DataUsed, Facts, Kept, MadeFrom, Stage, Standing, State, standing};
use plan::{Agreement, Known, Plan, Side, run};
use serde_json::{Value, json};

use crate::reading::{WHOLE, parse};

const DATA: &str = "data/customers.parquet";

/// The project of WHOLE with every step taken, agreed by two people.
fn taken(plan: &Plan) -> Facts {
    let sign = |side, by| Agreement::sign(plan, side, by, date(2026, 3, 1)).unwrap();
    let kept = |source: &str, evidence: Value| Kept {
        at: "2026-03-02T10:00:00Z".to_owned(),
        evidence,
        made_from: Some(MadeFrom {
            data: Some(DataUsed { source: source.to_owned(), digest: format!("of {source}") }),
            ..MadeFrom::plan(plan)
        }),
        digest: "e".to_owned(),
    };
    let digest = |source: &str| (source.to_owned(), Ok(format!("of {source}")));
    Facts {
        kept: BTreeMap::from([
            (Stage::Scope, kept(DATA, json!({ "decision": "go", "seconds": 2.0 }))),
            (Stage::Experiment, kept(DATA, json!({ "choice": { "name": "linear", "why": "it pays" } }))),
            (Stage::Evaluate, kept("data/outcomes.csv", json!({ "verdict": "keep" }))),
        ]),
        digests: BTreeMap::from([digest(DATA), digest("data/outcomes.csv")]),
        decided: Vec::new(),
        agreements: vec![sign(Side::Business, "Ana Ruiz"), sign(Side::Ml, "Mei Lin")],
        today: date(2026, 3, 3),
    }
}

fn stands(plan: &Plan, facts: &Facts) -> Standing {
    let known = Known { agreements: facts.agreements.clone(), ..Known::default() };
    standing(plan, &run(plan, facts.today, &known), facts)
}

/// Everything stale: gates without parts by name, others as `gate: part`.
fn stale(standing: &Standing) -> Vec<String> {
    let mut all = Vec::new();
    for gate in &standing.gates {
        let parts = gate.parts.iter().filter(|part| part.stale);
        let names: Vec<String> = parts.map(|part| format!("{}: {}", gate.stage.word(), part.name)).collect();
        if names.is_empty() && gate.state == State::Stale {
            all.push(gate.stage.word().to_owned());
        }
        assert_eq!(
            gate.state == State::Stale,
            !names.is_empty() || all.contains(&gate.stage.word().to_owned())
        );
        all.extend(names);
    }
    all
}

/// An edit of WHOLE (what stands there, what it becomes), and all it makes stale.
const EDITS: [(&str, &str, &[&str]); 12] = [
    (
        "true_positive = 60",
        "true_positive = 80",
        &["plan", "scope: worth", "experiment: scores", "experiment: choice", "evaluate: verdict"],
    ),
    (
        "smallest_gain = 5_000",
        "smallest_gain = 6_000",
        &["plan", "scope: worth", "experiment: choice", "evaluate: verdict"],
    ),
    ("smallest_gain = 5_000", "smallest_gain = 5000.0  # same", &[]),
    ("[plan]", "# why?\n\n[plan]", &[]),
    ("day_rate = 700", "day_rate = 900", &["scope: worth", "experiment: choice"]),
    ("target = \"churned\"", "target = \"left\"", &["plan", "scope: data profile", "experiment: scores"]),
    ("why      = \"One", "why = \"Still one", &["plan"]),
    (
        "rule = \"contract = 'monthly'\"",
        "rule = \"contract <> 'yearly'\"",
        &["plan", "scope: worth", "experiment: scores"],
    ),
    ("name = \"Ana Ruiz\"", "name = \"Ana Maria Ruiz\"", &[]),
    ("held = false", "held = true", &[]),
    ("cost_per_month = 9_000", "cost_per_month = 8_000", &["plan", "scope: worth", "experiment: choice"]),
    ("risk = \"low\"", "risk = \"high\"", &["scope: worth"]),
];

#[test]
fn an_edit_makes_stale_what_reads_it_and_nothing_else() {
    let plan = parse(WHOLE).unwrap();
    let facts = taken(&plan);
    assert_eq!(stale(&stands(&plan, &facts)), [""; 0]);
    for (from, to, expected) in EDITS {
        assert!(WHOLE.contains(from), "{from} is in the plan");
        let edited = parse(&WHOLE.replacen(from, to, 1)).unwrap();
        assert_eq!(stale(&stands(&edited, &facts)), expected, "{from} -> {to}");
    }
}

#[test]
fn new_rows_make_stale_what_was_made_from_that_table() {
    let plan = parse(WHOLE).unwrap();
    for (source, expected) in [
        (DATA, vec!["scope: data profile", "scope: worth", "experiment: scores", "experiment: choice"]),
        ("data/outcomes.csv", vec!["evaluate: verdict"]),
    ] {
        let mut facts = taken(&plan);
        facts.digests.insert(source.to_owned(), Ok("other".to_owned()));
        assert_eq!(stale(&stands(&plan, &facts)), expected, "{source}");
        facts.digests.insert(source.to_owned(), Err("it is gone".to_owned()));
        assert_eq!(stale(&stands(&plan, &facts)), expected, "{source} is gone");
    }
}

#[test]
fn a_table_that_was_only_moved_is_the_same_table() {
    let moved = WHOLE.replace(DATA, "elsewhere/customers.parquet");
    let facts = taken(&parse(WHOLE).unwrap());
    let mut facts = Facts { ..facts };
    facts.digests.insert("elsewhere/customers.parquet".to_owned(), Ok(format!("of {DATA}")));
    assert_eq!(stale(&stands(&parse(&moved).unwrap(), &facts)), [""; 0]);
}

#[test]
fn evidence_of_another_table_than_the_plans_is_stale_and_says_so() {
    let plan = parse(WHOLE).unwrap();
    let mut facts = taken(&plan);
    let scope = facts.kept.get_mut(&Stage::Scope).unwrap();
    scope.made_from.as_mut().unwrap().data =
        Some(DataUsed { source: "scratch.csv".to_owned(), digest: "of scratch.csv".to_owned() });
    let standing = stands(&plan, &facts);
    assert!(standing.gates[1].because.contains("it was made from scratch.csv"), "{:?}", standing.gates[1]);
}

#[test]
fn the_reason_names_the_change_and_what_still_holds() {
    let plan = parse(WHOLE).unwrap();
    let edited = parse(&WHOLE.replace("true_positive = 60", "true_positive = 80")).unwrap();
    let standing = stands(&edited, &taken(&plan));
    assert_eq!(
        standing.gates[1].because,
        "worth: worth.true_positive: 60 -> 80; data profile and decision still hold"
    );
    assert_eq!(standing.gates[0].state, State::Stale);
    assert!(standing.next.contains("plan agree"), "{}", standing.next);
}

#[test]
fn gates_follow_what_was_found() {
    let plan = parse(WHOLE).unwrap();
    let facts = taken(&plan);
    let states =
        |facts: &Facts| -> Vec<State> { stands(&plan, facts).gates.iter().map(|gate| gate.state).collect() };
    let (go, none) = (State::Go, State::NotStarted);
    assert_eq!(states(&facts), [go, go, go, none, none, go]);

    let nothing = Facts { today: facts.today, ..Facts::default() };
    assert_eq!(states(&nothing), [State::Open, none, none, none, none, none]);
    let needs = stands(&plan, &nothing).needs;
    assert!(needs.iter().any(|need| need.what.contains("--as business")), "{needs:?}");

    let mut stopped = facts;
    stopped.kept.get_mut(&Stage::Scope).unwrap().evidence = json!({
        "decision": "no-go",
        "findings": [{ "level": "stop", "rule": "target-leak", "message": "offer gives churned away" }],
    });
    let standing = stands(&plan, &stopped);
    assert_eq!(standing.gates[1].state, State::NoGo);
    assert_eq!(standing.gates[1].because, "target-leak: offer gives churned away");
    assert!(standing.needs.iter().any(|need| need.what.contains("no-go of scope")), "{:?}", standing.needs);
}

#[test]
fn evidence_of_an_earlier_release_is_stale_since_nobody_knows() {
    let plan = parse(WHOLE).unwrap();
    let mut facts = taken(&plan);
    facts.kept.get_mut(&Stage::Scope).unwrap().made_from = None;
    let gate = &stands(&plan, &facts).gates[1];
    assert_eq!(gate.state, State::Stale);
    assert!(gate.because.contains("earlier tenet"), "{}", gate.because);
}
