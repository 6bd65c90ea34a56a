//! The public sample of sinkers: every case of the rules of this crate, by its scoring.

use scope::{Decision, Evidence, Input, run};
use serde_json::Value;

use crate::csv::{read, shared};

fn scoped(path: &str, target: &str, positive: Option<&str>, time: Option<&str>) -> Option<Evidence> {
    scoped_against(path, target, positive, time, None, &[])
}

fn scoped_against(
    path: &str,
    target: &str,
    positive: Option<&str>,
    time: Option<&str>,
    recent: Option<&str>,
    arguments: &[&str],
) -> Option<Evidence> {
    let option = |name: &str| {
        arguments.iter().position(|argument| *argument == name).and_then(|at| arguments.get(at + 1)).copied()
    };
    let metric =
        option("--metric").map(|name| learn::Metric::parse(name, frame::Task::Binary, None).unwrap());
    let at_least = option("--at-least").map(|level| level.parse().unwrap());
    let (profile, frame) = read(&shared(path)?);
    let recent = recent.and_then(shared).map(|path| read(&path).1);
    let input = Input {
        profile: &profile,
        sample: &frame,
        target: target.into(),
        positive: positive.map(str::to_owned),
        time: time.map(str::to_owned),
        group: None,
        recent: recent.as_ref(),
        unavailable: Vec::new(),
        metric,
        goal: scope::Goal { at_least, ..scope::Goal::default() },
        table_name: path.into(),
        seed: 0,
    };
    Some(run(&input).unwrap())
}

fn words<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    value[key].as_array().map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

#[test]
fn public_cases() {
    let Some(path) = shared("cases/truth.json") else { return println!("skipped: no ../shared/cases") };
    let truth: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let ours: Vec<&str> = scope::rules().map(|rule| rule.name).collect();
    let (mut planted, mut caught, mut alarms, mut noise) = (0, 0, 0, 0);
    for case in &truth {
        let name = case["case"].as_str().unwrap();
        let path = format!("cases/{}", case["data"].as_str().unwrap());
        let started = std::time::Instant::now();
        let recent = case["recent"].as_str().map(|recent| format!("cases/{recent}"));
        let target = case["target"].as_str().unwrap();
        let (positive, time) = (case["positive"].as_str(), case["time"].as_str());
        let evidence =
            scoped_against(&path, target, positive, time, recent.as_deref(), &words(case, "args")).unwrap();
        let seconds = started.elapsed().as_secs_f64();
        let expected = &case["expect"][0];
        let rule = expected["rule"].as_str();
        let free: Vec<&str> = ["tolerate", "also", "equal", "warn_ok"]
            .iter()
            .flat_map(|key| words(case, key))
            .chain(rule)
            .collect();
        let wanted = words(expected, "columns");
        let hit = evidence.findings.iter().any(|finding| {
            Some(finding.rule) == rule
                && (wanted.is_empty()
                    || finding.columns.iter().any(|column| wanted.contains(&column.as_str())))
        });
        let stray: Vec<String> = evidence
            .findings
            .iter()
            .filter(|finding| {
                finding.level > report::Level::Note
                    && (!free.contains(&finding.rule)
                        || (finding.level == report::Level::Stop
                            && words(case, "warn_ok").contains(&finding.rule)))
            })
            .map(|finding| {
                format!("{}:{} {:?} {}", finding.level.word(), finding.rule, finding.columns, finding.message)
            })
            .collect();
        let is_ours = rule.is_some_and(|rule| ours.contains(&rule));
        if is_ours {
            planted += 1;
            caught += usize::from(hit);
        }
        let alarm = rule.is_none()
            && (evidence.decision == Decision::NoGo || stray.iter().any(|stray| stray.starts_with("stop")));
        alarms += usize::from(alarm);
        noise += stray.len();
        let signal = evidence
            .signal
            .as_ref()
            .map(|signal| (signal.metric.clone(), signal.score, signal.low, signal.learner));
        let verdict = if is_ours {
            if hit { "caught" } else { "MISSED" }
        } else if alarm {
            "ALARM"
        } else {
            ""
        };
        println!("{name} {} | {verdict} | {:?} {signal:?} {seconds:.2}s", case["what"], evidence.decision);
        for finding in &evidence.findings {
            let mark = if stray.iter().any(|stray| stray.contains(&finding.message)) { "!!" } else { "  " };
            println!(
                "    {mark} {} {} {:?}: {}",
                finding.level.word(),
                finding.rule,
                finding.columns,
                finding.message
            );
        }
    }
    println!("caught {caught} of {planted}; {alarms} false alarms; {noise} stray findings");
    assert!(planted >= 39 && caught == planted, "caught {caught} of {planted}");
    assert!(alarms == 0 && noise <= 6, "{alarms} false alarms, {noise} stray findings");
}

#[test]
fn real_tables() {
    let Some(telco) = scoped("data/telco.csv", "Churn", Some("Yes"), None) else {
        return println!("skipped: no ../shared/data");
    };
    let found = |evidence: &Evidence, rule: &str, column: &str| {
        evidence
            .findings
            .iter()
            .any(|finding| finding.rule == rule && finding.columns.iter().any(|name| name == column))
    };
    let show = |evidence: &Evidence| {
        println!("{} {:?} {:?}", evidence.table, evidence.decision, evidence.signal);
        evidence
            .findings
            .iter()
            .for_each(|f| println!("    {} {} {:?}: {}", f.level.word(), f.rule, f.columns, f.message));
    };
    show(&telco);
    assert!(
        found(&telco, "hidden-missing", "TotalCharges") && found(&telco, "identifier-column", "customerID")
    );
    assert_eq!(telco.decision, Decision::Go);
    let adult = scoped("data/adult-train.csv", "income", None, None).unwrap();
    show(&adult);
    assert!(["workclass", "occupation", "native_country"].iter().all(|column| found(
        &adult,
        "hidden-missing",
        column
    )));
    assert_eq!(adult.decision, Decision::Go);
    for (path, target, time) in [
        ("data/abalone.csv", "rings", None),
        ("data/wine-red.csv", "quality", None),
        ("data/daily-min-temperatures.csv", "Temp", None),
        ("data/airline-passengers.csv", "Passengers", Some("Month")),
    ] {
        let evidence = scoped(path, target, None, time).unwrap();
        show(&evidence);
        assert!(!evidence.findings.iter().any(report::Finding::stops), "{path}");
    }
}
