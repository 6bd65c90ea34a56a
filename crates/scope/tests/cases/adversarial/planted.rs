//! Faults, one a case, in several strengths.

use frame::{Column, Frame, Kind, Task};

use super::{Case, Table, normal};

const LEAK: &[&str] = &["target-leak", "post-outcome-column"];
const FILLED: &[&str] = &["post-outcome-column", "target-leak"];
const NAMES: &[&str] = &["identifier-column"];
const TWICE: &[&str] = &["duplicate-rows"];

fn classes(table: &Table) -> Option<()> {
    (table.task != Task::Regression).then_some(())
}

fn quantity(table: &Table) -> Option<Vec<f64>> {
    let column = table.columns.iter().find(|column| column.name == table.target)?;
    (table.task == Task::Regression).then(|| column.as_numbers().unwrap().to_vec())
}

fn named(name: &str) -> Option<Vec<String>> {
    Some(vec![name.to_owned()])
}

/// A measured column: numbers with decimals or many values.
fn measured(table: &Table) -> Option<String> {
    table.first(|column| {
        column.as_numbers().is_some_and(|values| {
            let mut different: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            different.sort_by(f64::total_cmp);
            different.dedup();
            matches!(column.kind, Kind::Number | Kind::Integer)
                && different.len() > 40
                && different[0] > 0.0
                && !(1_900.0..2_100.0).contains(&different[0])
        })
    })
}

fn text(table: &Table) -> Option<String> {
    table.first(|column| column.kind == Kind::Text)
}

/// Rows appended below, as they are in the table.
fn again(table: &mut Table, rows: &[usize], change: impl Fn(Frame) -> Frame) {
    let mut frame = table.frame();
    frame.append(&change(frame.take(rows)));
    table.columns = frame.columns().to_vec();
    table.answer.extend(rows.iter().map(|&row| table.answer[row]).collect::<Vec<_>>());
}

fn later(random: &mut fastrand::Rng, table: &Table) -> Vec<Column> {
    // Other rows of the same kind: every third row is kept apart.
    let rows: Vec<usize> = (0..table.rows()).filter(|_| random.f64() < 0.4).collect();
    table.frame().take(&rows).columns().to_vec()
}

fn apart(table: &mut Table, random: &mut fastrand::Rng) -> Table {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    (0..table.rows()).for_each(|row| if random.f64() < 0.4 { new.push(row) } else { old.push(row) });
    let frame = table.frame();
    let recent = frame.take(&new).columns().to_vec();
    table.columns = frame.take(&old).columns().to_vec();
    let answers = table.answer.clone();
    table.answer = old.iter().map(|&row| answers[row]).collect();
    Table {
        columns: recent,
        target: table.target,
        time: table.time,
        recent: None,
        answer: new.iter().map(|&row| answers[row]).collect(),
        task: table.task,
    }
}

const fn case(
    what: &'static str,
    rules: &'static [&'static str],
    make: fn(&mut fastrand::Rng, &mut Table) -> Option<Vec<String>>,
) -> Case {
    Case { what, rules, make }
}

pub const CASES: &[Case] = &[
    case("a copy in other words, 4 % wrong", LEAK, |random, table| {
        classes(table)?;
        let answers: Vec<f64> = table.answer.clone();
        let other = |random: &mut fastrand::Rng| answers[random.usize(0..answers.len())];
        let said =
            (0..table.rows()).map(|row| if random.f64() < 0.04 { other(random) } else { answers[row] });
        let said: Vec<Option<String>> =
            said.map(|answer| Some(format!("k{}", (answer * 10.0) as u8))).collect();
        table.text("desk_note", &said);
        named("desk_note")
    }),
    case("a code inside a text", LEAK, |random, table| {
        classes(table)?;
        let said: Vec<Option<String>> = table
            .answer
            .iter()
            .map(|answer| {
                let inner = [["A", "B"], ["F", "G"], ["X", "Y"]][(answer * 2.0) as usize][random.usize(0..2)];
                Some(format!("{}{inner}-{:04}", random.u16(10..99), random.u16(..9_999)))
            })
            .collect();
        table.text("slip", &said);
        named("slip")
    }),
    case("words in a remark", LEAK, |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let fill = [
            "called twice",
            "seen at the desk",
            "nothing special",
            "wrote a letter",
            "asked for a form",
            "paid in cash",
        ];
        let tell = ["case closed early", "was closed after a talk", "file closed"];
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|row| {
                let first = fill[random.usize(0..6)];
                let told = table.yes(row) && random.f64() < 0.85;
                let second = if told { tell[random.usize(0..3)] } else { fill[random.usize(0..6)] };
                Some(format!("{first}, {second}, no {}", random.u16(..999)))
            })
            .collect();
        table.text("remark", &said);
        named("remark")
    }),
    case("one code in a fifth of the positive rows", LEAK, |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let codes = (0..table.rows()).map(|row| {
            if table.yes(row) && random.f64() < 0.2 { 88.0 } else { f64::from(random.u8(1..9)) * 10.0 }
        });
        let codes = codes.collect();
        table.number("queue", Kind::Integer, codes);
        named("queue")
    }),
    case("a copy in a third of the rows, else chance", LEAK, |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let site: Vec<usize> = (0..table.rows()).map(|_| random.usize(0..3)).collect();
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|row| {
                let told = if site[row] == 1 { table.yes(row) } else { random.f64() < 0.3 };
                Some(if told { "p" } else { "q" }.to_owned())
            })
            .collect();
        let sites: Vec<Option<String>> =
            site.iter().map(|&at| Some(["Nord", "Mitte", "Sued"][at].to_owned())).collect();
        table.text("branch", &sites);
        table.text("tag", &said);
        named("tag")
    }),
    case("a reading cut from the number", LEAK, |_, table| {
        let values = quantity(table)?;
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let cuts: Vec<f64> = (1..6).map(|cut| sorted[sorted.len() * cut / 6]).collect();
        let class: Vec<Option<String>> = values
            .iter()
            .map(|value| {
                Some(
                    ["I", "II", "III", "IV", "V", "VI"][cuts.iter().filter(|cut| *cut < value).count()]
                        .to_owned(),
                )
            })
            .collect();
        table.text("band", &class);
        named("band")
    }),
    case("the number with tax", LEAK, |random, table| {
        let values = quantity(table)?;
        table.number(
            "gross",
            Kind::Number,
            values.iter().map(|value| (value * 1.2 * (1.0 + 0.01 * normal(random))).round()).collect(),
        );
        named("gross")
    }),
    case("the number by another column", LEAK, |_, table| {
        let values = quantity(table)?;
        let by = measured(table)?;
        let other = table.columns.iter().find(|column| column.name == by)?.as_numbers()?.to_vec();
        let ratio =
            values.iter().zip(&other).map(|(value, other)| (value / other * 1e4).round() / 1e4).collect();
        table.number("per_unit", Kind::Number, ratio);
        Some(vec!["per_unit".into(), by])
    }),
    case("the number less another column", LEAK, |_, table| {
        let values = quantity(table)?;
        let by = measured(table)?;
        let other = table.columns.iter().find(|column| column.name == by)?.as_numbers()?.to_vec();
        table.number(
            "rest",
            Kind::Number,
            values.iter().zip(&other).map(|(value, other)| value - 1.0 * other).collect(),
        );
        Some(vec!["rest".into(), by])
    }),
    case("the number where it is filled in, in a third of the rows", LEAK, |random, table| {
        let values = quantity(table)?;
        let said = values.iter().map(|&value| if random.f64() < 0.35 { value } else { f64::NAN }).collect();
        table.number("checked", Kind::Number, said);
        named("checked")
    }),
    case("an amount paid afterwards", FILLED, |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let paid = (0..table.rows()).map(|row| {
            if table.yes(row) && random.f64() < 0.75 { 5.0 + (random.f64() * 90.0).round() } else { 0.0 }
        });
        let paid = paid.collect();
        table.number("paid_back", Kind::Number, paid);
        named("paid_back")
    }),
    case("a date filled in afterwards, 3 % by mistake", FILLED, |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let day = |random: &mut fastrand::Rng| (19_000.0 + (random.f64() * 300.0).floor()) * 86_400.0;
        let filled = (0..table.rows()).map(|row| {
            let filled = if table.yes(row) { random.f64() < 0.9 } else { random.f64() < 0.01 };
            if filled { day(random) } else { f64::NAN }
        });
        let filled = filled.collect();
        table.number("letter_on", Kind::Date, filled);
        named("letter_on")
    }),
    case("missing once it happened", FILLED, |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let value = (0..table.rows()).map(|row| {
            if table.yes(row) && random.f64() < 0.93 { f64::NAN } else { 40.0 + 9.0 * normal(random) }
        });
        let value = value.collect();
        table.number("satisfaction", Kind::Number, value);
        named("satisfaction")
    }),
    case("stamped after the prediction", &["future-column"], |random, table| {
        let clock = table
            .columns
            .iter()
            .find(|column| Some(column.name.as_str()) == table.time)?
            .as_numbers()?
            .to_vec();
        let stamped = clock.iter().map(|made| {
            if random.f64() < 0.4 { f64::NAN } else { made + 86_400.0 * f64::from(random.u8(1..60)) }
        });
        table.number("closed_on", Kind::Date, stamped.collect());
        named("closed_on")
    }),
    case("stamped after in a sixth of the rows", &["future-column"], |random, table| {
        let clock = table
            .columns
            .iter()
            .find(|column| Some(column.name.as_str()) == table.time)?
            .as_numbers()?
            .to_vec();
        let stamped = clock.iter().map(|made| made + 86_400.0 * f64::from(random.i16(-100..20)));
        table.number("touched_on", Kind::Date, stamped.collect());
        named("touched_on")
    }),
    case("ticket numbers", NAMES, |random, table| {
        let mut numbers: Vec<f64> = (0..table.rows()).map(|row| 40_000.0 + 3.0 * row as f64).collect();
        random.shuffle(&mut numbers);
        table.number("ticket", Kind::Integer, numbers);
        named("ticket")
    }),
    case("random keys", NAMES, |random, table| {
        let keys: Vec<Option<String>> = (0..table.rows())
            .map(|_| Some(format!("{:08x}-{:04x}", random.u32(..), random.u16(..))))
            .collect();
        table.text("handle", &keys);
        named("handle")
    }),
    case("numbers given by class", NAMES, |_, table| {
        (table.task == Task::Binary).then_some(())?;
        let mut order: Vec<usize> = (0..table.rows()).collect();
        order.sort_by_key(|&row| table.yes(row));
        let mut number = vec![0.0; table.rows()];
        order.iter().enumerate().for_each(|(at, &row)| number[row] = 1.0 + at as f64);
        table.number("no", Kind::Integer, number);
        named("no")
    }),
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
    case("-1 for not measured", &["hidden-missing", "impossible-values"], |random, table| {
        let name = measured(table)?;
        table.change(&name, |_, old| if random.f64() < 0.05 { -1.0 } else { old });
        Some(vec![name])
    }),
    case("9999 for not measured", &["hidden-missing", "impossible-values"], |random, table| {
        let name = table.first(|column| {
            column
                .as_numbers()
                .is_some_and(|values| values.iter().all(|value| value.is_nan() || value.abs() < 900.0))
                && matches!(column.kind, Kind::Number)
        })?;
        table.change(&name, |_, old| if random.f64() < 0.03 { 9_999.0 } else { old });
        Some(vec![name])
    }),
    case("not stated", &["hidden-missing"], |random, table| {
        let name = text(table)?;
        table.reword(&name, |_, old| if random.f64() < 0.05 { "not stated".into() } else { old });
        Some(vec![name])
    }),
    case("the first day of a century", &["hidden-missing", "impossible-values"], |random, table| {
        let days = (0..table.rows()).map(|_| {
            if random.f64() < 0.04 {
                -25_567.0 * 86_400.0
            } else {
                (14_000.0 + (random.f64() * 3_000.0).floor()) * 86_400.0
            }
        });
        let days = days.collect();
        table.number("joined_on", Kind::Date, days);
        named("joined_on")
    }),
    case("pounds of a thousandth", &["impossible-values", "mixed-types"], |random, table| {
        let name = measured(table)?;
        table.change(&name, |_, old| if random.f64() < 0.07 { old * 1_000.0 } else { old });
        Some(vec![name])
    }),
    case("a slipped digit", &["impossible-values", "hidden-missing"], |random, table| {
        let values = (0..table.rows()).map(|_| (171.0 + 9.0 * normal(random)).round()).collect();
        table.number("tall_cm", Kind::Integer, values);
        table.change("tall_cm", |row, old| if row % 150 == 7 { old * 10.0 + 3.0 } else { old });
        named("tall_cm")
    }),
    case("years that cannot be", &["impossible-values", "hidden-missing"], |random, table| {
        let values = (0..table.rows()).map(|_| 1_985.0 + (random.f64() * 38.0).floor()).collect();
        table.number("made_in", Kind::Integer, values);
        table.change("made_in", |row, old| {
            if row % 200 == 3 {
                old + 1_000.0
            } else if row % 200 == 9 {
                (old / 10.0).floor()
            } else {
                old
            }
        });
        named("made_in")
    }),
    case("ages of 200 and -3", &["impossible-values", "hidden-missing"], |random, table| {
        let values = (0..table.rows()).map(|_| 18.0 + (random.f64() * 70.0).floor()).collect();
        table.number("rider_age", Kind::Integer, values);
        table.change("rider_age", |row, old| {
            if row % 170 == 3 {
                190.0 + (row % 31) as f64
            } else if row % 170 == 9 {
                -3.0
            } else {
                old
            }
        });
        named("rider_age")
    }),
    case("spelled in capitals and with blanks", &["inconsistent-categories"], |random, table| {
        let name = text(table)?;
        table.reword(&name, |_, old| match random.u8(..20) {
            0 => old.to_uppercase(),
            1 => format!("{old} "),
            _ => old,
        });
        Some(vec![name])
    }),
    case("slips of the key", &["inconsistent-categories"], |random, table| {
        let towns = ["Harbourville", "Stonebridge", "Eastmarsh", "Windmere"];
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|_| {
                let town = towns[random.usize(0..4)];
                let cut = random.usize(2..town.len() - 1);
                Some(if random.f64() < 0.05 {
                    format!("{}{}", &town[..cut], &town[cut + 1..])
                } else {
                    town.to_owned()
                })
            })
            .collect();
        table.text("place", &said);
        named("place")
    }),
    case("titles, nearly all different", &["high-cardinality", "identifier-column"], |random, table| {
        let words = ["sunny", "quiet", "large", "bright", "corner", "garden", "lift", "new", "top", "old"];
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|_| {
                Some(
                    (0..random.usize(3..6)).map(|_| words[random.usize(0..10)]).collect::<Vec<_>>().join(" "),
                )
            })
            .collect();
        table.text("headline", &said);
        named("headline")
    }),
    case("the same in another unit", &["redundant-columns"], |_, table| {
        let name = measured(table)?;
        let values = table.columns.iter().find(|column| column.name == name)?.as_numbers()?.to_vec();
        table.number(
            "other_unit",
            Kind::Number,
            values.iter().map(|value| (value * 0.393_7 * 100.0).round() / 100.0).collect(),
        );
        Some(vec![name, "other_unit".into()])
    }),
    case("the same in other words", &["redundant-columns"], |_, table| {
        let name = text(table)?;
        let column = table.columns.iter().find(|column| column.name == name)?.clone();
        let words: Vec<Option<String>> =
            (0..table.rows()).map(|row| Some(format!("K{}", column.as_text().unwrap().codes[row]))).collect();
        table.text("code", &words);
        Some(vec![name, "code".into()])
    }),
    case("names of persons", &["personal-data"], |random, table| {
        let (first, last) = (
            ["Anna", "Jonas", "Mehmet", "Sofia", "Lukas", "Ines", "Pavel", "Marta"],
            ["Gruber", "Novak", "Lind", "Rossi", "Kaya", "Berg"],
        );
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|_| {
                Some(format!(
                    "{} {}{}",
                    first[random.usize(0..8)],
                    last[random.usize(0..6)],
                    ["", "er", "mann", "ova"][random.usize(0..4)]
                ))
            })
            .collect();
        table.text("contact", &said);
        named("contact")
    }),
    case("bank accounts", &["personal-data"], |random, table| {
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|_| {
                let number = format!("{:016}", random.u64(..10_000_000_000_000_000));
                // AT is 10 29; the check digits make the whole 1 modulo 97.
                let rest = format!("{number}102900")
                    .chars()
                    .fold(0_u64, |rest, digit| (rest * 10 + u64::from(digit.to_digit(10).unwrap())) % 97);
                Some(format!("AT{:02}{number}", 98 - rest))
            })
            .collect();
        table.text("col7", &said);
        named("col7")
    }),
    case("addresses of machines on the net", &["personal-data"], |random, table| {
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|_| {
                Some(format!("{}.{}.{}.{}", random.u8(1..223), random.u8(..), random.u8(..), random.u8(..)))
            })
            .collect();
        table.text("origin", &said);
        named("origin")
    }),
    case("an empty column", &["empty-column", "constant-column"], |_, table| {
        let rows = table.rows();
        table.number("spare", Kind::Number, vec![f64::NAN; rows]);
        named("spare")
    }),
    case("recent: a measured column moved", &["shifted-sample", "unit-change"], |random, table| {
        (table.rows() >= 900).then_some(())?;
        let name = measured(table)?;
        let mut recent = apart(table, random);
        recent.change(&name, |_, old| old * 1.35);
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: another mix of categories", &["shifted-sample"], |random, table| {
        (table.rows() >= 900).then_some(())?;
        let name = text(table)?;
        let mut recent = apart(table, random);
        let first = recent.columns.iter().find(|column| column.name == name)?.show(0);
        recent.reword(&name, |_, old| if random.f64() < 0.35 { first.clone() } else { old });
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: more is missing", &["shifted-sample", "schema-change"], |random, table| {
        let name = measured(table)?;
        let mut recent = apart(table, random);
        recent.change(&name, |_, old| if random.f64() < 0.4 { f64::NAN } else { old });
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: a category never seen", &["new-categories", "shifted-sample"], |random, table| {
        let name = text(table)?;
        let mut recent = apart(table, random);
        recent.reword(&name, |_, old| if random.f64() < 0.06 { "novel".into() } else { old });
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: another unit", &["unit-change", "shifted-sample"], |random, table| {
        let name = measured(table)?;
        let mut recent = apart(table, random);
        let factor = [100.0, 0.001, 60.0, 2.54][random.usize(0..4)];
        recent.change(&name, |_, old| old * factor);
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: a column gone", &["schema-change"], |random, table| {
        let name = measured(table)?;
        let mut recent = apart(table, random);
        recent.columns.retain(|column| column.name != name);
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: numbers became text", &["schema-change"], |random, table| {
        let name = measured(table)?;
        let mut recent = later(random, table);
        for column in recent.iter_mut().filter(|column| column.name == name) {
            let texts: Vec<String> = (0..column.len()).map(|row| format!("{} u", column.show(row))).collect();
            *column = Column::text(name.clone(), texts.iter().map(|text| Some(text.as_str())));
        }
        table.recent = Some(recent);
        Some(vec![name])
    }),
    case("recent: other answers", &["label-shift"], |random, table| {
        (table.rows() >= 900).then_some(())?;
        let mut recent = apart(table, random);
        let frame = recent.frame();
        let kept: Vec<usize> =
            (0..recent.rows()).filter(|&row| recent.yes(row) || random.f64() < 0.45).collect();
        recent.columns = frame.take(&kept).columns().to_vec();
        table.recent = Some(recent.columns);
        Some(vec![table.target.to_owned()])
    }),
];
