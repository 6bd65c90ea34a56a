//! Exposures joined with outcomes.

use evaluate::ab::{Evidence, Question, Verdict, join, run};
use frame::{Column, Frame, Kind};
use report::Fault;

use crate::tables::csv;

fn joined(exposures: &str, outcomes: &str, change: impl Fn(&mut Question)) -> Result<Evidence, Fault> {
    let mut question = Question::new("arm", "old", &["spend"]);
    question.unit = Some("user".into());
    change(&mut question);
    let (table, _) =
        join(&question, std::iter::once(Ok(csv(exposures))), std::iter::once(Ok(csv(outcomes))))?;
    run(&question, std::iter::once(Ok(table)))
}

#[track_caller]
fn near(seen: Option<f64>, expected: f64) {
    assert!(seen.is_some_and(|seen| (seen - expected).abs() < 1e-12), "{seen:?} {expected}");
}

const EXPOSED: &str = "user,arm,day\na,new,2\nb,old,1\nc,new,3\nd,old,1\na,new,5\ne,new,1\nf,old,2\n";

#[test]
fn outcomes_are_summed_and_none_is_zero() {
    let outcomes = "user,spend,day\na,1,3\na,2,6\nb,4,1\nx,100,1\nf,1,2\n";
    let evidence = joined(EXPOSED, outcomes, |_| ()).unwrap();
    let one = &evidence.comparisons[0];
    assert_eq!((one.n_variant, one.n_control), (3, 3));
    near(one.mean_variant, 1.0);
    near(one.mean_control, 5.0 / 3.0);
}

#[test]
fn what_came_before_the_exposure_does_not_count() {
    let outcomes = "user,spend,day\na,50,1\na,2,2\nb,4,1\nf,9,1\n";
    let timed = |question: &mut Question| question.time = Some("day".into());
    let one = joined(EXPOSED, outcomes, timed).unwrap().comparisons.remove(0);
    near(one.mean_variant, 2.0 / 3.0);
    near(one.mean_control, 4.0 / 3.0);
}

/// Outcomes dated by day count from the day of the exposure on; what is left out is counted.
#[test]
fn an_outcome_on_the_day_of_the_exposure_counts() {
    let day = |day: f64, hour: f64| (day * 24.0 + hour) * 3600.0;
    let column = |names: &[&str], kind, times: Vec<f64>| {
        vec![Column::text("user", names.iter().map(|name| Some(*name))), Column::numbers("ts", kind, times)]
    };
    let at = vec![day(93.0, 10.0), day(93.0, 9.0), day(94.0, 1.0), day(91.0, 2.0)];
    let mut exposures = column(&["a", "b", "c", "d"], Kind::Timestamp, at);
    exposures.push(Column::text("arm", ["new", "old", "new", "old"].map(Some)));
    let on = [93.0, 92.0, 93.0, 93.0, 95.0].map(|on| day(on, 0.0)).to_vec();
    let mut outcomes = column(&["a", "a", "b", "z", "c"], Kind::Date, on);
    outcomes.push(Column::numbers("spend", Kind::Integer, vec![5.0, 90.0, 1.0, 7.0, 2.0]));
    let (exposures, outcomes) = (Frame::new(exposures), Frame::new(outcomes));
    let mut question = Question::new("arm", "old", &["spend"]);
    (question.unit, question.time) = (Some("user".into()), Some("ts".into()));
    let (table, rows) =
        join(&question, std::iter::once(Ok(exposures)), std::iter::once(Ok(outcomes))).unwrap();
    assert_eq!((rows.rows, rows.not_exposed, rows.before_exposure), (5, 1, 1));
    assert_eq!(table.column("spend").unwrap().as_numbers().unwrap(), [5.0, 1.0, 2.0, 0.0]);
}

#[test]
fn ratios_and_crossed_units_are_as_in_one_table() {
    let exposures: String = (0..200).map(|user| format!("{user},{}\n", ["new", "old"][user % 2])).collect();
    let outcomes: String = (0..600).map(|row| format!("{},{},{}\n", row % 200, row % 7 % 3, 3)).collect();
    let ratio = |question: &mut Question| question.metrics = vec!["clicks/views".into()];
    let (exposures, outcomes) = (format!("user,arm\n{exposures}"), format!("user,clicks,views\n{outcomes}"));
    let evidence = joined(&exposures, &outcomes, ratio).unwrap();
    assert!(
        (evidence.comparisons[0].mean_control.unwrap() - 2.0 / 7.0).abs() < 0.01,
        "{:?}",
        evidence.comparisons[0]
    );
    let crossed = joined(&format!("{exposures}0,old\n1,new\n2,old\n3,new\n"), &outcomes, ratio).unwrap();
    let finding = crossed.findings.iter().find(|finding| finding.rule == "crossed-over").unwrap();
    assert_eq!((&finding.evidence["crossed"], crossed.verdict), (&4.into(), Verdict::Unsound));
}

#[test]
fn tables_that_do_not_meet_are_refused() {
    let fault = joined(EXPOSED, "user,spend\nz,1\n", |_| ()).unwrap_err();
    assert!(fault.message.contains("none of the 1 rows"), "{}", fault.message);
    let fault = joined(EXPOSED, "usr,spend\na,1\n", |_| ()).unwrap_err();
    assert!(fault.message.contains("table of outcomes has no column `user`"), "{}", fault.message);
}
