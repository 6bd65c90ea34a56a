//! What is typed: the options of every command, and the command.

use std::process::ExitCode;

use clap::{Args, Parser, ValueEnum};
use report::Fault;
use serde_json::json;

use crate::commands::Command;

/// Carries a machine-learning project from "should we?" to "is it paying?", and catches at each step the
/// mistakes that sink such projects.
#[derive(Debug, Parser)]
#[command(name = "tenet", version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// What to print: a page for people, or one JSON object
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// Where all randomness comes from: same seed, same result
    #[arg(long, global = true, default_value_t = 0)]
    pub seed: u64,

    /// How many processors to use [default: all]
    #[arg(long, global = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,

    /// Where the project's record is kept: a file, postgres://USER@HOST/DATABASE, or off [default:
    /// .tenet/record.db beside tenet.toml; also TENET_RECORD]
    #[arg(long, global = true, value_name = "PLACE")]
    pub record: Option<String>,

    /// How much memory tables may use, such as 2GB [default: half of the machine's]
    #[arg(long, global = true, value_parser = memory)]
    pub memory: Option<usize>,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page for people.
    Human,
    /// One JSON object.
    Json,
}

/// Help and the version are what was asked for; anything else that was not understood is refused as any bad
/// input is, with one JSON object where one was asked for.
pub fn refused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let typed: Vec<String> = std::env::args().collect();
    let pair = typed.windows(2).any(|words| words[0] == "--format" && words[1] == "json");
    if pair || typed.iter().any(|word| word == "--format=json") {
        let words = error.render().to_string();
        let (message, hint) = words.split_once("\n\n").unwrap_or((&words, "see --help"));
        let message = message.trim_start_matches("error: ");
        println!("{}", json!({ "error": { "message": message, "hint": hint.trim(), "span": null } }));
    }
    let _ = error.print();
    ExitCode::from(2)
}

/// Bytes from text such as `512MB`, `2GB` or `1.5 GiB`.
fn memory(text: &str) -> Result<usize, Fault> {
    let text = text.trim();
    let digits = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "kb" | "k" | "kib" => 1_u64 << 10,
        "mb" | "m" | "mib" => 1 << 20,
        "gb" | "g" | "gib" => 1 << 30,
        "tb" | "t" | "tib" => 1 << 40,
        _ => return Err(Fault::new("write a number and a unit, such as 512MB or 2GB")),
    };
    match number.parse::<f64>() {
        Ok(number) if number * factor as f64 >= (1 << 20) as f64 => Ok((number * factor as f64) as usize),
        Ok(_) => Err(Fault::new("at least 1MB is needed")),
        Err(_) => Err(Fault::new("write a number and a unit, such as 512MB or 2GB")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_needs_a_number_and_a_unit() {
        assert_eq!(memory("1.5 GiB").unwrap(), 3 << 29);
        assert_eq!(memory("512MB").unwrap(), 512 << 20);
        for wrong in ["", "12", "GB", "-1GB", "1.2.3GB", "0.1kb"] {
            assert!(memory(wrong).is_err(), "{wrong} is not refused");
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}
