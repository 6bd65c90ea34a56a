//! What cannot be done is said in one sentence, with a hint that mends it.

use evaluate::ab::{Cap, Kind, Question, run_each};
use frame::Frame;

use crate::tables::csv;

const TABLE: &str =
    "arm,spend,visit,views,note,day\nnew,1.5,1,3,a,2\nold,2.5,0,4,b,3\nnew,0.5,0,0,c,4\nold,3.5,1,2,d,5\n";

/// Ask with one thing changed; the message and hint must say these words.
#[track_caller]
fn refused(table: &str, change: impl Fn(&mut Question), message: &str, hint: &str) {
    let mut question = Question::new("arm", "old", &["spend"]);
    change(&mut question);
    let fault = run_each(&question, || Ok(std::iter::once(Ok(csv(table))))).expect_err(message);
    assert!(fault.message.contains(message), "{}", fault.message);
    assert!(!fault.message.ends_with('.'), "{}", fault.message);
    let said = fault.hint.expect("every fault says how to mend it");
    assert!(said.contains(hint), "{said}");
}

#[test]
fn columns_that_do_not_fit() {
    refused(TABLE, |q| q.variant = "arms".into(), "no column `arms`", "did you mean `arm`?");
    refused(
        TABLE,
        |q| q.metrics = vec!["spendings".into()],
        "no column `spendings`",
        "did you mean `spend`?",
    );
    refused(TABLE, |q| q.metrics = vec!["income".into()], "no column `income`", "the columns are `arm`");
    refused(TABLE, |q| q.metrics = vec!["visit/view".into()], "no column `view`", "did you mean `views`?");
    refused(TABLE, |q| q.metrics = vec!["note".into()], "holds text such as \"a\"", "numbers");
    refused(TABLE, |q| q.covariates = vec!["spned".into()], "no column `spned` for the covariate", "`spend`");
    refused(TABLE, |q| q.covariates = vec!["spend".into()], "is the metric itself", "before the experiment");
    refused(TABLE, |q| q.unit = Some("user".into()), "no column `user` for the unit", "the columns are");
    refused(TABLE, |q| q.unit = Some("arm".into()), "both arm and unit", "assigned");
}

#[test]
fn metrics_that_do_not_vary() {
    let same = "arm,spend\nnew,5\nnew,5\nold,5\nold,5\n";
    refused(same, |_| (), "`spend` does not vary: it is 5 for all units", "recorded");
    let apart = "arm,spend\nnew,6\nnew,6\nold,5\nold,5\n";
    refused(apart, |_| (), "it is 6 for all units of `new` and 5 for all of `old`", "recorded");
}

#[test]
fn caps_that_cut_what_they_must_not() {
    let seldom: String =
        (0..400).map(|row| format!("{},{}\n", ["new", "old"][row % 2], row / 397 * row)).collect();
    let seldom = format!("arm,spend\n{seldom}");
    let says = "the 0.99 quantile of `spend` is 0, its smallest value";
    refused(&seldom, |q| q.cap = Some(Cap::Quantile(0.99)), says, "--winsorise 0.9999");
    refused(TABLE, |q| q.cap = Some(Cap::At(0.5)), "not above the smallest value of `spend`", "extreme");
    for cap in [Cap::At(3.0), Cap::Quantile(0.9)] {
        for metric in ["visit", "visit/views"] {
            let capped = |q: &mut Question| (q.cap, q.metrics) = (Some(cap), vec![metric.into()]);
            refused(TABLE, capped, "shares and ratios are not capped", "leave it out");
        }
    }
    let cut = |q: &mut Question| (q.cap, q.metrics) = (Some(Cap::At(0.5)), vec!["visit".into()]);
    refused(TABLE, cut, "would cut the 1s of `visit`", "leave it out");
}

#[test]
fn options_that_do_not_fit() {
    for alpha in [0.0, 1.0, -0.1, 5.0, f64::NAN] {
        refused(TABLE, |q| q.alpha = alpha, "alpha is", "0.05");
    }
    refused(TABLE, |q| q.metrics.clear(), "no metric", "--metric");
    refused(TABLE, |q| q.metrics.push("spend".into()), "named twice", "once");
    refused(
        TABLE,
        |q| q.kind = Some(Kind::Proportion),
        "holds 1.5, but a proportion needs 0 and 1",
        "--kind mean",
    );
    refused(TABLE, |q| q.kind = Some(Kind::Ratio), "one column, not a ratio", "clicks/views");
    let ratio = |q: &mut Question| {
        q.kind = Some(Kind::Mean);
        q.metrics = vec!["visit/views".into()];
    };
    refused(TABLE, ratio, "is a ratio", "--kind ratio");
    refused(TABLE, |q| q.cost = Some(1.0), "no value per unit", "--value-per-unit");
    refused(TABLE, |q| q.value_per_unit = Some(0.0), "the value per unit is 0", "higher is better");
    let negative = |q: &mut Question| (q.value_per_unit, q.cost) = (Some(1.0), Some(-1.0));
    refused(TABLE, negative, "the cost is -1", "treating");
}

#[test]
fn times_and_looks_that_do_not_fit() {
    refused(
        TABLE,
        |q| q.time = Some("note".into()),
        "holds text such as \"a\", expected dates",
        "2026-01-31",
    );
    refused(TABLE, |q| q.reading.looks = Some(3), "`--looks` needs to know the time", "--time");
    refused(TABLE, |q| q.reading.each_look = true, "`--each-look` needs", "--time");
    let looks =
        |looks: u32| move |q: &mut Question| (q.time, q.reading.looks) = (Some("day".into()), Some(looks));
    refused(TABLE, looks(0), "0 looks are planned", "--looks 4");
    refused(TABLE, looks(2), "2 looks are planned, but the rows have 4 different times", "--planned-end");
    let both = |q: &mut Question| {
        looks(9)(q);
        q.reading.sequential = true;
    };
    refused(TABLE, both, "both `--sequential` and `--looks`", "planned");
    let end = |q: &mut Question| (q.time, q.reading.planned_end) = (Some("day".into()), Some("soon".into()));
    refused(TABLE, end, "the planned end is `soon`, but the times are numbers", "such as 5");
    refused(TABLE, |q| q.segment = Some("arm".into()), "is the arm and cannot be --segment too", "both arms");
    refused(TABLE, |q| q.cap = Some(evaluate::ab::Cap::Quantile(1.5)), "the quantile 1.5", "0.99");
    refused(TABLE, |q| q.covariates = vec!["day".into(), "day".into()], "named twice", "once");
}

#[test]
fn metrics_that_cannot_be_what_they_are_said_to_be() {
    let count = |q: &mut Question| (q.kind, q.metrics) = (Some(Kind::Count), vec!["x".into()]);
    refused("arm,x\nnew,3\nold,-2\n", count, "holds -2, but a count is", "--kind mean");
    refused("arm,x\nnew,3\nold,2.5\n", count, "holds 2.5, but a count is", "--kind mean");
    let ratio = |q: &mut Question| q.metrics = vec!["x/y".into()];
    refused("arm,x,y\nnew,3,1\nold,2,-1\n", ratio, "`y` holds -1", "sum over a sum");
    let blank = |q: &mut Question| q.covariates = vec!["before".into()];
    refused("arm,spend,before\nnew,3,\nold,2,\n", blank, "`before` is blank in all 2 rows", "leave it out");
}

#[test]
fn splits_that_do_not_fit() {
    let split = |arms: &[(&str, f64)]| {
        let arms: Vec<(String, f64)> = arms.iter().map(|&(arm, share)| (arm.to_owned(), share)).collect();
        move |q: &mut Question| q.split = Some(arms.clone())
    };
    refused(TABLE, split(&[("newer", 0.5), ("old", 0.5)]), "names `newer`, which is no arm", "`new`");
    refused(TABLE, split(&[("old", 1.0)]), "no share for arm `new`", "every arm");
    refused(TABLE, split(&[("new", 0.0), ("old", 1.0)]), "share of `new` is 0", "new=0.1");
    refused(TABLE, split(&[("new", 0.5), ("new", 0.5)]), "`new` twice", "once");
    refused(TABLE, split(&[("new", 0.5), ("old", 0.4)]), "shares sum to 0.9, expected 1", "every arm");
}

#[test]
fn tables_that_do_not_fit() {
    refused("arm,spend\n", |_| (), "no rows", "one row a unit");
    refused("arm,spend\nold,1\nold,2\n", |_| (), "holds only `old`", "second arm");
    refused("arm,spend\n,1\n,2\n", |_| (), "blank in all 2 rows", "--variant");
    let many: String = (0..200).map(|row| format!("a{row},1\n")).collect();
    refused(&format!("arm,spend\n{many}"), |_| (), "too many to be arms", "--variant");
    let nothing = evaluate::ab::run(&Question::new("arm", "old", &["spend"]), std::iter::empty());
    assert!(nothing.expect_err("nothing was read").message.contains("no rows"));
}

#[test]
fn a_fault_while_reading_is_passed_on() {
    let frames = [Ok(csv(TABLE)), Err(report::Fault::new("the disk is gone"))];
    let fault = evaluate::ab::run(&Question::new("arm", "old", &["spend"]), frames.into_iter());
    assert_eq!(fault.expect_err("reading failed").message, "the disk is gone");
    let nothing: [Result<Frame, report::Fault>; 0] = [];
    assert!(evaluate::ab::run(&Question::new("arm", "old", &["spend"]), nothing.into_iter()).is_err());
}
