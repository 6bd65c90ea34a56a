//! Whether predictions shape the answers they are judged by.
//!
//! Two traces: answers that are only known where the prediction said act (selective labels: Lakkaraju et al., "The selective
//! labels problem", KDD 2017), and answers that jump where the prediction crosses the threshold, which nothing in the world
//! knows of (a regression discontinuity: Imbens & Lemieux, Journal of Econometrics 142, 2008, equation 4.1).

use frame::{Frame, Task};
use serde::Serialize;

use super::Input;
use super::cost::SURE;
use super::judge::Judged;
use super::quality::{Calibrated, acts};
use super::said::answers;

/// The traces that predictions left in the answers of the data.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Feedback {
    /// The share of rows with a known answer where the prediction said act.
    pub known_where_acted: Option<f64>,
    /// And where it did not.
    pub known_elsewhere: Option<f64>,
    /// Whether the two are far apart.
    pub selective: bool,
    /// How much more often the answer is yes just where action begins, above what the probability says.
    pub jump: Option<f64>,
    /// Its least size, sign kept; 0 when it may be nothing.
    pub jump_low: Option<f64>,
    /// Whether the jump is sure and large.
    pub shaped: bool,
    /// Rows acted on, and all others.
    pub rows: (usize, usize),
}

/// Shares of known answers that are this far apart at the careful end.
const APART: f64 = 0.3;
/// A jump this large at the careful end.
const JUMP: f64 = 0.08;
const FEWEST: usize = 40;

/// Look for the traces; `None` where nothing is predicted, or of no yes or no.
pub fn feedback(
    judged: &Judged<'_>,
    calibrated: Option<&Calibrated>,
    input: &Input<'_>,
    data: &Frame,
) -> Option<Feedback> {
    if judged.judge.task != Task::Binary {
        return None;
    }
    let known = |row: usize| judged.now_answers[row].is_finite();
    let decided = decided(judged, input, data);
    let rows =
        |acted: bool| (0..decided.len()).filter(|&row| decided[row] == Some(acted)).collect::<Vec<usize>>();
    let (acted, others) = (rows(true), rows(false));
    let mut found = Feedback { rows: (acted.len(), others.len()), ..Feedback::default() };
    if acted.len() < FEWEST || others.len() < FEWEST {
        return Some(found);
    }
    let share = |rows: &[usize]| rows.iter().filter(|&&row| known(row)).count() as f64 / rows.len() as f64;
    let (a, b) = (share(&acted), share(&others));
    if a + b > 0.0 {
        let error = (a * (1.0 - a) / acted.len() as f64 + b * (1.0 - b) / others.len() as f64).sqrt();
        (found.known_where_acted, found.known_elsewhere) = (Some(a), Some(b));
        found.selective = (a - b).abs() - SURE * error >= APART;
    }
    // A stand-in never acted, so nothing can jump where it would.
    let acting = judged.judge.is_at_work() || input.prediction.is_some();
    if let Some(calibrated) = calibrated.filter(|_| acting) {
        let rest = |row: &usize| {
            let said = judged.now[*row].value;
            (known(*row) && said.is_finite()).then(|| (said, judged.now_answers[*row] - calibrated.at(said)))
        };
        let of = |rows: &[usize]| rows.iter().filter_map(rest).collect::<Vec<(f64, f64)>>();
        let graded = input.prediction.is_none() || judged.judge.is_at_work();
        let jump = if graded {
            jump(&of(&others), &of(&acted), judged.judge.threshold)
        } else {
            difference(&of(&others), &of(&acted))
        };
        if let Some((jump, error)) = jump {
            let low = (jump.abs() - SURE * error).max(0.0) * jump.signum();
            (found.jump, found.jump_low) = (Some(jump), Some(low));
            found.shaped = low.abs() >= if graded { JUMP } else { 3.0 * JUMP };
        }
    }
    Some(found)
}

/// Whether each row was acted on: by the column of decisions, else by what is said of it.
fn decided(judged: &Judged<'_>, input: &Input<'_>, data: &Frame) -> Vec<Option<bool>> {
    let column =
        input.prediction.as_deref().filter(|name| !judged.judge.is_at_work() && data.column(name).is_some());
    match column {
        Some(name) => answers(data, name, Task::Binary, &judged.judge.classes)
            .into_iter()
            .map(|decision| decision.is_finite().then_some(decision >= 0.5))
            .collect(),
        None => {
            judged.now.iter().map(|said| said.value.is_finite().then(|| acts(judged, *said) == 1.0)).collect()
        }
    }
}

/// The jump at the threshold between two straight lines, one fitted to the rows on each side that are next to it.
fn jump(below: &[(f64, f64)], above: &[(f64, f64)], threshold: f64) -> Option<(f64, f64)> {
    let near = |rows: &[(f64, f64)]| {
        let mut near: Vec<(f64, f64)> = rows.iter().map(|(said, rest)| (said - threshold, *rest)).collect();
        near.sort_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        near.truncate((rows.len() / 2).max(100));
        near
    };
    let (low, high) = (at_threshold(&near(below))?, at_threshold(&near(above))?);
    Some((high.0 - low.0, high.1.hypot(low.1)))
}

/// The line's height at 0, with its standard error.
fn at_threshold(rows: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = rows.len() as f64;
    if rows.len() < FEWEST {
        return None;
    }
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| rows.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(&|row| row.0), mean(&|row| row.1));
    let (xx, xy) = (mean(&|row| (row.0 - x).powi(2)), mean(&|row| (row.0 - x) * (row.1 - y)));
    let slope = if xx > 1e-12 { xy / xx } else { 0.0 };
    let rest = mean(&|row| (row.1 - y - slope * (row.0 - x)).powi(2));
    let error = (rest / count * (1.0 + if xx > 1e-12 { x * x / xx } else { 0.0 })).sqrt();
    Some((y - slope * x, error))
}

/// The plain difference of what is left, where only decisions are known.
fn difference(others: &[(f64, f64)], acted: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mean = |rows: &[(f64, f64)]| {
        let count = rows.len() as f64;
        let mean = rows.iter().map(|row| row.1).sum::<f64>() / count;
        let variance = rows.iter().map(|row| (row.1 - mean).powi(2)).sum::<f64>() / count;
        (rows.len() >= FEWEST).then(|| (mean, variance / count))
    };
    let (a, b) = (mean(acted)?, mean(others)?);
    Some((a.0 - b.0, (a.1 + b.1).sqrt()))
}
