//! Formats: the same data gives the same table, whatever it is written in.

use std::fs::File;
use std::sync::Arc;

use datafusion::arrow::array::*;
use datafusion::arrow::datatypes::{DataType, Field, Int32Type, Schema, TimeUnit};
use datafusion::arrow::ipc::writer::{FileWriter, StreamWriter};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use frame::Kind;

use super::{Folder, all, cells, kinds, open, shown};
use crate::{Options, Sampling, Table};

const TEXT: &str = "city,age,price,member,since\nOslo,1,1.5,true,2024-01-31\n\"\",2,,false,\n,,2.5,,2024-02-01\n\"a \"\"b\"\", c\",3,3.5,true,2024-03-01\n";

#[test]
fn packed_and_separated_alike() {
    let folder = Folder::new();
    let plain = folder.table("p.csv", TEXT);
    assert_eq!(kinds(&plain), [Kind::Text, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Date]);
    assert_eq!(shown(&all(&plain), "city"), ["Oslo", "", "-", "a \"b\", c"]);
    let expected = cells(&all(&plain));
    for name in ["p.csv.gz", "p.csv.zst", "p.CSV.GZ", "p.txt"] {
        let bytes =
            if name == "p.CSV.GZ" { std::fs::read(folder.path("p.csv.gz")).unwrap() } else { TEXT.into() };
        assert_eq!(cells(&all(&folder.table(name, bytes))), expected, "{name}");
    }
    assert_eq!(
        cells(&all(&folder.table("p.csv", format!("\u{feff}{}", TEXT.replace('\n', "\r\n"))))),
        expected,
        "BOM, CRLF"
    );
    assert_eq!(cells(&all(&folder.table("p.csv", TEXT.replace('\n', "\r")))), expected, "CR");
    assert_eq!(cells(&all(&folder.table("p.csv", TEXT.trim_end()))), expected, "no last line break");
    for (separator, name) in [(";", "p.csv"), ("\t", "p.tsv"), ("|", "p.csv")] {
        let text = TEXT.replace("\"\", c", "~").replace(',', separator).replace('~', "\"\", c");
        assert_eq!(cells(&all(&folder.table(name, text))), expected, "{separator:?}");
    }
    assert_eq!(all(&folder.table("p.csv", "one\n1\n2\n")).rows(), 2, "one column");
}

#[test]
fn json_lines_alike() {
    let folder = Folder::new();
    let plain = folder.table("p.csv", TEXT);
    let lines = r#"{"city": "Oslo", "age": 1, "price": 1.5, "member": true, "since": "2024-01-31", "tags": ["x"]}
{"city": "", "age": 2, "member": false}

{"city": null, "price": 2.5, "since": "2024-02-01", "tags": {}}
{"since": "2024-03-01", "member": true, "price": 3.5, "age": 3, "city": "a \"b\", c"}
"#;
    for name in ["p.jsonl", "p.ndjson", "p.json", "p.jsonl.gz", "p.jsonl.zst"] {
        let table = folder.table(name, lines);
        assert_eq!(kinds(&table), kinds(&plain), "{name}");
        assert_eq!(cells(&all(&table)), cells(&all(&plain)), "{name}");
        assert_eq!(table.skipped()[0].0, "tags");
    }
    let ids = folder.table("i.jsonl", "{\"id\": 9007199254740993, \"code\": \"007\"}\n");
    assert_eq!(
        (shown(&all(&ids), "id"), shown(&all(&ids), "code")),
        (vec!["9007199254740993".into()], vec!["007".into()])
    );
}

/// One column of each Arrow type that is read, and some that are not.
fn batch() -> RecordBatch {
    let micros = 1_706_702_400_000_000; // 2024-01-31T12:00:00Z
    let zoned =
        TimestampMillisecondArray::from(vec![Some(micros / 1_000), None]).with_timezone("America/New_York");
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1)]), None]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("int8", Arc::new(Int8Array::from(vec![Some(-1), None]))),
        ("uint64", Arc::new(UInt64Array::from(vec![Some(7), None]))),
        ("long", Arc::new(Int64Array::from(vec![Some(9_007_199_254_740_993), None]))),
        ("huge", Arc::new(UInt64Array::from(vec![Some(u64::MAX), None]))),
        ("float32", Arc::new(Float32Array::from(vec![Some(0.5), None]))),
        ("infinite", Arc::new(Float64Array::from(vec![f64::INFINITY, f64::NAN]))),
        (
            "decimal",
            Arc::new(Decimal128Array::from(vec![Some(12_345), None]).with_precision_and_scale(9, 2).unwrap()),
        ),
        ("boolean", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        ("date32", Arc::new(Date32Array::from(vec![Some(19_753), None]))),
        ("date64", Arc::new(Date64Array::from(vec![Some(19_753 * 86_400_000), None]))),
        ("seconds", Arc::new(TimestampSecondArray::from(vec![Some(micros / 1_000_000), None]))),
        ("nanos", Arc::new(TimestampNanosecondArray::from(vec![Some(micros * 1_000), None]))),
        ("zoned", Arc::new(zoned)),
        ("view", Arc::new(StringViewArray::from(vec![Some("x"), None]))),
        ("large", Arc::new(LargeStringArray::from(vec![Some(""), None]))),
        ("dictionary", Arc::new(vec![Some("x"), None].into_iter().collect::<DictionaryArray<Int32Type>>())),
        ("number in text", Arc::new(StringArray::from(vec![Some("1.5"), Some("NA")]))),
        ("date in text", Arc::new(StringArray::from(vec![Some("2024-01-31"), None]))),
        ("nothing", Arc::new(Float64Array::from(vec![None, None]))),
        ("list", Arc::new(list)),
        ("bytes", Arc::new(BinaryArray::from(vec![Some(&b"x"[..]), None]))),
    ];
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, array)| array).collect())
        .unwrap()
}

#[test]
fn arrow_types_have_their_kind() {
    let folder = Folder::new();
    let batch = batch();
    // What the file tells of its columns without a look at them, and what a look tells, is the same.
    for (name, statistics) in
        [("t.parquet", EnabledStatistics::Page), ("bare.parquet", EnabledStatistics::None)]
    {
        let file = File::create(folder.path(name)).unwrap();
        let properties = WriterProperties::builder().set_statistics_enabled(statistics).build();
        let mut parquet = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
        parquet.write(&batch).unwrap();
        parquet.close().unwrap();
    }
    let mut arrow =
        FileWriter::try_new(File::create(folder.path("t.arrow")).unwrap(), &batch.schema()).unwrap();
    arrow.write(&batch).unwrap();
    arrow.finish().unwrap();
    let mut stream =
        StreamWriter::try_new(File::create(folder.path("t.ipc")).unwrap(), &batch.schema()).unwrap();
    stream.write(&batch).unwrap();
    stream.finish().unwrap();
    for name in ["t.parquet", "bare.parquet", "t.arrow", "t.ipc"] {
        let table = open(&folder.spec(name)).unwrap();
        let frame = all(&table);
        let noon = "2024-01-31T12:00:00Z";
        for (column, kind, value) in [
            ("int8", Kind::Integer, "-1"),
            ("uint64", Kind::Integer, "7"),
            ("long", Kind::Text, "9007199254740993"),
            ("huge", Kind::Text, "18446744073709551615"),
            ("float32", Kind::Number, "0.5"),
            ("infinite", Kind::Number, "-"),
            ("decimal", Kind::Number, "123.45"),
            ("boolean", Kind::Boolean, "true"),
            ("date32", Kind::Date, "2024-01-31"),
            ("date64", Kind::Date, "2024-01-31"),
            ("seconds", Kind::Timestamp, noon),
            ("nanos", Kind::Timestamp, noon),
            ("zoned", Kind::Timestamp, noon),
            ("view", Kind::Text, "x"),
            ("large", Kind::Text, ""),
            ("dictionary", Kind::Text, "x"),
            ("number in text", Kind::Number, "1.5"),
            ("date in text", Kind::Date, "2024-01-31"),
            ("nothing", Kind::Number, "-"),
        ] {
            let found = frame.column(column).unwrap_or_else(|| panic!("{name}: no {column}"));
            assert_eq!(
                (found.kind, shown(&frame, column)),
                (kind, vec![value.into(), "-".into()]),
                "{name}: {column}"
            );
        }
        let skipped: Vec<&str> = table.skipped().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(skipped, ["list", "bytes"]);
        let strays =
            |column: &str| &table.columns().iter().find(|field| field.name == column).unwrap().strays;
        assert_eq!(strays("number in text"), &[("NA".to_owned(), 1)]);
        assert_eq!(shown(&table.query("SELECT long FROM data").unwrap(), "long"), ["9007199254740993", "-"]);
    }
    assert_eq!(
        batch.schema().field_with_name("seconds").unwrap().data_type(),
        &DataType::Timestamp(TimeUnit::Second, None)
    );
}

#[test]
fn columns_kept_as_text_are_what_stands_there() {
    let folder = Folder::new();
    let keeping = |spec: &str| {
        let table =
            Table::open_keeping(spec, Options::default(), &["flag", "code", "since", "absent"]).unwrap();
        let scan = Table::scan_keeping(
            spec,
            Options::default(),
            &["flag", "code", "since"],
            Sampling { rows: 9, values: 99, seed: 0 },
            &mut |_| {},
        );
        let scan = scan.unwrap();
        assert_eq!(cells(&scan.sample), cells(&all(&table)));
        assert_eq!(scan.profile.columns.iter().map(|column| column.kind).collect::<Vec<_>>(), kinds(&table));
        table
    };
    let text = [Kind::Text, Kind::Text, Kind::Text, Kind::Number];
    let lines = "flag,code,since,price\nTrue,1.0,01/02/2024,1.50\nFALSE,1e3,,2\n";
    let spec = folder.file("k.csv", lines);
    let table = keeping(&spec);
    assert_eq!(kinds(&table), text);
    assert_eq!(shown(&all(&table), "flag"), ["True", "FALSE"]);
    assert_eq!(shown(&all(&table), "code"), ["1.0", "1e3"]);
    assert_eq!(shown(&all(&table), "since"), ["01/02/2024", "-"]);
    assert_eq!(shown(&all(&table), "price"), ["1.5", "2"]);
    assert_eq!(kinds(&open(&spec).unwrap()), [Kind::Boolean, Kind::Number, Kind::Date, Kind::Number]);
    // Files of one table may differ in what their values look like.
    folder.file("parts/1.csv", lines);
    folder.file("parts/2.csv", "flag,code,since,price\nunknown,A,never,3\n");
    assert_eq!(shown(&all(&keeping(&folder.spec("parts"))), "code"), ["1.0", "1e3", "A"]);

    // In JSON what stands in quotes is text; what does not is what it is.
    let quoted = "{\"flag\": \"True\", \"code\": \"1.0\", \"since\": \"2024\", \"price\": 1.5}\n";
    let table = keeping(&folder.file("q.jsonl", quoted));
    assert_eq!((kinds(&table), shown(&all(&table), "code")), (text.to_vec(), vec!["1.0".to_owned()]));
    let bare = "{\"flag\": true, \"code\": 1.0, \"since\": null, \"price\": 1.5}\n";
    let mixed = format!("{bare}{{\"flag\": \"unknown\", \"code\": 2}}\n");
    assert_eq!(kinds(&keeping(&folder.file("b.jsonl", bare)))[..2], [Kind::Boolean, Kind::Number]);
    assert_eq!(kinds(&keeping(&folder.file("m.jsonl", mixed)))[..2], [Kind::Text, Kind::Number]);

    // Arrow and Parquet say it themselves.
    let batch = RecordBatch::try_from_iter([
        ("flag", Arc::new(BooleanArray::from(vec![true, false])) as ArrayRef),
        ("code", Arc::new(StringArray::from(vec!["1.0", "2"])) as ArrayRef),
    ])
    .unwrap();
    let path = folder.path("k.parquet");
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let table = keeping(&folder.spec("k.parquet"));
    assert_eq!(
        (kinds(&table), shown(&all(&table), "code")),
        (vec![Kind::Boolean, Kind::Text], vec!["1.0".to_owned(), "2".to_owned()])
    );
}
