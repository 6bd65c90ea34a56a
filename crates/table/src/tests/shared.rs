//! Real tables, when they are there.

use frame::Kind;

use super::{all, open};
use crate::Table;

fn shared(name: &str) -> Option<Table> {
    let path = format!("{}/../../../shared/data/{name}", env!("CARGO_MANIFEST_DIR"));
    if !std::path::Path::new(&path).exists() {
        println!("skipped: {name} is not here");
        return None;
    }
    Some(open(&path).unwrap())
}

fn kind(table: &Table, name: &str) -> Kind {
    table.columns().iter().find(|field| field.name == name).unwrap().kind
}

#[test]
fn telco() {
    let Some(table) = shared("telco.csv") else { return };
    assert_eq!((table.rows(), table.columns().len()), (7_043, 21));
    let charges = table.columns().iter().find(|field| field.name == "TotalCharges").unwrap();
    assert_eq!((charges.kind, &charges.strays[..]), (Kind::Number, &[(" ".to_owned(), 11)][..]));
    assert_eq!(kind(&table, "SeniorCitizen"), Kind::Integer);
    assert_eq!(kind(&table, "Churn"), Kind::Text);
    let rule = table.filter("Contract = 'Month-to-month' AND TotalCharges IS NULL").unwrap();
    assert_eq!(rule.iter().filter(|row| **row == Some(true)).count(), 0);
    // python3: pandas.to_numeric(d.TotalCharges, errors="coerce").sum()
    let sum: f64 = all(&table)
        .column("TotalCharges")
        .unwrap()
        .as_numbers()
        .unwrap()
        .iter()
        .filter(|x| !x.is_nan())
        .sum();
    assert!((sum - 16_056_168.7).abs() < 0.01, "{sum}");
}

#[test]
fn adult() {
    let Some(table) = shared("adult-train.csv") else { return };
    assert_eq!((table.rows(), table.columns().len()), (32_561, 15));
    assert_eq!(kind(&table, "workclass"), Kind::Text);
    assert_eq!(kind(&table, "age"), Kind::Integer);
    let frame = all(&table);
    let workclass = frame.column("workclass").unwrap();
    // UCI's adult.names: 1,836 of the training rows have no workclass.
    let unknown = (0..frame.rows()).filter(|&row| workclass.show(row) == "?").count();
    assert_eq!((unknown, workclass.missing()), (1_836, 0));
}

#[test]
fn airline() {
    let Some(table) = shared("airline-passengers.csv") else { return };
    assert_eq!((kind(&table, "Month"), kind(&table, "Passengers")), (Kind::Date, Kind::Integer));
    assert_eq!(all(&table).column("Month").unwrap().show(0), "1949-01-01");
}
