//! Rows out of a table: frames, samples, profiles, conditions and queries.

use frame::{Column, Frame, Kind};

use super::{Folder, all, cells, csv, shown, with_threads};
use crate::rows_where;

/// 30,000 rows in three files, with strays.
fn large(folder: &Folder) -> String {
    for part in 0..3 {
        let mut text = "id,group,price,on\n".to_owned();
        for row in part * 10_000..(part + 1) * 10_000 {
            let price = if row % 1_000 == 0 { "n/k".to_owned() } else { format!("{}.5", row % 97) };
            text.push_str(&format!(
                "k{row},{},{price},2024-01-{:02}\n",
                ["a", "b", ""][row % 3],
                row % 28 + 1
            ));
        }
        folder.file(&format!("large/{part}.csv"), text);
    }
    folder.spec("large")
}

#[test]
fn frames_come_in_order_whatever_the_threads() {
    let folder = Folder::new();
    let spec = large(&folder);
    let frames = |threads| -> Vec<Frame> {
        with_threads(&spec, threads).frames(Some(&["price", "id"])).unwrap().map(Result::unwrap).collect()
    };
    let (one, two) = (frames(1), frames(2));
    assert_eq!(one.len(), 6);
    assert!(one.iter().all(|frame| frame.rows() <= 8_192));
    for (a, b) in one.iter().zip(&two) {
        assert_eq!(shown(a, "id"), shown(b, "id"));
        assert_eq!(shown(a, "price"), shown(b, "price"));
    }
    assert_eq!(one[0].names().collect::<Vec<_>>(), ["price", "id"]);
    assert_eq!(shown(&one[5], "id").last().unwrap(), "k29999");
}

#[test]
fn the_profile_is_the_same_on_any_number_of_threads() {
    let folder = Folder::new();
    let spec = large(&folder);
    let mut seen = Vec::new();
    let one = with_threads(&spec, 1).profile(&mut |rows| seen.push(rows)).unwrap();
    let three = with_threads(&spec, 3).profile(&mut |_| {}).unwrap();
    assert_eq!(seen.last(), Some(&30_000));
    assert!(seen.is_sorted());
    for (a, b) in one.columns.iter().zip(&three.columns) {
        assert_eq!(
            (a.missing, &a.distinct, a.moments, &a.strays),
            (b.missing, &b.distinct, b.moments, &b.strays)
        );
        assert_eq!(a.top(10), b.top(10));
    }
    let price = one.column("price").unwrap();
    assert_eq!((price.kind, price.missing), (Kind::Number, 30));
    assert_eq!(price.strays, [("n/k".to_owned(), 30)]);
    assert_eq!(
        (one.column("group").unwrap().missing, one.column("id").unwrap().distinct.count()),
        (10_000, 30_000)
    );
}

#[test]
fn samples_depend_on_the_seed_alone() {
    let folder = Folder::new();
    let spec = large(&folder);
    let sample = |threads, seed| shown(&with_threads(&spec, threads).sample(500, seed, None).unwrap(), "id");
    let one = sample(1, 7);
    assert_eq!((one.len(), &one), (500, &sample(2, 7)));
    assert_ne!(one, sample(2, 8));
    let numbers: Vec<u32> = one.iter().map(|id| id[1..].parse().unwrap()).collect();
    assert!(numbers.is_sorted(), "rows keep the order of the files");
    let table = with_threads(&spec, 2);
    assert!(cells(&table.sample(30_000, 1, None).unwrap()) == cells(&all(&table)));
    assert_eq!(table.sample(0, 1, None).unwrap().rows(), 0);
}

#[test]
fn samples_are_the_same_from_one_file_or_many() {
    let folder = Folder::new();
    let parts = with_threads(&large(&folder), 1);
    let mut writer = crate::Writer::create(folder.path("whole.parquet")).unwrap();
    parts.frames(None).unwrap().for_each(|frame| writer.write(&frame.unwrap()).unwrap());
    writer.finish().unwrap();
    let whole = with_threads(&folder.spec("whole.parquet"), 2);
    assert_eq!(
        shown(&whole.sample(99, 3, None).unwrap(), "id"),
        shown(&parts.sample(99, 3, None).unwrap(), "id")
    );
}

#[test]
fn conditions() {
    let (_folder, table) = csv(
        "Contract,tenure,Total Charges,on\nmonthly,1,10,2024-01-01\nyearly,30, ,2024-02-01\nmonthly,40,,2024-03-01\n",
    );
    let is = |expression: &str| table.filter(expression).unwrap();
    assert_eq!(is("Contract = 'monthly' AND tenure < 12"), [Some(true), Some(false), Some(false)]);
    assert_eq!(is("\"Total Charges\" > 5"), [Some(true), None, None], "a stray is NULL");
    assert_eq!(is("on >= '2024-02-01'"), [Some(false), Some(true), Some(true)]);
    assert_eq!(is("true"), [Some(true); 3]);
    assert_eq!(is("Contract LIKE 'm%' OR tenure BETWEEN 20 AND 35"), [Some(true); 3]);
    assert_eq!(rows_where(&all(&table), "tenure < 12").unwrap(), [Some(true), Some(false), Some(false)]);
}

#[test]
fn bad_conditions_show_the_expression_and_near_names() {
    let (_folder, table) = csv("Contract,tenure\nmonthly,1\n");
    let fault = |expression: &str| table.filter(expression).unwrap_err();
    let unknown = fault("contract = 'monthly'");
    assert_eq!(
        unknown.message,
        "the expression `contract = 'monthly'` names a column that is not there: `contract`"
    );
    assert!(unknown.hint.unwrap().starts_with("did you mean `Contract`?"));
    assert!(fault("tenure <").message.starts_with("the expression `tenure <` cannot be worked out: "));
    assert_eq!(
        fault("tenure + 1").message,
        "the expression `tenure + 1` gives whole numbers, not true or false"
    );
    assert!(fault("  ").message.contains("empty"));
    assert!(fault("sum(tenure) > 1").message.contains("`sum(tenure) > 1`"));
    assert!(fault("nofunction(tenure)").message.contains("nofunction"));
    let frame = Frame::new(vec![Column::numbers("age", Kind::Integer, vec![1.0])]);
    assert!(rows_where(&frame, "aeg > 1").unwrap_err().hint.unwrap().contains("`age`"));
}

#[test]
fn queries() {
    let folder = Folder::new();
    let spec = large(&folder);
    let query = |threads, sql: &str| with_threads(&spec, threads).query(sql).unwrap();
    let count = query(2, "SELECT count(*) AS rows, count(price) AS prices, max(on) AS last FROM data");
    assert_eq!(
        (shown(&count, "rows"), shown(&count, "prices")),
        (vec!["30000".into()], vec!["29970".into()])
    );
    assert_eq!(
        (count.column("last").unwrap().kind, shown(&count, "last")),
        (Kind::Date, vec!["2024-01-28".into()])
    );
    let groups = "SELECT \"group\", avg(price) AS mean, count(*) = count(DISTINCT id) AS unique FROM data GROUP BY \"group\"";
    assert_eq!(query(1, groups), query(2, groups));
    assert_eq!(query(1, "SELECT id FROM data WHERE price > 1e9").rows(), 0);
    assert_eq!(shown(&query(2, "SELECT id FROM data LIMIT 1"), "id"), ["k0"]);
}

#[test]
fn bad_queries() {
    let (_folder, table) = csv("age,b\n1,2\n");
    let fault = |sql: &str| table.query(sql).unwrap_err();
    assert!(fault("SELECT aeg FROM data").hint.unwrap().contains("`age`"));
    assert!(fault("SELECT 1 FROM dat").message.contains("dat"));
    assert!(fault("DROP TABLE data").message.starts_with("the query `DROP TABLE data` cannot be worked out"));
    assert!(fault("COPY data TO '/tmp/x.parquet'").message.contains("cannot be worked out"));
}

#[test]
fn a_file_that_goes_away_is_a_fault() {
    let (folder, table) = csv("a,b\n1,2\n");
    std::fs::remove_file(folder.path("t.csv")).unwrap();
    assert!(table.read(None).unwrap_err().message.ends_with("does not exist"));
    assert!(table.query("SELECT * FROM data").unwrap_err().message.ends_with("does not exist"));
}
