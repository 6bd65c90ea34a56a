//! The same rows get the same predictions, whatever other rows the file holds and whatever its format.

use std::fs;
use std::path::Path;

use crate::{object, tenet};

/// Codes that look like booleans, numbers or times, beside one word each that does not.
const COLUMNS: [(&str, [&str; 3]); 4] = [
    ("flag", ["True", "False", "unknown"]),
    ("code", ["1.0", "2.50", "A"]),
    ("size", ["1e3", "2e3", "X"]),
    ("since", ["2024-01-01", "2024-02-01", "never"]),
];

/// Rows of cells, and a yes or no that depends on all of them.
fn rows() -> Vec<Vec<String>> {
    let mut chance = fastrand::Rng::with_seed(6);
    let row = |_| {
        let picked = COLUMNS.map(|_| chance.usize(0..3));
        let weight: f64 = picked.iter().map(|&at| [1.5, -1.5, 0.0][at]).sum();
        let yes = chance.f64() < 1.0 / (1.0 + (-weight).exp());
        let cells = COLUMNS.iter().zip(picked).map(|((_, words), at)| words[at].to_owned());
        cells.chain([if yes { "yes" } else { "no" }.to_owned()]).collect()
    };
    (0..900).map(row).collect()
}

fn csv(rows: &[&Vec<String>]) -> String {
    let lines = rows.iter().map(|row| format!("{}\n", row.join(",")));
    format!("flag,code,size,since,y\n{}", lines.collect::<String>())
}

/// What is said of each row: its probability, as it is written.
fn predicted(folder: &Path, file: &str) -> Vec<String> {
    let run = tenet(folder, &["predict", "package", file]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout.lines().skip(1).map(|line| line.split(',').nth(2).unwrap().to_owned()).collect()
}

#[test]
fn text_that_looks_like_something_else_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows();
    fs::write(folder.path().join("all.csv"), csv(&rows.iter().collect::<Vec<_>>())).unwrap();
    let (code, evidence) =
        object(folder.path(), &["experiment", "all.csv", "--target", "y", "-o", "package"]);
    assert_eq!(code, 0, "{evidence}");
    let all = predicted(folder.path(), "all.csv");
    for (at, (name, words)) in COLUMNS.iter().enumerate() {
        let kept: Vec<usize> = (0..rows.len()).filter(|&row| rows[row][at] != words[2]).collect();
        let some: Vec<&Vec<String>> = kept.iter().map(|&row| &rows[row]).collect();
        let expected: Vec<&String> = kept.iter().map(|&row| &all[row]).collect();
        fs::write(folder.path().join("some.csv"), csv(&some)).unwrap();
        let (code, drift) = object(
            folder.path(),
            &["evaluate", "drift", "some.csv", "--against", "some.csv", "--package", "package"],
        );
        assert_eq!(predicted(folder.path(), "some.csv").iter().collect::<Vec<_>>(), expected, "{name}");
        assert_eq!(code, 0, "{drift}");
        // Values that are no text at all are the words that mean the same.
        let object = |row: &&Vec<String>| {
            let cells = COLUMNS.iter().zip(row.iter()).map(|((column, _), cell)| match *column {
                "flag" if name == column => format!("\"flag\": {}", cell == "True"),
                "code" | "size" if name == column => {
                    format!("\"{column}\": {}", cell.parse::<f64>().unwrap())
                }
                _ => format!("\"{column}\": \"{cell}\""),
            });
            format!("{{{}}}\n", cells.collect::<Vec<_>>().join(", "))
        };
        fs::write(folder.path().join("some.jsonl"), some.iter().map(object).collect::<String>()).unwrap();
        assert_eq!(
            predicted(folder.path(), "some.jsonl").iter().collect::<Vec<_>>(),
            expected,
            "{name}, typed"
        );
    }
}
