//! Where the SQL of the two engines differs. All else is written once.

use crate::Place;

/// The statements that an engine wants in its own words.
#[derive(Debug)]
pub(crate) struct Dialect {
    /// Run first on a new connection; changes nothing that lasts.
    pub prepare: &'static [&'static str],
    /// Run next, once the place is known to be Tenet's own.
    pub settle: &'static [&'static str],
    /// Begin a transaction that nobody else can write beside.
    pub begin: &'static str,
    /// Run first in such a transaction, before there may be a table to lock.
    pub lock: Option<&'static str>,
    /// How many tables are called `tenet_schema`: 0 or 1.
    pub counts_schema: &'static str,
    /// How many tables of another program there are: any, where there is no `tenet_schema`. One statement, so that
    /// a record which is made between two looks is not taken for another program's.
    pub counts_foreign: &'static str,
}

static SQLITE: Dialect = Dialect {
    // FULL: what was acknowledged also outlives a loss of power, at one sync an entry.
    prepare: &["PRAGMA busy_timeout = 10000", "PRAGMA synchronous = FULL"],
    settle: &["PRAGMA journal_mode = WAL"],
    begin: "BEGIN IMMEDIATE",
    lock: None,
    counts_schema: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'tenet_schema'",
    counts_foreign: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND NOT EXISTS \
                     (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'tenet_schema')",
};

static POSTGRES: Dialect = Dialect {
    prepare: &["SET lock_timeout = '60s'", "SET client_min_messages = 'warning'"],
    settle: &[],
    begin: "BEGIN",
    // An advisory lock, since the table may not be there yet. The number is Tenet's own.
    lock: Some("DO $$ BEGIN PERFORM pg_advisory_xact_lock(8387236828); END $$"),
    counts_schema: "SELECT count(*) FROM information_schema.tables \
                    WHERE table_schema = current_schema() AND table_name = 'tenet_schema'",
    // A database may be shared with others.
    counts_foreign: "SELECT 0::BIGINT",
};

impl Dialect {
    pub(crate) fn of(place: &Place) -> &'static Dialect {
        match place {
            Place::Off | Place::File(_) => &SQLITE,
            Place::Server(_) => &POSTGRES,
        }
    }
}
