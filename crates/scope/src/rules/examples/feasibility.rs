//! Examples of the rules that say whether it can be done: enough rows, signal, ceiling, a rule that does.

use frame::{Column, Frame, Kind};
use learn::Metric;

use super::{Example, beside, fires, members, quiet, with};
use crate::Goal;

pub fn rare_target() -> Vec<Example> {
    let table = |rare: usize, rows: usize| {
        let all = members(rows * 3);
        let is_left = |row: &usize| all.column("y").unwrap().show(*row) == "left";
        let left = (0..rows * 3).filter(is_left).take(rare);
        let stayed = (0..rows * 3).filter(|row| !is_left(row)).take(rows - rare);
        all.take(&left.chain(stayed).collect::<Vec<_>>())
    };
    vec![
        fires("5 of 900", table(5, 900)),
        quiet("80 of 2,000", table(80, 2_000)),
        quiet("a common answer", members(300)),
    ]
}

pub fn too_few_rows() -> Vec<Example> {
    vec![fires("30 rows", members(30)), quiet("300 rows", members(300))]
}

pub fn no_signal() -> Vec<Example> {
    let mut random = fastrand::Rng::with_seed(4);
    let mut order: Vec<usize> = (0..1_200).collect();
    random.shuffle(&mut order);
    let table = members(1_200);
    let answers = table.column("y").unwrap().take(&order);
    vec![
        fires("answers shuffled", beside(table.without(&["y"]), answers)),
        quiet("a weak signal", members(1_200)),
    ]
}

pub fn criterion_out_of_reach() -> Vec<Example> {
    let asking = |at_least: f64, metric: Metric| {
        let goal = Goal { at_least: Some(at_least), ..Goal::default() };
        Example { metric: Some(metric), ..fires("", members(1_200)) }.aiming(goal)
    };
    let named = |what, fires, example: Example| Example { what, fires, ..example };
    vec![
        named("an AUC of 0.97", true, asking(0.97, Metric::Auc)),
        named("a log loss of 0.1 or less", true, asking(0.1, Metric::LogLoss)),
        named("an AUC that is reached", false, asking(0.70, Metric::Auc)),
        named("a log loss that is reached", false, asking(0.65, Metric::LogLoss)),
        quiet("nothing is asked for", members(600)),
    ]
}

pub fn solved_without_ml() -> Vec<Example> {
    let toll = |_: usize, left: bool, random: &mut fastrand::Rng| {
        (if left { 6.0 + 9.0 * random.f64() } else { 2.0 + 4.0 * random.f64() } * 10.0).round() / 10.0
    };
    let reached = Goal { at_least: Some(0.6), ..Goal::default() };
    let acts = |table: &Frame| -> Vec<bool> {
        (0..table.rows())
            .map(|row| table.column("months").unwrap().as_numbers().unwrap()[row] < 14.0)
            .collect()
    };
    let today = Goal {
        today: Some(crate::goal::Today { rule: "months < 14".into(), acts: acts(&members(900)) }),
        smallest_gain: Some(0.3),
        ..Goal::default()
    };
    let (mut random, mut yes) = (fastrand::Rng::with_seed(5), Vec::new());
    let mut drawn = |name: &str| {
        Column::numbers(name, Kind::Number, (0..900).map(|_| (random.f64() * 90.0).round() / 10.0).collect())
    };
    let (length, weight) = (drawn("length"), drawn("weight"));
    if let (Some(length), Some(weight)) = (length.as_numbers(), weight.as_numbers()) {
        yes.extend(length.iter().zip(weight).map(|(length, weight)| *length > 4.0 && *weight > 3.0));
    }
    let high = Column::text("y", yes.iter().map(|&yes| Some(if yes { "high" } else { "low" })));
    let both = beside(beside(beside(members(900).without(&["y"]), length), weight), high);
    vec![
        fires("two questions decide", both),
        fires("one length decides", with(members(700), Kind::Number, toll)),
        fires("one column reaches the level", members(900)).aiming(reached),
        fires("nothing worth having over today's rule", members(900)).aiming(today),
        quiet("an honest table", members(900)),
    ]
}

pub fn more_data_would_help() -> Vec<Example> {
    // The answer hangs on which of a hundred towns it is: each town must be learned by itself.
    let towns = |rows: usize| {
        let mut random = fastrand::Rng::with_seed(5);
        let rates: Vec<f64> = (0..100).map(|_| if random.bool() { 0.85 } else { 0.15 }).collect();
        let town: Vec<usize> = (0..rows).map(|_| random.usize(0..100)).collect();
        let names: Vec<String> = town.iter().map(|town| format!("t{town}")).collect();
        let left = town.iter().map(|&town| Some(if random.f64() < rates[town] { "left" } else { "stayed" }));
        Frame::new(vec![
            Column::text("y", left.collect::<Vec<_>>()),
            Column::text("town", names.iter().map(|name| Some(name.as_str()))),
        ])
    };
    vec![
        fires("a hundred towns in 600 rows", towns(600)),
        quiet("two straight lines in 4,000 rows", members(4_000)),
    ]
}
