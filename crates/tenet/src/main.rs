//! `tenet`: the binary, and the only crate that prints, reads the environment or sets the exit code.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this crate is the door to the terminal")]

mod beside;
mod candidate;
mod checks;
mod cli;
mod commands;
mod data;
mod demo;
mod fault;
mod fits;
mod forecasting;
mod git;
mod going_on;
mod interrupt;
mod memory;
mod notes;
mod outcome;
mod page_file;
mod progress;
mod project;
mod rules;
mod scoping;
mod session;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return cli::refused(&error),
    };
    let session = session::Session::new(&cli.globals);
    let outcome = session.prepare().and_then(|()| commands::run(cli.command, &session));
    session.finish(outcome)
}
