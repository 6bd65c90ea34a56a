//! The model that reads the columns: the package at work, the predictions it left in a column, or, where there is
//! neither, a quick model of the reference. What it says of both tables, and what it loses.

use frame::{Column, Frame, Kind, SplitBy, Target, Task, folds};
use learn::{Answer, Learner, Model, Package, cross_validate, learner, learners};
use report::Fault;

use super::Input;
use super::causes::plain;
use super::roles::{Role, role};
use super::said::{Said, answers, binary, in_column, of_row, probabilities};

/// Where what is said comes from.
enum Source<'a> {
    Package(&'a Package),
    Quick(Model),
    Column(&'a str),
}

/// A model and what it is asked with.
pub struct Judge<'a> {
    source: Source<'a>,
    /// The kind of answer.
    pub task: Task,
    /// The classes.
    pub classes: Vec<String>,
    /// From which probability on it acts.
    pub threshold: f64,
    /// The columns it was made from, as the reference has them; empty where it has its own contract.
    features: Vec<(String, Kind)>,
}

/// What a model says of both tables, and how good it is.
pub struct Judged<'a> {
    /// The model.
    pub judge: Judge<'a>,
    /// The rows of the reference it was tested on without having seen them.
    pub rows: Vec<usize>,
    /// What it says of them.
    pub said: Vec<Said>,
    /// What came true; NaN where that is not known.
    pub answers: Vec<f64>,
    /// What it says of every row of the data.
    pub now: Vec<Said>,
    /// What came true there.
    pub now_answers: Vec<f64>,
    /// Its mean loss on the reference, and that of a model which knows nothing but the mean; `None` without answers.
    pub losses: Option<(f64, f64)>,
    /// Why the package cannot score the data as it is, if it cannot.
    pub unscorable: Option<String>,
}

/// Rows a quick model learns from.
const LEARNED_FROM: usize = 20_000;
/// And one that takes long.
const SLOW: usize = 10_000;
const FOLDS: usize = 5;
/// Fewer answers than this tell nothing.
const FEWEST: usize = 60;

impl<'a> Judge<'a> {
    /// What it is, in words.
    pub fn words(&self) -> String {
        match &self.source {
            Source::Package(package) => format!("the package ({})", package.model.learner()),
            Source::Quick(_) => "a quick model of the reference".to_owned(),
            Source::Column(name) => format!("the predictions in {name}"),
        }
    }

    /// The word in JSON.
    pub fn word(&self) -> &'static str {
        match self.source {
            Source::Package(_) => "package",
            Source::Quick(_) => "quick-model",
            Source::Column(_) => "prediction-column",
        }
    }

    /// Whether it is what is at work, and not a stand-in.
    pub fn is_at_work(&self) -> bool {
        !matches!(self.source, Source::Quick(_))
    }

    /// Whether it can be asked about rows that were changed.
    pub fn can_be_asked(&self) -> bool {
        !matches!(self.source, Source::Column(_))
    }

    /// How much each column matters to it, most first; shares of 1. `None` where it cannot tell.
    pub fn importance(&self) -> Option<Vec<(String, f64)>> {
        match &self.source {
            Source::Package(package) => Some(package.model.importance()),
            Source::Quick(model) => Some(model.importance()),
            Source::Column(_) => None,
        }
    }

    /// Whether it asks for a column of this name.
    pub fn reads(&self, name: &str) -> bool {
        match &self.source {
            Source::Package(package) => package.model.inputs().any(|input| input == name),
            Source::Quick(_) => self.features.iter().any(|(feature, _)| feature == name),
            Source::Column(_) => false,
        }
    }

    /// What it says of rows; columns that it needs and that are not there, or of another nature, count as missing.
    ///
    /// # Errors
    /// When the model cannot be asked at all.
    pub fn said(&self, rows: &Frame) -> Result<Vec<Said>, Fault> {
        match &self.source {
            Source::Package(package) => {
                let expected = package.contract.features.iter().map(|feature| (&feature.name, feature.kind));
                let outcomes = package.predict(&conformed(rows, expected))?;
                let class = |name: &str| self.classes.iter().position(|class| class == name);
                Ok(outcomes
                    .into_iter()
                    .map(|outcome| match (outcome.prediction, outcome.probability) {
                        (Answer::Number(value), _) => Said { value, sure: 1.0 },
                        (Answer::Class(_), Some(value)) if self.task == Task::Binary => binary(value),
                        (Answer::Class(name), sure) => Said {
                            value: class(&name).map_or(f64::NAN, |class| class as f64),
                            sure: sure.unwrap_or(f64::NAN),
                        },
                    })
                    .collect())
            }
            Source::Quick(model) => {
                let expected = self.features.iter().map(|(name, kind)| (name, *kind));
                let plainly = Frame::new(rows.columns().iter().map(plain).collect());
                let said = model.predict(&conformed(&plainly, expected))?;
                Ok((0..said.rows()).map(|row| of_row(self.task, said.row(row))).collect())
            }
            Source::Column(name) => Ok(match rows.column(name) {
                Some(column) => in_column(column, self.task, &self.classes),
                None => vec![Said { value: f64::NAN, sure: f64::NAN }; rows.rows()],
            }),
        }
    }

    /// What one row costs: the squared error of a probability (Brier), the absolute error of a number, 1 for a wrong class.
    pub fn loss(&self, said: Said, answer: f64) -> f64 {
        match self.task {
            Task::Binary => (said.value - answer).powi(2),
            Task::Regression | Task::Forecast => (said.value - answer).abs(),
            Task::Multiclass => f64::from(u8::from(said.value != answer)),
        }
    }

    /// The name of that loss.
    pub fn loss_name(&self) -> &'static str {
        match self.task {
            Task::Binary => "brier",
            Task::Regression | Task::Forecast => "mae",
            Task::Multiclass => "error_rate",
        }
    }

    /// The least loss of saying the same of every row.
    fn constant_loss(&self, answers: &[f64]) -> f64 {
        let count = answers.len() as f64;
        match self.task {
            Task::Binary => {
                let mean = answers.iter().sum::<f64>() / count;
                mean * (1.0 - mean)
            }
            Task::Regression | Task::Forecast => {
                let mut sorted = answers.to_vec();
                sorted.sort_by(f64::total_cmp);
                let middle = super::moved::median(&sorted);
                answers.iter().map(|answer| (answer - middle).abs()).sum::<f64>() / count
            }
            Task::Multiclass => {
                let of = |class: usize| answers.iter().filter(|&&answer| answer == class as f64).count();
                1.0 - (0..self.classes.len()).map(of).max().unwrap_or(0) as f64 / count
            }
        }
    }
}

impl Judged<'_> {
    /// What the model gains over knowing nothing, on the reference; `None` when that is next to nothing.
    pub fn gain(&self) -> Option<f64> {
        let (loss, constant) = self.losses?;
        Some(constant - loss).filter(|gain| *gain > 0.02 * constant)
    }

    /// The rows of the reference with an answer and something said: their place in `rows`, and their loss.
    pub fn known(&self) -> Vec<(usize, f64)> {
        let loss = |at: usize| self.judge.loss(self.said[at], self.answers[at]);
        (0..self.rows.len()).map(|at| (at, loss(at))).filter(|(_, loss)| loss.is_finite()).collect()
    }
}

/// The rows with the columns a model expects: one that is not there, or of another nature, is missing in every row.
fn conformed<'n>(rows: &Frame, expected: impl Iterator<Item = (&'n String, Kind)>) -> Frame {
    let text = |kind: Kind| kind == Kind::Text;
    let column = |(name, kind): (&String, Kind)| match rows.column(name) {
        Some(column) if text(column.kind) == text(kind) => column.clone(),
        Some(column) if text(kind) => {
            let shown: Vec<Option<String>> =
                (0..column.len()).map(|row| (!column.is_missing(row)).then(|| column.show(row))).collect();
            Column::text(name, shown.iter().map(Option::as_deref))
        }
        _ if text(kind) => Column::text(name, std::iter::repeat_n(None, rows.rows())),
        _ => Column::numbers(name, kind, vec![f64::NAN; rows.rows()]),
    };
    Frame::new(expected.map(column).collect())
}

/// Ask whoever can be asked about both tables; `None` when nobody can: no package, no predictions, no answers.
/// `data` is the table as a model is to see it.
///
/// # Errors
/// When the package does not fit the reference.
pub fn judged<'a>(input: &'a Input<'a>, data: &Frame) -> Result<Option<Judged<'a>>, Fault> {
    let reference = input.reference.sample;
    let (task, classes, column) = match (&input.package, &input.answers) {
        (Some(package), _) => {
            let contract = &package.contract;
            (contract.task, contract.classes.clone(), contract.target.clone())
        }
        (None, Some(answers)) => (answers.task, answers.classes.clone(), answers.column.clone()),
        (None, None) => (Task::Binary, vec!["0".to_owned(), "1".to_owned()], String::new()),
    };
    let known = answers(reference, &column, task, &classes);
    let answered: Vec<usize> = (0..reference.rows()).filter(|&row| known[row].is_finite()).collect();
    let enough = answered.len() >= FEWEST && different(&known, &answered);
    let threshold = input.package.and_then(|package| package.threshold).unwrap_or(0.5);
    let now_answers = answers(data, &column, task, &classes);
    fits(input)?;
    let judge = |source, features| Judge { source, task, classes: classes.clone(), threshold, features };

    let predicted =
        input.prediction.as_deref().filter(|name| probabilities(reference, data, name, task, &classes));
    let (judge, rows, said) = if let Some(package) = input.package {
        let judge = judge(Source::Package(package), Vec::new());
        if enough && input.made_from_reference {
            let names: Vec<&str> = package.model.inputs().collect();
            let features = reference.only(&names);
            let (own, most) = own_learner(package);
            let rows = some(&answered, most, input.seed);
            let (rows, said) = honest(input, &features, &column, &known, rows, own, &judge)?;
            (judge, rows, said)
        } else {
            let said = judge.said(reference)?;
            (judge, (0..reference.rows()).collect(), said)
        }
    } else if let Some(name) = predicted {
        let judge = judge(Source::Column(name), Vec::new());
        let said = judge.said(reference)?;
        (judge, (0..reference.rows()).collect(), said)
    } else if enough {
        let features = Frame::new(
            reference
                .columns()
                .iter()
                .filter(|column| role(column, input) == Role::Feature)
                .map(plain)
                .collect(),
        );
        if features.columns().is_empty() {
            return Ok(None);
        }
        let rows = some(&answered, LEARNED_FROM, input.seed);
        let target = target(&column, task, &classes, &known, &rows);
        let model = learners::Sketch.fit(&features.take(&rows), &target, input.seed)?;
        let expected = features.columns().iter().map(|column| (column.name.clone(), column.kind)).collect();
        let judge = judge(Source::Quick(model), expected);
        let (rows, said) = honest(input, &features, &column, &known, rows, &learners::Sketch, &judge)?;
        (judge, rows, said)
    } else {
        return Ok(None);
    };
    let now = judge.said(data)?;
    let answers = rows.iter().map(|&row| known[row]).collect();
    let unscorable = unscorable(input, data);
    let mut judged = Judged { judge, rows, said, answers, now, now_answers, losses: None, unscorable };
    let known = judged.known();
    if known.len() >= FEWEST {
        let loss = known.iter().map(|(_, loss)| loss).sum::<f64>() / known.len() as f64;
        let answers: Vec<f64> = known.iter().map(|&(at, _)| judged.answers[at]).collect();
        judged.losses = Some((loss, judged.judge.constant_loss(&answers)));
    }
    Ok(Some(judged))
}

fn different(known: &[f64], answered: &[usize]) -> bool {
    answered.iter().any(|&row| known[row] != known[answered[0]])
}

/// Rows as a target to learn.
fn target(name: &str, task: Task, classes: &[String], known: &[f64], rows: &[usize]) -> Target {
    Target {
        name: name.to_owned(),
        task,
        classes: classes.to_vec(),
        values: rows.iter().map(|&row| known[row]).collect(),
        weights: None,
    }
}

/// The learner of a package, and the rows it is tried on: fewer for one that takes long. No other will do in its place: how far
/// its probabilities can be believed is a learner's own.
fn own_learner(package: &Package) -> (&'static dyn Learner, usize) {
    let name = package.model.learner();
    let rows = if matches!(name, "additive" | "boosting") { SLOW } else { LEARNED_FROM };
    (learner(name).unwrap_or(&learners::Sketch), rows)
}

/// A seeded part of some rows, in ascending order.
pub fn some(rows: &[usize], most: usize, seed: u64) -> Vec<usize> {
    let mut rows = rows.to_vec();
    if rows.len() > most {
        fastrand::Rng::with_seed(seed ^ 0x64_72_69_66_74).shuffle(&mut rows);
        rows.truncate(most);
        rows.sort_unstable();
    }
    rows
}

/// What models say that have not seen the rows: each learned from the other folds.
fn honest(
    input: &Input<'_>,
    features: &Frame,
    column: &str,
    known: &[f64],
    rows: Vec<usize>,
    learner: &dyn Learner,
    judge: &Judge<'_>,
) -> Result<(Vec<usize>, Vec<Said>), Fault> {
    let target = target(column, judge.task, &judge.classes, known, &rows);
    let group = input
        .group
        .as_deref()
        .and_then(|name| input.reference.sample.column(name))
        .map(|column| column.take(&rows));
    let by = group.as_ref().map_or(SplitBy::Target(&target), SplitBy::Group);
    let tested =
        cross_validate(learner, &features.take(&rows), &target, &folds(by, FOLDS, input.seed), input.seed)?;
    let said = (0..tested.rows.len()).map(|at| of_row(judge.task, tested.predictions.row(at))).collect();
    Ok((tested.rows.iter().map(|&at| rows[at]).collect(), said))
}

/// Make sure that the reference has the columns the package was made from.
fn fits(input: &Input<'_>) -> Result<(), Fault> {
    let Some(package) = input.package else { return Ok(()) };
    let reference = input.reference.sample;
    let absent: Vec<&str> = package.model.inputs().filter(|name| reference.column(name).is_none()).collect();
    let Some(first) = absent.first() else { return Ok(()) };
    let more = match absent.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Err(Fault::new(format!(
        "the package does not fit {}: it asks for the column {first}{more}",
        input.reference.name
    ))
    .hint("give the table the package was made from with --against, or another package with --package"))
}

/// Why the package cannot score the data as it came, if it cannot.
fn unscorable(input: &Input<'_>, data: &Frame) -> Option<String> {
    let package = input.package?;
    let first: Vec<usize> = (0..data.rows().min(1_000)).collect();
    package.predict(&input.data.sample.take(&first)).err().map(|fault| fault.message)
}
