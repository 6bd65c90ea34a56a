//! The seal: it breaks with the plan's meaning, and only with it.

use jiff::civil::date;
use plan::{Agreement, Known, Plan, Side, run};

use crate::reading::{WHOLE, parse};

fn plan(text: &str) -> Plan {
    parse(text).expect("the text is a plan")
}

fn signed(plan: &Plan) -> Vec<Agreement> {
    let sign = |side| Agreement::sign(plan, side, "Kim Lund", date(2026, 3, 1)).expect("a name is given");
    Side::BOTH.map(sign).to_vec()
}

fn known(agreements: &[Agreement]) -> Known {
    Known { agreements: agreements.to_vec(), ..Known::default() }
}

/// The message of `rule` on `plan`, if it fires.
fn said(plan: &Plan, agreements: &[Agreement], rule: &str) -> Option<String> {
    let findings = run(plan, date(2026, 3, 2), &known(agreements)).findings;
    findings.into_iter().find(|finding| finding.rule == rule).map(|finding| finding.message)
}

#[test]
fn formatting_and_what_is_not_what_or_why_do_not_break_the_seal() {
    let digest = plan(WHOLE).digest();
    assert_eq!(digest.len(), 64);
    for (from, to) in [
        ("data/customers.parquet", "s3://shop/customers.parquet"),
        ("[plan]", "# a comment\n\n[plan]"),
        ("20_000", "20000.0"),
        ("true_negative = 0\n", "true_negative = -0.0\n"),
        ("\"1d\"", "\"24h\""),
        ("worth about 400", "worth   about 400"),
        ("build_days = [20, 60]", "build_days = [30, 90]"),
        ("held = false", "held = true"),
        ("\"Ana Ruiz\"\nrole", "\"Joe Park\"\nrole"),
        ("experiment_budget = \"2h\"", "experiment_budget = \"9h\""),
        ("bin = \"must\"                   # must | nice | parked", "bin = 'must'"),
    ] {
        assert!(WHOLE.contains(from), "{from}");
        assert_eq!(plan(&WHOLE.replace(from, to)).digest(), digest, "{from} -> {to}");
    }
}

#[test]
fn what_and_why_break_the_seal() {
    let digest = plan(WHOLE).digest();
    for (from, to) in [
        ("next 30 days", "next 60 days"),
        ("at_least = 20_000", "at_least = 20_001"),
        ("smallest_gain = 5_000          #", "#"),
        ("contract = 'monthly'", "contract = 'yearly'"),
        ("false_positive = -8", "false_positive = -9"),
        ("target = \"churned\"", "target = \"left\""),
        ("unavailable = [\"cancel_reason\"]", "unavailable = []"),
        ("currency = \"EUR\"", "currency = \"USD\""),
        ("latency_ms = 100", "latency_ms = 10"),
        ("bin = \"must\"  ", "bin = \"nice\"  "),
        ("Never call a customer who opted out", "Never call a customer twice"),
    ] {
        assert!(WHOLE.contains(from), "{from}");
        assert_ne!(plan(&WHOLE.replace(from, to)).digest(), digest, "{from} -> {to}");
    }
}

#[test]
fn two_fields_cannot_pass_as_one_another() {
    let a = plan("[plan]\nwhy = \"a\"\ntoday = \"b\"\n");
    let b = plan("[plan]\nwhy = \"b\"\ntoday = \"a\"\n");
    assert_ne!(a.digest(), b.digest());
}

#[test]
fn a_change_reopens_the_agreement_and_says_what_changed() {
    let first = plan(WHOLE);
    assert_eq!(said(&first, &[], "not-agreed").unwrap(), "neither business nor ml has agreed to the plan");
    let agreements = signed(&first);
    assert_eq!(said(&first, &agreements[..1], "not-agreed").unwrap(), "ml has not agreed to the plan");
    assert_eq!(said(&first, &agreements, "not-agreed"), None);
    let agreed = run(&first, date(2026, 3, 2), &known(&agreements)).agreed;
    assert_eq!(agreed.business.unwrap().by, "Kim Lund");

    let changed = plan(&WHOLE.replace("at_least = 20_000", "at_least = 30_000"));
    let message = said(&changed, &agreements, "not-agreed").unwrap();
    assert!(message.contains("success.at_least: 20000 -> 30000"), "{message}");
    assert_eq!(run(&changed, date(2026, 3, 2), &known(&agreements)).agreed.ml, None);

    let again =
        [agreements, vec![Agreement::sign(&changed, Side::Ml, "Joe Park", date(2026, 3, 2)).unwrap()]]
            .concat();
    let message = said(&changed, &again, "not-agreed").unwrap();
    assert!(
        message.contains("business") && !message.contains("ml ("),
        "only the business is open: {message}"
    );
}

#[test]
fn a_must_added_later_is_scope_creep() {
    let first = plan(WHOLE);
    let agreements = signed(&first);
    assert_eq!(said(&first, &agreements, "scope-creep"), None);
    let text = format!("{WHOLE}\n[[requirement]]\ntext = \"In three languages\"\nbin = \"must\"\n");
    let more = plan(&text);
    let message = said(&more, &agreements, "scope-creep").unwrap();
    assert!(message.contains("In three languages") && message.contains("business and ml"), "{message}");
    assert_eq!(said(&more, &[], "scope-creep"), None, "before an agreement nothing creeps");
    assert_eq!(said(&more, &signed(&more), "scope-creep"), None, "what both agreed to is no creep");
    assert_eq!(said(&plan(&text.replace("\"must\"\n", "\"nice\"\n")), &agreements, "scope-creep"), None);
}

#[test]
fn an_agreement_is_kept_as_json() {
    let agreements = signed(&plan(WHOLE));
    let json = serde_json::to_string(&agreements).unwrap();
    assert!(json.contains("\"role\":\"business\"") && json.contains("\"on\":\"2026-03-01\""), "{json}");
    assert_eq!(serde_json::from_str::<Vec<Agreement>>(&json).unwrap(), agreements);
}

#[test]
fn an_agreement_needs_a_side_and_a_name() {
    assert_eq!(Side::parse("ml").unwrap(), Side::Ml);
    assert!(Side::parse("busines").unwrap_err().hint.unwrap().contains("`business`"));
    assert!(Agreement::sign(&plan(WHOLE), Side::Ml, " ", date(2026, 3, 1)).is_err());
}

#[test]
fn an_agreement_takes_two_people() {
    let plan = plan(WHOLE);
    let sign = |side, by| Agreement::sign(&plan, side, by, date(2026, 3, 1)).unwrap();
    let first = vec![sign(Side::Ml, "Mei Lin")];
    for same in ["Mei Lin", " mei  LIN "] {
        let fault = sign(Side::Business, same).check_other(&plan, &first).unwrap_err();
        assert!(fault.message.contains("Mei Lin has agreed for ml already"), "{fault}");
    }
    sign(Side::Business, "Ana Ruiz").check_other(&plan, &first).unwrap();
    sign(Side::Ml, "Mei Lin").check_other(&plan, &first).unwrap();
}
