//! Series from outside: one row a period is forecast, all else is not, and a package goes on where its past ends.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{object, shared, tenet};

/// Write a table of days from 2024-01-01 on, less those that `leave_out`.
fn days(folder: &Path, file: &str, count: usize, value: impl Fn(usize) -> String, leave_out: &[usize]) {
    let first: jiff::civil::Date = "2024-01-01".parse().unwrap();
    let mut text = "day,sold\n".to_owned();
    for day in (0..count).filter(|day| !leave_out.contains(day)) {
        let date = first + jiff::Span::new().days(day as i64);
        text.push_str(&format!("{date},{}\n", value(day)));
    }
    fs::write(folder.join(file), text).unwrap();
}

fn weekly(day: usize) -> f64 {
    let noise = (day as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    [50.0, 54.0, 55.0, 57.0, 70.0, 90.0, 61.0][day % 7] + (noise % 1_000) as f64 / 200.0
}

fn score(evidence: &Value, name: &str) -> f64 {
    let candidates = evidence["candidates"].as_array().unwrap();
    let found = candidates.iter().find(|candidate| candidate["name"] == name);
    found
        .and_then(|found| found["score"].as_f64())
        .unwrap_or_else(|| panic!("no score of {name}: {evidence}"))
}

#[test]
fn airline_and_temperatures_are_forecast_as_well_as_by_the_season_or_better() {
    // ETS has 0.58 and 0.73 from the same origins, SARIMAX 0.47 and 0.66, LightGBM on lags 0.72 and 0.70.
    for (file, time, target, linear) in [
        ("airline-passengers", "Month", "Passengers", 0.60),
        ("daily-min-temperatures", "Date", "Temp", 0.68),
    ] {
        let Some(table) = shared(&format!("data/{file}.csv")) else { return };
        let folder = tempfile::tempdir().unwrap();
        let table = table.display().to_string();
        let arguments = ["experiment", &table, "--target", target, "--time", time, "-o", "p"];
        let (code, found) = object(folder.path(), &arguments);
        assert_eq!(
            (code, &found["task"], &found["metric"]),
            (0, &"forecast".into(), &"mase".into()),
            "{found}"
        );
        let choice = found["choice"]["name"].as_str().unwrap();
        assert!(score(&found, choice) <= score(&found, "seasonal-naive"), "{file}: {choice}");
        assert!(score(&found, "linear") <= linear, "{file}: {}", score(&found, "linear"));
        assert!(found["holdout"]["score"].as_f64().is_some(), "{}", found["holdout"]);
    }
}

#[test]
fn a_package_goes_on_after_the_last_row_and_says_what_it_could_not() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    days(here, "past.csv", 200, |day| weekly(day).to_string(), &[50, 51, 120]);
    let arguments =
        ["experiment", "past.csv", "--target", "sold", "--time", "day", "--horizon", "10", "-o", "p"];
    let (code, found) = object(here, &arguments);
    assert_eq!(
        (code, found["forecast"]["horizon"].as_u64(), found["forecast"]["gaps"].as_u64()),
        (0, Some(10), Some(3))
    );
    assert!(found["notes"][0].as_str().unwrap().contains("3 periods have no value"), "{}", found["notes"]);

    let (code, said) = object(here, &["predict", "p", "past.csv", "-o", "next.csv"]);
    assert_eq!((code, said["rows"].as_u64(), said["fallback_rows"].as_u64()), (0, Some(10), Some(0)));
    let next = fs::read_to_string(here.join("next.csv")).unwrap();
    let lines: Vec<Vec<&str>> = next.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0], ["day", "prediction", "low", "high", "fallback"]);
    assert_eq!((lines.len(), lines[1][0], lines[10][0]), (11, "2024-07-19", "2024-07-28"));
    for (day, line) in (200..210).zip(&lines[1..]) {
        let number = |at: usize| line[at].parse::<f64>().unwrap();
        assert!((number(1) - weekly(day)).abs() < 6.0, "{line:?}");
        assert!(number(2) < number(1) && number(1) < number(3));
    }
    // A past too short for the model: the last value, and why.
    days(here, "short.csv", 2, |day| weekly(day).to_string(), &[]);
    let short = tenet(here, &["predict", "p", "short.csv"]);
    assert!(short.code == 0 && short.stdout.lines().count() == 11, "{}{}", short.stdout, short.stderr);
    // Another spacing is refused.
    fs::write(
        here.join("hours.csv"),
        "day,sold\n2024-01-01T00:00:00Z,5\n2024-01-01T07:00:00Z,6\n2024-01-01T13:00:00Z,6\n",
    )
    .unwrap();
    let hours = tenet(here, &["predict", "p", "hours.csv"]);
    assert!(hours.code == 2 && hours.stderr.contains("one for each day"), "{}", hours.stderr);
    // A package that was changed is refused, and rows are not scored with it.
    fs::write(here.join("p/model.json"), "{}").unwrap();
    let changed = tenet(here, &["predict", "p", "past.csv"]);
    assert!(changed.code == 2 && changed.stderr.contains("changed"), "{}", changed.stderr);
}

#[test]
fn rows_that_are_no_series_stay_rows_and_it_is_said_why() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let mut text = "day,size,price\n".to_owned();
    for row in 0..400_usize {
        let size = (row * 7_919) % 101;
        text.push_str(&format!(
            "2024-{:02}-{:02},{size},{}\n",
            1 + row / 100,
            1 + row / 4 % 25,
            3 * size + row % 5
        ));
    }
    fs::write(here.join("sales.csv"), text).unwrap();
    let arguments = ["experiment", "sales.csv", "--target", "price", "--time", "day", "-o", "p"];
    let (_, found) = object(here, &arguments);
    assert_eq!((&found["task"], &found["split"]["kind"]), (&"regression".into(), &"time".into()));
    assert!(found["notes"][0].as_str().unwrap().contains("share one time"), "{}", found["notes"]);
    let refused = tenet(here, &[&arguments[..], &["--horizon", "5"]].concat());
    assert!(refused.code == 2 && refused.stderr.contains("needs a series"), "{}", refused.stderr);
}

#[test]
fn the_measure_can_be_any_of_a_forecast_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    days(folder.path(), "past.csv", 120, |day| weekly(day).to_string(), &[]);
    let asked = |metric: &str| {
        let arguments = ["experiment", "past.csv", "--target", "sold", "--time", "day", "--metric", metric];
        tenet(folder.path(), &arguments)
    };
    for metric in ["mase", "rmse", "mae", "mape", "smape"] {
        let run = asked(metric);
        assert!(run.code == 0 && run.stdout.contains(metric), "{metric}: {}", run.stderr);
    }
    let refused = asked("auc");
    assert!(refused.code == 2 && refused.stderr.contains("`mase`"), "{}", refused.stderr);
}

#[test]
fn a_candidate_of_ones_own_is_given_the_past_and_asked_for_times() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    days(here, "past.csv", 120, |day| weekly(day).to_string(), &[]);
    // It needs nothing but the shell: it says 60 of every period it is asked for.
    let script = "n=$TENET_TASK; i=0; echo prediction > $TENET_OUTPUT; \
                  while [ $i -lt 7 ]; do echo 60 >> $TENET_OUTPUT; i=$((i+1)); done; [ $n = forecast ]";
    let candidate = format!("mine={script}");
    let arguments =
        ["experiment", "past.csv", "--target", "sold", "--time", "day", "--candidate", &candidate];
    let (code, found) = object(here, &arguments);
    let mine = found["candidates"].as_array().unwrap().last().unwrap();
    assert_eq!((code, &mine["name"], &mine["reproducible"]), (0, &"mine".into(), &true.into()), "{mine}");
    assert!(mine["score"].as_f64().is_some() && mine["status"] == "dropped", "{mine}");
}

/// The guide shows what the program says: each line of its example that is no command and no omission.
#[test]
fn the_guide_shows_what_comes_out() {
    let Some(table) = shared("data/daily-min-temperatures.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    fs::copy(table, folder.path().join("temperatures.csv")).unwrap();
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/forecasts.md");
    let guide = fs::read_to_string(guide).unwrap();
    let example = guide.split("```").nth(1).unwrap().strip_prefix("console\n").unwrap();
    for part in example.split("$ tenet ").skip(1) {
        let (command, shown) = part.split_once('\n').unwrap();
        let run = tenet(folder.path(), &command.split(' ').collect::<Vec<_>>());
        let said: Vec<&str> = run.stdout.lines().collect();
        for line in shown.lines().filter(|line| *line != "...") {
            assert!(
                said.contains(&line),
                "`tenet {command}` does not say {line:?}, docs/guide/forecasts.md does"
            );
        }
    }
}
