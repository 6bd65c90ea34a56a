//! The example project: a subscription business that loses customers. All of it is made from one seed.

mod customers;
mod outcomes;
pub mod story;

use std::fs;
use std::path::Path;

use frame::Frame;
use report::Fault;
use table::Writer;

/// The plan of the example project.
pub const PLAN: &str = include_str!("tenet.toml");

/// Write the tables of the example project into a folder.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(folder: &Path, seed: u64) -> Result<(), Fault> {
    let data = folder.join("data");
    fs::create_dir_all(&data)
        .map_err(|error| Fault::new(format!("cannot write {}: {error}", data.display())))?;
    let mut chance = fastrand::Rng::with_seed(seed);
    let customers = customers::customers(6_000, &mut chance);
    let (known, new): (Vec<usize>, Vec<usize>) = (0..customers.rows()).partition(|row| row % 6 != 5);
    write_table(&data.join("customers.csv"), &customers.take(&known))?;
    write_table(
        &data.join("this-month.csv"),
        &customers.take(&new).without(&["churned", "retention_offer"]),
    )?;
    write_table(&data.join("test-outcomes.csv"), &outcomes::outcomes(16_000, &mut chance))
}

fn write_table(file: &Path, rows: &Frame) -> Result<(), Fault> {
    let mut writer = Writer::create(file)?;
    writer.write(rows)?;
    writer.finish()
}
