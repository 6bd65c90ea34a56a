//! Groups, looks, times and segments: each is what one would get by asking about those rows alone.

use evaluate::ab::{Basis, Cap, Evidence, Question, Verdict, run_each};
use frame::{Column, Frame, Kind};
use report::Level;

use crate::tables::{csv, run, same};

/// So many days with users who come back, in three countries.
fn visits(days: u32, users_a_day: u32) -> Frame {
    let mut random = fastrand::Rng::with_seed(8);
    let mut text = "day,user,arm,country,plan,before,x,y\n".to_owned();
    for day in 1..=days {
        for _ in 0..users_a_day {
            let user = random.u32(0..days * users_a_day / 2);
            let (arm, country) = (["new", "old"][user as usize % 2], ["DE", "FR", "PL"][user as usize % 3]);
            let before = f64::from(user % 17) + random.f64();
            let x = before + 3.0 * random.f64() + if arm == "new" { 0.4 } else { 0.0 };
            text += &format!("{day},u{user},{arm},{country},{},{before},{x},{}\n", user % 4, random.u8(1..5));
        }
    }
    csv(&text)
}

fn each(question: &Question, table: &Frame) -> Vec<Evidence> {
    run_each(question, || Ok(table_in_pieces(table))).unwrap()
}

fn table_in_pieces(table: &Frame) -> impl Iterator<Item = Result<Frame, report::Fault>> + Send + use<> {
    let all: Vec<usize> = (0..table.rows()).collect();
    all.chunks(97).map(|part| Ok(table.take(part))).collect::<Vec<_>>().into_iter()
}

fn rows_where(table: &Frame, is: impl Fn(usize) -> bool) -> Frame {
    table.take(&(0..table.rows()).filter(|&row| is(row)).collect::<Vec<_>>())
}

fn question() -> Question {
    let mut question = Question::new("arm", "old", &["x", "x/y"]);
    question.covariates = vec!["before".into()];
    question
}

#[test]
fn a_look_is_the_answer_on_the_rows_up_to_it() {
    let table = visits(9, 60);
    let days = table.column("day").unwrap().as_numbers().unwrap().to_vec();
    for unit in [None, Some("user".to_owned())] {
        let mut asked = question();
        (asked.unit, asked.time, asked.segment) = (unit, Some("day".into()), Some("country".into()));
        asked.stratify = Some("plan".into());
        asked.reading.sequential = true;
        asked.reading.each_look = true;
        let looks = each(&asked, &table);
        assert_eq!(looks.len(), 9);
        asked.reading.each_look = false;
        for (day, mut look) in (1..).zip(looks) {
            assert_eq!(look.look.take(), Some(serde_json::json!(day)));
            let alone = run(&asked, &rows_where(&table, |row| days[row] <= f64::from(day))).unwrap();
            same(&format!("day {day}"), &look, &alone);
        }
    }
}

#[test]
fn a_group_is_the_answer_on_its_rows() {
    let table = visits(6, 90);
    let country = table.column("country").unwrap().clone();
    for unit in [None, Some("user".to_owned())] {
        let mut asked = question();
        (asked.unit, asked.by) = (unit, Some("country".into()));
        let groups = each(&asked, &table);
        asked.by = None;
        let names: Vec<_> = groups.iter().map(|group| group.by.clone().unwrap()).collect();
        assert_eq!(names, ["DE", "FR", "PL"]);
        for mut group in groups {
            let name = group.by.take().unwrap();
            let alone = rows_where(&table, |row| country.show(row) == name.as_str().unwrap());
            same(&name.to_string(), &group, &run(&asked, &alone).unwrap());
        }
    }
    let mut asked = question();
    asked.by = Some("plan".into());
    asked.time = Some("day".into());
    asked.reading.each_look = true;
    let answers = each(&asked, &table);
    assert_eq!(answers.len(), 4 * 6);
    let named = (answers[7].by.clone().unwrap(), answers[7].look.clone().unwrap());
    assert_eq!(named, (serde_json::json!(1), serde_json::json!(2)), "numbers stay numbers");
}

#[test]
fn strata_and_covariates_narrow_the_interval() {
    let table = visits(6, 200);
    let width = |change: fn(&mut Question)| {
        let mut asked = Question::new("arm", "old", &["x"]);
        change(&mut asked);
        let one = run(&asked, &table).unwrap().comparisons.remove(0);
        (one.high.unwrap() - one.low.unwrap(), one.adjusted, one.variance_reduction)
    };
    let (plain, ..) = width(|_| ());
    let (cuped, how, reduction) = width(|asked| asked.covariates = vec!["before".into()]);
    assert_eq!(how, "cuped");
    assert!(cuped < 0.4 * plain && reduction > Some(0.8), "{cuped} {plain} {reduction:?}");
    let (two, ..) = width(|asked| asked.covariates = vec!["before".into(), "y".into()]);
    assert!((two / cuped - 1.0).abs() < 0.02, "a useless covariate changes little: {two} {cuped}");
    let (strata, how, _) = width(|asked| asked.stratify = Some("plan".into()));
    assert_eq!(how, "stratified");
    assert!(strata < 1.02 * plain);
    let (_, how, _) = width(|asked| {
        asked.stratify = Some("plan".into());
        asked.covariates = vec!["before".into()];
    });
    assert_eq!(how, "cuped-stratified");
}

#[test]
fn which_interval_decides_depends_on_when_it_is_read() {
    let table = visits(8, 60);
    let basis = |change: fn(&mut Question)| {
        let mut asked = Question::new("arm", "old", &["x"]);
        asked.time = Some("day".into());
        change(&mut asked);
        let evidence = run(&asked, &table).unwrap();
        let one = &evidence.comparisons[0];
        let peeking =
            evidence.findings.iter().find(|finding| finding.rule == "peeking").map(|finding| finding.level);
        let rests = if one.verdict_low == one.low { "fixed" } else { "wider" };
        assert!(one.sequential_low < one.low && one.sequential_high > one.high, "{one:?}");
        (one.basis, rests, peeking)
    };
    assert_eq!(basis(|_| ()), (Basis::Fixed, "fixed", Some(Level::Note)));
    let early = |asked: &mut Question| asked.reading.planned_end = Some("14".into());
    assert_eq!(basis(early), (Basis::AlwaysValid, "wider", Some(Level::Warn)));
    let in_time = |asked: &mut Question| asked.reading.planned_end = Some("8".into());
    assert_eq!(basis(in_time), (Basis::Fixed, "fixed", None));
    let sequential = |asked: &mut Question| asked.reading.sequential = true;
    assert_eq!(basis(sequential), (Basis::AlwaysValid, "wider", None));
    let looks = |asked: &mut Question| asked.reading.looks = Some(16);
    assert_eq!(basis(looks), (Basis::GroupSequential, "wider", None));
}

/// At the last of many planned looks the interval is hardly wider than that of one reading.
#[test]
fn planned_looks_cost_little_at_the_end() {
    let table = visits(8, 60);
    let mut asked = Question::new("arm", "old", &["x"]);
    asked.time = Some("day".into());
    asked.reading.looks = Some(8);
    asked.reading.each_look = true;
    let looks = each(&asked, &table);
    let ratio = |evidence: &Evidence| {
        let one = &evidence.comparisons[0];
        (one.sequential_high.unwrap() - one.sequential_low.unwrap()) / (one.high.unwrap() - one.low.unwrap())
    };
    let ratios: Vec<f64> = looks.iter().map(ratio).collect();
    assert!(ratios.windows(2).all(|pair| pair[0] > pair[1]), "{ratios:?}");
    assert!((1.0..1.1).contains(&ratios[7]), "{ratios:?}");
}

#[test]
fn dates_are_days_and_the_planned_end_is_read_like_them() {
    let days = 30;
    let rows = 40 * days;
    let day = |row: usize| 1_780_272_000.0 + (row / 40) as f64 * 86_400.0 + (row % 40) as f64 * 1_000.0;
    let mut random = fastrand::Rng::with_seed(4);
    let arms: Vec<Option<&str>> = (0..rows).map(|row| Some(["new", "old"][row % 2])).collect();
    let table = Frame::new(vec![
        Column::text("arm", arms),
        Column::numbers("at", Kind::Timestamp, (0..rows).map(day).collect()),
        Column::numbers("x", Kind::Number, (0..rows).map(|_| random.f64()).collect()),
    ]);
    let mut asked = Question::new("arm", "old", &["x"]);
    asked.time = Some("at".into());
    asked.reading.planned_end = Some("2026-07-10".into());
    let evidence = run(&asked, &table).unwrap();
    let time = evidence.time.as_ref().unwrap();
    assert_eq!((time.first.as_str(), time.last.as_str()), ("2026-06-01", "2026-06-30"));
    assert_eq!((time.so_far, time.planned, time.called.as_str()), (30.0, Some(40.0), "day"));
    assert_eq!(evidence.comparisons[0].by_time.len(), 30);
    for (wrong, says) in [("next week", "is no date"), ("2026-05-01", "before the first time")] {
        asked.reading.planned_end = Some(wrong.into());
        assert!(run(&asked, &table).unwrap_err().message.contains(says), "{wrong}");
    }
}

#[test]
fn an_effect_that_wears_off_is_not_kept() {
    let mut random = fastrand::Rng::with_seed(6);
    let mut text = "day,user,arm,x\n".to_owned();
    for day in 1..=20 {
        for row in 0..80 {
            let gain = if row % 2 == 0 && day <= 5 { 4.0 } else { 0.0 };
            text +=
                &format!("{day},u{},{},{}\n", row % 60, ["new", "old"][row % 2], gain + 3.0 * random.f64());
        }
    }
    for unit in [None, Some("user".to_owned())] {
        let mut asked = Question::new("arm", "old", &["x"]);
        (asked.unit, asked.time) = (unit, Some("day".into()));
        let evidence = run(&asked, &csv(&text)).unwrap();
        assert_eq!(evidence.verdict, Verdict::Wait);
        assert!(
            evidence.findings.iter().any(|finding| finding.rule == "novelty-effect"),
            "{:?}",
            evidence.findings
        );
    }
}

#[test]
fn extreme_values_count_as_the_cap() {
    let table = csv("arm,x\nnew,1\nnew,2\nnew,900\nold,1\nold,3\nold,2\n");
    let mut asked = Question::new("arm", "old", &["x"]);
    asked.cap = Some(Cap::At(10.0));
    let capped = run(&asked, &table).unwrap().comparisons[0].mean_variant.unwrap();
    assert!((capped - 13.0 / 3.0).abs() < 1e-12);
    let rows: String = (1..=1000).map(|row| format!("{},{row}\n", ["new", "old"][row % 2])).collect();
    asked.cap = Some(Cap::Quantile(0.9));
    let capped = each(&asked, &csv(&format!("arm,x\n{rows}"))).remove(0);
    let mean = |arm: usize| {
        (1..=1000).filter(|row| row % 2 == arm).map(|row| f64::from(row as u32).min(900.1)).sum::<f64>()
            / 500.0
    };
    assert!((capped.comparisons[0].mean_control.unwrap() - mean(1)).abs() < 1e-9);
    assert!((capped.comparisons[0].mean_variant.unwrap() - mean(0)).abs() < 1e-9);
}

/// A share beside the number that is capped, and a ratio, stay as they are.
#[test]
fn shares_and_ratios_are_not_capped() {
    let rows: String = (0..400)
        .map(|row| format!("{},{},{},9\n", ["new", "old"][row % 2], row, u8::from(row % 40 < 2)))
        .collect();
    let table = csv(&format!("arm,x,bought,views\n{rows}"));
    let mut asked = Question::new("arm", "old", &["x", "bought", "x/views"]);
    let plain = each(&asked, &table).remove(0);
    for cap in [Cap::Quantile(0.9), Cap::At(300.0)] {
        asked.cap = Some(cap);
        let capped = each(&asked, &table).remove(0);
        let means = |evidence: &Evidence| -> Vec<f64> {
            evidence.comparisons.iter().map(|one| one.mean_variant.unwrap()).collect()
        };
        let (plain, capped) = (means(&plain), means(&capped));
        assert!(capped[0] < plain[0] - 1.0, "{capped:?}");
        assert_eq!(capped[1..], plain[1..]);
    }
}

/// The median gains 3 for three days of nine and only in one segment.
#[test]
fn quantiles_are_looked_at_by_time_and_by_segment() {
    let mut random = fastrand::Rng::with_seed(8);
    let rows: String = (0..5400)
        .map(|row| {
            let (arm, day, place) = (row % 2, row / 2 % 9 + 1, row / 18 % 2);
            let gain = if arm == 0 && day <= 3 && place == 0 { 3.0 } else { 0.0 };
            format!("{},{day},{},{}\n", ["new", "old"][arm], ["a", "b"][place], gain + 4.0 * random.f64())
        })
        .collect();
    let table = csv(&format!("arm,day,place,x\n{rows}"));
    let mut asked = Question::new("arm", "old", &["x"]);
    asked.kind = Some(evaluate::ab::Kind::Quantile);
    (asked.time, asked.segment) = (Some("day".into()), Some("place".into()));
    let evidence = run(&asked, &table).unwrap();
    let one = &evidence.comparisons[0];
    assert_eq!(one.by_time.len(), 9);
    assert!(one.by_time[0].difference > Some(0.8) && one.by_time[8].difference < Some(0.8), "{one:?}");
    let [a, b] = one.by_segment.as_slice() else { panic!("two segments: {one:?}") };
    assert!(a.low > Some(0.5) && b.low < Some(0.2), "{one:?}");
    assert!(
        evidence.findings.iter().any(|finding| finding.rule == "novelty-effect"),
        "{:?}",
        evidence.findings
    );
    asked.segment = None;
    let level: String = (0..5400)
        .map(|row| format!("{},{},a,{}\n", ["new", "old"][row % 2], row / 2 % 9 + 1, 4.0 * random.f64()))
        .collect();
    let level = run(&asked, &csv(&format!("arm,day,place,x\n{level}"))).unwrap();
    assert!(level.findings.iter().all(|finding| finding.rule != "novelty-effect"), "{:?}", level.findings);
}

/// Users who come back daily are few: the interval is not tuned for four weeks of new ones.
#[test]
fn units_that_come_back_are_not_expected_anew_each_day() {
    let mut random = fastrand::Rng::with_seed(9);
    let mut of = |unit: &dyn Fn(usize) -> usize| {
        let rows: String = (0..8400)
            .map(|row| {
                format!("{},{},u{},{}\n", ["new", "old"][row % 2], row / 600 + 1, unit(row), random.f64())
            })
            .collect();
        let mut asked = Question::new("arm", "old", &["x"]);
        (asked.time, asked.unit) = (Some("day".into()), Some("unit".into()));
        let one = run(&asked, &csv(&format!("arm,day,unit,x\n{rows}"))).unwrap().comparisons.remove(0);
        let width = |low: Option<f64>, high: Option<f64>| high.unwrap() - low.unwrap();
        width(one.always_valid_low, one.always_valid_high) / width(one.low, one.high)
    };
    let (back, new) = (of(&|row| row % 600), of(&|row| row));
    assert!(back < 1.8 && new < 1.6, "{back} {new}");
}
