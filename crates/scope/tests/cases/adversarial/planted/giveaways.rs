//! Columns that know too much: leaks, what is filled in afterwards, names of rows.

use frame::{Kind, Task};

use super::super::{Case, normal};
use super::{FILLED, LEAK, NAMES, case, classes, measured, named, quantity};

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
    case("a copy in the first third of the table, else chance", LEAK, |random, table| {
        (table.task == Task::Binary).then_some(())?;
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|row| {
                let told = if row * 3 < table.rows() { table.yes(row) } else { random.f64() < 0.3 };
                Some(if told { "p" } else { "q" }.to_owned())
            })
            .collect();
        table.text("mark", &said);
        named("mark")
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
];
