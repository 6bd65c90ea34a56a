//! All that is measured, in order: columns, causes, the model, windows, costs, and what the model's answers tell.

use ::report::Fault;
use frame::{Column, Frame};
use rayon::prelude::*;

use super::Input;
use super::causes::{Cause, Strays, causes, of_answers, plain, restored, schema, swapped};
use super::evidence::{Changed, Compared, LookedAt, Measured};
use super::judge::{Judged, judged};
use super::moved::Care;
use super::quality::{Calibrated, of_numbers};
use super::roles::{Role, role};
use super::said::answers;
use super::windows::{FAR, Monitored, monitor};
use super::{cost, domain, feedback, labels, relation, words};

/// A move that is told as one of the spread; below it nothing is worth a word.
const WORTH_A_WORD: f64 = 0.02;

/// Measure what moved, why, and what it costs.
///
/// # Errors
/// When a table has no row, the two have no column in common, or the package does not fit the reference.
pub fn measure(input: &Input<'_>) -> Result<Measured, Fault> {
    let (reference, data) = (input.reference.sample, input.data.sample);
    comparable(input)?;
    let group = |frame: &'_ Frame| input.group.as_deref().and_then(|name| frame.column(name)).cloned();
    let groups = (group(reference), group(data));
    let mut columns = columns(input);
    let features: Vec<String> = columns
        .iter()
        .filter(|column| column.role == Role::Feature)
        .map(|column| column.name.clone())
        .collect();
    let care = Care::of(features.len(), (groups.0.as_ref(), groups.1.as_ref()));
    find(input, data, &mut columns, care);
    let found: Vec<(String, Cause)> = columns
        .iter()
        .flat_map(|column| column.changes.iter().map(|change| (column.name.clone(), change.why.clone())))
        .collect();
    let answered = with_answers_put_back(input, data, &mut columns);
    let data = &answered;

    let judged = judged(input, data)?;
    let alone = relation::alone(input);
    let stand_in = match &judged {
        Some(judged) => relation::stand_in(&alone, data, judged)?,
        None => None,
    };
    let calibrated = judged.as_ref().and_then(|judged| Calibrated::of(judged, input.seed));
    let in_both: Vec<&str> = features
        .iter()
        .map(String::as_str)
        .filter(|name| reference.column(name).is_some() && data.column(name).is_some())
        .collect();
    let monitored = monitor(
        input,
        data,
        &in_both,
        judged.as_ref().map(|judged| (judged, calibrated.as_ref())),
        care.weight,
    );
    if let Some(monitored) = &monitored {
        look_into_windows(input, monitored, &mut columns, care);
    }
    if let Some(judged) = &judged {
        costs(input, judged, stand_in.as_ref().unwrap_or(judged), &mut columns);
    }

    let mut measured = Measured {
        data: input.data.name.clone(),
        reference: input.reference.name.clone(),
        rows: input.data.rows,
        rows_reference: input.reference.rows,
        rows_looked_at: LookedAt { data: data.rows(), reference: reference.rows() },
        same: input.same,
        smallest_gain: input.smallest_gain,
        currency: input.worth.map(|worth| worth.currency.clone()),
        columns,
        ..Measured::default()
    };
    if let Some(monitored) = monitored {
        (measured.windows, measured.window_seconds) = (monitored.windows, Some(monitored.length));
    }
    let mended = restored(data, &found);
    measured.domain = domain::domain(input, &mended);
    measured.label = input.answers.as_ref().and_then(|asked| {
        let read = |frame: &Frame| answers(frame, &asked.column, asked.task, &asked.classes);
        let care = Care { weight: care.weight, z: cost::SURE };
        labels::labels(&asked.column, asked.task, &asked.classes, &read(reference), &read(data), care)
    });
    measured.predicted = input.prediction.is_some();
    measured.prediction = input.prediction.as_ref().and_then(|name| {
        let yes = input.answers.as_ref().and_then(|asked| asked.classes.get(1)).map(String::as_str);
        labels::predicted(reference.column(name)?, data.column(name)?, yes, Care { z: cost::SURE, ..care })
    });
    // A model of the columns tells more, where there is one.
    measured.by_themselves = relation::by_themselves(&measured, None, care);
    if let Some(judged) = judged {
        the_model(&mut measured, judged, stand_in, calibrated.as_ref(), input, &mended, care)?;
    }
    measured.remarks = words::remarks(&measured, input);
    Ok(measured)
}

fn comparable(input: &Input<'_>) -> Result<(), Fault> {
    let (reference, data) = (&input.reference, &input.data);
    for side in [data, reference] {
        if side.sample.rows() == 0 {
            return Err(Fault::new(format!("{} has no rows: there is nothing to compare", side.name))
                .hint("give a table with at least a few hundred rows"));
        }
    }
    if !data.sample.names().any(|name| reference.sample.column(name).is_some()) {
        let few = |frame: &Frame| frame.names().take(4).collect::<Vec<_>>().join(", ");
        return Err(Fault::new(format!("{} and {} have no column in common", data.name, reference.name))
            .hint(format!(
                "the first has {}, the second {}; are they of the same kind?",
                few(data.sample),
                few(reference.sample)
            )));
    }
    Ok(())
}

/// The columns of both tables, in the order of the reference, new ones last, each with its role.
fn columns(input: &Input<'_>) -> Vec<Compared> {
    let (reference, data) = (input.reference.sample, input.data.sample);
    let of = |column: &Column, other: Option<&Column>| {
        let own = role(column, input);
        let role = other.filter(|_| own == Role::Feature).map_or(own, |other| role(other, input));
        Compared::new(&column.name, column.kind, role)
    };
    let new = data.columns().iter().filter(|column| reference.column(&column.name).is_none());
    let known = reference.columns().iter().map(|column| of(column, data.column(&column.name)));
    known.chain(new.map(|column| of(column, None))).collect()
}

/// The data with its answers as they were before, where they are brought in another way and that can be undone.
fn with_answers_put_back(input: &Input<'_>, data: &Frame, columns: &mut [Compared]) -> Frame {
    let found = input.answers.as_ref().and_then(|asked| {
        let cause =
            of_answers(input.reference.sample.column(&asked.column), data.column(&asked.column)?, asked)?;
        Some((asked.column.clone(), cause))
    });
    let Some((name, cause)) = found else { return data.clone() };
    columns
        .iter_mut()
        .filter(|column| column.name == name && column.role == Role::Label)
        .for_each(|column| change(column, vec![cause.clone()]));
    restored(data, &[(name, cause)])
}

/// How far each feature moved, and why.
fn find(input: &Input<'_>, data: &Frame, columns: &mut [Compared], care: Care) {
    let reference = input.reference.sample;
    columns.par_iter_mut().filter(|column| column.role == Role::Feature).for_each(|column| {
        if let (Some(was), Some(is)) = (reference.column(&column.name), data.column(&column.name)) {
            compare(column, was, is, input, care);
        }
    });
    let is_feature = |column: &Column| role(column, input) == Role::Feature;
    for (name, cause) in schema(reference, data, care, is_feature) {
        columns
            .iter_mut()
            .filter(|column| column.name == name)
            .for_each(|column| change(column, vec![cause.clone()]));
    }
    let far = |column: &&Compared| {
        column.low.is_some_and(|low| low >= 2.0 * FAR)
            || column.changes.iter().any(|change| match &change.why {
                Cause::Categories(_, share, _) => *share >= 0.5,
                Cause::Kind(..) | Cause::Unit(_) => true,
                _ => false,
            })
    };
    let far: Vec<String> = columns.iter().filter(far).map(|column| column.name.clone()).collect();
    let names: Vec<&str> = far.iter().map(String::as_str).collect();
    for (a, b) in swapped(reference, data, &names, care) {
        for column in columns.iter_mut() {
            if column.name == a {
                change(column, vec![Cause::Swapped(b.clone())]);
            } else if column.name == b {
                change(column, vec![Cause::Swapped(a.clone())]);
            }
        }
    }
}

fn compare(column: &mut Compared, was: &Column, is: &Column, input: &Input<'_>, care: Care) {
    fn texts<'s>(side: &'s super::Side<'_>, name: &str) -> &'s [(String, u64)] {
        side.strays.iter().find(|(column, _)| column == name).map_or(&[], |(_, texts)| texts.as_slice())
    }
    let strays = Strays {
        texts: (texts(&input.reference, &column.name), texts(&input.data, &column.name)),
        rows: (input.reference.rows, input.data.rows),
    };
    let (moved, mut found) = causes(was, is, strays, care);
    let little = moved.is_none_or(|moved| moved.stability.low < WORTH_A_WORD);
    found.retain(|cause| *cause != Cause::Distribution || !little);
    if let Some(moved) = moved {
        column.moved(&moved);
    }
    let share = |column: &Column| plain(column).missing() as f64 / column.len().max(1) as f64;
    (column.missing_reference, column.missing) = (Some(share(was)), Some(share(is)));
    column.from_to = words::from_to(was, is);
    column.rows = is.len();
    change(column, found);
}

fn change(column: &mut Compared, found: Vec<Cause>) {
    column.cause = found.first().map(Cause::word);
    column.response = found.iter().map(Cause::response).min();
    column.changes = found
        .into_iter()
        .map(|why| Changed {
            cause: why.word(),
            response: why.response(),
            details: why.details(),
            cost: None,
            spoils: None,
            why,
        })
        .collect();
}

/// A column that moved in some windows is judged by the rows of those windows, where a fault is not diluted; one that moves
/// no further than it does within the reference has not moved.
fn look_into_windows(input: &Input<'_>, monitored: &Monitored, columns: &mut [Compared], care: Care) {
    let (reference, data) = (input.reference.sample, input.data.sample);
    for column in columns.iter_mut().filter(|column| column.role == Role::Feature) {
        column.natural = monitored
            .natural
            .iter()
            .find(|(name, _)| *name == column.name)
            .map_or(0.0, |(_, natural)| *natural);
        let moved: Vec<_> =
            monitored.windows.iter().filter(|window| window.moved.contains(&column.name)).collect();
        let Some(first) = moved.first() else {
            if column.natural > 0.0 && column.low.is_some_and(|low| low <= column.natural) {
                column.changes.retain(|change| change.why != Cause::Distribution);
                column.cause = column.changes.first().map(|change| change.cause);
                column.response = column.changes.iter().map(|change| change.response).min();
            }
            continue;
        };
        column.since = Some(first.from.clone());
        let swapped = column.changes.iter().any(|change| matches!(change.why, Cause::Swapped(_)));
        let rows: Vec<usize> = moved.iter().flat_map(|window| window.of.iter().copied()).collect();
        if let (Some(was), Some(is), false) =
            (reference.column(&column.name), data.column(&column.name), swapped)
        {
            compare(column, was, &is.take(&rows), input, care);
        }
    }
}

/// What each change costs the model, and one that can be asked.
fn costs(input: &Input<'_>, judged: &Judged<'_>, asked: &Judged<'_>, columns: &mut [Compared]) {
    let importance = judged.judge.importance();
    for column in columns.iter_mut().filter(|column| column.role == Role::Feature) {
        column.importance = importance.as_ref().map(|importance| {
            importance.iter().find(|(name, _)| *name == column.name).map_or(0.0, |(_, share)| *share)
        });
        column.read = judged.judge.can_be_asked().then(|| judged.judge.reads(&column.name));
        for change in &mut column.changes {
            if change.why == Cause::Distribution {
                change.cost = cost::of_spread(&column.name, input, input.data.sample, judged);
            } else {
                change.spoils = cost::of_fault(&column.name, &change.why, input, asked);
                change.cost = change.spoils.filter(|_| judged.judge.can_be_asked());
            }
        }
    }
}

/// What the model's answers tell: predictions, quality, loops, the relation and age.
fn the_model(
    measured: &mut Measured,
    judged: Judged<'_>,
    stand_in: Option<Judged<'_>>,
    calibrated: Option<&Calibrated>,
    input: &Input<'_>,
    mended: &Frame,
    care: Care,
) -> Result<(), Fault> {
    measured.model = Some(judged.judge.word());
    measured.model_words = judged.judge.words();
    measured.at_work = judged.judge.is_at_work();
    measured.unscorable.clone_from(&judged.unscorable);
    let one = Care { weight: care.weight, z: cost::SURE };
    if input.prediction.is_none() {
        measured.prediction = labels::predictions(&judged, one);
    }
    let quick = stand_in.as_ref().or(Some(&judged).filter(|judged| !judged.judge.is_at_work()));
    measured.by_themselves = relation::by_themselves(measured, quick, one);
    let rows: Vec<usize> = (0..judged.now.len()).collect();
    measured.estimated_quality = match calibrated {
        Some(calibrated) => calibrated.expected(&judged, &rows),
        None => measured.domain.as_ref().and_then(|domain| of_numbers(&judged, domain)),
    };
    measured.feedback = feedback::feedback(&judged, calibrated, input, input.data.sample);
    relation::relation(measured, judged, stand_in, input, mended, care.weight)
}
