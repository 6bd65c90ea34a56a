//! Rows that are there twice, contradict each other, belong together or move with time.

use frame::{Column, Frame, Kind, Task};

use super::super::{Case, normal};
use super::{TWICE, again, case, named, quantity};

pub const CASES: &[Case] = &[
    case("5 % of the rows twice", TWICE, |random, table| {
        let rows: Vec<usize> = (0..table.rows()).filter(|_| random.f64() < 0.05).collect();
        (rows.len() >= 8).then_some(())?;
        again(table, &rows, |frame| frame);
        Some(Vec::new())
    }),
    case("rows again under a new number", &["duplicate-rows", "identifier-column"], |random, table| {
        let rows: Vec<usize> = (0..table.rows()).filter(|_| random.f64() < 0.06).collect();
        (rows.len() >= 8).then_some(())?;
        again(table, &rows, |frame| frame);
        let numbers = (0..table.rows()).map(|row| 7_000.0 + row as f64).collect();
        table.number("record_id", Kind::Integer, numbers);
        Some(Vec::new())
    }),
    case("rows again, all numbers a little off", TWICE, |random, table| {
        let rows: Vec<usize> = (0..table.rows()).filter(|_| random.f64() < 0.08).collect();
        (rows.len() >= 12).then_some(())?;
        let seed = random.u64(..);
        let target = table.target;
        again(table, &rows, |frame| {
            let mut random = fastrand::Rng::with_seed(seed);
            let column = |column: &Column| match column.as_numbers() {
                Some(values) if column.kind == Kind::Number && column.name != target => {
                    let off =
                        values.iter().map(|value| value * (1.0 + 0.0004 * (random.f64() - 0.5))).collect();
                    Column::numbers(column.name.clone(), Kind::Number, off)
                }
                _ => column.clone(),
            };
            Frame::new(frame.columns().iter().map(column).collect())
        });
        // Tables of whole numbers cannot be a little off.
        (table.columns.iter().filter(|column| column.kind == Kind::Number && column.name != target).count()
            >= 2)
            .then(Vec::new)
    }),
    case("rows again with another answer", &["conflicting-labels"], |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let rows: Vec<usize> = (0..table.rows()).filter(|_| random.f64() < 0.05).collect();
        (rows.len() >= 8).then_some(())?;
        let target = table.target;
        again(table, &rows, |frame| {
            let column = |column: &Column| {
                if column.name != target {
                    return column.clone();
                }
                let shown: Vec<String> = (0..column.len()).map(|row| column.show(row)).collect();
                let levels = &column.as_text().unwrap().levels;
                let other = shown
                    .iter()
                    .map(|own| levels.iter().find(|level| ***level != **own).map(|level| &**level));
                Column::text(target, other.collect::<Vec<_>>())
            };
            Frame::new(frame.columns().iter().map(column).collect())
        });
        Some(Vec::new())
    }),
    case("one thing in several rows", &["grouped-rows"], |random, table| {
        // Every row comes back a few times with other readings.
        let base = table.rows() / 4;
        let rows: Vec<usize> = (0..table.rows()).map(|row| row % base).collect();
        let frame = table.frame().take(&rows);
        table.answer = rows.iter().map(|&row| table.answer[row]).collect();
        table.columns = frame.columns().to_vec();
        let measured: Vec<String> = table
            .columns
            .iter()
            .filter(|column| column.kind == Kind::Number && column.name != table.target)
            .map(|column| column.name.clone())
            .collect();
        (measured.len() >= 2 && table.time.is_none()).then_some(())?;
        for name in measured {
            table.change(&name, |_, old| old * (1.0 + 0.1 * normal(random)));
        }
        let mut keys: Vec<f64> = (0..base).map(|key| 1_000.0 + 7.0 * key as f64).collect();
        random.shuffle(&mut keys);
        table.number("member", Kind::Integer, rows.iter().map(|&row| keys[row]).collect());
        named("member")
    }),
    case("codes that come back", &["grouped-rows"], |random, table| {
        (table.task == Task::Binary && table.time.is_none()).then_some(())?;
        let (yes, no): (Vec<usize>, Vec<usize>) = (0..table.rows()).partition(|&row| table.yes(row));
        let mut codes = vec![String::new(); table.rows()];
        let mut next = 0;
        for rows in [yes, no] {
            for rows in rows.chunks(5) {
                next += 1;
                // One row in ten has another answer than its thing.
                rows.iter().for_each(|&row| {
                    codes[row] = format!(
                        "R{:05}",
                        if random.f64() < 0.1 { random.usize(1..next + 1) } else { next } * 37
                    );
                });
            }
        }
        let mut numbers: Vec<usize> = (10_000..10_001 + 3 * next).collect();
        random.shuffle(&mut numbers);
        let code = |code: &String| Some(format!("R{}", numbers[code[1..].parse::<usize>().unwrap() / 37]));
        let codes: Vec<Option<String>> = codes.iter().map(code).collect();
        table.text("rig", &codes);
        named("rig")
    }),
    case("a level that climbs", &["time-order"], |_, table| {
        let values = quantity(table)?;
        table.time?;
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let rows = table.rows() as f64;
        let target = table.target;
        table.change(target, |row, old| (old + 0.5 * mean * row as f64 / rows).round());
        Some(Vec::new())
    }),
    case("a level that jumps", &["time-order"], |_, table| {
        let values = quantity(table)?;
        table.time?;
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let rows = table.rows();
        let target = table.target;
        table.change(target, |row, old| if row * 3 > rows * 2 { old - 0.3 * mean } else { old });
        Some(Vec::new())
    }),
    case("a rate that rises", &["time-order"], |random, table| {
        (table.task == Task::Binary && table.time.is_some()).then_some(())?;
        let rows = table.rows();
        let target = table.target;
        table.reword(target, |row, old| {
            if old == "ok" && random.f64() < 0.4 * row as f64 / rows as f64 { "failed".into() } else { old }
        });
        Some(Vec::new())
    }),
];
