//! What is found leads to the right verdict, and the page says it in words.

use evaluate::ab::{Evidence, Question, Verdict, run_each};
use frame::{Column, Frame, Kind};
use report::{Block, Chart, Level};

use crate::tables::{csv, run};

/// So many rows an arm, each a mean and a spread in even steps around it.
fn table(arms: &[(&str, f64)], rows: usize) -> String {
    let line = |arm: &str, mean: f64, row: usize| {
        let step = (row as f64 + 0.5) / rows as f64 - 0.5;
        // The second metric runs against the order of the first, so that both vary.
        format!("{arm},{},{},{row},{step},{}\n", mean + 4.0 * step, 2.0 - mean + step, row % 7)
    };
    let lines: String =
        arms.iter().flat_map(|&(arm, mean)| (0..rows).map(move |row| line(arm, mean, row))).collect();
    format!("arm,gain,loss,row,step,day\n{lines}")
}

fn evaluate(arms: &[(&str, f64)], rows: usize, change: impl Fn(&mut Question)) -> Evidence {
    let mut question = Question::new("arm", "old", &["gain"]);
    change(&mut question);
    run(&question, &csv(&table(arms, rows))).unwrap()
}

fn fired(evidence: &Evidence) -> Vec<(&str, Level)> {
    evidence.findings.iter().map(|finding| (finding.rule, finding.level)).collect()
}

#[test]
fn several_arms_need_one_worth_keeping() {
    let evidence = evaluate(&[("bad", -1.0), ("good", 1.0), ("old", 0.0)], 300, |_| ());
    assert_eq!(evidence.verdict, Verdict::Keep);
    assert_eq!(fired(&evidence), [("harm", Level::Stop)]);
    let evidence = evaluate(&[("bad", -1.0), ("same", 0.0), ("old", 0.0)], 300, |_| ());
    assert_eq!(evidence.verdict, Verdict::Wait);
    let evidence = evaluate(&[("bad", -1.0), ("worse", -2.0), ("old", 0.0)], 300, |_| ());
    assert_eq!(evidence.verdict, Verdict::Stop);
}

/// Of ten useless variants one seems to gain at 95 % in every sixth experiment or so.
#[test]
fn many_arms_ask_for_more_like_many_metrics() {
    let mut random = fastrand::Rng::with_seed(24);
    let arms: Vec<String> = (0..440).map(|row| format!("a{}", row % 11)).collect();
    let question = Question::new("arm", "a0", &["x"]);
    let kept = (0..1000).filter(|_| {
        let values = (0..440).map(|_| random.f64() + random.f64() + random.f64()).collect();
        let columns = vec![
            Column::text("arm", arms.iter().map(|arm| Some(arm.as_str()))),
            Column::numbers("x", Kind::Number, values),
        ];
        run(&question, &Frame::new(columns)).unwrap().verdict == Verdict::Keep
    });
    let kept = kept.count();
    assert!((5..40).contains(&kept), "kept in {kept} of 1,000");
}

/// One arm's gain wears off, another's stays.
#[test]
fn an_arm_that_fades_does_not_hold_back_one_that_stays() {
    let mut random = fastrand::Rng::with_seed(25);
    let rows: String = (0..3000)
        .map(|row| {
            let (arm, day) = (row % 3, row / 150 + 1);
            let gain = [0.0, 1.0, if day <= 6 { 3.0 } else { 0.1 }][arm];
            format!("{},{day},{}\n", ["old", "stays", "fades"][arm], gain + 3.0 * random.f64())
        })
        .collect();
    let mut question = Question::new("arm", "old", &["x"]);
    question.time = Some("day".into());
    let evidence = run(&question, &csv(&format!("arm,day,x\n{rows}"))).unwrap();
    assert!(fired(&evidence).contains(&("novelty-effect", Level::Warn)), "{:?}", evidence.findings);
    assert_eq!(evidence.verdict, Verdict::Keep);
    assert!(evidence.report().headline.starts_with("Keep stays"), "{}", evidence.report().headline);
}

/// A group that lacks an arm is one to wait for, not a faulty experiment.
#[test]
fn a_group_without_an_arm_waits() {
    let rows: String = (0..80).map(|row| format!("{},x,{}\n", ["new", "old"][row % 2], row % 7)).collect();
    for lone in ["new", "old"] {
        let mut question = Question::new("arm", "old", &["v"]);
        question.by = Some("land".into());
        let table = csv(&format!("arm,land,v\n{rows}{lone},y,3\n{lone},y,5\n"));
        let answers = run_each(&question, || Ok(std::iter::once(Ok(table.clone())))).unwrap();
        let group = &answers[1];
        assert_eq!((group.by.as_ref().unwrap(), group.verdict), (&serde_json::json!("y"), Verdict::Wait));
        assert_eq!(fired(group), [("underpowered", Level::Warn)], "{:?}", group.findings);
        assert!(group.findings[0].message.contains(&format!("`{lone}` alone")), "{:?}", group.findings);
    }
}

/// The difference within strata does not depend on the order of the rows, though one stratum lacks an arm.
#[test]
fn strata_may_come_in_any_order() {
    let mut random = fastrand::Rng::with_seed(26);
    let mut rows: Vec<String> = (0..90)
        .map(|row| {
            format!(
                "{},{},{}\n",
                ["new", "old"][row % 2],
                ["a", "b", "c"][row / 2 % 3],
                row % 3 * 5 + row % 11
            )
        })
        .chain(["new,thin,40\n".to_owned()])
        .collect();
    let mut question = Question::new("arm", "old", &["x"]);
    question.stratify = Some("s".into());
    let difference = |rows: &[String]| {
        run(&question, &csv(&format!("arm,s,x\n{}", rows.concat()))).unwrap().comparisons[0]
            .difference
            .unwrap()
    };
    let first = difference(&rows);
    for _ in 0..5 {
        random.shuffle(&mut rows);
        let shuffled = difference(&rows);
        assert!((shuffled - first).abs() < 1e-9, "{shuffled} {first}");
    }
}

#[test]
fn a_gain_that_harms_another_metric_is_stopped() {
    let both = |question: &mut Question| question.metrics = vec!["gain".into(), "loss".into()];
    let evidence = evaluate(&[("new", 1.0), ("old", 0.0)], 300, both);
    assert_eq!(evidence.verdict, Verdict::Stop);
    assert_eq!(fired(&evidence), [("harm", Level::Stop)]);
}

/// A gain sure at 95 % is not sure once it is one of five metrics, though its interval stays.
#[test]
fn more_metrics_ask_for_more() {
    let one = evaluate(&[("new", 0.22), ("old", 0.0)], 300, |_| ());
    let many = |question: &mut Question| {
        question.metrics = vec!["gain".into(), "row".into(), "step".into(), "day".into(), "row/day".into()];
    };
    let five = evaluate(&[("new", 0.22), ("old", 0.0)], 300, many);
    assert_eq!(one.verdict, Verdict::Keep);
    assert_eq!(five.verdict, Verdict::Wait);
    assert_eq!(
        (five.comparisons[0].low, five.comparisons[0].p_value),
        (one.comparisons[0].low, one.comparisons[0].p_value)
    );
    assert!(fired(&five).contains(&("many-metrics", Level::Note)));
}

/// Where nothing changed a verdict of keep or stop is wrong, and given no more often than alpha allows,
/// however many metrics are looked at.
#[test]
fn nothing_is_kept_or_stopped_by_chance_more_often_than_promised() {
    let mut random = fastrand::Rng::with_seed(23);
    let arms: Vec<Option<&str>> = (0..80).map(|row| Some(["new", "old"][row % 2])).collect();
    let question = Question::new("arm", "old", &["a", "b", "c"]);
    let decided = (0..3000)
        .filter(|_| {
            let mut metric = |name: &str| {
                let values = (0..80).map(|_| random.f64() + random.f64() + random.f64()).collect();
                Column::numbers(name, Kind::Number, values)
            };
            let metrics = [metric("a"), metric("b"), metric("c")];
            let columns = [Column::text("arm", arms.iter().copied())].into_iter().chain(metrics).collect();
            matches!(run(&question, &Frame::new(columns)).unwrap().verdict, Verdict::Keep | Verdict::Stop)
        })
        .count();
    assert!((100..195).contains(&decided), "decided {decided} of 3000 times where nothing changed");
}

#[test]
fn money_decides_by_the_smallest_gain() {
    let priced = |cost: f64| {
        move |question: &mut Question| {
            (question.value_per_unit, question.cost) = (Some(2.0), Some(cost));
            question.currency = Some("EUR".to_owned());
        }
    };
    let arms = [("new", 1.0), ("old", 0.0)];
    let verdicts: Vec<(Verdict, Vec<(&'static str, Level)>)> = [0.5, 2.0, 4.0]
        .into_iter()
        .map(|cost| {
            let evidence = evaluate(&arms, 300, priced(cost));
            let fired = evidence.findings.iter().map(|finding| (finding.rule, finding.level)).collect();
            (evidence.verdict, fired)
        })
        .collect();
    assert_eq!(verdicts[0], (Verdict::Keep, vec![]));
    assert_eq!(verdicts[1], (Verdict::Wait, vec![("underpowered", Level::Warn)]));
    let both = vec![("costs-more-than-it-brings", Level::Stop), ("no-effect", Level::Warn)];
    assert_eq!(verdicts[2], (Verdict::Stop, both));

    let money = evaluate(&arms, 300, priced(0.5)).money.unwrap();
    assert_eq!(money.smallest_gain, 0.25);
    assert!((money.arms[0].per_unit.unwrap() - 1.5).abs() < 1e-12);
    assert!((money.arms[0].in_experiment.unwrap() - 450.0).abs() < 1e-9);
    assert_eq!(evaluate(&arms, 300, |_| ()).money, None);
}

#[test]
fn a_faulty_experiment_is_unsound_until_its_finding_is_allowed() {
    let lines = table(&[("new", 1.0), ("old", 0.0)], 300);
    let fewer: String = lines
        .lines()
        .enumerate()
        .filter(|(at, _)| !(1..=90).contains(at))
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let mut evidence = run(&Question::new("arm", "old", &["gain"]), &csv(&fewer)).unwrap();
    assert_eq!(evidence.verdict, Verdict::Unsound);
    assert_eq!(fired(&evidence)[0], ("unequal-split", Level::Stop));
    evidence.findings[0].allowed = Some("the new arm was opened two days later".to_owned());
    evidence.decide();
    assert_eq!(evidence.verdict, Verdict::Keep);

    let mut question = Question::new("arm", "old", &["gain"]);
    question.split = Some(vec![("old".to_owned(), 300.0 / 510.0), ("new".to_owned(), 210.0 / 510.0)]);
    assert_eq!(
        run(&question, &csv(&fewer)).unwrap().verdict,
        Verdict::Keep,
        "an unequal plan that is kept to"
    );
}

#[test]
fn arms_that_differed_before_are_unsound() {
    let before = |question: &mut Question| question.covariates = vec!["loss".to_owned()];
    let evidence = evaluate(&[("new", 1.0), ("old", 0.0)], 300, before);
    assert_eq!((evidence.verdict, fired(&evidence)[0]), (Verdict::Unsound, ("unequal-groups", Level::Stop)));
}

#[test]
fn units_in_two_arms_are_counted_once_each() {
    let by_row = |question: &mut Question| question.unit = Some("row".to_owned());
    let evidence = evaluate(&[("a", 0.0), ("b", 0.0), ("old", 0.0)], 50, by_row);
    let finding = evidence.findings.iter().find(|finding| finding.rule == "crossed-over").unwrap();
    assert_eq!(
        (finding.level, &finding.evidence["crossed"], &finding.evidence["units"]),
        (Level::Stop, &50.into(), &50.into())
    );
    assert_eq!(evidence.verdict, Verdict::Unsound);
}

#[test]
fn the_page_says_it_in_words_and_money() {
    let Some(path) = crate::tables::sample("hillstrom.csv") else { return };
    let hillstrom = csv(&std::fs::read_to_string(path).unwrap());
    let mut question = Question::new("segment", "No E-Mail", &["spend"]);
    (question.value_per_unit, question.cost) = (Some(0.3), Some(0.02));
    question.currency = Some("USD".to_owned());
    let evidence = run(&question, &hillstrom).unwrap();
    let page = evidence.report();
    assert_eq!(page.headline, "Keep Mens E-Mail: it earns 0.21 USD for each unit treated");
    let Block::List(points) = &page.blocks[0] else { panic!("{:?}", page.blocks[0]) };
    assert_eq!(
        points[0],
        "Mens E-Mail brings 0.77 more spend on average than No E-Mail (1.42 against 0.65); \
         95 % sure of both differences: between 0.44 and 1.10 more"
    );
    let Block::List(money) = &page.blocks[2] else { panic!("{:?}", page.blocks[2]) };
    assert_eq!(
        money[0],
        "Mens E-Mail earns 0.21 USD for each unit treated after its cost of 0.02 USD; \
         95 % sure of both differences: between 0.11 USD and 0.31 USD"
    );
    assert!(page.blocks.iter().any(|block| matches!(block, Block::Chart(_))));
    assert!(matches!(page.blocks.last(), Some(Block::Fold { .. })));

    let shares = run(&Question::new("segment", "No E-Mail", &["visit"]), &hillstrom).unwrap().report();
    let Some(Block::Chart(Chart::Intervals { title, rows, .. })) =
        shares.blocks.iter().find(|block| matches!(block, Block::Chart(_)))
    else {
        panic!("{:?}", shares.blocks)
    };
    assert_eq!(title, "visit: difference from No E-Mail, percentage points");
    assert!((rows[0].2 - 7.66).abs() < 0.01, "{rows:?}");

    question.control = "No Email".to_owned();
    let unsound = run(&question, &hillstrom).unwrap();
    assert_eq!((unsound.verdict, unsound.comparisons.len()), (Verdict::Unsound, 0));
    assert!(unsound.findings[0].remedy.contains("No E-Mail"), "{}", unsound.findings[0].remedy);
    let page = unsound.report();
    assert!(page.headline.starts_with("Unsound"));
    assert!(!page.blocks.iter().any(|block| matches!(block, Block::Chart(_))), "no figures to act on");
}
