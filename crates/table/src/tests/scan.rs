//! One pass that opens, profiles and samples: the same as each alone, from every format, on any threads.

use frame::{ColumnProfile, Kind, Profile};

use super::{Folder, all, cells, kinds, open, shown};
use crate::{Options, Sampling, Scan, Table, Writer};

fn scan(spec: &str, threads: usize, rows: usize) -> Scan {
    let options = Options { threads: Some(threads), ..Options::default() };
    Table::scan(spec, options, Sampling { rows, values: usize::MAX, seed: 7 }, &mut |_| {}).unwrap()
}

/// All that a profile tells, to the last bit.
fn told(profile: &Profile) -> Vec<String> {
    let column = |column: &ColumnProfile| {
        let ColumnProfile { name, kind, missing, empty_text, distinct, moments, strays, .. } = column;
        let top = column.top(5_000);
        format!("{name} {kind:?} {missing} {empty_text} {} {moments:?} {strays:?} {top:?}", distinct.count())
    };
    let rows = format!("{} {}", profile.rows, profile.distinct_rows.count());
    profile.columns.iter().map(column).chain([rows]).collect()
}

/// 20,000 rows of every kind, as JSON lines and, with quotes, as CSV.
fn rows() -> (String, String) {
    let mut csv = "id,price,day,at,member,city,note,score\n".to_owned();
    let mut json = String::new();
    for row in 0..20_000_u64 {
        let random = row.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        let price = random as f64 / 97.0;
        let (day, city) =
            (format!("2024-{:02}-{:02}", random % 12 + 1, random % 28 + 1), ["Oslo", "Łódź", ""]);
        let (at, city) = (format!("{day} {:02}:00:{:02}", random % 24, random % 60), city[row as usize % 3]);
        let member = random % 2 == 0;
        let score = if random % 10 == 0 { "".to_owned() } else { (random % 500).to_string() };
        csv += &format!("{row},{price},{day},{at},{member},\"{city}\",\"no. {random}, \"\"x\"\"\",{score}\n");
        let score = if score.is_empty() { "null" } else { &score };
        json += &format!(
            "{{\"id\":{row},\"price\":{price},\"day\":\"{day}\",\"at\":\"{at}\",\"member\":{member},\
             \"city\":\"{city}\",\"note\":\"no. {random}, \\\"x\\\"\",\"score\":{score}}}\n"
        );
    }
    (csv, json)
}

#[test]
fn every_format_tells_the_same_on_any_number_of_threads() {
    let folder = Folder::new();
    let (csv, json) = rows();
    let csv = folder.file("t.csv", csv);
    let specs = [folder.file("t.jsonl", json), folder.spec("t.parquet"), csv.clone()];
    let mut writer = Writer::create(folder.path("t.parquet")).unwrap();
    open(&csv).unwrap().frames(None).unwrap().for_each(|frame| writer.write(&frame.unwrap()).unwrap());
    writer.finish().unwrap();
    let expected = scan(&csv, 1, 300);
    assert_eq!(expected.sample.rows(), 300);
    assert_eq!(expected.profile.column("city").unwrap().empty_text, 6_666);
    for spec in specs {
        for threads in [1, 2, 3] {
            let scan = scan(&spec, threads, 300);
            assert_eq!(told(&scan.profile), told(&expected.profile), "{spec}, {threads}");
            assert_eq!(cells(&scan.sample), cells(&expected.sample), "{spec}, {threads}");
        }
    }
}

#[test]
fn a_scan_is_the_profile_and_the_sample_of_the_table() {
    let folder = Folder::new();
    let spec = folder.file("t.csv", rows().0);
    for kept in [0, 1, 777, 20_000, 30_000] {
        let Scan { table, profile, sample } = scan(&spec, 2, kept);
        assert_eq!(told(&profile), told(&table.profile(&mut |_| {}).unwrap()));
        let alone = table.sample(kept, 7, None).unwrap();
        assert!(cells(&sample) == cells(&alone), "{kept}");
        for (one, other) in sample.columns().iter().zip(alone.columns()) {
            let levels = |column: &frame::Column| column.as_text().map(|text| text.levels.clone());
            assert_eq!(levels(one), levels(other), "levels that no row has are gone");
        }
    }
}

#[test]
fn first_values_may_mislead() {
    let folder = Folder::new();
    let mut text = "zip,size,day,late,code\n".to_owned();
    (0..30_000)
        .for_each(|row| text += &format!("{},{row},{:02}/02/2024,,{row}\n", 10_000 + row, row % 9 + 1));
    text += "01067,1.5,02/13/2024,3,x\n";
    let spec = folder.file("t.csv", text);
    let Scan { table, profile, sample } = scan(&spec, 2, 100_000);
    let expected = [Kind::Text, Kind::Number, Kind::Date, Kind::Integer, Kind::Integer];
    assert_eq!(kinds(&table), expected);
    assert_eq!(profile.columns.iter().map(|column| column.kind).collect::<Vec<_>>(), expected);
    assert_eq!(
        (shown(&sample, "zip")[30_000].as_str(), shown(&sample, "zip")[0].as_str()),
        ("01067", "10000")
    );
    assert_eq!(shown(&sample, "day")[1], "2024-02-02");
    assert_eq!(table.columns()[4].strays, [("x".to_owned(), 1)]);
    assert!(table.columns()[0].strays.is_empty());
    assert_eq!(profile.column("zip").unwrap().distinct.count(), 30_001);
    assert_eq!((profile.column("late").unwrap().missing, profile.rows), (30_000, 30_001));
    assert_eq!(told(&profile), told(&table.profile(&mut |_| {}).unwrap()));
    assert!(cells(&sample) == cells(&all(&table)));
}

#[test]
fn long_texts_are_told_apart_by_a_start_and_a_hash() {
    let folder = Folder::new();
    let row = |row: usize| format!("{row},{}{row}\n", "x".repeat(1_000_000));
    let spec = folder.file("t.csv", format!("id,body\n{}", (0..20).map(row).collect::<String>()));
    let Scan { profile, sample, .. } = scan(&spec, 2, 50);
    let body = sample.column("body").unwrap().as_text().unwrap();
    assert_eq!((body.levels.len(), profile.column("body").unwrap().distinct.count()), (20, 20));
    assert!(body.levels.iter().all(|level| level.len() < 2_100));
    assert!(profile.columns[1].top(20).iter().all(|(text, count)| text.len() == 256 && *count == 1));
}

#[test]
fn of_many_columns_fewer_rows_are_kept() {
    let folder = Folder::new();
    let path = folder.file("t.csv", rows().0);
    let sampling = Sampling { rows: 1_000, values: 4_000, seed: 7 };
    let scan = Table::scan(&path, Options::default(), sampling, &mut |_| {}).unwrap();
    assert_eq!((scan.sample.rows(), scan.profile.rows), (500, 20_000));
    assert!(cells(&scan.sample) == cells(&scan.table.sample(500, 7, None).unwrap()));
}
