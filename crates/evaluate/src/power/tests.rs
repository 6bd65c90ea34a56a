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

/// A share whose covariate takes an eighth of the variance, in arms of a fifth and four fifths.
#[test]
fn the_promise_holds_for_shares_with_a_covariate() {
    let correlation = 0.375;
    let found = answer(|asked| {
        (asked.baseline, asked.gain, asked.correlation) = (Some(0.2), Some(0.1), Some(correlation));
        asked.split = vec![("new".to_owned(), 0.2), ("old".to_owned(), 0.8)];
    });
    let mut random = fastrand::Rng::with_seed(8);
    let times = 2_000;
    let mut seen = 0;
    for _ in 0..times {
        let mut arm = |units: u64, share: f64| {
            let reach = correlation * (share * (1.0 - share)).sqrt();
            let mut sums = stats::UnitSums::default();
            for _ in 0..units {
                let before = if random.bool() { 1.0 } else { -1.0 };
                let value = f64::from(u8::from(random.f64() < share + before * reach));
                sums.add_with_covariate(value, 1.0, before, 1.0);
            }
            sums
        };
        let (new, old) = (arm(found.arms[0].units, 0.3), arm(found.arms[1].units, 0.2));
        let adjusted = stats::adjusted_difference(&new, &old).unwrap();
        seen += u32::from(adjusted.difference.p_value().unwrap() < 0.05);
    }
    let share = f64::from(seen) / f64::from(times);
    assert!((0.775..0.83).contains(&share), "{share}");
}

/// `power_proportions_2indep` of statsmodels: 1,538 units see 1 % become 3 %, and 1,498 see 3 % become 6 %.
#[test]
fn a_covariate_or_rows_worth_nothing_change_nothing() {
    for (today, gain, units) in [(0.01, 0.02, 1_538), (0.03, 0.03, 1_498), (0.5, -0.05, 3_130)] {
        for reading in [Reading::Once, Reading::Looks(1), Reading::Looks(4), Reading::Always] {
            let with = |change: &dyn Fn(&mut Question)| {
                let found = answer(|asked| {
                    (asked.baseline, asked.gain, asked.reading) = (Some(today), Some(gain), reading);
                    change(asked);
                });
                found.units
            };
            let plain = with(&|_| ());
            if matches!(reading, Reading::Once | Reading::Looks(1)) {
                assert_eq!(plain, units, "{today} {gain}");
            }
            assert_eq!(with(&|asked| asked.correlation = Some(1e-6)), plain, "{today} {reading:?}");
            assert_eq!(with(&|asked| asked.rows = Some((1.0, 0.3))), plain, "{today} {reading:?}");
            let deviation = (today * (1.0 - today)).sqrt();
            let as_given = |asked: &mut Question| {
                (asked.kind, asked.deviation) = (Some(Kind::Proportion), Some(deviation));
            };
            assert_eq!(with(&as_given), plain, "{today} {reading:?}");
            let half = with(&|asked| asked.correlation = Some(0.5f64.sqrt())) as f64;
            assert!((half / plain as f64 - 0.5).abs() < 0.01, "{today} {reading:?} {half} {plain}");
        }
    }
}

/// Visitors who come four times and do the same each time: four rows tell as much as one, at another level too.
#[test]
fn another_level_keeps_what_the_rows_of_a_unit_share() {
    let (mut bought, mut visitor) = (Vec::new(), Vec::new());
    for who in 0..400 {
        for _ in 0..4 {
            bought.push(f64::from(u8::from(who % 10 == 0)));
            visitor.push(f64::from(who));
        }
    }
    let frame = Frame::new(vec![
        Column::numbers("bought", ColumnKind::Integer, bought),
        Column::numbers("visitor", ColumnKind::Integer, visitor),
    ]);
    let past =
        Past { metric: "bought".to_owned(), covariate: None, unit: Some("visitor".to_owned()), time: None };
    let history = past.read(std::iter::once(Ok(frame))).unwrap();
    let mut asked = question();
    (asked.gain, asked.baseline) = (Some(0.05), Some(0.2));
    let units = run(&asked, Some(&history)).unwrap().units as f64;
    let plain = answer(|plain| (plain.gain, plain.baseline) = (Some(0.05), Some(0.2))).units as f64;
    assert!((units / plain - 1.0).abs() < 0.01, "{units} {plain}");
    asked.rows = Some((4.0, 0.5));
    assert!(run(&asked, Some(&history)).unwrap_err().message.contains("rows of each unit too"));
}

#[test]
fn the_curve_falls_and_holds_the_answer() {
    for per_day in [None, Some(0.3), Some(3.0), Some(700.0), Some(19_000.0), Some(1e7)] {
        for (baseline, gain) in [(Some(0.1), 0.01), (Some(0.1), -0.01), (None, 0.5), (None, -20.0)] {
            let found = answer(|asked| {
                (asked.baseline, asked.gain, asked.units_per_day) = (baseline, Some(gain), per_day);
                asked.deviation = baseline.is_none().then_some(10.0);
            });
            let case = format!("{per_day:?} {gain}: {:?}", found.curve);
            assert!(found.curve.len() > 4, "{case}");
            assert!(
                found.curve.iter().any(|point| point.units == found.units && point.gain == gain),
                "{case}"
            );
            for pair in found.curve.windows(2) {
                assert!(pair[0].units < pair[1].units && pair[0].days <= pair[1].days, "{case}");
                assert!(pair[0].gain.abs() > pair[1].gain.abs() && pair[0].gain * gain > 0.0, "{case}");
            }
        }
    }
}

/// A look a day for a year is planned in a moment, from the smallest numbers to the largest.
#[test]
fn many_looks_and_numbers_of_any_size_are_planned() {
    let with = |size: f64| {
        answer(|asked| {
            (asked.deviation, asked.gain, asked.reading) =
                (Some(size), Some(0.1 * size), Reading::Looks(120));
        })
    };
    let usual = with(1.0);
    assert!((1.03..1.09).contains(&(usual.units as f64 / 3_142.0)), "{}", usual.units);
    assert_eq!((with(1e200).units, with(1e-200).units), (usual.units, usual.units));
}

/// Read as a person does: no `1 times`, no digits that nobody knows, nothing said of columns that are not there.
#[test]
fn the_page_speaks_plainly() {
    let page = |change: &dyn Fn(&mut Question)| format!("{:?}", answer(change).report());
    let once = page(&|asked| {
        (asked.baseline, asked.gain, asked.reading) = (Some(0.1), Some(-0.01), Reading::Looks(1));
    });
    assert!(once.contains("Read it once") && !once.contains("1 times"), "{once}");
    assert!(once.contains("The smallest loss seen 8 times in 10") && !once.contains("days"), "{once}");
    let nothing = page(&|asked| {
        (asked.baseline, asked.gain) = (Some(0.00001), Some(0.00001));
        (asked.correlation, asked.rows, asked.units_per_day) = (Some(0.001), Some((1.0, 0.0)), Some(10.0));
    });
    assert!(nothing.contains("is 0.001 % today") && nothing.contains("it saves nothing"), "{nothing}");
    assert!(!nothing.contains(" 1 times") && nothing.contains("over 1,000 years"), "{nothing}");
}

#[test]
fn given_units_stay_as_many_as_they_are() {
    let found = answer(|asked| {
        (asked.deviation, asked.units) = (Some(5.0), Some(1_001.0));
        asked.split = ["a", "b", "c", "old"].map(|arm| (arm.to_owned(), 1.0)).to_vec();
    });
    assert_eq!(found.units, 1_001);
    assert!(found.arms.iter().all(|arm| (250..=251).contains(&arm.units)), "{:?}", found.arms);
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
    assert!(fault(&|asked| asked.units = Some(1e30)).contains("more than any test has"));
    let uneven = |asked: &mut Question| {
        asked.units = Some(10.0);
        asked.split = vec![("new".to_owned(), 0.1), ("old".to_owned(), 0.9)];
    };
    assert!(fault(&uneven).contains("too few"), "one unit in an arm");
    assert!(fault(&|asked| asked.gain = Some(f64::INFINITY)).contains("expected a number"));
    assert!(fault(&|asked| asked.baseline = Some(f64::NAN)).contains("--baseline is NaN"));
    assert!(fault(&|asked| asked.unit = Some(String::new())).contains("--unit is empty"));
    let wide = |asked: &mut Question| {
        (asked.kind, asked.baseline, asked.deviation) = (Some(Kind::Proportion), Some(0.1), Some(3.0));
    };
    assert!(fault(&wide).contains("varies by 0.3 at most"));
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
