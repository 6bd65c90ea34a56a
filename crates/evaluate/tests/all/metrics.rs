//! Which figures are computed from which rows.

use evaluate::ab::{Evidence, Kind, Question};

use crate::tables::{csv, run, run_in_pieces, same};

fn compare(table: &str, metric: &str) -> Evidence {
    run(&Question::new("arm", "old", &[metric]), &csv(table)).unwrap()
}

/// Rows of a small experiment, every number different.
fn rows(count: usize) -> String {
    let mut random = fastrand::Rng::with_seed(2);
    let row = |at: usize| {
        let arm = ["new", "old"][at % 2];
        let before = random.f64();
        let user = random.u32(0..60) * 2 + (at % 2) as u32;
        let views = random.u32(0..9);
        let clicks = random.u32(0..=views);
        format!("{arm},u{user},{},{before},{views},{clicks},{}\n", before + random.f64(), random.u8(0..2))
    };
    format!("arm,user,spend,before,views,clicks,bought\n{}", (0..count).map(row).collect::<String>())
}

#[test]
fn blank_metrics_and_blank_arms_are_left_out() {
    let evidence = compare("arm,x\nnew,1\nnew,\nnew,3\nold,2\nold,7\n,100\n", "x");
    let one = &evidence.comparisons[0];
    assert_eq!((one.n_variant, one.n_control), (2, 2));
    assert_eq!((one.mean_variant, one.mean_control), (Some(2.0), Some(4.5)));
    assert_eq!((evidence.rows, evidence.rows_left_out), (6, 1));
    assert_eq!(evidence.split.counts, [("new".to_owned(), 3), ("old".to_owned(), 2)]);
}

#[test]
fn the_kind_follows_the_values() {
    let table = csv(&rows(100));
    for (metric, kind) in [("spend", Kind::Mean), ("bought", Kind::Proportion), ("clicks/views", Kind::Ratio)]
    {
        let evidence = run(&Question::new("arm", "old", &[metric]), &table).unwrap();
        assert_eq!(evidence.comparisons[0].kind, kind, "{metric}");
    }
}

#[test]
fn only_the_columns_asked_for_need_be_read() {
    let table = ["user", "a/b", "a", "b", "arm", "before", "x"];
    let mut question = Question::new("arm", "old", &["x"]);
    assert_eq!(question.columns(&table), Some(vec!["arm", "x"]));
    question.metrics = vec!["a/b".into(), "a / x".into()];
    (question.unit, question.covariates) = (Some("user".into()), vec!["before".into()]);
    assert_eq!(question.columns(&table), Some(vec!["user", "a/b", "a", "arm", "before", "x"]));
    question.unit = Some("users".into());
    assert_eq!(question.columns(&table), None);
}

#[test]
fn a_column_with_a_slash_in_its_name_is_a_column() {
    let evidence = compare("arm,a/b,a\nnew,1.5,2\nnew,2.5,2\nold,3,2\nold,2,2\n", "a/b");
    assert_eq!(evidence.comparisons[0].kind, Kind::Mean);
    assert_eq!(evidence.comparisons[0].mean_variant, Some(2.0));
}

#[test]
fn arms_may_be_numbers_and_booleans() {
    let evidence = run(&Question::new("arm", "0.0", &["x"]), &csv("arm,x\n1,4\n1,6\n0,1\n0,2\n")).unwrap();
    assert_eq!(
        (evidence.comparisons[0].variant.as_str(), evidence.comparisons[0].control.as_str()),
        ("1", "0")
    );
    assert_eq!(evidence.comparisons[0].difference, Some(3.5));
}

#[test]
fn what_cannot_be_computed_is_null() {
    for table in [
        "arm,x\nnew,5\nold,3\nold,4\n",
        "arm,x\nnew,1e308\nnew,-1e308\nnew,1e308\nold,3\nold,4\n",
        "arm,x\nnew,2\nnew,3\nold,1e155\nold,-1e155\nold,2\n",
    ] {
        let evidence = compare(table, "x");
        let json = serde_json::to_value(&evidence).unwrap();
        let one = &json["comparisons"][0];
        assert!(one["low"].is_null() && one["high"].is_null() && one["p_value"].is_null(), "{table} {one}");
        assert_eq!(json["verdict"], "wait", "{table}");
        let said = evidence.findings.iter().any(|finding| finding.message.contains("cannot be compared"));
        assert!(said, "{table} {:?}", evidence.findings);
    }
    let lost = compare("arm,x\nnew,\nold,3\nold,4\n", "x");
    assert_eq!(serde_json::to_value(&lost).unwrap()["verdict"], "unsound", "an arm without outcomes");
    assert!(
        lost.findings[0].message.contains("`x` is blank for 100 % of the units of `new`"),
        "{:?}",
        lost.findings
    );
    let zero = compare("arm,x\nnew,2\nnew,4\nold,1.5\nold,-1.5\n", "x");
    assert_eq!(zero.comparisons[0].relative, None, "nothing is relative to 0");
}

/// Two arms without a success still have an interval, and no p-value below 1.
#[test]
fn no_success_at_all_is_no_certainty() {
    let table: String = (0..60).map(|row| format!("{},0\n", ["new", "old"][row % 2])).collect();
    let evidence = compare(&format!("arm,x\n{table}"), "x");
    let one = &evidence.comparisons[0];
    assert_eq!((one.difference, one.p_value), (Some(0.0), Some(1.0)));
    assert!(one.low < Some(-0.05) && one.high > Some(0.05), "{one:?}");
}

#[test]
fn one_row_a_unit_is_the_same_as_no_unit() {
    let table: String = rows(300)
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{line},{}\n", if at == 0 { "id".into() } else { at.to_string() }))
        .collect();
    for metric in ["spend", "bought", "clicks/views"] {
        for covariates in [vec![], vec!["before".to_owned()]] {
            let mut question = Question::new("arm", "old", &[metric]);
            question.covariates = covariates;
            let plain = run(&question, &csv(&table)).unwrap();
            question.unit = Some("id".to_owned());
            let by_unit = run(&question, &csv(&table)).unwrap();
            same(metric, &by_unit.comparisons, &plain.comparisons);
        }
    }
}

/// A unit's rows may come in any order and lie in any piece.
#[test]
fn pieces_do_not_matter() {
    let table = csv(&rows(500));
    for unit in [None, Some("user".to_owned())] {
        let mut question = Question::new("arm", "old", &["spend", "bought", "clicks/views"]);
        (question.unit, question.covariates) = (unit, vec!["before".to_owned()]);
        let whole = run(&question, &table).unwrap();
        for rows in [1, 7, 499] {
            same("pieces", &run_in_pieces(&question, &table, rows).unwrap(), &whole);
        }
    }
}

#[test]
fn rows_without_a_covariate_stay() {
    let table = rows(400);
    let holes: String = table
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if at % 3 == 1 {
                cells[3] = "";
            }
            cells.join(",") + "\n"
        })
        .collect();
    let mut question = Question::new("arm", "old", &["spend"]);
    let plain = run(&question, &csv(&holes)).unwrap().comparisons.remove(0);
    question.covariates = vec!["before".to_owned()];
    let adjusted = run(&question, &csv(&holes)).unwrap().comparisons.remove(0);
    assert_eq!((adjusted.n_variant, adjusted.n_control), (200, 200));
    assert_eq!((adjusted.mean_variant, adjusted.mean_control), (plain.mean_variant, plain.mean_control));
    assert_eq!(adjusted.adjusted, "cuped");
    // `before` explains half of the variance where it is known, in two rows of three.
    let reduction = adjusted.variance_reduction.unwrap();
    assert!((0.2..0.45).contains(&reduction), "{reduction}");
}

#[test]
fn a_covariate_that_does_not_vary_adjusts_nothing() {
    let mut question = Question::new("arm", "old", &["x"]);
    question.covariates = vec!["c".to_owned()];
    let evidence = run(&question, &csv("arm,x,c\nnew,1,5\nnew,2,5\nold,4,5\nold,6,5\n")).unwrap();
    let one = &evidence.comparisons[0];
    assert_eq!((one.adjusted, one.variance_reduction), ("none", None));
    assert!(one.low.is_some());
}
