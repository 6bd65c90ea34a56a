//! Reading `tenet.toml`: the whole schema, and each mistake with its place and its hint.

use std::path::PathBuf;

use jiff::civil::date;
use plan::{Bin, Known, OptionKind, Plan, ReviewKind, Role, Rough};
use proptest::prelude::*;
use report::{Fault, Finding, Level, Rule};

/// The whole schema, as the interface documents it.
pub const WHOLE: &str = include_str!("whole.toml");

pub fn parse(text: &str) -> Result<Plan, Fault> {
    Plan::parse(PathBuf::from("tenet.toml"), text)
}

/// The fault of `text`, and the text it points at.
fn fault(text: &str) -> (Fault, String) {
    let fault = parse(text).expect_err("the plan has a mistake");
    let span = fault.span.clone().expect("a mistake in the file has a place");
    let at = span.text[span.range].to_owned();
    assert!(fault.hint.is_some(), "{fault} has a hint");
    assert!(!fault.message.ends_with('.') && fault.message.starts_with("tenet.toml"), "{fault}");
    (fault, at)
}

#[test]
fn every_table_and_key_is_read() {
    let plan = parse(WHOLE).unwrap();
    assert_eq!(plan.project.name.as_ref().unwrap().value, "keep-customers");
    assert_eq!(plan.aim.decision.as_ref().unwrap().value, "Whom the retention desk calls");
    assert_eq!(plan.data.positive.as_ref().unwrap().value, "yes");
    assert_eq!(plan.data.unavailable[0].value, "cancel_reason");
    assert_eq!(plan.today.cost_per_month.as_ref().unwrap().expected(), 9_000.0);
    assert_eq!(plan.success.at_least.as_ref().unwrap().value, 20_000.0);
    assert_eq!(plan.worth.cells(), Some([60.0, -8.0, 0.0, 0.0]));
    assert_eq!(plan.worth.cases_per_month.as_ref().unwrap().expected(), 7_000.0);
    assert_eq!(plan.currency(), "EUR");
    let year = plan.cost.first_year().unwrap();
    assert_eq!((year.low, year.high), (20.0 * 700.0 + 12.0 * 200.0, 60.0 * 700.0 + 12.0 * 800.0));
    assert_eq!(plan.limits.latency_ms.as_ref().unwrap().value, 100.0);
    assert_eq!(plan.limits.freshness.as_ref().unwrap().seconds, 86_400.0);
    assert_eq!(plan.limits.experiment_budget.as_ref().unwrap().seconds, 7_200.0);
    assert_eq!(plan.people[0].role.as_ref().unwrap().value, Role::Expert);
    assert!(plan.people[0].champion);
    assert!(plan.assumptions[0].if_false.is_some());
    assert_eq!(plan.requirements[0].bin.as_ref().unwrap().value, Bin::Must);
    assert_eq!(plan.reviews[0].kind.as_ref().unwrap().value, ReviewKind::Expert);
    assert_eq!(plan.reviews[0].on.as_ref().unwrap().value, date(2026, 12, 1));
    assert_eq!(plan.options[0].kind.as_ref().unwrap().value, OptionKind::Rule);
    assert_eq!(plan.options[0].risk.as_ref().unwrap().value, Rough::Low);
    assert_eq!(plan.options[0].time_box.as_ref().unwrap().seconds, 3.0 * 86_400.0);
    assert_eq!(plan.options[0].done_before.as_ref().unwrap().value, "Ana Ruiz");
    assert_eq!(plan.research.ended.as_ref().unwrap().value, date(2026, 11, 10));
    assert_eq!(plan.candidates[0].command.as_ref().unwrap().value, "python train.py");
    assert_eq!(plan.allowed[0].columns[0].value, "customer");
    let target = plan.data.target.as_ref().unwrap();
    assert_eq!(&plan.text[target.at.clone()], "\"churned\"");
}

#[test]
fn a_guess_is_a_range_and_counts_by_its_mean() {
    let plan =
        parse("[worth]\ntrue_positive = [40, 80]\nfalse_positive = [-9, -7]\ncases_per_month = [90, 110]\n");
    let plan = plan.unwrap();
    let [right, wrong, missed, rest] = plan.worth.cells().unwrap();
    assert!((right - 57.838).abs() < 0.001 && (-9.0..-7.0).contains(&wrong), "{right} {wrong}");
    assert_eq!((missed, rest), (0.0, 0.0));
    assert_eq!(plan.largest_gain(), Some(110.0 * 80.0));
    assert_eq!(plan.terms()["worth.true_positive"], "40 to 80");
    assert_ne!(plan.digest(), parse("[worth]\ntrue_positive = 60\n").unwrap().digest());
}

#[test]
fn an_empty_file_is_a_plan() {
    for text in ["", "\n# nothing yet\n", "[plan]\n", "\u{feff}[plan]\nwhy = \"x\"\n"] {
        assert!(parse(text).is_ok(), "{text:?}");
    }
}

#[test]
fn a_slip_in_a_key_or_table_suggests_the_key() {
    for (text, at, meant) in [
        ("[data]\npositve = \"yes\"\n", "positve", "`positive`"),
        ("[sucess]\nmetric = \"auc\"\n", "sucess", "`success`"),
        ("[[reviews]]\nkind = \"mvp\"\n", "reviews", "`review`"),
        ("[[person]]\nname = \"A\"\nchampoin = true\n", "champoin", "`champion`"),
        ("[worth]\ntruepositive = 3\n", "truepositive", "`true_positive`"),
    ] {
        let (fault, found) = fault(text);
        assert_eq!(found, at);
        assert!(fault.hint.as_ref().unwrap().contains(meant), "{text}: {:?}", fault.hint);
    }
    let (fault, _) = fault("[limits]\nzzz = 1\n");
    assert!(fault.hint.unwrap().contains("latency_ms"), "a name like no other gets the list");
}

#[test]
fn a_wrong_type_points_at_the_value() {
    for (text, at, said) in [
        ("[success]\nat_least = \"much\"\n", "\"much\"", "a number"),
        ("[plan]\nwhy = 3\n", "3", "text in quotes"),
        ("[data]\nunavailable = \"a\"\n", "\"a\"", "list of texts"),
        ("[data]\nunavailable = [\"a\", 2]\n", "[\"a\", 2]", "list of texts"),
        ("[[person]]\nchampion = \"yes\"\n", "\"yes\"", "true or false"),
        ("[cost]\nbuild_days = [1, 2, 3]\n", "[1, 2, 3]", "range of two numbers"),
        ("plan = 3\n", "3", "a table"),
        ("person = [3]\n", "3", "should hold tables"),
        ("[person]\nname = \"A\"\n", "[person]", "list of tables"),
        ("[limits]\nfreshness = 3\n", "3", "a duration"),
    ] {
        let (fault, found) = fault(text);
        assert_eq!(found, at, "{text}");
        assert!(fault.message.contains(said), "{text}: {fault}");
    }
}

#[test]
fn a_value_that_cannot_be_points_at_itself() {
    for (text, at, hint) in [
        ("[success]\nmetric = \"acu\"\n", "\"acu\"", "\"auc\""),
        ("[success]\nmetric = \"recall@precision\"\n", "\"recall@precision\"", "recall@precision=0.8"),
        ("[success]\nmetric = \"recall@precision=8\"\n", "\"recall@precision=8\"", "between 0 and 1"),
        ("[success]\nmetric = \"auc\"\nat_least = 84\n", "84", "0.75 for 75 %"),
        ("[[person]]\nrole = \"exprt\"\n", "\"exprt\"", "\"expert\""),
        ("[[requirement]]\nbin = \"should\"\n", "\"should\"", "must, nice, parked"),
        ("[[review]]\nkind = \"preproduction\"\n", "\"preproduction\"", "\"pre-production\""),
        ("[[review]]\non = \"soon\"\n", "\"soon\"", "2026-12-01"),
        ("[[option]]\nkind = \"deep\"\n", "\"deep\"", "nothing, rule, simple, complex, buy"),
        ("[[option]]\nrisk = \"hihg\"\n", "\"hihg\"", "\"high\""),
        ("[cost]\nbuild_days = [60, 20]\n", "[60, 20]", "low end first"),
        ("[cost]\nday_rate = -700\n", "-700", "0 or more"),
        ("[cost]\nbuild_days = [-1, 4]\n", "[-1, 4]", "0 or more"),
        ("[worth]\ntrue_positive = [9, 3]\n", "[9, 3]", "low end first"),
        ("[today]\ncost_per_month = -1\n", "-1", "0 or more"),
        ("[worth]\ntrue_positive = nan\n", "nan", "100"),
        ("[limits]\nexperiment_budget = \"2 weeks\"\n", "\"2 weeks\"", "\"2h\""),
        ("[[allow]]\nrule = \"target-leak\"\nbecause = \" \"\n", "\" \"", "say why"),
        ("[[allow]]\nrule = \"target-leak\"\n", "\"target-leak\"", "say why"),
    ] {
        let (fault, found) = fault(text);
        assert_eq!(found, at, "{text}");
        assert!(fault.hint.as_ref().unwrap().contains(hint), "{text}: {:?}", fault.hint);
    }
}

#[test]
fn what_is_not_toml_has_a_place() {
    for text in [
        "[plan\nwhy = 1",
        "why = ",
        "[plan]\nwhy = \"a\"\nwhy = \"b\"\n",
        "[[review]]\non = 2026-13-45\n",
        "a b",
    ] {
        let (fault, _) = fault(text);
        assert!(fault.message.contains("is not TOML"), "{text}: {fault}");
    }
    let (fault, _) = fault("[plan]\nquestion = Which?\n");
    assert_eq!(fault.span.unwrap().line_column().0, 2);
}

#[test]
fn depth_and_size_are_no_trouble() {
    for deep in [format!("a = {}", "[".repeat(100_000)), format!("{}a = 1", "a.".repeat(100_000))] {
        assert!(parse(&deep).is_err());
    }
    let many = "[[review]]\nkind = \"mvp\"\n".repeat(20_000);
    assert_eq!(parse(&many).unwrap().reviews.len(), 20_000);
}

#[test]
fn the_first_mistake_in_the_file_is_told() {
    let (_, at) = fault("[success]\nmetric = \"zzz\"\n[data]\ntarger = \"a\"\n");
    assert_eq!(at, "\"zzz\"");
}

#[test]
fn an_unknown_rule_in_allow_suggests_a_rule() {
    let plan = parse("[[allow]]\nrule = \"target-leek\"\nbecause = \"known\"\n").unwrap();
    let fault = plan.check_allowed(&["no-signal", "target-leak"]).unwrap_err();
    assert!(fault.hint.unwrap().contains("target-leak"));
    let span = fault.span.unwrap();
    assert_eq!(&span.text[span.range], "\"target-leek\"");
    assert_eq!(plan.check_allowed(&["target-leek"]), Ok(()));
}

#[test]
fn a_finding_is_allowed_only_where_all_its_columns_are() {
    const LEAK: Rule = Rule { name: "target-leak", level: Level::Stop, text: "" };
    let allowed = |toml: &str, columns: &[&str]| {
        let mut findings = [Finding::new(&LEAK, "seen").columns(columns.iter().copied())];
        parse(toml).unwrap().allow(&mut findings);
        findings[0].allowed.clone()
    };
    let of_a = "[[allow]]\nrule = \"target-leak\"\ncolumns = [\"a\"]\nbecause = \"known before\"\n";
    let of_b = "[[allow]]\nrule = \"target-leak\"\ncolumns = [\"b\"]\nbecause = \"a code\"\n";
    let any = "[[allow]]\nrule = \"target-leak\"\nbecause = \"a demo\"\n";
    let other = "[[allow]]\nrule = \"no-signal\"\nbecause = \"a demo\"\n";
    assert_eq!(allowed(of_a, &["a"]).as_deref(), Some("known before"));
    assert_eq!(allowed(of_a, &["a", "b"]), None);
    assert_eq!(allowed(of_a, &[]), None);
    assert_eq!(allowed(&format!("{of_a}{of_b}"), &["a", "b"]).as_deref(), Some("known before; a code"));
    assert_eq!(allowed(any, &["a", "b"]).as_deref(), Some("a demo"));
    assert_eq!(allowed(any, &[]).as_deref(), Some("a demo"));
    assert_eq!(allowed(other, &["a"]), None);
}

#[test]
fn the_file_is_found_from_a_folder_below() {
    let root = tempfile::tempdir().unwrap();
    let below = root.path().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    assert!(Plan::find(&below).is_none_or(|file| !file.starts_with(root.path())));
    std::fs::write(root.path().join("tenet.toml"), WHOLE).unwrap();
    let found = Plan::find(&below).unwrap();
    assert_eq!(found, root.path().join("tenet.toml"));
    assert!(Plan::read(&found).is_ok());
}

#[test]
fn a_file_that_cannot_be_read_is_a_fault() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("tenet.toml");
    assert!(Plan::read(&file).unwrap_err().message.contains("cannot be read"));
    std::fs::write(&file, b"[plan]\nwhy = \"\xff\"\n").unwrap();
    assert!(Plan::read(&file).unwrap_err().message.contains("byte 15"));
    std::fs::create_dir(root.path().join("folder")).unwrap();
    assert!(Plan::read(&root.path().join("folder")).is_err());
}

/// Lines that look like a plan, right and wrong.
fn plan_like() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        "[a-z_]{1,9}",
        Just("metric".to_owned()),
        Just("on".to_owned()),
        Just("at_least".to_owned())
    ];
    let value = prop_oneof![
        "[-0-9.e_]{1,9}",
        "\"[^\"\\\\\n]{0,12}\"",
        "\\[[0-9, ]{0,6}\\]",
        Just("2026-02-30".to_owned()),
        Just("{ a = 1 }".to_owned()),
    ];
    let table =
        prop_oneof![Just("[plan]"), Just("[success]"), Just("[[review]]"), Just("[[allow]]"), Just("[cost]")];
    let line = prop_oneof![
        table.prop_map(str::to_owned),
        (key, value).prop_map(|(key, value)| format!("{key} = {value}"))
    ];
    prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn a_fault_always_points_into_the_file(text in plan_like()) {
        match parse(&text) {
            Ok(plan) => {
                let evidence = plan::run(&plan, date(2026, 6, 1), &Known::default());
                plan::brief(&evidence, plan.currency());
            }
            Err(fault) => {
                let span = fault.span.expect("has a place");
                prop_assert!(span.text.get(span.range).is_some());
            }
        }
    }

    #[test]
    fn the_whole_plan_with_a_letter_changed_never_panics(at in 0..WHOLE.len(), letter in any::<char>()) {
        let mut text = WHOLE.to_owned();
        text.replace_range(at..=at, &letter.to_string());
        if let Ok(plan) = parse(&text) {
            plan::run(&plan, date(2026, 6, 1), &Known::default());
        }
    }
}
