//! Values that are not what they seem, and columns with nothing new in them.

use frame::Kind;

use super::super::{Case, normal};
use super::{case, measured, named, text};

pub const CASES: &[Case] = &[
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
    case("cut short with a point", &["inconsistent-categories"], |random, table| {
        let name = text(table)?;
        let long = |word: &str| word.chars().count() >= 5;
        table.first(|column| column.name == name && (0..column.len()).all(|row| long(&column.show(row))))?;
        table.reword(&name, |_, word| {
            if random.f64() < 0.06 { format!("{}.", word.chars().take(3).collect::<String>()) } else { word }
        });
        Some(vec![name])
    }),
    case("years slipped at both ends", &["impossible-values", "hidden-missing"], |random, table| {
        let years = (0..table.rows()).map(|_| match random.f64() {
            few if few < 0.02 => [12.0, 205.0, 3_019.0, 20_155.0][random.usize(0..4)],
            _ => f64::from(random.u16(1_955..2_023)),
        });
        let years = years.collect();
        table.number("built", Kind::Integer, years);
        named("built")
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
];
