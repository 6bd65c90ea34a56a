//! A project's record: append an entry, ask for the last one.

use std::cell::{RefCell, RefMut};
use std::fmt;
use std::path::Path;

use report::Fault;

use crate::entry::{Entry, Kind, New, Row};
use crate::schema::VERSIONS;
use crate::store::Store;
use crate::verify::{Verified, verify};
use crate::{Place, earlier};

/// The name under which a file holds its one project.
const HERE: &str = "";

/// A project's record. It is opened when it is first needed, and made when there is first something to keep.
pub struct Record {
    place: Place,
    project: String,
    store: RefCell<Option<Store>>,
    /// The same, when it can only be read.
    looked_at: RefCell<Option<Store>>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Record at {}", self.place)
    }
}

impl Record {
    /// The record at a place. A server may hold the records of many projects and tells them apart by `project`;
    /// a file holds one.
    pub fn at(place: Place, project: &str) -> Record {
        let project = if matches!(place, Place::Server(_)) { project } else { HERE };
        Record {
            place,
            project: project.to_owned(),
            store: RefCell::default(),
            looked_at: RefCell::default(),
        }
    }

    /// Where it is kept.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The name its project goes by there.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// Append an entry; once this returns, it is kept whatever happens to the program.
    ///
    /// # Errors
    /// When the place cannot be written.
    pub fn append(&self, new: New) -> Result<Entry, Fault> {
        let row = self.store()?.append(std::slice::from_ref(&new))?.pop().unwrap_or_default();
        Ok(Entry {
            seq: row.seq,
            at: new.at,
            by: new.by,
            kind: new.kind,
            subject: new.subject,
            made_from: new.made_from,
            body: new.body,
            previous: row.previous,
            digest: row.digest,
        })
    }

    /// Append several entries, all of them or none.
    ///
    /// # Errors
    /// When the place cannot be written.
    pub fn append_all(&self, new: &[New]) -> Result<(), Fault> {
        self.store()?.append(new).map(|_| ())
    }

    /// The last entry of a kind about a subject.
    ///
    /// # Errors
    /// When the place cannot be read, or the entry is damaged.
    pub fn last(&self, kind: Kind, subject: &str) -> Result<Option<Entry>, Fault> {
        let Some(mut store) = self.existing()? else { return Ok(None) };
        store.last(kind.word(), subject)?.map(|row| self.entry(row)).transpose()
    }

    /// All entries of a kind, the first one first.
    ///
    /// # Errors
    /// When the place cannot be read, or an entry is damaged.
    pub fn of_kind(&self, kind: Kind) -> Result<Vec<Entry>, Fault> {
        let Some(mut store) = self.existing()? else { return Ok(Vec::new()) };
        store.of_kind(kind.word())?.into_iter().map(|row| self.entry(row)).collect()
    }

    /// How many entries of a kind are about a subject.
    ///
    /// # Errors
    /// When the place cannot be read.
    pub fn count(&self, kind: Kind, subject: &str) -> Result<u64, Fault> {
        self.existing()?.map_or(Ok(0), |mut store| store.count(kind.word(), subject))
    }

    /// The last `count` entries, the last one first.
    ///
    /// # Errors
    /// When the place cannot be read, or an entry is damaged.
    pub fn latest(&self, count: u32) -> Result<Vec<Entry>, Fault> {
        let Some(mut store) = self.existing()? else { return Ok(Vec::new()) };
        store.latest(i64::from(count))?.into_iter().map(|row| self.entry(row)).collect()
    }

    /// Walk the whole chain and look for the first entry that is not as it was written.
    ///
    /// # Errors
    /// When the place cannot be read at all.
    pub fn verify(&self) -> Result<Verified, Fault> {
        match self.existing()? {
            Some(mut store) => verify(&mut store),
            None => Ok(Verified { entries: 0, head: String::new(), broken: None }),
        }
    }

    /// Note that the sealed rows known by this key were opened.
    ///
    /// # Errors
    /// When the place cannot be written.
    pub fn open_holdout(&self, key: &str, at: &str, by: &str) -> Result<(), Fault> {
        self.append(New::opening(key, at, by)).map(|_| ())
    }

    /// How often the sealed rows known by this key were opened.
    ///
    /// # Errors
    /// When the place cannot be read.
    pub fn holdout_openings(&self, key: &str) -> Result<u32, Fault> {
        Ok(u32::try_from(self.count(Kind::Holdout, key)?).unwrap_or(u32::MAX))
    }

    fn entry(&self, row: Row) -> Result<Entry, Fault> {
        let seq = row.seq;
        row.read().ok_or_else(|| {
            Fault::new(format!("entry {seq} of the record at {} is damaged", self.place))
                .hint("`tenet record verify` says which entries are whole")
        })
    }

    /// The store, if there is one yet: reading leaves no trace.
    fn existing(&self) -> Result<Option<RefMut<'_, Store>>, Fault> {
        if let Place::File(path) = &self.place
            && !path.exists()
            && !path.parent().is_some_and(earlier::is_there)
        {
            return Ok(None);
        }
        match (self.store(), &self.place) {
            (Err(fault), Place::File(path)) => match self.look(path) {
                Some(store) => Ok(Some(store)),
                None => Err(fault),
            },
            (store, _) => store.map(Some),
        }
    }

    /// The record on a disk that cannot be written. What lies in a log beside the file would be missed, so
    /// there must be none.
    fn look(&self, path: &Path) -> Option<RefMut<'_, Store>> {
        let log = path.with_extension("db-wal");
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            return None;
        }
        let mut looked_at = self.looked_at.borrow_mut();
        if looked_at.is_none() {
            *looked_at = Some(Store::look(path, &self.project, VERSIONS).ok()?);
        }
        RefMut::filter_map(looked_at, Option::as_mut).ok()
    }

    fn store(&self) -> Result<RefMut<'_, Store>, Fault> {
        let mut store = self.store.borrow_mut();
        if store.is_none() {
            *store = Some(self.open()?);
        }
        RefMut::filter_map(store, Option::as_mut)
            .map_err(|_| Fault::new(format!("the record at {} is not open", self.place)))
    }

    fn open(&self) -> Result<Store, Fault> {
        let mut store = Store::open(&self.place, &self.project, VERSIONS)?;
        if let Place::File(path) = &self.place
            && let Some(folder) = path.parent().filter(|folder| earlier::is_there(folder))
        {
            if store.after(0, 1)?.is_empty() {
                store.append(&earlier::entries(folder)?)?;
            }
            earlier::set_aside(folder)?;
        }
        Ok(store)
    }
}
