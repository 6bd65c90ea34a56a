//! `tenet evaluate`: does it pay? One file for each way to find out, one line each in [`Way`].

mod ab;
mod before_after;
mod drift;
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
    test: ab::Test,
}

/// The ways to find out that are not a verdict on an A/B test.
#[derive(Debug, Subcommand)]
enum Way {
    /// Find what has moved since the model was made, why, and what it costs
    Drift(drift::Options),
    /// Plan a test: how many units, for how long, to see which gain
    Power(power::Plan),
    /// Judge a change without a test, from the days before and after it
    BeforeAfter(before_after::Change),
}

/// Judge an A/B test, or go the way that is named.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    match &options.way {
        Some(Way::Drift(options)) => drift::run(options, session),
        Some(Way::Power(plan)) => power::run(plan, session),
        Some(Way::BeforeAfter(change)) => before_after::run(change, session),
        None => ab::run(&options.test, session),
    }
}
