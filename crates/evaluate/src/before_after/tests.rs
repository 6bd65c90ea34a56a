use super::testing::{Row, groups, measured, normal, question, table};
use super::*;

fn run_on(question: &Question, rows: &[Row]) -> Evidence {
    run(question, std::iter::once(Ok(table(rows)))).unwrap()
}

#[test]
fn an_effect_is_suggested_and_never_kept() {
    let made = groups(30, 3.0, 0.0);
    let evidence = run(&made.question, std::iter::once(Ok(made.table))).unwrap();
    assert_eq!(evidence.verdict, Verdict::SuggestsGain);
    let effect = evidence.effect.unwrap();
    assert!((effect.value - 3.0).abs() < 4.0 * effect.error, "{effect:?}");
    assert!(!format!("{:?}", evidence.report()).to_lowercase().contains("keep"));
}

/// Shops whose days are alike (autoregression 0.7), nothing changed: the share of intervals that leave 0 out, by units and, with
/// one shop in each group, by the difference of the two series.
#[test]
fn nothing_is_seen_where_nothing_changed() {
    for (shops, times, low, high) in [(12, 300, 0.02, 0.085), (1, 800, 0.03, 0.09)] {
        let mut random = fastrand::Rng::with_seed(31);
        let asked = Question {
            treated: Some(("reached".to_owned(), None)),
            unit: Some("shop".to_owned()),
            ..question()
        };
        let mut seen = 0;
        for _ in 0..times {
            let mut rows = Vec::new();
            for shop in 0..2 * shops {
                let (level, mut course) = (normal(&mut random), normal(&mut random) / 0.714);
                for day in -40..30 {
                    course = 0.7 * course + normal(&mut random);
                    rows.push((day, shop < shops, shop, level + course));
                }
            }
            let measured = measured(&testing::Made { question: asked.clone(), table: table(&rows) });
            seen += usize::from(measured.effect.unwrap().p_value < 0.05);
        }
        let share = seen as f64 / f64::from(times);
        assert!((low..high).contains(&share), "{shops} shops: {share}");
    }
}

/// Shops with one row a day or many, of which the few decide: the interval knows how little that is.
#[test]
fn a_few_large_units_are_not_taken_for_many() {
    let mut random = fastrand::Rng::with_seed(33);
    let asked =
        Question { treated: Some(("reached".to_owned(), None)), unit: Some("shop".to_owned()), ..question() };
    let (times, mut seen) = (400, 0);
    for _ in 0..times {
        let mut rows = Vec::new();
        for (shop, size) in [1, 1, 2, 4, 8, 1, 1, 2, 4, 8].into_iter().enumerate() {
            let (level, moved) = (3.0 * normal(&mut random), normal(&mut random));
            for day in -6..6 {
                let course = level + if day < 0 { 0.0 } else { moved } + 0.1 * normal(&mut random);
                rows.extend((0..size).map(|_| (day, shop < 5, shop, course)));
            }
        }
        let measured = measured(&testing::Made { question: asked.clone(), table: table(&rows) });
        seen += usize::from(measured.effect.unwrap().p_value < 0.05);
    }
    let share = seen as f64 / f64::from(times);
    assert!(share < 0.085, "{share}");
}

/// Groups of any size that move alike, and one that drifts.
#[test]
fn groups_that_move_alike_are_left_alone() {
    let asked =
        Question { treated: Some(("reached".to_owned(), None)), unit: Some("shop".to_owned()), ..question() };
    let mut random = fastrand::Rng::with_seed(34);
    let mut found = |reached: usize, others: usize, drift: f64, times: u32| {
        let mut found = 0;
        for _ in 0..times {
            let mut rows = Vec::new();
            for shop in 0..reached + others {
                let level = 3.0 * normal(&mut random);
                for day in -12..3 {
                    let moved = if shop < reached { drift * f64::from(day) } else { 0.0 };
                    rows.push((day, shop < reached, shop, level + moved + normal(&mut random)));
                }
            }
            let evidence = run_on(&asked, &rows);
            found += u32::from(evidence.findings.iter().any(|finding| finding.rule == "pre-trend"));
        }
        f64::from(found) / f64::from(times)
    };
    for (reached, others) in [(5, 40), (40, 6), (15, 15)] {
        let share = found(reached, others, 0.0, 200);
        assert!(share <= 0.025, "{reached} and {others}: {share}");
        let share = found(reached, others, 0.3, 20);
        assert!(share >= 0.9, "{reached} and {others} that drift: {share}");
    }
}

/// Two series that differ by nothing but chance, asked at times before the change that share most of their days.
#[test]
fn placebos_that_share_their_days_are_no_alarm() {
    let mut random = fastrand::Rng::with_seed(35);
    let asked = Question { treated: Some(("reached".to_owned(), None)), ..question() };
    let (times, mut alarms) = (500, 0);
    for _ in 0..times {
        let rows: Vec<Row> = (-30..10)
            .flat_map(|day| [true, false].map(|reached| (day, reached)))
            .map(|(day, reached)| (day, reached, 0, normal(&mut random)))
            .collect();
        let evidence = run_on(&asked, &rows);
        alarms += u32::from(evidence.findings.iter().any(|finding| finding.rule == "placebo-effect"));
    }
    assert!(alarms <= 10, "{alarms} of {times}");
}

/// Without any spread it is not known how sure a difference is, and a drift far below the effect is not shown as none.
#[test]
fn the_page_says_what_is_known() {
    let mut made = groups(2, 3.0, 0.001);
    let still: Vec<Row> =
        (-8..8).flat_map(|day| (0..4).map(move |shop| (day, shop < 2, shop, 5.0))).collect();
    let still = format!("{:?}", run_on(&made.question, &still).report());
    assert!(still.contains("cannot be told from these rows"), "{still}");
    made.question.unit = None;
    let drifting = run(&made.question, std::iter::once(Ok(made.table.clone()))).unwrap();
    let drifting = format!("{:?}", drifting.report());
    assert!(drifting.contains("drifted apart by ") && !drifting.contains("apart by +0.00 "), "{drifting}");
}

/// Two tests, each seen by chance once in a hundred, are one or the other twice.
#[test]
fn slope_and_stretches_share_the_chance_of_an_alarm() {
    let made = groups(30, 3.0, 0.0);
    let mut measured = measured(&made);
    let mut alarms = |slope: f64, joint: Option<f64>| {
        let drift = measured.pre_trend.as_mut().unwrap();
        (drift.slope.p_value, drift.joint_p) = (slope, joint);
        rules::judge(&measured).iter().any(|finding| finding.rule == "pre-trend")
    };
    assert!(!alarms(0.008, Some(0.4)) && !alarms(0.4, Some(0.006)));
    assert!(alarms(0.004, Some(0.4)) && alarms(0.4, Some(0.004)) && alarms(0.008, None));
}

/// A series whose days are alike, with trend and weekly pattern: the same.
#[test]
fn an_interruption_is_not_seen_where_there_is_none() {
    let mut random = fastrand::Rng::with_seed(32);
    let asked = Question { season: Some(7), ..question() };
    let times = 400;
    let (mut seen, mut alarms) = (0, 0);
    for _ in 0..times {
        let mut course = normal(&mut random);
        let rows: Vec<Row> = (-60..30)
            .map(|day: i32| {
                course = 0.5 * course + normal(&mut random);
                let week = if day.rem_euclid(7) > 4 { 3.0 } else { 0.0 };
                (day, true, 0, 20.0 + 0.05 * f64::from(day) + week + course)
            })
            .collect();
        let evidence = run_on(&asked, &rows);
        seen += usize::from(evidence.p_value.unwrap() < 0.05);
        alarms += usize::from(!evidence.findings.is_empty());
    }
    let share = f64::from(seen as u32) / f64::from(times);
    assert!((0.02..0.085).contains(&share), "{share}");
    assert!(alarms < 80, "{alarms} of {times} have findings");
}

#[test]
fn bad_input_is_said() {
    let rows: Vec<Row> = (-20..20).map(|day| (day, day % 2 == 0, 0, f64::from(day))).collect();
    let fault = |change: fn(&mut Question)| {
        let mut asked = question();
        change(&mut asked);
        run(&asked, std::iter::once(Ok(table(&rows)))).unwrap_err().message
    };
    assert!(fault(|asked| asked.since = "soon".into()).contains("times are numbers"));
    assert!(fault(|asked| asked.since = "200".into()).contains("no row after 200"));
    assert!(fault(|asked| asked.metric = "vale".into()).contains("no column `vale`"));
    assert!(fault(|asked| asked.alpha = 1.0).contains("alpha is 1"));
    assert!(fault(|asked| asked.since = "1e300".into()).contains("more than can be counted"));
    assert!(fault(|asked| asked.metric = "day".into()).contains("both name the column `day`"));
    let twice = |asked: &mut Question| {
        (asked.treated, asked.unit) = (Some(("reached".into(), None)), Some("reached".into()));
    };
    assert!(fault(twice).contains("both name the column `reached`"));
    for wrong in ["2026-01-211", "2026-01-2", "2026-01-31x", "31.01.2026"] {
        assert!(rows::since(wrong, true).unwrap_err().message.contains("is no date"), "{wrong}");
    }
    assert!(rows::since("2026-01-31T12:00", true).is_ok());
    assert!(fault(|asked| asked.unit = Some("shop".into())).contains("whom the change reached"));
    assert!(
        fault(|asked| asked.treated = Some(("shop".into(), Some("7".into()))))
            .contains("none that the change reached")
    );
}
