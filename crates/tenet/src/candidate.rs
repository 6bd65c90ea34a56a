//! A team's own candidate: a command in any language, given training rows with their answers and test rows
//! without, that writes predictions.

mod room;
mod said;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ::experiment::{Outside, Predicted};
use frame::{Column, Frame, Kind, Target, Task};
use learn::Stop;
use report::{Fault, number};
use table::Writer;

use self::room::Room;
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
        room: &mut Room,
        answers: &Target,
        seed: u64,
    ) -> Result<(f64, Option<u64>), Fault> {
        let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        let failed =
            |error: std::io::Error| Fault::new(format!("`{}` could not be started: {error}", self.command));
        let words = fs::File::create(room.file("words")).map_err(failed)?;
        let models = room.file("model");
        fs::create_dir(&models).map_err(failed)?;
        let mut command = Command::new(shell);
        command
            .args([flag, &self.command])
            .current_dir(&self.limits.folder)
            .env("TENET_TRAIN", room.file("train.parquet"))
            .env("TENET_TEST", room.file("test.parquet"))
            .env("TENET_OUTPUT", room.file("output"))
            .env("TENET_TASK", task_word(answers.task))
            .env("TENET_TARGET", &answers.name)
            .env("TENET_SEED", seed.to_string())
            .env("TENET_MODEL_DIR", models)
            .stdin(Stdio::null())
            .stdout(words.try_clone().map_err(failed)?)
            .stderr(words);
        // One number a row of the training table, in its order: how much the row counts.
        let weights = room.file("weights.parquet");
        if weights.exists() {
            command.env("TENET_WEIGHTS", weights);
        }
        if let Some(positive) = positive(answers) {
            command.env("TENET_POSITIVE", positive);
        }
        let started = Instant::now();
        let mut child = room.start(&mut command).map_err(failed)?;
        let mut peak = None;
        let status = loop {
            if let Some(status) = child.try_wait().map_err(failed)? {
                break status;
            }
            let held = memory(child.id());
            peak = peak.max(held);
            if stop.is_due() {
                room.end(&mut child);
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
                room.end(&mut child);
                return Err(Fault::new(format!("{beyond} and was ended{}", room.last_words()))
                    .hint("raise --candidate-time or --memory, or give it less to do"));
            }
            std::thread::sleep(GLANCE);
        };
        // What it left running would go on with the next fold's time and memory.
        room.end(&mut child);
        if !status.success() {
            let code =
                status.code().map_or("was ended by a signal".to_owned(), |code| format!("ended with {code}"));
            return Err(Fault::new(format!("`{}` {code}{}", self.command, room.last_words())));
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
        let mut room = Room::new()?;
        let mut columns = train.columns().to_vec();
        columns.push(labels(answers));
        write(&room.file("train.parquet"), &Frame::new(columns))?;
        write(&room.file("test.parquet"), test)?;
        if let Some(weights) = &answers.weights {
            let column = Column::numbers("weight", Kind::Number, weights.clone());
            write(&room.file("weights.parquet"), &Frame::new(vec![column]))?;
        }
        let (seconds, peak_memory_bytes) = self.run(stop, &mut room, answers, seed)?;
        let said = said::read(&room, self.reading)?;
        let (predictions, decided) = said::predictions(&said, answers)?;
        Ok(Predicted { predictions, decided, seconds, peak_memory_bytes })
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

/// Of two classes the one whose probability is asked for, as it stands in the training table.
fn positive(answers: &Target) -> Option<String> {
    let positive = Target { values: vec![1.0], weights: None, ..answers.clone() };
    (answers.task == Task::Binary).then(|| labels(&positive).show(0))
}

fn write(file: &Path, rows: &Frame) -> Result<(), Fault> {
    let mut writer = Writer::create(file)?;
    writer.write(rows)?;
    writer.finish()
}

fn task_word(task: Task) -> &'static str {
    match task {
        Task::Binary => "binary",
        Task::Multiclass => "multiclass",
        Task::Regression => "regression",
        Task::Forecast => "forecast",
    }
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
