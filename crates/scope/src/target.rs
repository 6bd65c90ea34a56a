//! The choice of the target: which task a column asks for, its classes, and each row's answer.
//!
//! The principle: two different answers are classes; text, true/false and whole numbers of few values
//! (at most [`CODES`]) are classes too; anything else that is numbers is a quantity. Whole numbers of
//! three to ten values are taken for *codes* only when they do not look like marks on a scale: a scale
//! runs through consecutive values and its middle is fuller than its ends (wine quality 3 to 8), and on a
//! scale being off by one is better than being off by three, which only a regression knows.

use frame::{Cell, Column, Frame, Kind, Target, Task};
use report::Fault;
use report::number::count;
use report::suggest::one_of;

use crate::hopeless::refuse_hopeless;

/// Whole numbers of more different values than this are a quantity.
const CODES: usize = 10;
/// Text of more different values than this cannot be a target.
const CLASSES: usize = 50;
/// Words that say "it happened", in the order they are looked for.
const YES: [&str; 16] = [
    "yes", "true", "1", "y", "t", "positive", "pos", "churned", "churn", "left", "bad", "default", "fraud",
    "late", "died", "failed",
];

/// What is to be predicted, taken out of the table.
///
/// Returns the frame without the column `name` and without the rows that have no answer, and the answers.
/// `positive` is the value to find; when more than two values exist it stands against all the others.
/// A [`Fault`] when the column does not exist, holds no answer, one answer only or too many classes, or
/// when `positive` does not occur.
pub fn target(frame: &Frame, name: &str, positive: Option<&str>) -> Result<(Frame, Target), Fault> {
    let column = frame.column(name).ok_or_else(|| absent(frame, name))?;
    refuse_hopeless(frame, name)?;
    let (answered, target) = answered(column, positive)?;
    let features = frame.without(&[name]);
    let features = if answered.len() == frame.rows() { features } else { features.take(&answered) };
    Ok((features, target))
}

/// The answers in a column on their own: the rows that have one, and what they are.
///
/// # Errors
/// As [`target`].
pub fn answered(column: &Column, positive: Option<&str>) -> Result<(Vec<usize>, Target), Fault> {
    let answered: Vec<usize> = (0..column.len()).filter(|&row| !unanswered(column, row)).collect();
    if answered.is_empty() {
        return Err(Fault::new(format!(
            "the target `{}` has no value in any of the {} rows",
            column.name,
            count(column.len() as u64)
        ))
        .hint("name a column that holds the answer: --target COLUMN"));
    }
    let target = answers(&column.take(&answered), positive)?;
    Ok((answered, target))
}

/// The class that `target` counts as positive was chosen by the data, not by the user: how it was chosen.
pub fn positive_by_itself(target: &Target, given: Option<&str>) -> Option<String> {
    if target.task != Task::Binary || given.is_some() {
        return None;
    }
    let [negative, positive] = &target.classes[..] else { return None };
    Some(format!(
        "`{positive}` is taken as the positive answer of {} and `{negative}` as the other",
        target.name
    ))
}

fn absent(frame: &Frame, name: &str) -> Fault {
    let fault = Fault::new(format!("the table has no column `{name}`"));
    let names: Vec<&str> = frame.names().collect();
    match report::suggest::nearest(name, names.iter().copied()) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault.hint(format!("name one of {}", one_of(names.iter().copied()))),
    }
}

/// A row without an answer: missing, or nothing but spaces.
fn unanswered(column: &Column, row: usize) -> bool {
    match column.cell(row) {
        Cell::Missing => true,
        Cell::Text(text) => text.trim().is_empty(),
        Cell::Number(value) => !value.is_finite(),
    }
}

/// One different value of the target: as written, as a number (its order), how often.
struct Answer {
    shown: String,
    order: f64,
    rows: usize,
}

fn answers(column: &Column, positive: Option<&str>) -> Result<Target, Fault> {
    let name = &column.name;
    let (known, of_row) = different(column);
    if known.len() == 1 {
        let fault =
            format!("every answer in `{name}` is `{}`: there is nothing to tell apart", known[0].shown);
        return Err(Fault::new(fault)
            .hint("name a target with at least two different values, or add rows of the other kind"));
    }
    let at = positive.map(|wanted| wanted_answer(column, &known, wanted)).transpose()?;
    let quantity = at.is_none() && is_quantity(column.kind, &known);
    if quantity {
        let values = column.as_numbers().map(<[f64]>::to_vec).unwrap_or_default();
        return Ok(Target {
            name: name.clone(),
            task: Task::Regression,
            classes: Vec::new(),
            values,
            weights: None,
        });
    }
    if let Some(at) = at.or_else(|| (known.len() == 2).then(|| natural_positive(&known))) {
        let others: Vec<&str> =
            (0..known.len()).filter(|&other| other != at).map(|other| &*known[other].shown).collect();
        let negative =
            if let [other] = others[..] { other.to_owned() } else { format!("not {}", known[at].shown) };
        let values = of_row.iter().map(|&answer| f64::from(u8::from(answer == at))).collect();
        let classes = vec![negative, known[at].shown.clone()];
        return Ok(Target { name: name.clone(), task: Task::Binary, classes, values, weights: None });
    }
    if known.len() > CLASSES {
        let fault = format!(
            "the target `{name}` has {} different texts; at most {CLASSES} can be told apart",
            count(known.len() as u64)
        );
        return Err(Fault::new(fault)
            .hint("predict one of them against the rest with --positive VALUE, or group them first"));
    }
    let mut order: Vec<usize> = (0..known.len()).collect();
    order.sort_by(|&a, &b| {
        known[a].order.total_cmp(&known[b].order).then_with(|| known[a].shown.cmp(&known[b].shown))
    });
    let mut rank = vec![0.0; known.len()];
    order.iter().enumerate().for_each(|(position, &answer)| rank[answer] = position as f64);
    Ok(Target {
        name: name.clone(),
        task: Task::Multiclass,
        classes: order.iter().map(|&answer| known[answer].shown.clone()).collect(),
        values: of_row.iter().map(|&answer| rank[answer]).collect(),
        weights: None,
    })
}

/// The different answers in order of first appearance, and for each row which one it is.
fn different(column: &Column) -> (Vec<Answer>, Vec<usize>) {
    let mut known: Vec<Answer> = Vec::new();
    let mut position = std::collections::HashMap::new();
    let of_row = (0..column.len())
        .map(|row| {
            let (key, order) = match column.cell(row) {
                Cell::Number(value) => ((value + 0.0).to_bits(), value),
                _ => (column.as_text().map_or(0, |text| u64::from(text.codes[row])), 0.0),
            };
            let at = *position.entry(key).or_insert_with(|| {
                known.push(Answer { shown: column.show(row), order, rows: 0 });
                known.len() - 1
            });
            known[at].rows += 1;
            at
        })
        .collect();
    (known, of_row)
}

fn is_quantity(kind: Kind, known: &[Answer]) -> bool {
    match kind {
        Kind::Text | Kind::Boolean => false,
        _ if known.len() == 2 => false,
        Kind::Integer => known.len() > CODES || is_scale(known),
        _ => known.len() > CODES || known.iter().any(|answer| answer.order.fract() != 0.0) || is_scale(known),
    }
}

/// Whether few whole numbers are marks on a scale: consecutive, at least five, and fullest in the middle.
fn is_scale(known: &[Answer]) -> bool {
    let mut marks: Vec<(f64, usize)> = known.iter().map(|answer| (answer.order, answer.rows)).collect();
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let consecutive = marks.windows(2).all(|pair| pair[1].0 - pair[0].0 == 1.0);
    let fullest = (0..marks.len()).max_by_key(|&at| marks[at].1).unwrap_or(0);
    let rises = marks[..=fullest].windows(2).all(|pair| pair[0].1 <= pair[1].1);
    let falls = marks[fullest..].windows(2).all(|pair| pair[0].1 >= pair[1].1);
    consecutive && marks.len() >= 5 && rises && falls
}

/// The position of the value the user asked for, by its text or by its number.
fn wanted_answer(column: &Column, known: &[Answer], wanted: &str) -> Result<usize, Fault> {
    let number = wanted.trim().parse::<f64>().ok();
    let truth = match (column.kind, wanted.trim().to_lowercase().as_str()) {
        (Kind::Boolean, "yes" | "y" | "t" | "true" | "1") => Some(1.0),
        (Kind::Boolean, "no" | "n" | "f" | "false" | "0") => Some(0.0),
        _ => None,
    };
    let is_number = |answer: &Answer| column.kind != Kind::Text && (number.or(truth) == Some(answer.order));
    let exactly = known.iter().position(|answer| answer.shown == wanted || is_number(answer));
    let found = exactly
        .or_else(|| known.iter().position(|answer| answer.shown.trim().eq_ignore_ascii_case(wanted.trim())));
    found.ok_or_else(|| {
        let mut by_rows: Vec<&Answer> = known.iter().collect();
        by_rows.sort_by_key(|answer| std::cmp::Reverse(answer.rows));
        Fault::new(format!("no row of `{}` has the positive value `{wanted}`", column.name))
            .hint(format!("give one of {}", one_of(by_rows.iter().map(|answer| answer.shown.as_str()))))
    })
}

/// Of two answers the one that is naturally looked for: a word for "it happened", else the rarer.
fn natural_positive(known: &[Answer]) -> usize {
    let yes = |answer: &Answer| YES.iter().position(|word| answer.shown.trim().eq_ignore_ascii_case(word));
    match (yes(&known[0]), yes(&known[1])) {
        (Some(first), Some(second)) => usize::from(second < first),
        (Some(_), None) => 0,
        (None, Some(_)) => 1,
        (None, None) if known[0].rows == known[1].rows => usize::from(known[1].shown > known[0].shown),
        (None, None) => usize::from(known[1].rows < known[0].rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(column: Column) -> Frame {
        let rows = column.len();
        Frame::new(vec![
            Column::numbers("x", Kind::Integer, (0..rows).map(|row| row as f64).collect()),
            column,
        ])
    }

    fn text(values: &[&str]) -> Frame {
        table(Column::text("y", values.iter().map(|&value| (value != "-").then_some(value))))
    }

    fn integers(values: Vec<f64>) -> Frame {
        table(Column::numbers("y", Kind::Integer, values))
    }

    #[test]
    fn two_values_are_classes_and_the_natural_one_is_positive() {
        let (features, answers) = target(&text(&["Yes", "No", "-", "Yes", "Yes", " "]), "y", None).unwrap();
        assert_eq!((answers.task, answers.classes.join("/")), (Task::Binary, "No/Yes".to_owned()));
        assert_eq!(
            (answers.values, features.rows()),
            (vec![1.0, 0.0, 1.0, 1.0], 4),
            "rows without an answer are left out"
        );
        let (_, answers) = target(&text(&["tall", "tall", "short"]), "y", None).unwrap();
        assert_eq!(answers.classes, ["tall", "short"], "else the rarer");
        let (_, answers) = target(&text(&["tall", "tall", "short"]), "y", Some("tall")).unwrap();
        assert_eq!(answers.classes, ["short", "tall"]);
        let (_, answers) = target(&integers(vec![0.0, 1.0, 1.0]), "y", Some("1")).unwrap();
        assert_eq!((answers.classes.join("/"), answers.values), ("0/1".to_owned(), vec![0.0, 1.0, 1.0]));
    }

    #[test]
    fn one_value_against_the_rest() {
        let (_, answers) = target(&text(&["a", "b", "c", "b"]), "y", Some("b")).unwrap();
        assert_eq!(
            (answers.classes.join("/"), answers.values),
            ("not b/b".to_owned(), vec![0.0, 1.0, 0.0, 1.0])
        );
    }

    #[test]
    fn few_texts_are_classes_marks_and_many_numbers_are_a_quantity() {
        let task = |frame: &Frame| target(frame, "y", None).map(|(_, answers)| answers.task);
        assert_eq!(task(&text(&["a", "b", "c", "b"])), Ok(Task::Multiclass));
        assert_eq!(task(&integers((0..60).map(|row| f64::from(row % 3)).collect())), Ok(Task::Multiclass));
        assert_eq!(task(&integers((0..60).map(|row| f64::from(row % 12)).collect())), Ok(Task::Regression));
        let marks = [(3, 10), (4, 53), (5, 681), (6, 638), (7, 199), (8, 18)];
        let marks = marks.iter().flat_map(|&(mark, rows)| vec![f64::from(mark); rows]).collect();
        assert_eq!(task(&integers(marks)), Ok(Task::Regression), "wine quality");
    }

    #[test]
    fn what_cannot_be_predicted_is_a_fault_with_a_way_out() {
        let fault =
            |frame: &Frame, name: &str, positive: Option<&str>| target(frame, name, positive).unwrap_err();
        let two = text(&["yes", "no"]);
        assert!(fault(&two, "Y ", None).hint.unwrap().contains('y'));
        assert!(fault(&two, "y", Some("maybe")).hint.unwrap().contains("`yes` or `no`"));
        assert!(fault(&text(&["-", " "]), "y", None).message.contains("no value"));
        assert!(fault(&text(&["a", "a"]), "y", None).message.contains("every answer"));
        let many: Vec<String> = (0..60).map(|row| format!("t{row}")).collect();
        let many = table(Column::text("y", many.iter().map(|text| Some(text.as_str()))));
        assert!(fault(&many, "y", None).message.contains("60 different texts"));
    }
}
