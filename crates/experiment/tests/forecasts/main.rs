//! Whole experiments on series whose truth is known: the simplest forecast that is as good as any must be chosen.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod last_fit;

use experiment::{Evidence, ForecastInput, ForecastOutput, SplitKind, Status, forecast::run};
use frame::{Column, Kind, Series};
use learn::Metric;

const DAY: f64 = 86_400.0;

/// A standard normal number.
fn normal(random: &mut fastrand::Rng) -> f64 {
    (-2.0 * (1.0 - random.f64()).ln()).sqrt() * (std::f64::consts::TAU * random.f64()).cos()
}

fn daily(periods: usize, seed: u64, mut value: impl FnMut(usize, f64) -> f64) -> Series {
    let mut random = fastrand::Rng::with_seed(seed);
    let times = (0..periods).map(|day| (19_000 + day) as f64 * DAY).collect();
    let values: Vec<f64> = (0..periods).map(|day| value(day, normal(&mut random))).collect();
    Series::of(&Column::numbers("day", Kind::Date, times), None, &values).unwrap()
}

fn monthly(months: usize, seed: u64, value: impl Fn(usize, f64) -> f64) -> Series {
    let mut random = fastrand::Rng::with_seed(seed);
    // From March 2000 on: the days before each month of a year that begins in March.
    let month = |number: usize| {
        let (year, month) = ((number / 12) as i64, (number % 12) as i64);
        let days = 11_017 + year * 365 + (year / 4) - (year / 100) + (153 * month + 2) / 5;
        days as f64 * DAY
    };
    let times = (0..months).map(month).collect();
    let values: Vec<f64> = (0..months).map(|number| value(number, normal(&mut random))).collect();
    Series::of(&Column::numbers("month", Kind::Date, times), None, &values).unwrap()
}

fn input(series: &Series) -> ForecastInput<'_> {
    ForecastInput {
        series,
        target: "y",
        time: "day",
        group: None,
        others: Vec::new(),
        horizon: None,
        metric: None,
        at_least: None,
        smallest_gain: 0.0,
        worth: None,
        complexity: None,
        outside: Vec::new(),
        stop: learn::Stop::never(),
        kept: None,
        opened_before: 0,
        seed: 0,
    }
}

fn output(series: &Series) -> ForecastOutput {
    run(&input(series), &mut |_, _, _| {}).expect("the experiment runs")
}

fn judged(series: &Series) -> Evidence {
    output(series).evidence
}

/// How often each candidate was chosen over some seeds.
fn chosen(series: impl Fn(u64) -> Series, seeds: u64) -> Vec<String> {
    (0..seeds).map(|seed| judged(&series(seed)).choice.name.unwrap()).collect()
}

fn share(chosen: &[String], names: &[&str]) -> f64 {
    chosen.iter().filter(|name| names.contains(&name.as_str())).count() as f64 / chosen.len() as f64
}

#[test]
fn a_random_walk_is_left_to_the_last_value() {
    let walk = |seed| {
        let mut level = 100.0;
        daily(300, seed, move |_, noise| {
            level += noise;
            level
        })
    };
    let chosen = chosen(walk, 20);
    assert!(share(&chosen, &["naive"]) >= 0.9, "{chosen:?}");
}

#[test]
fn noise_is_left_to_the_constant() {
    let chosen = chosen(|seed| daily(300, seed, |_, noise| 50.0 + 5.0 * noise), 20);
    assert!(share(&chosen, &["constant"]) >= 0.9, "{chosen:?}");
    let evidence = judged(&daily(300, 1, |_, noise| 50.0 + 5.0 * noise));
    assert_eq!(evidence.findings[0].rule, "below-baseline");
    assert_eq!(evidence.forecast.unwrap().season, None);
}

#[test]
fn a_week_is_found_and_followed() {
    let week = [0.0, 4.0, 6.0, 7.0, 12.0, 20.0, 9.0];
    for seed in 0..10 {
        let evidence = judged(&daily(300, seed, |day, noise| 50.0 + week[day % 7] + 2.0 * noise));
        assert_eq!(evidence.forecast.as_ref().unwrap().season, Some(7));
        let score =
            |name: &str| evidence.candidates.iter().find(|one| one.name == name).unwrap().score.unwrap();
        let chosen = evidence.chosen().unwrap();
        assert!(["seasonal-naive", "linear", "boosting"].contains(&chosen.name.as_str()), "{chosen:?}");
        assert!(chosen.score.unwrap() <= score("seasonal-naive"));
    }
    // Nothing but the season: no forecast can be better than repeating it.
    let evidence = judged(&daily(300, 0, |day, _| 50.0 + week[day % 7]));
    assert_eq!(evidence.choice.name.as_deref(), Some("seasonal-naive"));
}

#[test]
fn seasons_are_not_seen_where_there_are_none() {
    let none = |series: &Series| learn::seasons(series, 200).0.is_empty();
    let noise = (0..200).filter(|&seed| none(&daily(400, seed, |_, noise| noise))).count();
    let walk = (0..200).filter(|&seed| {
        let mut level = 0.0;
        none(&daily(400, seed, move |_, noise| {
            level += noise;
            level
        }))
    });
    let walk = walk.count();
    let persistent = (0..200).filter(|&seed| {
        let mut level = 0.0;
        none(&daily(400, seed, move |_, noise| {
            level = 0.8 * level + noise;
            level
        }))
    });
    let persistent = persistent.count();
    assert!(noise >= 194 && walk >= 194 && persistent >= 194, "{noise} {walk} {persistent} of 200 without");
    let short = (0..200).filter(|&seed| none(&monthly(40, seed, |_, noise| noise))).count();
    assert!(short >= 190, "{short} of 200 short ones without");
}

#[test]
fn a_trend_is_followed_beyond_what_was_seen() {
    for seed in 0..5 {
        let evidence = judged(&monthly(120, seed, |month, noise| 20.0 + 2.0 * month as f64 + noise));
        assert_eq!(evidence.choice.name.as_deref(), Some("linear"), "{:?}", evidence.candidates);
        let point = evidence.forecast.unwrap().sealed.pop().unwrap();
        assert!((point.predicted - point.actual).abs() < 12.0, "{point:?}");
    }
}

#[test]
fn a_short_yearly_series_a_level_shift_negative_values_and_rare_demand_are_forecast() {
    let short = judged(&monthly(30, 3, |month, noise| 100.0 + 30.0 * f64::from(month % 12 == 11) + noise));
    assert!(short.holdout.unwrap().score.is_some());
    let shift = judged(&daily(400, 3, |day, noise| 40.0 + 25.0 * f64::from(u8::from(day > 130)) + noise));
    let constant = shift.candidates[0].score.unwrap();
    assert!(shift.chosen().unwrap().score.unwrap() < 0.9 * constant, "{:?}", shift.candidates);
    let negative = judged(&daily(300, 3, |day, noise| -50.0 + 8.0 * f64::from(day as u32 % 7) + noise));
    assert!(negative.chosen().unwrap().score.unwrap() < 1.1, "{:?}", negative.candidates);
    let demand = judged(&daily(400, 3, |_, noise| if noise > 1.0 { (noise * 3.0).round() } else { 0.0 }));
    assert_eq!((demand.metric.as_str(), demand.choice.name.as_deref()), ("rmse", Some("constant")));
    assert!(demand.notes.iter().any(|note| note.contains("zero")), "{:?}", demand.notes);
}

#[test]
fn what_is_told_of_the_split_adds_up() {
    let series = monthly(144, 1, |month, noise| 100.0 + 30.0 * f64::from(month % 12 == 11) + noise);
    let ForecastOutput { evidence, model, .. } = output(&series);
    let used = evidence.forecast.as_ref().unwrap();
    assert_eq!((evidence.split.kind, evidence.split.rows), (SplitKind::RollingOrigin, 144));
    assert_eq!((used.horizon, used.season, used.step.as_str()), (12, Some(12), "month"));
    assert_eq!(evidence.split.holdout_rows, used.sealed_origins * used.horizon);
    assert_eq!(evidence.split.folds, used.origins);
    assert_eq!(used.sealed.len(), evidence.split.holdout_rows);
    assert_eq!(evidence.candidates.iter().filter(|one| one.status == Status::Chosen).count(), 1);
    let names: Vec<&str> = evidence.candidates.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["constant", "naive", "seasonal-naive", "linear", "boosting"]);
    let (model, outlook) = model.unwrap();
    assert_eq!(Some(model.forecaster()), evidence.choice.name.as_deref());
    assert_eq!((outlook.horizon, outlook.seasons[0].periods), (12, 12));
    let measures: Vec<&str> = evidence.candidates[0].measures.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(measures, ["mase", "rmse", "mae", "mape", "smape"]);
}

#[test]
fn a_horizon_too_long_and_a_series_too_short_are_refused_with_a_way_out() {
    let series = daily(40, 0, |_, noise| noise);
    let refused = |input: &ForecastInput| run(input, &mut |_, _, _| {}).err().unwrap();
    let fault = refused(&ForecastInput { horizon: Some(30), ..input(&series) });
    assert!(fault.hint.unwrap().contains("--horizon 7"), "{}", fault.message);
    assert!(refused(&input(&daily(12, 0, |_, noise| noise))).message.contains("12 periods"));
    let flat = daily(60, 0, |day, _| if day < 40 { 1.0 } else { day as f64 });
    let fault = refused(&ForecastInput { metric: Some(Metric::Mase), ..input(&flat) });
    assert!(fault.message.contains("never changes"));
}

#[test]
fn the_range_holds_the_truth_as_often_as_it_says() {
    let (mut inside, mut all) = (0, 0);
    for seed in 0..25 {
        let mut level = 100.0;
        let walk = daily(400, seed, move |_, noise| {
            level += noise;
            level
        });
        let noise = daily(400, 100 + seed, |_, noise| 50.0 + 5.0 * noise);
        for series in [walk, noise] {
            let (held, of) = judged(&series).forecast.unwrap().in_range.unwrap();
            inside += held;
            all += of;
        }
    }
    let share = f64::from(inside as u32) / f64::from(all as u32);
    assert!((0.92..=0.98).contains(&share), "{share} of {all}");
}

#[test]
fn several_series_are_learned_together() {
    let mut random = fastrand::Rng::with_seed(1);
    let week = [0.0, 4.0, 6.0, 7.0, 12.0, 20.0, 9.0];
    let (mut times, mut names, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for day in 0..200_usize {
        for (shop, size) in [("a", 1.0), ("b", 10.0), ("c", 100.0)] {
            times.push(day as f64 * DAY);
            names.push(Some(shop));
            values.push(size * (50.0 + week[day % 7] + 2.0 * normal(&mut random)));
        }
    }
    let group = Column::text("shop", names);
    let series = Series::of(&Column::numbers("day", Kind::Date, times), Some(&group), &values).unwrap();
    let evidence = judged(&series);
    let used = evidence.forecast.as_ref().unwrap();
    assert_eq!((used.series, used.season), (3, Some(7)));
    let score = |name: &str| evidence.candidates.iter().find(|one| one.name == name).unwrap().score.unwrap();
    assert!(score("linear") < 0.85 * score("seasonal-naive"), "{:?}", evidence.candidates);
}

#[test]
fn what_does_as_well_is_not_called_better() {
    let flat = daily(200, 3, |day, _| if day == 0 { 6.0 } else { 5.0 });
    let input = ForecastInput { metric: Some(Metric::Mae), ..input(&flat) };
    let evidence = run(&input, &mut |_, _, _| {}).unwrap().evidence;
    let naive = evidence.candidates.iter().find(|candidate| candidate.name == "naive").unwrap();
    assert_eq!((naive.status, naive.why.contains("as well as")), (Status::Dropped, true), "{naive:?}");
    assert!(evidence.candidates.iter().all(|candidate| !candidate.why.contains("(0.000 to 0.000)")));
}
