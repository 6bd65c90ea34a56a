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
    assert!(fault(|asked| asked.unit = Some("shop".into())).contains("whom the change reached"));
    assert!(
        fault(|asked| asked.treated = Some(("shop".into(), Some("7".into()))))
            .contains("none that the change reached")
    );
}
