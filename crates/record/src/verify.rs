//! Whether the chain is whole: no entry changed, taken out, put in or moved.

use report::Fault;
use serde::Serialize;

use crate::store::Store;

/// What walking the whole chain showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Entries that are whole, counted up to the first broken one.
    pub entries: i64,
    /// The digest of the last whole entry. Kept elsewhere, it also shows when the end was cut off, which a
    /// chain alone cannot.
    pub head: String,
    /// The first entry that is not whole.
    pub broken: Option<Broken>,
}

/// An entry that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Its number.
    pub entry: i64,
    /// What it says it keeps; empty when it is not there.
    pub kind: String,
    /// What it says it is about.
    pub subject: String,
    /// What is wrong with it.
    pub why: String,
}

/// How many entries are looked at together.
const TOGETHER: i64 = 500;

pub(crate) fn verify(store: &mut Store) -> Result<Verified, Fault> {
    let (mut entries, mut head) = (0, String::new());
    loop {
        let rows = match store.after(entries, TOGETHER) {
            Ok(rows) => rows,
            // Damage inside the file: the rest cannot be read at all.
            Err(fault) if entries > 0 || fault.message.contains("damaged") => {
                let why = format!("it cannot be read: {}", fault.message);
                let broken = Broken { entry: entries + 1, kind: String::new(), subject: String::new(), why };
                return Ok(Verified { entries, head, broken: Some(broken) });
            }
            Err(fault) => return Err(fault),
        };
        if rows.is_empty() {
            return Ok(Verified { entries, head, broken: None });
        }
        for row in rows {
            let sealed = row.sealed(store.project());
            let why = if row.seq != entries + 1 {
                Some(("it is missing: it was taken out", entries + 1))
            } else if row.digest != sealed {
                Some(("it was changed after it was written: its digest does not match", row.seq))
            } else if row.previous != head {
                Some(("it does not follow the entry before it: one of them was replaced", row.seq))
            } else {
                None
            };
            if let Some((why, entry)) = why {
                let there = entry == row.seq;
                let said = |text: String| if there { text } else { String::new() };
                let broken =
                    Broken { entry, kind: said(row.kind), subject: said(row.subject), why: why.to_owned() };
                return Ok(Verified { entries, head, broken: Some(broken) });
            }
            (entries, head) = (row.seq, row.digest);
        }
    }
}
