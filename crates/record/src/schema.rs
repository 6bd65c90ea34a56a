//! The tables of the store, version by version.
//!
//! A version is a list of statements that turns the one before into it; both engines understand them. What a
//! release has written is never edited here: a change is a new version at the end.

/// The versions, the first one first.
pub(crate) const VERSIONS: &[&[&str]] = &[&[
    "CREATE TABLE tenet_entry (
        project TEXT NOT NULL,
        seq BIGINT NOT NULL,
        at TEXT NOT NULL,
        by_whom TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        made_from TEXT NOT NULL,
        body TEXT NOT NULL,
        previous TEXT NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (project, seq)
    )",
    "CREATE INDEX tenet_entry_of_kind ON tenet_entry (project, kind, seq)",
    "CREATE INDEX tenet_entry_of_subject ON tenet_entry (project, kind, subject, seq)",
]];

/// The table that holds the number of the version; it has one row.
pub(crate) const FIRST: [&str; 2] =
    ["CREATE TABLE tenet_schema (version BIGINT NOT NULL)", "INSERT INTO tenet_schema (version) VALUES (0)"];
