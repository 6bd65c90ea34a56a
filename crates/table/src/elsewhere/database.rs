//! A table or view of a database, written out as CSV: each value as the database writes it, a missing one as nothing.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use futures::TryStreamExt;
use report::{Fault, suggest};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Error, Row, TypeInfo, ValueRef};

use super::{Fetched, folder, runtime, without_password};

/// Fetch a table of PostgreSQL.
pub(super) fn fetch_postgres(spec: &str) -> Result<Fetched, Fault> {
    let (server, table) = parts(spec, "postgres://USER@HOST/DATABASE#TABLE")?;
    let shown = without_password(server);
    let fault = |error: &Error| unreadable(&format!("{table} of {shown}"), error);
    let options: PgConnectOptions = server.parse().map_err(|error| fault(&error))?;
    written(table, async |file| {
        let mut connection = PgConnection::connect_with(&options).await.map_err(|error| fault(&error))?;
        let columns = postgres_columns(&mut connection, table).await.map_err(|error| fault(&error))?;
        if columns.is_empty() {
            let known = "SELECT table_name::text FROM information_schema.tables \
                         WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";
            let known: Vec<String> =
                sqlx::query_scalar(known).fetch_all(&mut connection).await.map_err(|error| fault(&error))?;
            return Err(no_table(&shown, table, &known));
        }
        let copy = format!(
            "COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv, HEADER)",
            columns.join(", "),
            quoted(table)
        );
        let mut parts = connection.copy_out_raw(&copy).await.map_err(|error| fault(&error))?;
        while let Some(part) = parts.try_next().await.map_err(|error| fault(&error))? {
            file.write_all(&part).map_err(|error| unwritten(&error))?;
        }
        Ok(())
    })
}

/// What is selected of each column: truth as 0 and 1, all else as it is.
async fn postgres_columns(connection: &mut PgConnection, table: &str) -> Result<Vec<String>, Error> {
    let columns = "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute \
                   WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
    let columns: Vec<(String, String)> =
        sqlx::query_as(columns).bind(quoted(table)).fetch_all(connection).await?;
    let select = |(name, kind): (String, String)| {
        let name = identifier(&name);
        if kind == "boolean" { format!("{name}::int AS {name}") } else { name }
    };
    Ok(columns.into_iter().map(select).collect())
}

/// Fetch a table of SQLite.
pub(super) fn fetch_sqlite(rest: &str) -> Result<Fetched, Fault> {
    let (path, table) = parts(rest, "sqlite:FILE#TABLE")?;
    let path = Path::new(path.strip_prefix("//").unwrap_or(path));
    if !path.is_file() {
        return Err(Fault::new(format!("{} does not exist", path.display())).hint("write sqlite:FILE#TABLE"));
    }
    let shown = path.display().to_string();
    let fault = |error: &Error| unreadable(&format!("{table} of {shown}"), error);
    written(table, async |file| {
        let options = SqliteConnectOptions::new().filename(path).read_only(true);
        let mut connection = options.connect().await.map_err(|error| fault(&error))?;
        let known = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY 1";
        let known: Vec<String> =
            sqlx::query_scalar(known).fetch_all(&mut connection).await.map_err(|error| fault(&error))?;
        if !known.iter().any(|name| name.eq_ignore_ascii_case(table)) {
            return Err(no_table(&shown, table, &known));
        }
        sqlite_rows(&mut connection, table, file).await.map_err(|wrong| match wrong {
            Wrong::Database(error) => fault(&error),
            Wrong::File(error) => unwritten(&error),
        })
    })
}

/// What can go wrong while rows are written out.
enum Wrong {
    Database(Error),
    File(std::io::Error),
}

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        Wrong::Database(error)
    }
}

impl From<std::io::Error> for Wrong {
    fn from(error: std::io::Error) -> Self {
        Wrong::File(error)
    }
}

async fn sqlite_rows(
    connection: &mut SqliteConnection,
    table: &str,
    file: &mut impl Write,
) -> Result<(), Wrong> {
    let names = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)").bind(table);
    let names: Vec<String> = names.fetch_all(&mut *connection).await?;
    let names: Vec<String> = names.iter().map(|name| text(name)).collect();
    writeln!(file, "{}", names.join(","))?;
    let select = AssertSqlSafe(format!("SELECT * FROM {}", identifier(table)));
    let mut rows = sqlx::query(select).fetch(connection);
    while let Some(row) = rows.try_next().await? {
        for at in 0..row.len() {
            let comma = if at == 0 { "" } else { "," };
            write!(file, "{comma}{}", sqlite_value(&row, at)?)?;
        }
        writeln!(file)?;
    }
    Ok(())
}

/// A value as CSV: each by its own type, since a column of SQLite may hold any.
fn sqlite_value(row: &SqliteRow, at: usize) -> Result<String, Error> {
    let value = row.try_get_raw(at)?;
    if value.is_null() {
        return Ok(String::new());
    }
    Ok(match value.type_info().name() {
        "INTEGER" | "INT8" | "BIGINT" => row.try_get_unchecked::<i64, _>(at)?.to_string(),
        "REAL" => row.try_get_unchecked::<f64, _>(at)?.to_string(),
        "BOOLEAN" => i64::from(row.try_get_unchecked::<bool, _>(at)?).to_string(),
        "BLOB" => text(&String::from_utf8_lossy(row.try_get_unchecked::<&[u8], _>(at)?)),
        _ => text(row.try_get_unchecked::<&str, _>(at)?),
    })
}

/// Make the file of a table and have it filled.
fn written(
    table: &str,
    fill: impl AsyncFnOnce(&mut BufWriter<File>) -> Result<(), Fault>,
) -> Result<Fetched, Fault> {
    let folder = folder()?;
    let path: PathBuf = folder.path().join("table.csv");
    let mut file = BufWriter::new(File::create(&path).map_err(|error| unwritten(&error))?);
    runtime()?.block_on(fill(&mut file))?;
    file.flush().map_err(|error| unwritten(&error))?;
    if std::fs::metadata(&path).is_ok_and(|meta| meta.len() == 0) {
        return Err(Fault::new(format!("{table} has no columns")).hint("name a table or view that has some"));
    }
    Ok(Fetched { folder, files: vec![path] })
}

/// The database and its table.
fn parts<'a>(spec: &'a str, expected: &str) -> Result<(&'a str, &'a str), Fault> {
    let parts = spec.rsplit_once('#').filter(|(_, table)| !table.trim().is_empty());
    parts.ok_or_else(|| {
        let shown = without_password(spec);
        Fault::new(format!("{shown} names a database, but not its table")).hint(format!("write {expected}"))
    })
}

/// A text of CSV, always in quotes: an empty one is not a missing one.
fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A name in SQL.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A table's name in SQL, with that of its schema.
fn quoted(table: &str) -> String {
    table.split('.').map(identifier).collect::<Vec<_>>().join(".")
}

fn no_table(place: &str, table: &str, known: &[String]) -> Fault {
    let fault = Fault::new(format!("{place} has no table `{table}`"));
    let names = known.iter().map(String::as_str);
    match (suggest::nearest(table, names.clone()), known.is_empty()) {
        (Some(near), _) => fault.hint(format!("did you mean `{near}`?")),
        (None, true) => fault.hint("it has no tables at all"),
        (None, false) => fault.hint(format!("its tables are {}", suggest::one_of(names))),
    }
}

fn unreadable(what: &str, error: &Error) -> Fault {
    Fault::new(format!("{what} cannot be read: {error}")).hint(
        "check that the database runs and that you may read it: postgres://USER:PASSWORD@HOST/DATABASE#TABLE",
    )
}

fn unwritten(error: &std::io::Error) -> Fault {
    Fault::new(format!("the table cannot be fetched into the folder for temporary files: {error}"))
        .hint("name a folder with room for it in the variable TMPDIR")
}
