//! Tables of several files.

use frame::Kind;

use super::{Folder, all, kinds, open, shown};

#[test]
fn a_folder_is_one_table_in_order_of_the_names() {
    let folder = Folder::new();
    folder.file("t/b.csv", "a,b\n3,z\n");
    folder.file("t/a.csv.gz", "b,a\nx,1\ny,2\n");
    folder.file("t/c.jsonl", "{\"a\": 4, \"b\": \"w\"}\n");
    folder.file("t/_SUCCESS", "");
    folder.file("t/readme.md", "not a table");
    folder.file("t/below/d.csv", "other\n1\n");
    let table = open(&folder.spec("t")).unwrap();
    assert_eq!((table.name(), table.files().len(), table.rows()), ("t", 3, 4));
    assert_eq!(all(&table).names().collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(shown(&all(&table), "a"), ["1", "2", "3", "4"]);
    assert_eq!(shown(&all(&table), "b"), ["x", "y", "z", "w"]);
    let globbed = open(&folder.spec("t/[ab].csv*")).unwrap();
    assert_eq!(shown(&all(&globbed), "a"), ["1", "2", "3"]);
    assert_eq!(open(&folder.spec("**/d.csv")).unwrap().rows(), 1);
}

#[test]
fn kinds_widen_over_files() {
    let folder = Folder::new();
    folder.file("t/1.csv", "n,d,none,zip\n1,2024-01-01,,10115\n");
    folder.file("t/2.csv", "n,d,none,zip\n1.5,2024-01-01 12:00,7,01067\n");
    let table = open(&folder.spec("t")).unwrap();
    assert_eq!(kinds(&table), [Kind::Number, Kind::Timestamp, Kind::Integer, Kind::Text]);
    assert_eq!(shown(&all(&table), "zip"), ["10115", "01067"]);
    assert_eq!(shown(&all(&table), "none"), ["-", "7"]);
}

#[test]
fn the_digest_is_of_the_bytes() {
    let folder = Folder::new();
    let one = folder.table("1.csv", "a,b\n1,2\n");
    let moved = folder.table("2.csv", "a,b\n1,2\n");
    let other = folder.table("3.csv", "a,b\n1,3\n");
    assert_eq!(one.digest(), moved.digest());
    assert_ne!(one.digest(), other.digest());
    assert_eq!(one.digest().len(), 64);
}
