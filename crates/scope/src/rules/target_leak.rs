//! A column gives the target away.
//!
//! ## What it sees
//! A column that, alone, decides nearly every row: a copy or recode of the target, a copy with noise, a class
//! cut from it, a letter inside a code or a word in a remark; two columns whose product, ratio, sum or difference is
//! the target; a column that is certain in one part of the rows and says little elsewhere; or one value that belongs
//! to a single answer where all other columns expected a mixture. A strong honest column is not one: it leaves a zone
//! where the answer is open, or other columns say nearly as much.
//!
//! ## Why it sinks projects
//! The model learns to read the answer instead of predicting it. Every test looks splendid; in use the column
//! is empty, late or the wrong way round, and the model is worthless.
//!
//! ## Example
//! `stat` is `X` or `Q` for all who left and `K` for all who stayed: it was written when they left.
//!
//! ## What to do
//! Ask who fills the column, and when. If it is filled after the moment of prediction, add it to
//! `unavailable = [...]` under `[data]` in tenet.toml. If it is truly known before, allow it with a reason:
//! `[[allow]] rule = "target-leak" columns = [...] because = "..."`; then ask whether a model is needed at all.
//!
//! ## References
//! Kaufman, Rosset & Perlich, "Leakage in data mining" (KDD 2011). Kapoor & Narayanan, "Leakage and the
//! reproducibility crisis in machine-learning-based science" (Patterns, 2023).

use frame::Task;
use report::number::{count, percent, score};
use report::{Finding, Level, Rule};

use super::giveaway::{Giveaway, giveaways};
use super::{Check, grouped_rows};
use crate::Study;
use crate::measure::Reading;
use crate::measure::partial::Partial;
use crate::measure::relation::Relation;

pub const CHECK: Check = Check {
    rule: Rule { name: "target-leak", level: Level::Stop, text: include_str!("target_leak.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::target_leak,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let giveaways = giveaways(study);
    let alone: Vec<Finding> = giveaways
        .iter()
        .filter(|giveaway| {
            !giveaway.by_filling
                && !super::identifier_column::is_order(study, giveaway.telling)
                && !is_thing(study, giveaway)
        })
        .map(|giveaway| of_column(study, giveaway))
        .collect();
    let named = |column: &String| giveaways.iter().any(|giveaway| giveaway.telling.column == *column);
    let mut found = alone;
    let mut paired: Vec<&String> = Vec::new();
    for relation in study.relations.iter().filter(|relation| !relation.columns.iter().any(named)) {
        if relation.columns.iter().all(|column| !paired.contains(&column)) {
            paired.extend(&relation.columns);
            found.push(of_pair(study, relation));
        }
    }
    let told =
        |column: &String| found.iter().any(|finding| finding.columns.contains(column)) || named(column);
    let in_part: Vec<Finding> = study
        .partials
        .iter()
        .filter(|partial| !told(&partial.column))
        .filter_map(|partial| Some(of_part(study, partial, tells_in_part(study, partial)?)))
        .collect();
    found.extend(in_part);
    found
}

/// Whether a column is all but certain in a part of the rows and says far less elsewhere, and how sure that is: honest
/// columns say about as much everywhere.
fn tells_in_part(study: &Study<'_>, partial: &Partial) -> Option<Level> {
    let certain = match study.target.task {
        Task::Regression => partial.inside_low >= 0.93,
        _ => partial.inside_low >= 0.8 && partial.open <= 0.1,
    };
    if certain && partial.outside <= 0.5 * partial.inside {
        return Some(Level::Stop);
    }
    // Few rows of a rare answer make the interval wide; the contrast is as plain.
    let plain = partial.inside >= 0.88 && partial.inside_low >= 0.5 && partial.open <= 0.1;
    (study.target.task != Task::Regression && plain && partial.outside <= 0.35 * partial.inside)
        .then_some(Level::Warn)
}

fn of_part(study: &Study<'_>, partial: &Partial, level: Level) -> Finding {
    let (column, target) = (&partial.column, &study.target.name);
    let message = format!(
        "in {} of {} rows, where {}, {column} alone decides {} of {target}; elsewhere {}",
        count(partial.rows.0 as u64),
        count(partial.rows.1 as u64),
        partial.part,
        percent(partial.inside),
        percent(partial.outside),
    );
    Finding::new(&CHECK.rule, message)
        .level(level)
        .columns([column])
        .why(format!(
            "Something writes {target} into {column} in these rows. A model would learn to read the answer there, look better than it is, \
             and have nothing to read when it is used."
        ))
        .remedy(remedy(column))
        .evidence("rows", partial.rows.1).evidence("harm", (partial.inside - partial.outside) * partial.rows.0 as f64 / partial.rows.1 as f64)
        .evidence("rows_of_part", partial.rows.0)
        .evidence("skill_there", partial.inside)
        .evidence("skill_elsewhere", partial.outside)
}

/// Whether a column tells the target because it names things that come back with their answer: then grouped-rows says so.
fn is_thing(study: &Study<'_>, giveaway: &Giveaway<'_>) -> bool {
    let thing = grouped_rows::entity(study).is_some_and(|entity| entity.column == giveaway.telling.column);
    thing && !matches!(giveaway.telling.reading, Reading::Piece(_))
}

fn of_column(study: &Study<'_>, giveaway: &Giveaway<'_>) -> Finding {
    let (telling, target) = (giveaway.telling, &study.target.name);
    let column = &telling.column;
    let read = match &telling.reading {
        Reading::Piece(piece) => format!("the {piece} of {column}"),
        _ => column.clone(),
    };
    let others = telling.others.auc.filter(|_| study.target.task == Task::Binary);
    let message = match (giveaway.part, telling.alone.auc) {
        (Some(part), _) => format!(
            "where {read} is `{}`, {target} is `{}` in {} of {} rows; the other columns led to expect {}",
            part.name,
            study.target.classes[part.class],
            count((part.rows - part.strays) as u64),
            count(part.rows as u64),
            percent(1.0 - part.strays_expected),
        ),
        (None, Some(auc)) => {
            let others = others.map(|auc| format!("; all other columns together reach {}", score(auc)));
            format!("{read} alone gives {target} away (AUC {}{})", score(auc), others.unwrap_or_default())
        }
        (None, None) => match telling.alone.cut_low.filter(|_| telling.alone.skill < 0.94) {
            Some(_) => format!("{read} cuts {target} into {} classes that hardly overlap", telling.groups),
            None => format!(
                "{read} alone decides {} of {target}; all other columns together {}",
                percent(telling.alone.skill),
                percent(telling.others.skill.max(0.0)),
            ),
        },
    };
    let finding = Finding::new(&CHECK.rule, message)
        .level(giveaway.level)
        .columns([column])
        .why(format!(
            "A column that knows {target} was most likely written after it. A model would learn to read the answer \
             from {column}, look splendid in every test, and have nothing to read when it is used."
        ))
        .remedy(remedy(column))
        .evidence("rows", telling.rows).evidence("harm", giveaway.promise())
        .evidence("skill", telling.alone.skill)
        .evidence("skill_of_others", telling.others.skill);
    let finding = match telling.alone.auc {
        Some(auc) => finding.evidence("auc", auc).evidence("auc_of_others", telling.others.auc),
        None => finding,
    };
    match giveaway.part {
        Some(part) => finding
            .evidence("value", part.name.clone())
            .evidence("rows_with_value", part.rows)
            .evidence("rows_otherwise", part.strays)
            .evidence("share_expected_otherwise", part.strays_expected),
        None => finding,
    }
}

fn of_pair(study: &Study<'_>, relation: &Relation) -> Finding {
    let target = &study.target.name;
    let [a, b] = &relation.columns;
    let sign = relation.sign;
    let (measure, name) = if study.target.task == Task::Binary { ("AUC", "auc") } else { ("R²", "r2") };
    // A number that two columns make up was computed; two classes may honestly differ in their proportions.
    let level = if study.target.task == Task::Binary { Level::Warn } else { Level::Stop };
    Finding::new(
        &CHECK.rule,
        format!("{a} {sign} {b} makes up {target} ({measure} {}; the better of the two alone {})", score(relation.fit), score(relation.alone)),
    )
    .level(level)
    .columns([a, b])
    .why(format!("If two columns together are {target}, one of them was computed from it, and will not be there to predict it from."))
    .remedy(format!(
        "Find out which of {a} and {b} is computed from {target} and add it to `unavailable = [...]` under [data] in tenet.toml; \
         if both are known before, compute {target} by that formula instead of learning it."
    ))
    .evidence("rows", relation.rows).evidence("harm", relation.fit - relation.alone)
    .evidence(name, relation.fit)
    .evidence(&format!("{name}_alone"), relation.alone)
}

/// What to do about a column that knows the target.
pub fn remedy(column: &str) -> String {
    format!(
        "Ask who fills {column}, and when. If after the moment of prediction, add it: `unavailable = [\"{column}\"]` under [data] in \
         tenet.toml. If it is truly known before, allow it there with a reason ([[allow]])."
    )
}
