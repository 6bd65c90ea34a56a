use frame::{Column, Frame, Kind as ColumnKind};

use super::*;

fn question() -> Question {
    Question {
        metric: None,
        kind: None,
        baseline: None,
        deviation: None,
        correlation: None,
        rows: None,
        gain: None,
        relative_gain: None,
        units: None,
        units_per_day: None,
        days: None,
        power: None,
        alpha: 0.05,
        split: vec![("new".to_owned(), 1.0), ("old".to_owned(), 1.0)],
        control: None,
        reading: Reading::Once,
        unit: None,
        gain_is_planned: false,
        smallest_gain: None,
    }
}

fn answer(change: impl Fn(&mut Question)) -> Evidence {
    let mut asked = question();
    change(&mut asked);
    run(&asked, None).unwrap()
}

fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

/// Cohen (1988), table 2.3.5: d = 0.5, alpha 0.05, power 0.80 takes 64 in each arm. And Fleiss: 10 % against 12 % takes 3,841.
#[test]
fn units_are_those_of_the_books() {
    let mean = answer(|asked| (asked.deviation, asked.gain) = (Some(10.0), Some(5.0)));
    assert_eq!((mean.units_per_arm, mean.units, mean.asked), (64, 128, Asked::Units));
    let share = answer(|asked| (asked.baseline, asked.relative_gain) = (Some(0.1), Some(0.2)));
    assert_eq!((share.units_per_arm, share.kind), (3841, Kind::Proportion));
}

#[test]
fn whatever_is_asked_the_three_belong_together() {
    for reading in [Reading::Once, Reading::Looks(5), Reading::Always] {
        let base = |asked: &mut Question| {
            (asked.deviation, asked.reading, asked.baseline) = (Some(3.0), reading, Some(20.0));
        };
        let units = answer(|asked| {
            base(asked);
            asked.gain = Some(0.4);
        });
        let gain = answer(|asked| {
            base(asked);
            asked.units = Some(units.units as f64);
        });
        let power = answer(|asked| {
            base(asked);
            (asked.units, asked.gain) = (Some(units.units as f64), Some(0.4));
        });
        assert!((gain.gain - 0.4).abs() < 0.002, "{reading:?} {}", gain.gain);
        assert!((power.power - 0.8).abs() < 0.002, "{reading:?} {}", power.power);
        assert!(
            units.curve.windows(2).all(|pair| pair[0].gain > pair[1].gain && pair[0].units < pair[1].units)
        );
        assert_eq!(units.relative_gain, Some(0.02));
    }
}

/// Experiments of the size found, read as planned, see the gain as often as wanted.
#[test]
fn the_promise_holds_in_simulated_experiments() {
    let found = answer(|asked| {
        (asked.deviation, asked.gain, asked.correlation) = (Some(2.0), Some(0.5), Some(0.6));
        asked.split = vec![("new".to_owned(), 0.3), ("old".to_owned(), 0.7)];
    });
    let mut random = fastrand::Rng::with_seed(7);
    let times = 2_000;
    let mut seen = 0;
    for _ in 0..times {
        let mut arm = |units: u64, gain: f64| {
            let mut sums = stats::UnitSums::default();
            for _ in 0..units {
                let before = normal(&mut random);
                let value = gain + 2.0 * (0.6 * before + 0.8 * normal(&mut random));
                sums.add_with_covariate(value, 1.0, before, 1.0);
            }
            sums
        };
        let (new, old) = (arm(found.arms[0].units, 0.5), arm(found.arms[1].units, 0.0));
        let adjusted = stats::adjusted_difference(&new, &old).unwrap();
        seen += u32::from(adjusted.difference.p_value().unwrap() < 0.05);
    }
    let share = f64::from(seen) / f64::from(times);
    assert!((0.775..0.83).contains(&share), "{share}");
}

#[test]
fn more_looks_arms_and_likeness_cost_units_and_covariates_save_them() {
    let plain = answer(|asked| (asked.deviation, asked.gain) = (Some(2.0), Some(0.2)));
    let with = |change: &dyn Fn(&mut Question)| {
        answer(|asked| {
            (asked.deviation, asked.gain) = (Some(2.0), Some(0.2));
            change(asked);
        })
        .units
    };
    let ratio = |units: u64| units as f64 / plain.units as f64;
    let looks = ratio(with(&|asked| asked.reading = Reading::Looks(28)));
    let always = ratio(with(&|asked| asked.reading = Reading::Always));
    assert!(1.02 < looks && looks < 1.08 && looks < always && always < 1.35, "{looks} {always}");
    // CUPED: 1 - 0.7².
    assert!((ratio(with(&|asked| asked.correlation = Some(0.7))) - 0.51).abs() < 0.01);
    // Kish: five rows a unit, alike by a quarter: (1 + 4·0.25)/5 of the variance of a row.
    assert!((ratio(with(&|asked| asked.rows = Some((5.0, 0.25)))) - 0.4).abs() < 0.01);
    let three =
        |asked: &mut Question| asked.split = ["a", "b", "old"].map(|arm| (arm.to_owned(), 1.0)).to_vec();
    assert!(with(&three) as f64 > 1.5 * 1.15 * plain.units as f64);
}

/// Visitors with several visits each over ten days, and a covariate.
#[test]
fn the_past_tells_level_noise_and_traffic() {
    let mut random = fastrand::Rng::with_seed(9);
    let mut columns: [Vec<f64>; 4] = Default::default();
    for visitor in 0..4_000 {
        let (level, before) = (normal(&mut random), normal(&mut random));
        for _ in 0..4 {
            let row = [
                10.0 + level + before + 2.0 * normal(&mut random),
                f64::from(visitor),
                before,
                86_400.0 * f64::from(random.u32(0..10)),
            ];
            columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
        }
    }
    let [value, visitor, before, day] = columns;
    let frame = Frame::new(vec![
        Column::numbers("value", ColumnKind::Number, value),
        Column::numbers("visitor", ColumnKind::Integer, visitor),
        Column::numbers("before", ColumnKind::Number, before),
        Column::numbers("day", ColumnKind::Date, day),
    ]);
    let past = Past {
        metric: "value".to_owned(),
        covariate: Some("before".to_owned()),
        unit: Some("visitor".to_owned()),
        time: Some("day".to_owned()),
    };
    let history = past.read(std::iter::once(Ok(frame.clone()))).unwrap();
    assert_eq!((history.units, history.rows, history.kind), (4_000, 16_000, Kind::Mean));
    // A visitor's mean has variance 1 + 1 + 4/4, of which the covariate foretells 1.
    assert!((history.deviation - 3f64.sqrt()).abs() < 0.06, "{history:?}");
    assert!((history.correlation.unwrap() - (1f64 / 3.0).sqrt()).abs() < 0.04, "{history:?}");
    assert_eq!((history.units_per_day, history.days), (Some(400.0), Some(10.0)));
    let mut asked = question();
    asked.gain = Some(0.2);
    let found = run(&asked, Some(&history)).unwrap();
    // 2·(1.96 + 0.84)²·2/0.2² in each arm.
    assert!((found.units_per_arm as f64 - 785.0).abs() < 60.0, "{}", found.units_per_arm);
    assert_eq!(found.days, Some(found.units.div_ceil(400)));
    let flat =
        Past { metric: "visitor".to_owned(), covariate: None, unit: Some("visitor".to_owned()), time: None };
    assert!(
        flat.read(std::iter::once(Ok(frame.take(&[0, 0, 0])))).unwrap_err().message.contains("does not vary")
    );
}

#[test]
fn bad_input_is_said() {
    let fault = |change: &dyn Fn(&mut Question)| {
        let mut asked = question();
        (asked.deviation, asked.gain) = (Some(1.0), Some(0.1));
        change(&mut asked);
        run(&asked, None).unwrap_err().message
    };
    assert!(fault(&|asked| asked.gain = None).contains("nothing to answer"));
    assert!(fault(&|asked| asked.deviation = None).contains("how much the metric varies"));
    assert!(fault(&|asked| asked.gain = Some(0.0)).contains("sees nothing"));
    assert!(fault(&|asked| asked.power = Some(0.01)).contains("tossing a coin"));
    assert!(fault(&|asked| asked.alpha = 1.5).contains("--alpha is 1.5"));
    assert!(fault(&|asked| asked.units = Some(-3.0)).contains("--units is -3"));
    assert!(fault(&|asked| asked.units = Some(2.0)).contains("too few"));
    assert!(fault(&|asked| asked.days = Some(7.0)).contains("how many units come a day"));
    assert!(fault(&|asked| asked.reading = Reading::Looks(0)).contains("--looks is 0"));
    assert!(fault(&|asked| asked.split = vec![("new".to_owned(), 1.0)]).contains("two arms"));
    assert!(fault(&|asked| asked.control = Some("odl".to_owned())).contains("no arm `odl`"));
    assert!(fault(&|asked| asked.correlation = Some(1.0)).contains("--correlation is 1"));
    let share = |asked: &mut Question| {
        (asked.deviation, asked.baseline, asked.gain) = (None, Some(0.9), Some(0.5));
    };
    assert!(fault(&share).contains("outside 0 to 1"));
}

#[test]
fn a_plan_that_will_see_too_little_is_told() {
    let told = |change: &dyn Fn(&mut Question)| {
        let findings = answer(|asked| {
            (asked.baseline, asked.units) = (Some(0.1), Some(2_000.0));
            change(asked);
        })
        .findings;
        findings.into_iter().map(|finding| (finding.rule, finding.message)).collect::<Vec<_>>()
    };
    let seldom = told(&|asked| asked.gain = Some(0.01));
    assert!(seldom[0].0 == "underpowered" && seldom[0].1.contains("2,000 units see"), "{seldom:?}");
    assert_eq!(told(&|asked| asked.gain = Some(0.1)), []);
    let too_large = told(&|asked| asked.smallest_gain = Some(0.001));
    assert!(too_large[0].1.contains("smallest worth having is 0.001"), "{too_large:?}");
    assert_eq!(told(&|asked| asked.smallest_gain = Some(0.2)), []);
    assert_eq!(told(&|_| ()), []);
}
