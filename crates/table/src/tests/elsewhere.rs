//! Tables of databases: read as the files they are fetched into.

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::*;

const ROWS: &str =
    "(1, 'old', 2.5, 1, ''), (2, 'new', NULL, 0, 'say \"no\", twice'), (3, 'new', 4.0, 1, NULL)";

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn held(spec: &str) {
    let table = Table::open(spec, Options::default()).unwrap();
    assert_eq!(table.name(), "exposures");
    let kinds: Vec<Kind> = table.columns().iter().map(|field| field.kind).collect();
    assert_eq!(kinds, [Kind::Integer, Kind::Text, Kind::Number, Kind::Integer, Kind::Text]);
    let frames = table.frames(None).unwrap();
    // The rows are there for as long as they are read.
    drop(table);
    let rows: Frame = frames.map(Result::unwrap).next().unwrap();
    assert_eq!(rows.rows(), 3);
    assert_eq!(rows.column("spend").unwrap().show(2), "4");
    assert!(rows.column("spend").unwrap().is_missing(1));
    assert_eq!(rows.column("said").unwrap().show(1), "say \"no\", twice");
    assert!(!rows.column("said").unwrap().is_missing(0) && rows.column("said").unwrap().is_missing(2));
}

#[test]
fn a_table_of_sqlite() {
    let folder = Folder::new();
    run(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(folder.path("shop.db"))
            .create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        let make = "CREATE TABLE exposures (id INTEGER, arm TEXT, spend REAL, bought BOOLEAN, said TEXT)";
        connection.execute(make).await.unwrap();
        connection.execute(AssertSqlSafe(format!("INSERT INTO exposures VALUES {ROWS}"))).await.unwrap();
        connection.close().await.unwrap();
    });
    let place = format!("sqlite:{}", folder.spec("shop.db"));
    held(&format!("{place}#exposures"));
    let fault = |spec: &str| Table::open(spec, Options::default()).unwrap_err();
    assert!(fault(&place).message.contains("not its table"));
    assert!(fault(&format!("{place}#exposure")).hint.unwrap().contains("`exposures`"));
    assert!(fault("sqlite:none.db#a").message.contains("does not exist"));
}

#[test]
fn a_table_of_postgres() {
    let Ok(server) = std::env::var("TENET_TEST_POSTGRES") else {
        return eprintln!("skipped: TENET_TEST_POSTGRES names no server");
    };
    let make = format!(
        "DROP SCHEMA IF EXISTS tenet_elsewhere CASCADE; CREATE SCHEMA tenet_elsewhere; \
         CREATE TABLE tenet_elsewhere.exposures (id int, arm text, spend numeric, bought boolean, said text); \
         INSERT INTO tenet_elsewhere.exposures SELECT a, b, c, d::boolean, e FROM (VALUES {ROWS}) AS rows(a, b, c, d, e)"
    );
    run(async {
        let options: sqlx::postgres::PgConnectOptions = server.parse().unwrap();
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    held(&format!("{server}#tenet_elsewhere.exposures"));
    let fault = Table::open(&format!("{server}#tenet_elsewhere.exposure"), Options::default()).unwrap_err();
    assert!(fault.message.contains("has no table"), "{fault:?}");
    assert!(!fault.message.contains(":test@"), "{fault:?}");
}
