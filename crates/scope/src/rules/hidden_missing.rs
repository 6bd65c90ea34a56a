//! "Not known" is written as if it were a value.
//!
//! ## What it sees
//! Words and marks such as `?`, `unknown`, `n/a` or a blank; numbers such as -1, 999 or 0 that are frequent,
//! stand at the end and stand apart from all others; zeros that fall together with such gaps in other columns.
//! Honest zeros and answers such as `none`, `no` or `other` are not meant.
//!
//! ## Why it sinks projects
//! Nobody counts it as missing. Means, ranges and limits are wrong, and a model treats "not measured" as a very
//! small or very large measurement.
//!
//! ## Example
//! `glucose` is 0 for 5 women; the next lowest is 44.
//!
//! ## What to do
//! Make these values truly missing where the table is made, or say in the query that reads it
//! (`nullif(glucose, 0)`). If the value is meant, allow it with a reason in tenet.toml.
//!
//! ## References
//! Pearson, "The problem of disguised missing data" (SIGKDD Explorations, 2006). Qahtan et al., "FAHES: a robust
//! disguised missing values detector" (KDD 2018).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::evidence::share;
use crate::measure::sentinel::{Seen, Sentinel, by_value, shown};

pub const CHECK: Check = Check {
    rule: Rule { name: "hidden-missing", level: Level::Warn, text: include_str!("hidden_missing.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::hidden_missing,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    study.sentinels.iter().map(|sentinel| finding(study, sentinel)).collect()
}

fn finding(study: &Study<'_>, sentinel: &Sentinel) -> Finding {
    let column = &sentinel.column;
    let rows: usize = sentinel.values.iter().map(|(_, count)| count).sum();
    let seen = match sentinel.seen {
        Seen::Word => "a way to write \"not known\"",
        Seen::Apart => "far from all other values",
        Seen::Together => "just where other columns are not known either",
    };
    let values = shown(&sentinel.values);
    let blank = values.replace("` `", "a blank").replace("``", "an empty text");
    let quoted: Vec<String> = sentinel.values.iter().take(3).map(|(value, _)| quoted(value)).collect();
    Finding::new(&CHECK.rule, format!("{column} is {blank} ({}): {seen}", share(rows as u64, sentinel.rows as u64)))
        .columns([column])
        .why(why(study, sentinel, rows))
        .remedy(format!(
            "Make it truly missing where the table is made (in SQL: `nullif({column}, {})`); if it is meant, allow it in tenet.toml with a reason ([[allow]]).",
            quoted.first().cloned().unwrap_or_default(),
        ))
        .evidence("rows", sentinel.rows).evidence("harm", study.weight(column) * rows as f64 / sentinel.rows as f64)
        .evidence("rows_hidden", rows)
        .evidence("values", serde_json::json!(by_value(&sentinel.values)))
}

/// A value as SQL writes it.
fn quoted(value: &str) -> String {
    if value.parse::<f64>().is_ok() { value.to_owned() } else { format!("'{}'", value.replace('\'', "''")) }
}

fn why(study: &Study<'_>, sentinel: &Sentinel, rows: usize) -> String {
    let (column, target, rows) = (&sentinel.column, &study.target.name, count(rows as u64));
    let is_text = study.profile.column(column).is_some_and(|profile| profile.kind == frame::Kind::Text);
    if sentinel.seen == Seen::Word && !is_text {
        return format!(
            "One such cell makes many tools read the whole of {column} as text. Here it is read as numbers, with these \
             {rows} rows missing; whatever else reads the table must do the same."
        );
    }
    format!(
        "A model would take it for a real {column} and learn {target} from what is in truth not known for {rows} rows."
    )
}
