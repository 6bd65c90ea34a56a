//! What values mean.

use frame::Kind;
use proptest::prelude::*;

use super::{all, csv, kinds, shown};
use crate::inference::{Census, Commas, Reading};

/// The kind and strays of a column of these values, and the values as they are shown.
fn column(values: &[&str]) -> (Kind, Vec<(String, u64)>, Vec<String>) {
    let rows: Vec<String> = values
        .iter()
        .map(|value| if value.contains(',') { format!("\"{value}\",x") } else { format!("{value},x") })
        .collect();
    let (_folder, table) = csv(&format!("a,b\n{}\n", rows.join("\n")));
    let field = &table.columns()[0];
    (field.kind, field.strays.clone(), shown(&all(&table), "a"))
}

fn kind(values: &[&str]) -> Kind {
    column(values).0
}

#[test]
fn numbers() {
    assert_eq!(column(&["1", " 2 ", "+3", "-4", ""]).2, ["1", "2", "3", "-4", "-"]);
    assert_eq!(kind(&["1", "2"]), Kind::Integer);
    assert_eq!(kind(&["1", "2.5"]), Kind::Number);
    assert_eq!(
        column(&["1e5", ".5", "+3"]),
        (Kind::Number, vec![], vec!["100000".into(), "0.5".into(), "3".into()])
    );
    assert_eq!(kind(&["9007199254740992", "1"]), Kind::Integer);
}

#[test]
fn codes_and_long_ids_are_text() {
    assert_eq!(column(&["00123", "456"]).2, ["00123", "456"]);
    assert_eq!(kind(&["00123", "456"]), Kind::Text);
    let long = column(&["9007199254740993", "1"]);
    assert_eq!((long.0, long.2[0].as_str()), (Kind::Text, "9007199254740993"));
}

#[test]
fn booleans() {
    assert_eq!(column(&["true", "FALSE", "True"]).2, ["true", "false", "true"]);
    assert_eq!(kind(&["true", "NA"]), Kind::Boolean);
    assert_eq!(kind(&["0", "1"]), Kind::Integer);
    assert_eq!(kind(&["Yes", "No"]), Kind::Text);
    assert_eq!(kind(&["true", "maybe"]), Kind::Text);
}

#[test]
fn commas_in_numbers() {
    let decimal = column(&["3,14", "2,5", "7"]);
    assert_eq!((decimal.0, decimal.2), (Kind::Number, vec!["3.14".into(), "2.5".into(), "7".into()]));
    assert_eq!(column(&["1,234", "5,678", "12"]).2, ["1234", "5678", "12"]);
    assert_eq!(column(&["1,234,567.5", "12"]).2, ["1234567.5", "12"]);
    assert_eq!(column(&["1.234,5", "0,25"]).2, ["1234.5", "0.25"]);
    let (_folder, semicolons) = csv("a;b\n3,145;x\n2,5;y\n1,000;z\n");
    assert_eq!(shown(&all(&semicolons), "a"), ["3.145", "2.5", "1"]);
}

#[test]
fn dates() {
    for values in [["2024-01-31", "2024-02-01"], ["2024/01/31", "2024/02/01"], ["31.01.2024", "01.02.2024"]] {
        assert_eq!(column(&values), (Kind::Date, vec![], vec!["2024-01-31".into(), "2024-02-01".into()]));
    }
    assert_eq!(column(&["2024-01", "2024-02"]).2, ["2024-01-01", "2024-02-01"]);
    assert_eq!(
        column(&["31/01/2024", "03/04/2024"]).2,
        ["2024-01-31", "2024-04-03"],
        "a value proves day first"
    );
    assert_eq!(
        column(&["01/31/2024", "03/04/2024"]).2,
        ["2024-01-31", "2024-03-04"],
        "a value proves month first"
    );
    assert_eq!(
        column(&["02/03/2024", "03/04/2024"]).2,
        ["2024-03-02", "2024-04-03"],
        "nothing proves: day first"
    );
    assert_eq!(column(&["01/01/2024", "02/01/2024"]).2, ["2024-01-01", "2024-02-01"], "first days of months");
    assert_eq!(kind(&["31/01/2024", "01/31/2024"]), Kind::Text, "half can be read either way");
}

#[test]
fn timestamps() {
    let read =
        column(&["2024-01-31T12:00:00Z", "2024-01-31 12:00:00.5", "2024-01-31T12:00:00+02:00", "2024-01-31"]);
    let expected =
        ["2024-01-31T12:00:00Z", "2024-01-31T12:00:00.5Z", "2024-01-31T10:00:00Z", "2024-01-31T00:00:00Z"];
    assert_eq!((read.0, read.2), (Kind::Timestamp, expected.map(String::from).to_vec()));
    assert_eq!(kind(&["12/31/2024 14:05", "01/02/2024 15:00"]), Kind::Timestamp);
}

#[test]
fn markers_and_other_strays() {
    for marker in [
        " ", "?", "NA", "N/A", "n/a", "NULL", "null", "None", "NaN", "nan", "-", "--", "#N/A", "missing",
        "unknown",
    ] {
        let read = column(&["1", "2", marker, marker]);
        assert_eq!((read.0, read.1), (Kind::Integer, vec![(marker.to_owned(), 2)]), "{marker}");
        assert_eq!(read.2, ["1", "2", "-", "-"]);
        assert_eq!(kind(&["Oslo", "Rome", marker]), Kind::Text);
    }
    assert_eq!(column(&["2024-01-31", "NA"]).1, [("NA".to_owned(), 1)]);
    assert_eq!(column(&["Oslo", "?", "?"]).2, ["Oslo", "?", "?"], "text keeps its markers as levels");
    let one_in_ten = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "12 kg"];
    assert_eq!(column(&one_in_ten).1, [("12 kg".to_owned(), 1)]);
    assert_eq!(kind(&one_in_ten[1..]), Kind::Text, "one in nine is too many");
}

#[test]
fn empty_text_is_not_missing() {
    let (_folder, table) = csv("a,b\n\"\",\"\"\n,\nx,1\n\"y\",\"2\"\n");
    assert_eq!(kinds(&table), [Kind::Text, Kind::Integer]);
    assert_eq!(shown(&all(&table), "a"), ["", "-", "x", "y"]);
    assert_eq!(shown(&all(&table), "b"), ["-", "-", "1", "2"]);
    assert!(table.columns()[1].strays.is_empty());
}

#[test]
fn columns_without_values_are_text() {
    let (_folder, table) = csv("a,b\n,1\n,2\n");
    assert_eq!(kinds(&table), [Kind::Text, Kind::Integer]);
    assert_eq!(all(&table).column("a").unwrap().missing(), 2);
}

#[test]
fn a_late_value_counts() {
    let mut text = "a,b\n".to_owned();
    (0..30_000).for_each(|row| text.push_str(&format!("{row},{row}\n")));
    text.push_str("x,1.5\n");
    let (_folder, table) = csv(&text);
    assert_eq!((table.rows(), kinds(&table)), (30_001, vec![Kind::Integer, Kind::Number]));
    assert_eq!(table.columns()[0].strays, [("x".to_owned(), 1)]);
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,4}",
        "-?[0-9]{1,3}\\.[0-9]{1,2}",
        "[0-9]{1,3},[0-9]{1,3}",
        "0[0-9]{2}",
        "[0-9]{16,18}",
        "(0?[1-9]|[12][0-9])/(0?[1-9]|[12][0-9])/20[0-9]{2}",
        "20[0-9]{2}-0[1-9]-[012][0-9]( 1[0-9]:00)?",
        "(NA|\\?| |true|FALSE|unknown|kg|)",
        "[ -~]{0,6}",
    ]
}

fn census(values: &[String]) -> Census {
    let mut census = Census::default();
    values.iter().for_each(|value| census.add(value));
    census
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_census_of_a_table_is_the_sum_of_its_parts(values in prop::collection::vec(value(), 0..60), at in 0usize..60) {
        let (one, other) = values.split_at(at.min(values.len()));
        let mut merged = census(other);
        merged.merge(&census(one));
        prop_assert_eq!(merged, census(&values));
    }

    #[test]
    fn strays_are_exactly_what_cannot_be_read(values in prop::collection::vec(value(), 0..60)) {
        for commas in [Commas::Decimal, Commas::Thousands] {
            let (reading, strays) = census(&values).decide(commas);
            let unread = values.iter().filter(|value| !value.is_empty() && reading.value(value).is_none()).count();
            prop_assert!(reading == Reading::Text || strays == unread as u64, "{reading:?}: {strays} {unread}");
        }
    }
}
