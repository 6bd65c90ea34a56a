//! The laws every forecaster keeps. One added to the list is held to them without another line.

use std::sync::LazyLock;

use frame::{Column, Kind, Season, Series};

use super::*;

/// Days with a trend, a week and some noise; `scale` in the answers' unit.
fn series(periods: usize, scale: f64, seed: u64) -> Series {
    let mut random = fastrand::Rng::with_seed(seed);
    let times = (0..periods).map(|day| day as f64 * 86_400.0).collect();
    let values: Vec<f64> = (0..periods)
        .map(|day| scale * (50.0 + 0.1 * day as f64 + 8.0 * f64::from(day % 7 == 5) + random.f64()))
        .collect();
    Series::of(&Column::numbers("day", Kind::Date, times), None, &values).unwrap()
}

static NEVER: LazyLock<crate::Stop> = LazyLock::new(crate::Stop::never);

const WEEK: [Season; 1] = [Season { periods: 7, exact: 7.0 }];

fn training(series: &Series) -> Training<'_> {
    Training { series, horizon: 7, seasons: &WEEK, usual: Some(WEEK[0]), absolute: true, stop: &NEVER }
}

fn each(law: impl Fn(&dyn Forecaster)) {
    FORECASTERS.iter().for_each(|forecaster| law(*forecaster));
}

fn asks(origins: &[usize]) -> Vec<Ask> {
    origins.iter().map(|&origin| Ask { track: 0, origin }).collect()
}

#[test]
fn nothing_after_an_origin_changes_its_forecast() {
    let (whole, mut other) = (series(120, 1.0, 1), series(120, 1.0, 1));
    other.tracks[0].values[90..].iter_mut().for_each(|value| *value = 1e6);
    each(|forecaster| {
        let model = forecaster.fit(&training(&whole.until(80)), 0).unwrap();
        let said = |series: &Series| model.forecast(&Past::of(series), &asks(&[90]), 14).unwrap();
        assert_eq!(said(&whole), said(&other), "{}", forecaster.name());
        let again = forecaster.fit(&training(&other.until(80)), 0).unwrap();
        assert_eq!(again.forecast(&Past::of(&other), &asks(&[90]), 14).unwrap(), said(&whole));
    });
}

#[test]
fn asks_side_by_side_are_answered_as_one_by_one() {
    let series = series(120, 1.0, 2);
    let past = Past::of(&series);
    each(|forecaster| {
        let model = forecaster.fit(&training(&series.until(80)), 0).unwrap();
        let together = model.forecast(&past, &asks(&[85, 100, 120]), 7).unwrap();
        for (origin, said) in [85, 100, 120].into_iter().zip(together) {
            assert_eq!(model.forecast(&past, &asks(&[origin]), 7).unwrap()[0], said, "{}", forecaster.name());
            assert!(said.iter().all(|value| value.is_finite()) && said.len() == 7);
        }
    });
}

#[test]
fn a_model_read_back_says_the_same_bits() {
    let series = series(120, 1.0, 3);
    let past = Past::of(&series);
    each(|forecaster| {
        let model = forecaster.fit(&training(&series), 0).unwrap();
        let read: ForecastModel = serde_json::from_slice(&serde_json::to_vec(&model).unwrap()).unwrap();
        assert!(read.sound().is_ok());
        let said = |model: &ForecastModel| model.forecast(&past, &asks(&[120]), 7).unwrap();
        assert_eq!(said(&read), said(&model), "{}", forecaster.name());
        assert_eq!((read.describe(), read.importance()), (model.describe(), model.importance()));
        assert!(!model.describe().is_empty());
    });
}

#[test]
fn another_unit_gives_the_same_forecast_in_that_unit() {
    let (one, other) = (series(120, 1.0, 4), series(120, 1_000.0, 4));
    each(|forecaster| {
        let said = |series: &Series| {
            let model = forecaster.fit(&training(series), 0).unwrap();
            model.forecast(&Past::of(series), &asks(&[120]), 7).unwrap().remove(0)
        };
        for (one, other) in said(&one).into_iter().zip(said(&other)) {
            assert!((other / 1_000.0 - one).abs() < 1e-3 * one.abs(), "{}: {one} {other}", forecaster.name());
        }
    });
}

#[test]
fn short_flat_and_broken_series_are_forecast_without_complaint() {
    for periods in [2, 3, 5, 9, 16, 30] {
        let mut short = series(periods, 1.0, 5);
        each(|forecaster| {
            let model = forecaster.fit(&training(&short), 0).unwrap();
            let said = model.forecast(&Past::of(&short), &asks(&[periods]), 7).unwrap();
            assert!(said[0].iter().all(|value| value.is_finite()), "{} of {periods}", forecaster.name());
        });
        short.tracks[0].values.iter_mut().for_each(|value| *value = 3.0);
        each(|forecaster| {
            let model = forecaster.fit(&training(&short), 0).unwrap();
            let said = model.forecast(&Past::of(&short), &asks(&[periods]), 7).unwrap();
            assert_eq!(said[0], [3.0; 7], "{} of {periods}", forecaster.name());
        });
    }
    let mut holes = series(200, 1.0, 6);
    (0..200).filter(|day| day % 9 == 4).for_each(|day| holes.tracks[0].values[day] = f64::NAN);
    each(|forecaster| {
        let model = forecaster.fit(&training(&holes.until(150)), 0).unwrap();
        let said = model.forecast(&Past::of(&holes), &asks(&[150, 157, 200]), 7).unwrap();
        assert!(said.iter().flatten().all(|value| (40.0..100.0).contains(value)), "{}", forecaster.name());
    });
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let series = series(300, 1.0, 7);
    each(|forecaster| {
        let written = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| serde_json::to_string(&forecaster.fit(&training(&series), 3).unwrap()).unwrap())
        };
        assert!(written(1) == written(3), "{}", forecaster.name());
    });
}
