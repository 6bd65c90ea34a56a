//! `tenet evaluate`: does it pay? One file for each way to find out, one line each in [`Way`].

mod ab;
mod before_after;
mod power;

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
enum Way {
    /// Plan a test: how many units, for how long, to see which gain
    Power(power::Plan),
    /// Judge a change without a test, from the days before and after it
    BeforeAfter(before_after::Change),
}

/// Judge an A/B test, or go the way that is named.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    match &options.way {
        Some(Way::Power(plan)) => power::run(plan, session),
        Some(Way::BeforeAfter(change)) => before_after::run(change, session),
        None => match &options.test {
            Some(test) => ab::run(test, session),
            None => Err(Fault::new("no table of outcomes is named").hint(
                "give it, and say which column names the arms: `tenet evaluate DATA --variant COLUMN`",
            )),
        },
    }
}
