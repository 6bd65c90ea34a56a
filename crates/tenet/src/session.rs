//! One run of the binary: its settings, the terminal it talks to, and how it ends.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::available_parallelism;

use report::{Fault, terminal};
use serde_json::{Value, json};

use crate::cli::{Format, Globals};
use crate::outcome::{Outcome, Shown};
use crate::progress::Progress;

/// One run of the binary.
pub struct Session {
    globals: Globals,
    /// The folder the command runs in.
    pub folder: PathBuf,
    /// Whether anything but the result is left unsaid.
    quiet: bool,
}

impl Session {
    /// A run with these options, in the current folder.
    pub fn new(globals: &Globals) -> Session {
        let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        Session { quiet: globals.format == Format::Json, globals: globals.clone(), folder }
    }

    /// The same run in another folder, as a part of this one: only its result is of interest.
    pub fn within(&self, folder: PathBuf) -> Session {
        Session { globals: self.globals.clone(), folder, quiet: true }
    }

    /// Set up what is shared by the whole process.
    ///
    /// # Errors
    /// When the threads asked for cannot be started.
    pub fn prepare(&self) -> Result<(), Fault> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads())
            .stack_size(learn::STACK_BYTES)
            .build_global()
            .map_err(|error| Fault::new(format!("{} threads cannot be started: {error}", self.threads())))
    }

    /// Where all randomness comes from.
    pub fn seed(&self) -> u64 {
        self.globals.seed
    }

    /// How tables are read.
    pub fn reading(&self) -> table::Options {
        table::Options { memory_bytes: self.globals.memory, threads: Some(self.threads()) }
    }

    /// How much memory a command that is run may hold: what tables may use, else half of the machine's.
    pub fn memory_bytes(&self) -> u64 {
        self.globals.memory.unwrap_or_else(table::half_of_machine) as u64
    }

    fn threads(&self) -> usize {
        match self.globals.threads {
            Some(threads) => usize::from(threads),
            None => available_parallelism().map_or(1, usize::from),
        }
    }

    /// Where the record is kept, when that is asked for: by the option, else by the environment.
    pub fn record(&self) -> Option<String> {
        let of_environment = || std::env::var("TENET_RECORD").ok().filter(|place| !place.trim().is_empty());
        self.globals.record.clone().or_else(of_environment)
    }

    /// Who is at work, as far as the machine knows.
    pub fn person(&self) -> String {
        let of_environment = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        crate::git::user(&self.folder)
            .or_else(|| of_environment("USER"))
            .or_else(|| of_environment("USERNAME"))
            .unwrap_or_else(|| "someone".to_owned())
    }

    /// This moment (UTC), as it is recorded.
    pub fn now(&self) -> String {
        jiff::Timestamp::now().to_string()
    }

    /// Today's date (UTC).
    pub fn today(&self) -> jiff::civil::Date {
        jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
    }

    /// Whether someone is there to answer a question.
    pub fn is_interactive(&self) -> bool {
        self.globals.format == Format::Human
            && std::io::stdin().is_terminal()
            && std::io::stdout().is_terminal()
    }

    /// Whether results are printed as JSON.
    pub fn is_json(&self) -> bool {
        self.globals.format == Format::Json
    }

    /// A progress bar on the terminal, if there is one; it appears after a second.
    pub fn progress(&self, what: &str) -> Progress {
        Progress::new(what, !self.is_json() && std::io::stderr().is_terminal())
    }

    /// How pages are drawn.
    pub fn drawing(&self) -> terminal::Options {
        let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
        let colour = std::io::stdout().is_terminal()
            && !set("NO_COLOR")
            && std::env::var("TERM").as_deref() != Ok("dumb");
        terminal::Options { width: width.clamp(40, 120), colour }
    }

    /// Say something that is neither the result nor a fault.
    pub fn say(&self, words: &str) {
        if !self.quiet {
            eprintln!("{words}");
        }
    }

    /// Show what a person sees of an outcome, now.
    pub fn show(&self, shown: &Shown) {
        let text = match shown {
            Shown::Page(page) => terminal::render(page, &self.drawing()),
            Shown::Text(text) => text.clone(),
        };
        self.print(&text);
    }

    fn print(&self, text: &str) {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        // A reader that has gone away (`| head`) is no fault.
        let _ = write!(std::io::stdout().lock(), "{text}{end}");
    }

    /// Print the outcome, or why there is none, and turn it into the exit code.
    pub fn finish(&self, outcome: Result<Outcome, Fault>) -> ExitCode {
        match outcome {
            Ok(outcome) => {
                match self.globals.format {
                    Format::Human => self.show(&outcome.shown),
                    Format::Json => {
                        let lines = std::iter::once(&outcome.json).chain(&outcome.more);
                        lines.for_each(|object| self.print(&format!("{object}\n")));
                    }
                }
                ExitCode::from(u8::from(outcome.stops))
            }
            Err(fault) => {
                if self.is_json() {
                    self.print(&as_json(&fault).to_string());
                }
                eprint!(
                    "{}",
                    crate::fault::words(&fault, std::io::stderr().is_terminal() && !set("NO_COLOR"))
                );
                ExitCode::from(2)
            }
        }
    }
}

/// Whether a variable of the environment is set to anything.
fn set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn as_json(fault: &Fault) -> Value {
    json!({ "error": { "message": fault.message, "hint": fault.hint, "span": fault.span } })
}
