//! A team's own candidate: a command in any language, given training rows with their answers and test rows
//! without, that writes predictions.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ::experiment::{Outside, Predicted};
use frame::{Column, Frame, Kind, Target, Task};
use learn::{Predictions, Stop};
use report::{Fault, number, suggest};
use table::{Table, Writer};

use crate::fits::code_of;

/// A command that learns and predicts.
pub struct Own {
    name: String,
    command: String,
    limits: Limits,
    reading: table::Options,
}

/// How far a command may go, each time it is run.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Where it is run.
    pub folder: PathBuf,
    /// How long it may take.
    pub time: Duration,
    /// How much memory it may hold, with all it starts, where that can be seen.
    pub memory_bytes: u64,
}

/// How often a running command is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// How much of what a failed command said last is told.
const LAST_LINES: usize = 3;

impl Own {
    /// `NAME=COMMAND`, as it is typed.
    ///
    /// # Errors
    /// When the name or the command is missing.
    pub fn parse(typed: &str, limits: &Limits, reading: table::Options) -> Result<Own, Fault> {
        let (name, command) = typed.split_once('=').unwrap_or((typed, ""));
        Own::new(name, command, limits, reading)
    }

    /// A candidate of this name.
    ///
    /// # Errors
    /// When the name or the command is empty, or a built-in candidate has that name.
    pub fn new(name: &str, command: &str, limits: &Limits, reading: table::Options) -> Result<Own, Fault> {
        let (name, command) = (name.trim(), command.trim());
        let example = "such as --candidate \"forest=python train.py\"";
        if name.is_empty() || command.is_empty() {
            return Err(Fault::new("a candidate needs a name and a command").hint(example));
        }
        let built_in = learn::LEARNERS.iter().any(|learner| learner.name() == name);
        if built_in || name == "today" {
            return Err(Fault::new(format!("{name} is the name of a built-in candidate")).hint(example));
        }
        Ok(Own { name: name.to_owned(), command: command.to_owned(), limits: limits.clone(), reading })
    }

    /// Run the command in a folder of its own for what it reads and writes.
    fn run(
        &self,
        stop: &Stop,
        room: &Path,
        answers: &Target,
        seed: u64,
    ) -> Result<(f64, Option<u64>), Fault> {
        let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        let failed =
            |error: std::io::Error| Fault::new(format!("`{}` could not be started: {error}", self.command));
        let words = fs::File::create(room.join("words")).map_err(failed)?;
        let models = room.join("model");
        fs::create_dir(&models).map_err(failed)?;
        let mut command = Command::new(shell);
        command
            .args([flag, &self.command])
            .current_dir(&self.limits.folder)
            .env("TENET_TRAIN", room.join("train.parquet"))
            .env("TENET_TEST", room.join("test.parquet"))
            .env("TENET_OUTPUT", room.join("output"))
            .env("TENET_TASK", task_word(answers.task))
            .env("TENET_TARGET", &answers.name)
            .env("TENET_SEED", seed.to_string())
            .env("TENET_MODEL_DIR", models)
            .stdin(Stdio::null())
            .stdout(words.try_clone().map_err(failed)?)
            .stderr(words);
        // One number a row of the training table, in its order: how much the row counts.
        let weights = room.join("weights.parquet");
        if weights.exists() {
            command.env("TENET_WEIGHTS", weights);
        }
        own_group(&mut command);
        let started = Instant::now();
        let mut child = command.spawn().map_err(failed)?;
        let mut peak = None;
        let status = loop {
            if let Some(status) = child.try_wait().map_err(failed)? {
                break status;
            }
            let held = memory(child.id());
            peak = peak.max(held);
            if stop.is_due() {
                end(&mut child);
                return Err(Fault::new("it was stopped before it was done"));
            }
            let beyond = if started.elapsed() > self.limits.time {
                Some(format!("it took longer than {}", number::seconds(self.limits.time.as_secs_f64())))
            } else if held.is_some_and(|held| held > self.limits.memory_bytes) {
                Some(format!("it held more than {} of memory", number::bytes(self.limits.memory_bytes)))
            } else {
                None
            };
            if let Some(beyond) = beyond {
                end(&mut child);
                return Err(Fault::new(format!("{beyond} and was ended{}", last_words(room)))
                    .hint("raise --candidate-time or --memory, or give it less to do"));
            }
            std::thread::sleep(GLANCE);
        };
        // What it left running would go on with the next fold's time and memory.
        end(&mut child);
        if !status.success() {
            let code =
                status.code().map_or("was ended by a signal".to_owned(), |code| format!("ended with {code}"));
            return Err(Fault::new(format!("`{}` {code}{}", self.command, last_words(room))));
        }
        Ok((started.elapsed().as_secs_f64(), peak))
    }
}

impl Outside for Own {
    fn name(&self) -> &str {
        &self.name
    }

    fn identity(&self) -> String {
        format!("{} {}", self.command, code_of(&self.command, &self.limits.folder))
    }

    fn predict(
        &self,
        stop: &Stop,
        train: &Frame,
        answers: &Target,
        test: &Frame,
        seed: u64,
    ) -> Result<Predicted, Fault> {
        let room = tempfile::tempdir()
            .map_err(|error| Fault::new(format!("no room for the candidate's files: {error}")))?;
        let mut columns = train.columns().to_vec();
        columns.push(labels(answers));
        write(&room.path().join("train.parquet"), &Frame::new(columns))?;
        write(&room.path().join("test.parquet"), test)?;
        if let Some(weights) = &answers.weights {
            let column = Column::numbers("weight", Kind::Number, weights.clone());
            write(&room.path().join("weights.parquet"), &Frame::new(vec![column]))?;
        }
        let (seconds, peak_memory_bytes) = self.run(stop, room.path(), answers, seed)?;
        let said = self.read(room.path())?;
        let (predictions, decided) = predictions(&said, answers)?;
        Ok(Predicted { predictions, decided, seconds, peak_memory_bytes })
    }
}

impl Own {
    /// What the command wrote: CSV or Parquet, whatever its name.
    fn read(&self, room: &Path) -> Result<Frame, Fault> {
        let output = room.join("output");
        let mut magic = [0; 4];
        let is_parquet = fs::File::open(&output)
            .map_err(|_| Fault::new(format!("it wrote nothing to TENET_OUTPUT{}", last_words(room))))?
            .read_exact(&mut magic)
            .is_ok_and(|()| &magic == b"PAR1");
        let named = room.join(if is_parquet { "output.parquet" } else { "output.csv" });
        fs::rename(&output, &named)
            .map_err(|error| Fault::new(format!("its output cannot be read: {error}")))?;
        Table::open(&named.display().to_string(), self.reading)?.read(None)
    }
}

/// The answers as a column of the training table, as they stand in the data.
fn labels(answers: &Target) -> Column {
    let class = |value: &f64| answers.classes[*value as usize].as_str();
    let numbers: Option<Vec<f64>> = answers.classes.iter().map(|class| class.parse().ok()).collect();
    match (answers.task, numbers) {
        (Task::Regression | Task::Forecast, _) => {
            Column::numbers(&*answers.name, Kind::Number, answers.values.clone())
        }
        (_, Some(numbers)) => {
            let whole = numbers.iter().all(|number: &f64| number.fract() == 0.0);
            let kind = if whole { Kind::Integer } else { Kind::Number };
            let values = answers.values.iter().map(|&value| numbers[value as usize]).collect();
            Column::numbers(&*answers.name, kind, values)
        }
        _ if answers.classes == ["false", "true"] => {
            Column::numbers(&*answers.name, Kind::Boolean, answers.values.clone())
        }
        _ => Column::text(&*answers.name, answers.values.iter().map(|value| Some(class(value)))),
    }
}

fn write(file: &Path, rows: &Frame) -> Result<(), Fault> {
    let mut writer = Writer::create(file)?;
    writer.write(rows)?;
    writer.finish()
}

/// The predictions in what was written, and whether they are decisions rather than probabilities.
fn predictions(said: &Frame, answers: &Target) -> Result<(Predictions, bool), Fault> {
    let (probability, prediction) = (said.column("probability"), said.column("prediction"));
    match answers.task {
        Task::Regression | Task::Forecast => {
            let column = prediction.ok_or_else(|| missing(said, "prediction"))?;
            Ok((Predictions { width: 1, values: finite(column, f64::NEG_INFINITY, f64::INFINITY)? }, false))
        }
        Task::Binary => match (probability, prediction) {
            (Some(column), _) => Ok((Predictions { width: 1, values: finite(column, 0.0, 1.0)? }, false)),
            (None, Some(column)) => Ok((Predictions { width: 1, values: classes(column, answers)? }, true)),
            (None, None) => Err(missing(said, "probability or prediction")),
        },
        Task::Multiclass => {
            let each: Option<Vec<&Column>> =
                answers.classes.iter().map(|class| said.column(&format!("probability_{class}"))).collect();
            let width = answers.classes.len();
            match (each, prediction) {
                (Some(columns), _) => {
                    let columns: Vec<Vec<f64>> = columns
                        .into_iter()
                        .map(|column| finite(column, 0.0, 1.0))
                        .collect::<Result<_, _>>()?;
                    let values =
                        (0..said.rows()).flat_map(|row| columns.iter().map(move |column| column[row]));
                    Ok((Predictions { width, values: values.collect() }, false))
                }
                (None, Some(column)) => {
                    let chosen = classes(column, answers)?;
                    let one =
                        |class: f64| (0..width).map(move |other| f64::from(u8::from(other as f64 == class)));
                    Ok((Predictions { width, values: chosen.into_iter().flat_map(one).collect() }, true))
                }
                (None, None) => Err(missing(said, "prediction, or probability_CLASS for each class")),
            }
        }
    }
}

fn missing(said: &Frame, column: &str) -> Fault {
    let names: Vec<&str> = said.names().collect();
    Fault::new(format!("its output has no column {column}"))
        .hint(format!("it has {}", suggest::one_of(names.iter().copied())))
}

/// Numbers in this range, one a row.
fn finite(column: &Column, low: f64, high: f64) -> Result<Vec<f64>, Fault> {
    let values =
        column.as_numbers().ok_or_else(|| Fault::new(format!("its {} is not a number", column.name)))?;
    match values.iter().position(|value| !value.is_finite() || *value < low || *value > high) {
        None => Ok(values.to_vec()),
        Some(row) => Err(Fault::new(format!(
            "its {} of row {} is {}, which cannot be",
            column.name,
            row + 1,
            column.show(row)
        ))),
    }
}

/// The number of the class each row names; 0 or 1 where classes are named by number or truth.
fn classes(column: &Column, answers: &Target) -> Result<Vec<f64>, Fault> {
    let number = |row: usize| {
        let shown = column.show(row);
        let shown = shown.as_str();
        let same = |class: &&String| {
            class.as_str() == shown || class.parse::<f64>().is_ok_and(|class| shown.parse() == Ok(class))
        };
        let named = answers.classes.iter().position(|class| same(&class));
        let truth = || match (answers.task, shown) {
            (Task::Binary, "true" | "1") => Some(1),
            (Task::Binary, "false" | "0") => Some(0),
            _ => None,
        };
        named.or_else(truth).map(|class| class as f64).ok_or_else(|| {
            let known = suggest::one_of(answers.classes.iter().map(String::as_str));
            Fault::new(format!("its prediction of row {} is `{shown}`", row + 1))
                .hint(format!("write {known}"))
        })
    };
    (0..column.len()).map(number).collect()
}

fn task_word(task: Task) -> &'static str {
    match task {
        Task::Binary => "binary",
        Task::Multiclass => "multiclass",
        Task::Regression => "regression",
        Task::Forecast => "forecast",
    }
}

/// The last lines the command wrote, for people.
fn last_words(room: &Path) -> String {
    let bytes = fs::read(room.join("words")).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(4_000)..]).into_owned();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match &lines[lines.len().saturating_sub(LAST_LINES)..] {
        [] => "; it said nothing".to_owned(),
        last => format!("; it said: {}", last.join(" / ")),
    }
}

/// Let the command lead a group of its own, so that all it starts can be ended with it.
fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// End the command and all it started.
fn end(child: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        let kill = ["-KILL", "--", &group];
        let _ = Command::new("kill").args(kill).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The memory held by a process group, in bytes; `None` where the system does not show it.
fn memory(group: u32) -> Option<u64> {
    let processes = fs::read_dir("/proc").ok()?;
    let mut held = None;
    for process in
        processes.flatten().filter(|process| process.file_name().as_encoded_bytes()[0].is_ascii_digit())
    {
        // The fields after the name in brackets: state, parent, group, …; the 22nd of them is pages in memory.
        let Ok(stat) = fs::read_to_string(process.path().join("stat")) else { continue };
        let Some((_, rest)) = stat.rsplit_once(") ") else { continue };
        let fields: Vec<&str> = rest.split(' ').collect();
        if fields.get(2).and_then(|field| field.parse().ok()) == Some(group) {
            let pages: u64 = fields.get(21).and_then(|field| field.parse().ok()).unwrap_or_default();
            held = Some(held.unwrap_or(0) + pages * PAGE);
        }
    }
    held
}

/// The size of a page of memory on the systems that have /proc.
const PAGE: u64 = 4096;
