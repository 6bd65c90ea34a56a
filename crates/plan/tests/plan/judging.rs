//! The verdict on a whole plan, its edges, and the brief.

use jiff::civil::date;
use plan::{Counted, Decision, Evidence, Held, Known, Outcome, Plan, ReviewKind, brief, run};
use report::{Block, Level};

use crate::reading::{WHOLE, parse};

fn judged(text: &str) -> Evidence {
    run(&plan(text), date(2026, 6, 1), &Known::default())
}

fn plan(text: &str) -> Plan {
    parse(text).expect("the text is a plan")
}

fn fired(text: &str) -> Vec<(&'static str, Level)> {
    judged(text).findings.iter().map(|finding| (finding.rule, finding.level)).collect()
}

fn level(text: &str, rule: &str) -> Option<Level> {
    fired(text).into_iter().find(|(name, _)| *name == rule).map(|(_, level)| level)
}

#[test]
fn the_documented_plan_goes() {
    assert_eq!(fired(WHOLE), [("not-agreed", Level::Warn)]);
    assert_eq!(judged(WHOLE).decision, Decision::Go);
}

#[test]
fn an_empty_plan_does_not_go_and_says_what_is_missing() {
    let evidence = judged("");
    assert_eq!(evidence.decision, Decision::NoGo);
    let stops: Vec<&str> =
        evidence.findings.iter().filter(|finding| finding.stops()).map(|finding| finding.rule).collect();
    assert_eq!(stops, ["no-why", "no-success-measure", "no-status-quo"]);
    assert_eq!(evidence.brief.missing.len(), plan::QUESTIONS.len());
    assert!(evidence.findings.is_sorted_by_key(|finding| std::cmp::Reverse(finding.level)));
}

#[test]
fn an_allowed_stop_is_listed_and_does_not_stop() {
    let text = WHOLE.replace("why      =", "# why =")
        + "\n[[allow]]\nrule = \"no-why\"\nbecause = \"the board has it in its minutes\"\n";
    let evidence = judged(&text);
    assert_eq!(evidence.decision, Decision::Go);
    let last = evidence.findings.last().unwrap();
    assert_eq!((last.rule, last.allowed.as_deref()), ("no-why", Some("the board has it in its minutes")));
}

#[test]
fn what_only_keeps_the_place_is_no_answer() {
    for text in ["...", " ", "TBD", "to be decided.", "?", "—", "[todo]"] {
        assert_eq!(level(&format!("[plan]\nwhy = \"{text}\"\n"), "no-why"), Some(Level::Stop), "{text}");
    }
    assert_eq!(level("[plan]\nwhy = \"TBD costs us\"\ndecision = \"x\"\n", "no-why"), None);
}

#[test]
fn levels_follow_the_evidence() {
    for (text, rule, expected) in [
        ("[success]\nmetric = \"auc\"\n", "no-success-measure", Some(Level::Stop)),
        ("[success]\nmetric = \"auc\"\nat_least = 0.8\n", "no-success-measure", Some(Level::Warn)),
        ("[success]\nat_least = 0.8\nsmallest_gain = 0.1\n", "no-success-measure", Some(Level::Stop)),
        ("[plan]\ntoday = \"nobody does it\"\n", "no-status-quo", Some(Level::Note)),
        ("[plan]\nwhy = \"costly\"\n", "no-why", Some(Level::Warn)),
        ("[worth]\ntrue_positive = 5\nfalse_positive = -1\n", "no-worth", Some(Level::Warn)),
        ("[worth]\nover_per_unit = -1\nunder_per_unit = -3\ncases_per_month = 10\n", "no-worth", None),
        ("[worth]\nfalse_negative = -50\nfalse_positive = -1\ncases_per_month = 10\n", "no-worth", None),
        (
            "[worth]\ntrue_positive = 0\nfalse_positive = -1\ncases_per_month = 10\n",
            "no-worth",
            Some(Level::Warn),
        ),
    ] {
        assert_eq!(level(text, rule), expected, "{text}");
    }
}

#[test]
fn a_champion_is_not_the_sponsor() {
    let sponsor = "[[person]]\nname = \"Kim\"\nrole = \"sponsor\"\n";
    let kim = "[[person]]\nname = \"Kim\"\nrole = \"expert\"\nchampion = true\n";
    let ana = "[[person]]\nname = \"Ana\"\nrole = \"expert\"\nchampion = true\n";
    assert_eq!(level(sponsor, "no-champion"), Some(Level::Warn));
    assert_eq!(
        level(&format!("{sponsor}{kim}"), "no-champion"),
        Some(Level::Warn),
        "one person, two entries"
    );
    assert_eq!(level(&format!("{sponsor}{ana}"), "no-champion"), None);
    assert_eq!(level(&format!("{sponsor}{kim}{ana}"), "no-champion"), None);
}

#[test]
fn a_review_is_overdue_from_the_day_after() {
    let on = |day: &str| format!("[[review]]\nkind = \"mvp\"\non = {day}\n");
    assert_eq!(level(&on("2026-06-01"), "review-overdue"), None);
    assert_eq!(level(&on("2026-05-31"), "review-overdue"), Some(Level::Warn));
    let finding =
        judged(&on("2026-04-30")).findings.into_iter().find(|f| f.rule == "review-overdue").unwrap();
    assert_eq!(finding.evidence["days"], 32);
    let span = finding.span.unwrap();
    assert_eq!(&span.text[span.range], "2026-04-30");
}

#[test]
fn worth_is_held_against_the_favourable_end_of_the_cost() {
    // 20 days x 700 + 12 x 200 = 16,400 at the least.
    let cost = "[cost]\nbuild_days = [20, 60]\nday_rate = 700\nrun_per_month = [200, 800]\n";
    let worth = "[worth]\ntrue_positive = 6\nfalse_positive = -1\n";
    for (rest, fires) in [
        ("[success]\nmetric = \"money\"\nat_least = 1366\n", true), // 16,392
        ("[success]\nmetric = \"money\"\nat_least = 1367\n", false), // 16,404
        ("[success]\nmetric = \"money\"\nat_least = 100\nsmallest_gain = 1367\n", false),
        ("[success]\nmetric = \"money\"\nat_least = -9000\nsmallest_gain = 100\n", false), // a loss made smaller
        ("[success]\nmetric = \"auc\"\nat_least = 0.8\n", false), // says nothing about money
        (&format!("{worth}cases_per_month = 227\n"), true),       // 227 x 6 x 12 = 16,344
        (&format!("{worth}cases_per_month = 228\n"), false),      // 16,416
        (&format!("{worth}cases_per_month = 227\n[today]\ncost_per_month = 10\n"), false),
    ] {
        let fired = level(&format!("{rest}{cost}"), "worth-below-cost");
        assert_eq!(fired, fires.then_some(Level::Stop), "{rest}");
        assert_eq!(level(rest, "worth-below-cost"), None, "without a cost nothing is said");
    }
}

#[test]
fn solution_talk_points_at_the_words() {
    let text =
        "[plan]\nwhy = \"We lose money, so deploy it on AWS, or XGBoost\"\ntoday = \"XGBoost since 2019\"\n";
    let findings = judged(text).findings;
    let found: Vec<_> = findings.iter().filter(|finding| finding.rule == "solution-in-plan").collect();
    assert_eq!(found.len(), 1, "today may name today's tools");
    assert!(
        found[0].message.contains("\"AWS\" (a platform), \"XGBoost\" (an algorithm)"),
        "{}",
        found[0].message
    );
    let span = found[0].span.as_ref().unwrap();
    assert_eq!(&span.text[span.range.clone()], "AWS");
}

#[test]
fn the_brief_reads_as_a_page() {
    let plan = plan(WHOLE);
    let page = brief(&run(&plan, date(2026, 6, 1), &Known::default()), plan.currency());
    assert_eq!(page.headline, "keep-customers: go, with 1 warning to decide");
    let headings: Vec<&str> = page
        .blocks
        .iter()
        .filter_map(|block| if let Block::Heading(title) = block { Some(title.as_str()) } else { None })
        .collect();
    let order =
        ["Question", "Decision it changes", "Why", "Today", "Success and cost", "Who", "Next reviews"];
    let places: Vec<usize> =
        order.iter().map(|title| headings.iter().position(|heading| heading == title).unwrap()).collect();
    assert!(places.is_sorted(), "{headings:?}");
    let all = format!("{:?}", page.blocks);
    for said in [
        "Success: at least 20,000 EUR a month; the smallest gain over today worth having is 5,000 EUR a month",
        "Success in a year: 240,000 EUR",
        "Cost of the first year: 16,400 to 51,600 EUR",
        "at most 5,148,000 EUR a year",
        "2026-12-01: expert, with Ana Ruiz",
        "Ana Ruiz (expert, champion)",
        "Business: not yet. ML: not yet.",
        "What would perfect be?",
    ] {
        assert!(all.contains(said), "{said}\n{all}");
    }
}

#[test]
fn the_evidence_is_json() {
    let json = serde_json::to_value(judged(WHOLE)).unwrap();
    assert_eq!(json["decision"], "go");
    assert_eq!(serde_json::to_value(judged("")).unwrap()["decision"], "no-go");
    assert_eq!(json["brief"]["success_per_year"], 240_000.0);
    assert!(json["agreed"]["business"].is_null());
    assert_eq!(json["findings"][0]["span"]["line"], 4);
}

#[test]
fn the_page_of_each_rule_can_be_explained() {
    let leveled: Vec<(&str, Level)> = plan::rules().map(|rule| (rule.name, rule.level)).collect();
    assert!(leveled.contains(&("no-why", Level::Stop)) && leveled.contains(&("no-end-date", Level::Note)));
}

#[test]
fn a_review_that_was_recorded_is_not_overdue_and_may_break_the_silence() {
    let text =
        "[[review]]\nkind = \"expert\"\non = 2026-05-01\n[[review]]\nkind = \"mvp\"\non = 2026-05-20\n";
    let fired = |reviews: Vec<Held>, rule: &str| {
        let known = Known { reviews, ..Known::default() };
        run(&plan(text), date(2026, 6, 1), &known)
            .findings
            .iter()
            .filter(|finding| finding.rule == rule)
            .count()
    };
    let held = |kind, issues: &[&str]| Held {
        kind,
        on: date(2026, 5, 2),
        who: vec!["Ana Ruiz".to_owned()],
        issues: issues.iter().map(|issue| (*issue).to_owned()).collect(),
        decided: Vec::new(),
    };
    assert_eq!(fired(vec![], "review-overdue"), 2);
    assert_eq!(fired(vec![held(ReviewKind::Expert, &[])], "review-overdue"), 1);
    let both = vec![held(ReviewKind::Expert, &[]), held(ReviewKind::Mvp, &[])];
    assert_eq!((fired(both.clone(), "review-overdue"), fired(both, "silent-reviews")), (0, 1));
    let loud = vec![held(ReviewKind::Expert, &["who may call?"]), held(ReviewKind::Mvp, &[])];
    assert_eq!(fired(loud, "silent-reviews"), 0);
}

#[test]
fn a_requirement_that_is_not_met_weighs_as_its_bin() {
    let text = "[[requirement]]\ntext = \"r\"\nbin = \"BIN\"\ncheck = \"SELECT false\"\n";
    for (bin, level) in [("must", Level::Stop), ("nice", Level::Warn), ("parked", Level::Note)] {
        let plan = plan(&text.replace("BIN", bin));
        let outcome = |holds| Outcome { at: plan.requirements[0].at.clone(), holds };
        let broken = |holds| {
            let known = Known { outcomes: vec![outcome(holds)], ..Known::default() };
            let evidence = run(&plan, date(2026, 6, 1), &known);
            let found = evidence.findings.into_iter().find(|finding| finding.rule == "assumption-broken");
            (found.map(|finding| finding.level), evidence.checks)
        };
        assert_eq!(broken(Ok(false)).0, Some(level), "{bin}");
        assert_eq!(broken(Ok(true)).0, None);
        assert_eq!((broken(Err("no table".to_owned())).0, broken(Err(String::new())).1.unclear), (None, 1));
    }
}

#[test]
fn a_plan_that_cannot_pay_on_its_own_data_is_stopped() {
    let text = "[worth]\ntrue_positive = 10\ncases_per_month = 1_000\n[cost]\nrun_per_month = 3_000\n";
    let stopped = |positive| {
        let counted = Some(Counted { rows: 1_000, positive, today: Some((0, 0)) });
        let known = Known { counted, ..Known::default() };
        let findings = run(&plan(text), date(2026, 6, 1), &known).findings;
        findings.into_iter().find(|finding| finding.rule == "worth-below-cost").map(|finding| finding.message)
    };
    assert_eq!(stopped(500), None);
    let message = stopped(100).expect("1,000 a month cannot pay 3,000");
    assert!(message.contains("perfect answers instead of today's is worth 12,000"), "{message}");
}

#[test]
fn code_that_rests_on_one_author_is_said() {
    let fired = |authors: &[(&str, u32)]| {
        let authors = authors.iter().map(|(name, commits)| ((*name).to_owned(), *commits)).collect();
        let known = Known { authors, ..Known::default() };
        run(&plan(""), date(2026, 6, 1), &known).findings.iter().any(|finding| finding.rule == "lone-wolf")
    };
    assert!(fired(&[("Mei Lin", 38), ("Ana Ruiz", 2)]));
    assert!(!fired(&[("Mei Lin", 19)]), "too few commits to tell");
    assert!(!fired(&[("Mei Lin", 30), ("Ana Ruiz", 10)]));
}
