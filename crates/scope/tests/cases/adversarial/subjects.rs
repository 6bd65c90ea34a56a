//! Honest tables of six subjects: their columns tell something of the target and leave much open.

use fastrand::Rng;
use frame::{Column, Kind, Task};

use super::{Table, normal};

pub const COUNT: usize = 6;

pub fn name(subject: usize) -> &'static str {
    ["clinic", "flats", "parcels", "pumps", "bakery", "loans"][subject]
}

pub fn table(random: &mut Rng, subject: usize, rows: usize) -> Table {
    match subject {
        0 => clinic(random, rows),
        1 => flats(random, rows),
        2 => parcels(random, rows),
        3 => pumps(random, rows),
        4 => bakery(random, rows),
        _ => loans(random, rows),
    }
}

struct Made {
    rows: usize,
    columns: Vec<Column>,
}

impl Made {
    fn number(&mut self, name: &str, decimals: i32, mut value: impl FnMut(usize) -> f64) -> Vec<f64> {
        let scale = 10_f64.powi(decimals);
        let values: Vec<f64> = (0..self.rows).map(|row| (value(row) * scale).round() / scale).collect();
        let kind = if decimals <= 0 { Kind::Integer } else { Kind::Number };
        self.columns.push(Column::numbers(name, kind, values.clone()));
        values
    }

    fn choice(&mut self, random: &mut Rng, name: &str, levels: &[&str]) -> Vec<usize> {
        // The first levels are more frequent.
        let picked: Vec<usize> = (0..self.rows)
            .map(|_| ((random.f64() * random.f64().sqrt()) * levels.len() as f64) as usize)
            .collect();
        self.columns.push(Column::text(name, picked.iter().map(|&at| Some(levels[at]))));
        picked
    }

    fn binary(
        mut self,
        random: &mut Rng,
        target: &'static str,
        words: [&str; 2],
        share: f64,
        score: &[f64],
    ) -> Table {
        let noisy: Vec<f64> = score.iter().map(|score| score + 1.1 * normal(random)).collect();
        let mut sorted = noisy.clone();
        sorted.sort_by(f64::total_cmp);
        let bar = sorted[((self.rows as f64 * (1.0 - share)) as usize).min(self.rows - 1)];
        let answer: Vec<f64> = noisy.iter().map(|&value| f64::from(u8::from(value >= bar))).collect();
        self.columns.push(Column::text(target, answer.iter().map(|&yes| Some(words[yes as usize]))));
        Table { columns: self.columns, target, time: None, recent: None, answer, task: Task::Binary }
    }

    fn quantity(mut self, target: &'static str, decimals: i32, values: Vec<f64>) -> Table {
        let mut at = values.iter();
        let values = self.number(target, decimals, |_| *at.next().unwrap());
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = |value: f64| sorted.partition_point(|&other| other < value) as f64 / sorted.len() as f64;
        let answer = values.iter().map(|&value| rank(value)).collect();
        Table { columns: self.columns, target, time: None, recent: None, answer, task: Task::Regression }
    }
}

fn clinic(random: &mut Rng, rows: usize) -> Table {
    let mut made = Made { rows, columns: Vec::new() };
    let age = made.number("age", 0, |_| (58.0 + 17.0 * normal(random)).clamp(18.0, 97.0));
    let ward = made.choice(random, "ward", &["surgery", "heart", "lung", "eyes", "bones"]);
    let stay = made.number("stay_days", 0, |_| (0.9 + 0.7 * normal(random)).exp());
    let crp = made.number("crp", 1, |row| (1.2 + 0.9 * normal(random) + 0.01 * age[row]).exp());
    made.number("bmi", 1, |_| if random.f64() < 0.04 { f64::NAN } else { 26.5 + 4.2 * normal(random) });
    let visits = made.number("visits_before", 0, |_| (random.f64() * random.f64() * 7.0).floor());
    made.choice(random, "smoker", &["no", "yes"]);
    made.number("pulse", 0, |row| 74.0 + 9.0 * normal(random) + 0.05 * crp[row]);
    let score: Vec<f64> = (0..rows)
        .map(|row| {
            0.02 * age[row]
                + 0.09 * stay[row]
                + 0.35 * crp[row].ln()
                + 0.4 * visits[row]
                + 0.3 * ward[row] as f64
        })
        .collect();
    made.binary(random, "readmitted", ["no", "yes"], 0.24, &score)
}

fn flats(random: &mut Rng, rows: usize) -> Table {
    let mut made = Made { rows, columns: Vec::new() };
    let size = made.number("square_metres", 0, |_| (4.2 + 0.35 * normal(random)).exp());
    let rooms = made.number("rooms", 0, |row| (size[row] / 24.0 + 0.5 * normal(random)).clamp(1.0, 8.0));
    let district = made.choice(
        random,
        "district",
        &["Harbour", "Old town", "Hillside", "Station", "Riverbank", "Fields"],
    );
    let floor = made.number("floor", 0, |_| (random.f64() * 7.0).floor());
    let built = made.number("built", 0, |_| 1_900.0 + (random.f64() * 121.0).floor());
    made.choice(random, "heating", &["gas", "district", "pump", "oil"]);
    made.number("balcony", 0, |_| f64::from(u8::from(random.f64() < 0.4)));
    made.number("metres_to_tram", 0, |_| (5.7 + 0.8 * normal(random)).exp());
    let rent = (0..rows)
        .map(|row| {
            let base = 9.0 * size[row] + 40.0 * rooms[row] + 8.0 * floor[row] + 1.2 * (built[row] - 1_900.0);
            base * [1.0, 1.25, 1.1, 0.9, 1.2, 0.85][district[row]] * (0.17 * normal(random)).exp()
        })
        .collect();
    made.quantity("rent", 0, rent)
}

fn parcels(random: &mut Rng, rows: usize) -> Table {
    let mut made = Made { rows, columns: Vec::new() };
    let weight = made.number("weight_kg", 2, |_| (0.6 + 0.7 * normal(random)).exp());
    let distance = made.number("distance_km", 0, |_| (5.3 + 0.8 * normal(random)).exp());
    let depot = made.choice(random, "depot", &["west", "east", "north", "south"]);
    let hour = made.number("hour", 0, |_| 6.0 + (random.f64() * 16.0).floor());
    made.choice(random, "carrier", &["Hermod", "Swift", "Postal", "Bike"]);
    made.number("value_eur", 2, |_| (3.5 + 1.1 * normal(random)).exp());
    made.number("attempts", 0, |_| 1.0 + (random.f64() * random.f64() * 3.0).floor());
    let class: Vec<f64> = (0..rows)
        .map(|row| {
            let late = distance[row].ln() + 0.4 * depot[row] as f64 + 0.9 * normal(random);
            let hurt = weight[row] + 0.05 * hour[row] + 1.2 * normal(random);
            if late > 6.6 {
                1.0
            } else if hurt > 4.2 {
                2.0
            } else {
                0.0
            }
        })
        .collect();
    let words = ["fine", "late", "broken"];
    made.columns.push(Column::text("outcome", class.iter().map(|&class| Some(words[class as usize]))));
    // In order of their names: broken, fine, late.
    let answer = class.iter().map(|&class| [0.5, 1.0, 0.0][class as usize]).collect();
    Table {
        columns: made.columns,
        target: "outcome",
        time: None,
        recent: None,
        answer,
        task: Task::Multiclass,
    }
}

fn pumps(random: &mut Rng, rows: usize) -> Table {
    let mut made = Made { rows, columns: Vec::new() };
    let days: Vec<f64> = (0..rows).map(|row| (19_300.0 + (row * 400 / rows) as f64) * 86_400.0).collect();
    made.columns.push(Column::numbers("checked_on", Kind::Date, days));
    let heat = made.number("bearing_heat", 1, |_| 61.0 + 7.0 * normal(random));
    let shake =
        made.number("vibration", 3, |row| (0.2 + 0.4 * normal(random) + 0.01 * (heat[row] - 61.0)).exp());
    let load = made.number("load_share", 3, |_| (0.62 + 0.16 * normal(random)).clamp(0.02, 1.0));
    made.choice(random, "site", &["quarry", "mill", "plant", "dock"]);
    let hours = made.number("hours_run", 0, |_| random.f64() * 9_000.0);
    made.number("oil_ph", 2, |_| 6.9 + 0.3 * normal(random));
    let score: Vec<f64> = (0..rows)
        .map(|row| 0.09 * heat[row] + 0.9 * shake[row] + 1.5 * load[row] + 0.00015 * hours[row])
        .collect();
    let table = made.binary(random, "failed", ["ok", "failed"], 0.16, &score);
    Table { time: Some("checked_on"), ..table }
}

fn bakery(random: &mut Rng, rows: usize) -> Table {
    let mut made = Made { rows, columns: Vec::new() };
    let day = |row: usize| 18_300.0 + row as f64;
    made.columns.push(Column::numbers("day", Kind::Date, (0..rows).map(|row| day(row) * 86_400.0).collect()));
    let rain = made.number("rain", 1, |_| (random.f64() * random.f64() * 14.0 - 2.0).max(0.0));
    let heat = made.number("heat", 1, |row| {
        11.0 + 9.0 * ((day(row) - 100.0) / 365.25 * std::f64::consts::TAU).sin() + 3.0 * normal(random)
    });
    let week = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    made.columns.push(Column::text("weekday", (0..rows).map(|row| Some(week[row % 7]))));
    let fair = made.number("fair", 0, |_| f64::from(u8::from(random.f64() < 0.12)));
    let staff = made.number("staff", 0, |_| 3.0 + (random.f64() * 4.0).floor());
    let sold = (0..rows)
        .map(|row| {
            let weekend = if row % 7 > 4 { 40.0 } else { 0.0 };
            210.0 + weekend - 4.0 * rain[row] - 1.5 * heat[row]
                + 50.0 * fair[row]
                + 9.0 * staff[row]
                + 18.0 * normal(random)
        })
        .collect();
    let table = made.quantity("loaves", 0, sold);
    Table { time: Some("day"), ..table }
}

fn loans(random: &mut Rng, rows: usize) -> Table {
    let mut made = Made { rows, columns: Vec::new() };
    let income = made.number("income", 0, |_| (7.9 + 0.45 * normal(random)).exp());
    let amount = made.number("amount", -2, |_| (9.1 + 0.8 * normal(random)).exp());
    let months = made.number("months", 0, |_| 12.0 * (1.0 + (random.f64() * 6.0).floor()));
    made.choice(random, "purpose", &["car", "house", "study", "trip", "other"]);
    let years = made.number("years_in_job", 1, |_| -(1.0 - random.f64()).ln() * 5.0);
    made.number("children", 0, |_| (random.f64() * random.f64() * 5.0).floor());
    made.choice(
        random,
        "town",
        &["Varde", "Holte", "Skive", "Ribe", "Struer", "Lemvig", "Thisted", "Nykobing"],
    );
    made.number("score_card", 0, |row| 600.0 + 60.0 * normal(random) + 8.0 * years[row].sqrt());
    let score: Vec<f64> = (0..rows)
        .map(|row| {
            0.9 * (amount[row].max(1.0) / income[row]).ln() + 0.008 * months[row] - 0.25 * years[row].sqrt()
        })
        .collect();
    made.binary(random, "default", ["0", "1"], 0.12, &score)
}
