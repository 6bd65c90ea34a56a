//! `tenet evaluate`: does it pay? One file for each way to find out, one line each in [`Way`].

mod ab;

use clap::{Args, Subcommand};
use report::Fault;

use crate::outcome::Outcome;
use crate::session::Session;

/// Options of `tenet evaluate`: those of an A/B test, unless another way is named.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Options {
    #[command(subcommand)]
    way: Option<Way>,

    #[command(flatten)]
    test: Option<ab::Test>,
}

/// The ways to find out that are not a verdict on an A/B test.
#[derive(Debug, Subcommand)]
enum Way {}

/// Judge an A/B test, or go the way that is named.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    match &options.way {
        Some(way) => match *way {},
        None => match &options.test {
            Some(test) => ab::run(test, session),
            None => Err(Fault::new("no table of outcomes is named").hint(
                "give it, and say which column names the arms: `tenet evaluate DATA --variant COLUMN`",
            )),
        },
    }
}
