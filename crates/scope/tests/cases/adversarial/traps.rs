//! Tables with nothing wrong, and with things that only look wrong.

use frame::Kind;
use frame::Task;

use super::{Case, Table, normal};

const NONE: &[&str] = &[];

fn fine() -> Option<Vec<String>> {
    Some(Vec::new())
}

const fn trap(
    what: &'static str,
    rules: &'static [&'static str],
    make: fn(&mut fastrand::Rng, &mut Table) -> Option<Vec<String>>,
) -> Case {
    Case { what, rules, make }
}

/// `rules` are those that may warn all the same.
pub const CASES: &[Case] = &[
    trap("as it is", NONE, |_, _| fine()),
    trap("postcodes, few of them behind a zero", &["high-cardinality"], |random, table| {
        let pool: Vec<String> = (0..40).map(|at| format!("{:05}", 8_000 + at * 1_900)).collect();
        let said: Vec<Option<String>> =
            (0..table.rows()).map(|_| Some(pool[random.usize(0..40)].clone())).collect();
        table.text("zip", &said);
        fine()
    }),
    trap("growth beyond every per cent, and days of age", NONE, |random, table| {
        let growth = (0..table.rows()).map(|_| (12.0 + 60.0 * normal(random)).round()).collect();
        table.number("growth_pct", Kind::Number, growth);
        let days = (0..table.rows()).map(|_| (9.0 * (0.9 * normal(random)).exp()).round()).collect();
        table.number("ad_age_days", Kind::Integer, days);
        fine()
    }),
    trap("one title in many is `Missing`", &["high-cardinality"], |random, table| {
        if table.rows() < 1_200 {
            return None;
        }
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|row| {
                let said = ["The", "A", "No", "Old"][random.usize(0..4)];
                Some(if row == 7 {
                    "Missing".to_owned()
                } else {
                    format!("{said} film {}", random.u32(..90_000))
                })
            })
            .collect();
        table.text("title", &said);
        fine()
    }),
    trap("a strong honest reading", NONE, |random, table| {
        let reading =
            table.answer.iter().map(|answer| 50.0 + 12.0 * (1.8 * answer + normal(random))).collect();
        table.number("probe", Kind::Number, reading);
        fine()
    }),
    trap("a strong honest category", NONE, |random, table| {
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|row| {
                Some(
                    if random.f64() < if table.yes(row) { 0.78 } else { 0.2 } { "high" } else { "low" }
                        .to_owned(),
                )
            })
            .collect();
        table.text("rating", &said);
        fine()
    }),
    trap("skewed money", NONE, |random, table| {
        let money = (0..table.rows()).map(|_| (8.0 + 1.6 * normal(random)).exp().round()).collect();
        table.number("savings", Kind::Integer, money);
        fine()
    }),
    trap("money most do not have", NONE, |random, table| {
        let gain = (0..table.rows())
            .map(|_| if random.f64() < 0.85 { 0.0 } else { (6.0 + 1.2 * normal(random)).exp().round() })
            .collect();
        table.number("gain", Kind::Integer, gain);
        fine()
    }),
    trap("a useful postcode", NONE, |random, table| {
        let effect: Vec<f64> = (0..60).map(|_| normal(random)).collect();
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|row| {
                let mut place = random.usize(0..60);
                // Answers are drawn to places that suit them.
                for _ in 0..2 {
                    let other = random.usize(0..60);
                    if (table.answer[row] > 0.5) == (effect[other] > effect[place]) && random.f64() < 0.5 {
                        place = other;
                    }
                }
                Some(format!("{}", 8_000 + place * 7))
            })
            .collect();
        table.text("postcode", &said);
        fine()
    }),
    trap("places as numbers", NONE, |random, table| {
        let place = (0..table.rows()).map(|_| 1_000.0 + 10.0 * f64::from(random.u8(0..80))).collect();
        table.number("zone", Kind::Integer, place);
        fine()
    }),
    trap("things that come back, whatever they answer", NONE, |random, table| {
        let things = table.rows() / 4;
        let said =
            (0..table.rows()).map(|_| 5_000.0 + (random.f64() * things as f64).floor() * 3.0).collect();
        table.number("customer", Kind::Integer, said);
        fine()
    }),
    trap("missing for a reason known before", NONE, |random, table| {
        let own: Vec<bool> = (0..table.rows()).map(|_| random.f64() < 0.6).collect();
        let said: Vec<Option<String>> =
            own.iter().map(|&own| Some(if own { "own" } else { "rented" }.to_owned())).collect();
        let value =
            own.iter().map(|&own| if own { (30.0 + 5.0 * normal(random)).abs() } else { f64::NAN }).collect();
        table.text("house", &said);
        table.number("house_age", Kind::Number, value);
        fine()
    }),
    trap("missing more for yes", NONE, |random, table| {
        let value = (0..table.rows())
            .map(|row| {
                if random.f64() < if table.yes(row) { 0.45 } else { 0.2 } {
                    f64::NAN
                } else {
                    30.0 + 8.0 * normal(random)
                }
            })
            .collect();
        table.number("survey", Kind::Number, value);
        fine()
    }),
    trap("ages that stop at 90", NONE, |random, table| {
        let age =
            (0..table.rows()).map(|_| (52.0 + 22.0 * normal(random)).clamp(17.0, 90.0).round()).collect();
        table.number("age_years", Kind::Integer, age);
        fine()
    }),
    trap("marks from 0 to 99", NONE, |random, table| {
        let mark =
            (0..table.rows()).map(|_| (62.0 + 26.0 * normal(random)).clamp(0.0, 99.0).round()).collect();
        table.number("mark", Kind::Integer, mark);
        fine()
    }),
    trap("categories as numbers", NONE, |random, table| {
        let code = (0..table.rows()).map(|_| [1.0, 2.0, 3.0, 7.0, 9.0][random.usize(0..5)]).collect();
        table.number("kind_code", Kind::Integer, code);
        fine()
    }),
    trap("an honest remark", &["high-cardinality"], |random, table| {
        let words = ["late", "call", "nice", "again", "form", "cash", "first", "visit", "letter", "none"];
        let said: Vec<Option<String>> = (0..table.rows())
            .map(|row| {
                let lean = usize::from(table.yes(row) && random.f64() < 0.3);
                Some((0..4).map(|_| words[random.usize(0..10 - lean)]).collect::<Vec<_>>().join(" "))
            })
            .collect();
        table.text("note", &said);
        fine()
    }),
    trap("coarse rows that repeat", &["no-signal"], |_, table| {
        let kept: Vec<_> = table
            .columns
            .iter()
            .filter(|column| {
                column.name == table.target
                    || column.kind == Kind::Text
                    || column.as_numbers().is_some_and(|values| {
                        values.iter().all(|value| value.abs() < 12.0 && value.fract() == 0.0)
                    })
            })
            .cloned()
            .collect();
        (kept.len() >= 3 && table.task != Task::Regression).then_some(())?;
        table.time = None;
        table.columns = kept;
        // So little says nothing of some subjects.
        (table.rows() >= 900 && table.target == "readmitted").then(Vec::new)
    }),
    trap("a column computed from others", NONE, |_, table| {
        let names: Vec<String> = table
            .columns
            .iter()
            .filter(|column| {
                column.name != table.target && matches!(column.kind, Kind::Number | Kind::Integer)
            })
            .map(|column| column.name.clone())
            .take(2)
            .collect();
        let of = |name: &String| {
            table.columns.iter().find(|column| column.name == *name).unwrap().as_numbers().unwrap().to_vec()
        };
        let (a, b) = (of(names.first()?), of(names.get(1)?));
        table.number("index_value", Kind::Number, a.iter().zip(&b).map(|(a, b)| 3.0 * a + b).collect());
        fine()
    }),
    trap("a date before the prediction", NONE, |random, table| {
        let clock = table
            .columns
            .iter()
            .find(|column| Some(column.name.as_str()) == table.time)?
            .as_numbers()?
            .to_vec();
        table.number(
            "last_seen",
            Kind::Date,
            clock.iter().map(|made| made - 86_400.0 * f64::from(random.u16(0..400))).collect(),
        );
        fine()
    }),
    trap("a birthday", NONE, |random, table| {
        let born =
            (0..table.rows()).map(|_| (random.f64() * 20_000.0 - 9_000.0).floor() * 86_400.0).collect();
        table.number("born_on", Kind::Date, born);
        fine()
    }),
    trap("two kinds of machine", NONE, |random, table| {
        let kind: Vec<bool> = (0..table.rows()).map(|_| random.f64() < 0.7).collect();
        let power = kind
            .iter()
            .map(|&small| if small { 14.0 + 2.0 * normal(random) } else { 131.0 + 9.0 * normal(random) })
            .collect();
        table.number("power_kw", Kind::Number, power);
        fine()
    }),
    trap("places with like names", NONE, |random, table| {
        let places = ["Linz", "Lienz", "Halle", "Hallein", "Baden", "Bad Ems", "Weiz", "Wels"];
        let said: Vec<Option<String>> =
            (0..table.rows()).map(|_| Some(places[random.usize(0..8)].to_owned())).collect();
        table.text("home", &said);
        fine()
    }),
    trap("changes around zero", NONE, |random, table| {
        let change = (0..table.rows()).map(|_| (4.0 * normal(random)).round()).collect();
        table.number("delta", Kind::Integer, change);
        fine()
    }),
    trap("a recent table that is the same", NONE, |random, table| {
        let frame = table.frame();
        let (mut old, mut new) = (Vec::new(), Vec::new());
        (0..table.rows()).for_each(|row| if random.f64() < 0.4 { new.push(row) } else { old.push(row) });
        table.recent = Some(frame.take(&new).columns().to_vec());
        table.columns = frame.take(&old).columns().to_vec();
        table.answer = old.iter().map(|&row| table.answer[row]).collect();
        fine()
    }),
    trap("a recent table without answers, columns in another order", NONE, |random, table| {
        let frame = table.frame();
        let (mut old, mut new) = (Vec::new(), Vec::new());
        (0..table.rows()).for_each(|row| if random.f64() < 0.3 { new.push(row) } else { old.push(row) });
        let recent = frame.take(&new);
        table.recent = Some(
            recent.columns().iter().rev().filter(|column| column.name != table.target).cloned().collect(),
        );
        table.columns = frame.take(&old).columns().to_vec();
        table.answer = old.iter().map(|&row| table.answer[row]).collect();
        fine()
    }),
];
