//! One connection to the place where entries lie: opened, migrated, read and appended to.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use report::Fault;
use sqlx::any::{AnyConnectOptions, AnyRow};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Error, Row as _};
use tokio::runtime::Runtime;

use crate::dialect::Dialect;
use crate::entry::{New, Row};
use crate::schema::FIRST;
use crate::{Place, words};

/// How long to go on trying while another writer is in the way.
const PATIENCE: Duration = Duration::from_secs(60);

/// The columns of an entry, in the order [`row`] reads them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT seq, at, by_whom, kind, subject, made_from, body, previous, digest FROM tenet_entry ",
            $rest
        )
    };
}

/// An open store, and whose entries in it are read and written.
pub(crate) struct Store {
    runtime: Runtime,
    /// Taken only to be closed, when the store is dropped.
    connection: Option<AnyConnection>,
    dialect: &'static Dialect,
    place: Place,
    project: String,
}

impl Store {
    /// Open the store, make its tables if it is new, and bring older ones up to the last of `versions`.
    pub(crate) fn open(place: &Place, project: &str, versions: &[&[&str]]) -> Result<Store, Fault> {
        sqlx::any::install_default_drivers();
        if let Place::File(path) = place
            && let Some(folder) = path.parent()
        {
            fs::create_dir_all(folder).map_err(|error| {
                Fault::new(format!("{} cannot be made: {error}", folder.display()))
                    .hint("name another place with --record, or work without one: --record off")
            })?;
        }
        let mut store = Store::connect(place, project, &place.url())?;
        store.settle()?;
        store.migrate(versions)?;
        Ok(store)
    }

    /// Open a file that cannot be written, such as one on a read-only disk, for reading alone.
    pub(crate) fn look(path: &Path, project: &str, versions: &[&[&str]]) -> Result<Store, Fault> {
        sqlx::any::install_default_drivers();
        let place = Place::File(path.to_owned());
        let mut store = Store::connect(&place, project, &Place::url_to_look_at(path))?;
        let version = store.version()?;
        if version != versions.len() as i64 {
            return Err(words::newer(&place, version, versions.len()));
        }
        Ok(store)
    }

    fn connect(place: &Place, project: &str, url: &str) -> Result<Store, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Fault::new(format!("the record cannot be opened: {error}")))?;
        let connection = runtime
            .block_on(async {
                let options: AnyConnectOptions = url.parse()?;
                AnyConnection::connect_with(&options).await
            })
            .map_err(|error| words::fault(place, &error))?;
        Ok(Store {
            runtime,
            connection: Some(connection),
            dialect: Dialect::of(place),
            place: place.clone(),
            project: project.to_owned(),
        })
    }

    /// Do some work on the connection, again and again while another writer is in the way.
    fn run<T>(
        &mut self,
        work: impl AsyncFn(&mut AnyConnection, &str) -> Result<T, Error>,
    ) -> Result<T, Fault> {
        let started = Instant::now();
        let connection = self.connection.as_mut().ok_or_else(|| Fault::new("the record is closed"))?;
        loop {
            match self.runtime.block_on(work(connection, &self.project)) {
                Err(error) if words::is_busy(&error) && started.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                done => return done.map_err(|error| words::fault(&self.place, &error)),
            }
        }
    }

    /// Make sure that the place is a record or empty, and set the connection up.
    fn settle(&mut self) -> Result<(), Fault> {
        let dialect = self.dialect;
        let foreign = self.run(async |connection, _| {
            for statement in dialect.prepare {
                sqlx::raw_sql(*statement).execute(&mut *connection).await?;
            }
            Ok(count(connection, dialect.counts_foreign).await? > 0)
        })?;
        if foreign {
            return Err(words::another_programs(&self.place));
        }
        self.run(async |connection, _| {
            for statement in dialect.settle {
                sqlx::raw_sql(*statement).execute(&mut *connection).await?;
            }
            Ok(())
        })
    }

    /// The version of the tables; 0 when there are none.
    fn version(&mut self) -> Result<i64, Fault> {
        let dialect = self.dialect;
        self.run(async |connection, _| match count(connection, dialect.counts_schema).await? {
            0 => Ok(0),
            _ => count(connection, "SELECT version FROM tenet_schema").await,
        })
    }

    fn migrate(&mut self, versions: &[&[&str]]) -> Result<(), Fault> {
        let last = versions.len() as i64;
        let version = self.version()?;
        if version > last {
            return Err(words::newer(&self.place, version, versions.len()));
        }
        if version == last {
            return Ok(());
        }
        if version > 0 {
            self.back_up(version)?;
        }
        let dialect = self.dialect;
        let steps: Vec<Vec<String>> =
            versions.iter().map(|steps| steps.iter().map(|step| (*step).to_owned()).collect()).collect();
        self.run(async |connection, _| {
            let mut transaction = connection.begin_with(dialect.begin).await?;
            if let Some(lock) = dialect.lock {
                sqlx::raw_sql(lock).execute(&mut *transaction).await?;
            }
            if count(&mut transaction, dialect.counts_schema).await? == 0 {
                for statement in FIRST {
                    sqlx::raw_sql(statement).execute(&mut *transaction).await?;
                }
            }
            // Another program may have migrated while this one waited for the lock.
            let version = count(&mut transaction, "SELECT version FROM tenet_schema").await?;
            for statement in steps.iter().skip(version as usize).flatten() {
                sqlx::raw_sql(AssertSqlSafe(statement.as_str())).execute(&mut *transaction).await?;
            }
            sqlx::query("UPDATE tenet_schema SET version = $1").bind(last).execute(&mut *transaction).await?;
            transaction.commit().await
        })
    }

    /// A whole copy of the record as it is: a file beside a SQLite file, a table in a database.
    fn back_up(&mut self, version: i64) -> Result<(), Fault> {
        let statement = match &self.place {
            Place::Off => return Ok(()),
            Place::File(path) => {
                let copy = path.with_extension(format!("v{version}.db"));
                if copy.exists() {
                    return Ok(());
                }
                format!("VACUUM INTO '{}'", copy.display().to_string().replace('\'', "''"))
            }
            Place::Server(_) => {
                format!("CREATE TABLE IF NOT EXISTS tenet_entry_v{version} AS TABLE tenet_entry")
            }
        };
        self.run(async |connection, _| {
            sqlx::raw_sql(AssertSqlSafe(statement.as_str())).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Append entries, all of them or none, and give them their places in the chain.
    pub(crate) fn append(&mut self, new: &[New]) -> Result<Vec<Row>, Fault> {
        let dialect = self.dialect;
        self.run(async |connection, project| {
            let mut transaction = connection.begin_with(dialect.begin).await?;
            if let Some(lock) = dialect.lock {
                sqlx::raw_sql(lock).execute(&mut *transaction).await?;
            }
            let last = sqlx::query(
                "SELECT seq, digest FROM tenet_entry WHERE project = $1 ORDER BY seq DESC LIMIT 1",
            )
            .bind(project)
            .fetch_optional(&mut *transaction)
            .await?;
            let (mut seq, mut previous) = match last {
                Some(last) => (last.try_get::<i64, _>(0)?, last.try_get::<String, _>(1)?),
                None => (0, String::new()),
            };
            let mut rows = Vec::with_capacity(new.len());
            for new in new {
                let row = Row::after(seq, previous, project, new);
                sqlx::query("INSERT INTO tenet_entry VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
                    .bind(project)
                    .bind(row.seq)
                    .bind(&*row.at)
                    .bind(&*row.by)
                    .bind(&*row.kind)
                    .bind(&*row.subject)
                    .bind(&*row.made_from)
                    .bind(&*row.body)
                    .bind(&*row.previous)
                    .bind(&*row.digest)
                    .execute(&mut *transaction)
                    .await?;
                (seq, previous) = (row.seq, row.digest.clone());
                rows.push(row);
            }
            transaction.commit().await?;
            Ok(rows)
        })
    }

    /// The last entry of a kind about a subject.
    pub(crate) fn last(&mut self, kind: &str, subject: &str) -> Result<Option<Row>, Fault> {
        self.run(async |connection, project| {
            let found = sqlx::query(select!(
                "WHERE project = $1 AND kind = $2 AND subject = $3 ORDER BY seq DESC LIMIT 1"
            ))
            .bind(project)
            .bind(kind)
            .bind(subject)
            .fetch_optional(connection)
            .await?;
            found.as_ref().map(row).transpose()
        })
    }

    /// All entries of a kind, the first one first.
    pub(crate) fn of_kind(&mut self, kind: &str) -> Result<Vec<Row>, Fault> {
        self.run(async |connection, project| {
            let found = sqlx::query(select!("WHERE project = $1 AND kind = $2 ORDER BY seq"))
                .bind(project)
                .bind(kind)
                .fetch_all(connection)
                .await?;
            found.iter().map(row).collect()
        })
    }

    /// How many entries of a kind are about a subject.
    pub(crate) fn count(&mut self, kind: &str, subject: &str) -> Result<u64, Fault> {
        self.run(async |connection, project| {
            let found = sqlx::query(
                "SELECT count(*) FROM tenet_entry WHERE project = $1 AND kind = $2 AND subject = $3",
            )
            .bind(project)
            .bind(kind)
            .bind(subject)
            .fetch_one(connection)
            .await?;
            Ok(found.try_get::<i64, _>(0)?.unsigned_abs())
        })
    }

    /// At most `count` entries after this number, in the order of the chain.
    pub(crate) fn after(&mut self, seq: i64, count: i64) -> Result<Vec<Row>, Fault> {
        self.run(async |connection, project| {
            let found = sqlx::query(select!("WHERE project = $1 AND seq > $2 ORDER BY seq LIMIT $3"))
                .bind(project)
                .bind(seq)
                .bind(count)
                .fetch_all(connection)
                .await?;
            found.iter().map(row).collect()
        })
    }

    /// The last `count` entries, the last one first.
    pub(crate) fn latest(&mut self, count: i64) -> Result<Vec<Row>, Fault> {
        self.run(async |connection, project| {
            let found = sqlx::query(select!("WHERE project = $1 ORDER BY seq DESC LIMIT $2"))
                .bind(project)
                .bind(count)
                .fetch_all(connection)
                .await?;
            found.iter().map(row).collect()
        })
    }

    pub(crate) fn project(&self) -> &str {
        &self.project
    }

    /// Run any statement, to do in a test what no code of Tenet does.
    #[cfg(test)]
    pub(crate) fn execute(&mut self, statement: &str) {
        let done = self.run(async |connection, _| {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await.map(|_| ())
        });
        done.expect("the statement runs");
    }
}

impl Drop for Store {
    /// Wait until all is written and the file is closed: the next program finds it tidy.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // What was acknowledged is kept already; a fault in closing loses nothing.
            let _ = self.runtime.block_on(connection.close());
        }
    }
}

async fn count(connection: &mut AnyConnection, statement: &'static str) -> Result<i64, Error> {
    sqlx::query(statement).fetch_one(connection).await?.try_get(0)
}

fn row(found: &AnyRow) -> Result<Row, Error> {
    Ok(Row {
        seq: found.try_get(0)?,
        at: found.try_get(1)?,
        by: found.try_get(2)?,
        kind: found.try_get(3)?,
        subject: found.try_get(4)?,
        made_from: found.try_get(5)?,
        body: found.try_get(6)?,
        previous: found.try_get(7)?,
        digest: found.try_get(8)?,
    })
}
