//! What a newer table has changed.

use frame::Column;

use super::super::Case;
use super::{apart, case, later, measured, text};

pub const CASES: &[Case] = &[
    case("recent: a measured column moved", &["shifted-sample", "unit-change"], |random, table| {
        (table.rows() >= 900).then_some(())?;
        let name = measured(table)?;
        let mut recent = apart(table, random);
        recent.change(&name, |_, old| old * 1.35);
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: another mix of categories", &["shifted-sample"], |random, table| {
        (table.rows() >= 900).then_some(())?;
        let name = text(table)?;
        let mut recent = apart(table, random);
        let first = recent.columns.iter().find(|column| column.name == name)?.show(0);
        recent.reword(&name, |_, old| if random.f64() < 0.35 { first.clone() } else { old });
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: more is missing", &["shifted-sample", "schema-change"], |random, table| {
        let name = measured(table)?;
        let mut recent = apart(table, random);
        recent.change(&name, |_, old| if random.f64() < 0.4 { f64::NAN } else { old });
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: a category never seen", &["new-categories", "shifted-sample"], |random, table| {
        let name = text(table)?;
        let mut recent = apart(table, random);
        recent.reword(&name, |_, old| if random.f64() < 0.06 { "novel".into() } else { old });
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: another unit", &["unit-change", "shifted-sample"], |random, table| {
        let name = measured(table)?;
        let mut recent = apart(table, random);
        let factor = [100.0, 0.001, 60.0, 2.54][random.usize(0..4)];
        recent.change(&name, |_, old| old * factor);
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: a column gone", &["schema-change"], |random, table| {
        let name = measured(table)?;
        let mut recent = apart(table, random);
        recent.columns.retain(|column| column.name != name);
        table.recent = Some(recent.columns);
        Some(vec![name])
    }),
    case("recent: numbers became text", &["schema-change"], |random, table| {
        let name = measured(table)?;
        let mut recent = later(random, table);
        for column in recent.iter_mut().filter(|column| column.name == name) {
            let texts: Vec<String> = (0..column.len()).map(|row| format!("{} u", column.show(row))).collect();
            *column = Column::text(name.clone(), texts.iter().map(|text| Some(text.as_str())));
        }
        table.recent = Some(recent);
        Some(vec![name])
    }),
    case("recent: other answers", &["label-shift"], |random, table| {
        (table.rows() >= 900).then_some(())?;
        let mut recent = apart(table, random);
        let frame = recent.frame();
        let kept: Vec<usize> =
            (0..recent.rows()).filter(|&row| recent.yes(row) || random.f64() < 0.45).collect();
        recent.columns = frame.take(&kept).columns().to_vec();
        table.recent = Some(recent.columns);
        Some(vec![table.target.to_owned()])
    }),
];
