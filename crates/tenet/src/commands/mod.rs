//! The commands: one file each, one line each in [`Command`].

pub mod change;
pub mod demo;
pub mod evaluate;
pub mod experiment;
pub mod explain;
pub mod new;
pub mod plan;
pub mod predict;
pub mod record;
pub mod review;
pub mod scope;
pub mod status;

use clap::Subcommand;
use report::Fault;

use crate::outcome::Outcome;
use crate::session::Session;

/// What Tenet does, in the order of a project.
#[expect(clippy::large_enum_variant, reason = "one value a run; a box would only be in the way")]
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project: a tenet.toml with the questions to answer first
    New(new::Options),
    /// Check the plan and print the brief a sponsor reads; `plan agree` seals it
    Plan(plan::Options),
    /// Look for what would sink this project in the data, and decide: go, no-go or unsure
    Scope(scope::Options),
    /// Climb from the simplest candidate upward, choose, and package the choice
    Experiment(experiment::Options),
    /// Score a file of any size with a package
    Predict(predict::Options),
    /// Judge an A/B test: does it pay?
    Evaluate(evaluate::Options),
    /// Where the project stands: six gates, what is stale and why, the next step, who is needed
    Status(status::Options),
    /// Change the plan: see what it would make stale, then do it and say why
    Change(change::Options),
    /// Record that a review was held, which issues were raised and what was decided
    Review(review::Options),
    /// Show what happened in the project; `record verify` proves that nobody changed it since
    Record(record::Options),
    /// Explain a rule: what it sees, why it sinks projects, what to do
    Explain(explain::Options),
    /// Make a whole example project and take it through the steps
    Demo(demo::Options),
}

/// Run a command.
///
/// # Errors
/// When it could not be run (exit code 2).
pub fn run(command: Command, session: &Session) -> Result<Outcome, Fault> {
    match command {
        Command::New(options) => new::run(&options, session),
        Command::Plan(options) => plan::run(&options, session),
        Command::Scope(options) => scope::run(&options, session),
        Command::Experiment(options) => experiment::run(&options, session),
        Command::Predict(options) => predict::run(&options, session),
        Command::Evaluate(options) => evaluate::run(&options, session),
        Command::Status(options) => status::run(&options, session),
        Command::Change(options) => change::run(&options, session),
        Command::Review(options) => review::run(&options, session),
        Command::Record(options) => record::run(&options, session),
        Command::Explain(options) => explain::run(&options, session),
        Command::Demo(options) => demo::run(&options, session),
    }
}
