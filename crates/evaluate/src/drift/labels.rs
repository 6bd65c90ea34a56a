//! How far the answers moved, and the predictions: shares of classes, or the spread of numbers.

use frame::{Column, Kind, Task};
use serde::Serialize;

use super::causes::{plain, shares, widened};
use super::judge::Judged;
use super::moved::{Care, distinct, moved, sorted};
use super::said::Said;

/// How far answers or predictions moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answered {
    /// The column, or the model that predicts.
    pub name: String,
    /// Rows with a value, of the reference and of the data.
    pub rows: (usize, usize),
    /// The class looked at, or `mean` of numbers and probabilities.
    pub of: String,
    /// Its share (or the mean) on the reference.
    pub reference: f64,
    /// The same on the data.
    pub now: f64,
    /// The population stability index, with its noise taken off; `None` of classes.
    pub psi: Option<f64>,
    /// The least that index may be.
    pub psi_low: Option<f64>,
    /// Whether the move is beyond chance and large enough to matter.
    pub moved: bool,
}

/// Shares that are this far apart, and by these odds, at the careful end, have moved.
const APART: f64 = 0.005;
const ODDS: f64 = 1.1;
/// The same of decisions, by which work is planned.
const DECIDED_APART: f64 = 0.01;
const DECIDED_ODDS: f64 = 1.25;
/// The same for the stability index.
const INDEX: f64 = 0.1;
/// Whole numbers of so few values are decisions, and two of any.
const DECISIONS: usize = 12;
const FEWEST: usize = 30;

/// How far the answers moved; `None` without enough of them in both tables.
pub fn labels(
    name: &str,
    task: Task,
    classes: &[String],
    was: &[f64],
    is: &[f64],
    care: Care,
) -> Option<Answered> {
    let known =
        |answers: &[f64]| answers.iter().copied().filter(|answer| answer.is_finite()).collect::<Vec<f64>>();
    let (was, is) = (known(was), known(is));
    if was.len() < FEWEST || is.len() < FEWEST {
        return None;
    }
    if task == Task::Regression {
        return numbers(name, &was, &is, care, INDEX);
    }
    let share = |answers: &[f64], class: usize| {
        answers.iter().filter(|&&answer| answer == class as f64).count() as f64 / answers.len() as f64
    };
    // Of a yes or no the share of yes; of several classes the one that moved most.
    let all: Vec<usize> = if task == Task::Binary { vec![1] } else { (0..classes.len()).collect() };
    let apart = |class: usize| (share(&is, class) - share(&was, class)).abs();
    let class = all.into_iter().max_by(|&a, &b| apart(a).total_cmp(&apart(b)))?;
    let (p, q) = (share(&was, class), share(&is, class));
    let rows = (was.len() as f64 * care.weight.0, is.len() as f64 * care.weight.1);
    Some(Answered {
        name: name.to_owned(),
        rows: (was.len(), is.len()),
        of: classes.get(class).cloned().unwrap_or_default(),
        reference: p,
        now: q,
        psi: None,
        psi_low: None,
        moved: widened((p, rows.0), (q, rows.1), care.z, APART, ODDS),
    })
}

fn numbers(name: &str, was: &[f64], is: &[f64], care: Care, index: f64) -> Option<Answered> {
    let column = |values: &[f64]| Column::numbers(name, Kind::Number, values.to_vec());
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let distance = moved(&column(was), &column(is), care)?.stability;
    Some(Answered {
        name: name.to_owned(),
        rows: (was.len(), is.len()),
        of: "mean".to_owned(),
        reference: mean(was),
        now: mean(is),
        psi: Some(distance.estimate()),
        psi_low: Some(distance.low),
        moved: distance.low >= index,
    })
}

/// How far a column of predictions moved as it stands, whatever it holds: probabilities and numbers by their spread, decisions
/// by the share of the one that moved most, or of `yes` where there are two; `None` without enough of them in both tables.
pub fn predicted(was: &Column, is: &Column, yes: Option<&str>, care: Care) -> Option<Answered> {
    let (was, is) = (plain(was), plain(is));
    let rows = (was.len() - was.missing(), is.len() - is.missing());
    if rows.0 < FEWEST || rows.1 < FEWEST {
        return None;
    }
    let graded = |column: &Column| {
        let most = if column.kind == Kind::Integer { DECISIONS } else { 2 };
        distinct(column) > most
    };
    if let (Some(a), Some(b)) = (sorted(&was), sorted(&is))
        && (graded(&was) || graded(&is))
        && let Some(moved) = numbers(&format!("the predictions in {}", was.name), &a, &b, care, INDEX)
    {
        return Some(moved);
    }
    let (before, now) = (shares(&was), shares(&is));
    let share =
        |of: &std::collections::BTreeMap<String, f64>, name: &str| of.get(name).copied().unwrap_or(0.0);
    let names: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let many = names.len();
    let apart = |name: &str| (share(&now, name) - share(&before, name)).abs();
    let is_yes = |name: &&&String| many == 2 && yes.is_some_and(|yes| name.eq_ignore_ascii_case(yes));
    let of = names.iter().find(is_yes).or_else(|| {
        // Of two the shares move alike but for rounding.
        let most = names.iter().map(|name| apart(name)).fold(0.0, f64::max);
        names.iter().rfind(|name| apart(name) >= most - 1e-9)
    })?;
    let (p, q) = (share(&before, of), share(&now, of));
    let z = care.z.max(-stats::normal_quantile(5e-4 / many as f64));
    let weighed = (rows.0 as f64 * care.weight.0, rows.1 as f64 * care.weight.1);
    Some(Answered {
        name: was.name,
        rows,
        of: (*of).clone(),
        reference: p,
        now: q,
        psi: None,
        psi_low: None,
        moved: widened((p, weighed.0), (q, weighed.1), z, DECIDED_APART, DECIDED_ODDS),
    })
}

/// How far the predictions of a model moved.
pub fn predictions(judged: &Judged<'_>, care: Care) -> Option<Answered> {
    let values = |said: &[Said]| {
        said.iter().map(|said| said.value).filter(|value| value.is_finite()).collect::<Vec<f64>>()
    };
    let (was, is) = (values(&judged.said), values(&judged.now));
    let name = judged.judge.words();
    if was.len() < FEWEST || is.len() < FEWEST {
        return None;
    }
    if judged.judge.task == Task::Multiclass {
        return labels(&name, Task::Multiclass, &judged.judge.classes, &was, &is, care);
    }
    numbers(&name, &was, &is, care, INDEX)
}
