//! Whether a column gives the target away, and in which of two ways: shared by `target-leak` and
//! `post-outcome-column`, so that a column is reported once.
//!
//! A high score alone is no crime. What separates a leak from a strong honest column:
//! - it decides nearly every row *and* leaves no zone where the answer is open (an honest reading has one), or
//! - it decides so much more than all other columns together that they cannot be about the same thing, or
//! - some of its values belong to one answer alone where the other columns expected a mixture.

use frame::Task;
use report::Level;

use crate::Study;
use crate::measure::Reading;
use crate::measure::alone::CUT;
use crate::measure::telling::{Pure, Telling};

/// A column that gives the target away.
pub struct Giveaway<'a> {
    /// What it tells.
    pub telling: &'a Telling,
    /// Stop or warn.
    pub level: Level,
    /// Whether the outcome filled it in, rather than copied itself into it.
    pub by_filling: bool,
    /// Set when only some of its rows tell.
    pub part: Option<&'a Pure>,
}

impl Giveaway<'_> {
    /// What the column promises that the others cannot keep, 0 to 1: skill that is gone once it is taken out, or the
    /// share of a class that its plain rows cover.
    pub fn promise(&self) -> f64 {
        match self.part {
            Some(part) => part.covers * (part.strays_expected - part.strays as f64 / part.rows as f64),
            None => (self.telling.alone.skill - self.telling.others.skill.max(0.0)).max(0.0),
        }
    }
}

/// The columns that give the target away, strongest first, each by its plainest reading.
pub fn giveaways<'a>(study: &'a Study<'_>) -> Vec<Giveaway<'a>> {
    let things = super::grouped_rows::entity(study).is_some();
    let mut found: Vec<Giveaway<'a>> = Vec::new();
    for telling in &study.tellings {
        let Some(giveaway) = judge(telling, study.target.task) else { continue };
        // Rows of one thing have one answer: values they share look telling.
        if things && giveaway.part.is_some() && !giveaway.by_filling {
            continue;
        }
        match found.iter_mut().find(|known| known.telling.column == telling.column) {
            Some(known) if plainer(&giveaway, known) => *known = giveaway,
            Some(_) => {}
            None => found.push(giveaway),
        }
    }
    found.sort_by_key(|giveaway| std::cmp::Reverse(giveaway.level));
    found
}

/// Whether `a` says better than `b` how the same column gives the target away.
fn plainer(a: &Giveaway<'_>, b: &Giveaway<'_>) -> bool {
    let missed = |giveaway: &Giveaway<'_>| 1.0 - giveaway.telling.alone.skill;
    let piece = |giveaway: &Giveaway<'_>| matches!(giveaway.telling.reading, Reading::Piece(_));
    if a.level != b.level {
        return a.level > b.level;
    }
    // Whether a cell is filled in is simpler than what stands in it, and so believed unless it says far less.
    match (a.by_filling, b.by_filling) {
        (true, false) => missed(a) <= 2.0 * missed(b) + 0.02,
        (false, true) => missed(b) > 2.0 * missed(a) + 0.02,
        _ if piece(a) != piece(b) => piece(b) && missed(a) <= missed(b) + 0.05,
        _ => missed(a) < missed(b) - 1e-9,
    }
}

fn judge(telling: &Telling, task: Task) -> Option<Giveaway<'_>> {
    let by_filling = matches!(telling.reading, Reading::Filled { .. });
    if let Reading::Filled { empty, varied } = &telling.reading
        && empty != "missing"
        && !varied
    {
        return None;
    }
    let level = if task == Task::Regression { of_number(telling) } else { of_classes(telling) };
    if let Some(level) = level {
        return Some(Giveaway { telling, level, by_filling, part: None });
    }
    let part = telling.pure.as_ref()?;
    Some(Giveaway { telling, level: of_part(part, by_filling)?, by_filling, part: Some(part) })
}

/// Two classes or more: informedness, the open zone and the other columns.
fn of_classes(telling: &Telling) -> Option<Level> {
    let alone = &telling.alone;
    let missed = 1.0 - alone.skill;
    let missed_by_others = 1.0 - telling.others.skill.max(0.0);
    let no_open_zone = alone.open <= 0.10;
    if no_open_zone && alone.skill_low >= 0.72 && missed <= 0.45 * missed_by_others {
        return Some(Level::Stop);
    }
    if alone.skill_low >= 0.85 && missed <= 0.25 * missed_by_others {
        return Some(Level::Stop);
    }
    // Few rows make the interval wide; the column is as plain.
    (no_open_zone && alone.skill >= 0.72 && alone.skill_low >= 0.45 && missed <= 0.55 * missed_by_others)
        .then_some(Level::Warn)
}

/// A number: the explained variance of its ranks, classes that cut it, and the other columns.
fn of_number(telling: &Telling) -> Option<Level> {
    let alone = &telling.alone;
    let missed = 1.0 - alone.skill;
    let missed_by_others = 1.0 - telling.others.skill.max(0.0);
    if alone.skill_low >= 0.94 && missed <= 0.35 * missed_by_others {
        return Some(Level::Stop);
    }
    // A class cut from the number overlaps no other; marks that follow it closely (miles in town and out of it) do.
    let of_many = telling.groups * 5 <= telling.rows && telling.others.skill < 0.95;
    let cuts = |least: f64| of_many && alone.cut_low.is_some_and(|cut| cut >= least);
    if cuts(CUT.0) {
        return Some(Level::Stop);
    }
    if cuts(CUT.1) {
        return Some(Level::Warn);
    }
    (alone.skill_low >= 0.9 && missed <= 0.3 * missed_by_others).then_some(Level::Warn)
}

/// Values that belong to one class alone, where the other columns expected a mixture: the odds of the class, at
/// the careful end of their interval, against those expected. A filled-in cell may be less pure: where the answer
/// is rare, a slip in few of the many others spoils purity but not the odds.
fn of_part(pure: &Pure, by_filling: bool) -> Option<Level> {
    let odds = |strays: f64| (1.0 - strays) / strays.clamp(1e-6, 1.0 - 1e-6);
    let strays = pure.strays as f64 / pure.rows as f64;
    let expected = odds(pure.strays_expected);
    let careful = odds(pure.strays_high) / expected;
    let plain = odds((pure.strays as f64 + 0.5) / (pure.rows as f64 + 1.0)) / expected;
    // A reading that leads up to its end by degrees is honest; a code stands by itself.
    let by_degrees = !by_filling && pure.strays_beside.is_some_and(|beside| odds(beside) >= 3.0 * expected);
    if pure.covers < 0.07 || pure.strays_expected < 0.15 || by_degrees {
        return None;
    }
    let filled = by_filling && strays <= 0.35;
    if strays <= 0.03 && careful >= 6.0
        || filled && strays <= 0.08 && careful >= 6.0
        || filled && careful >= 12.0
    {
        return Some(Level::Stop);
    }
    if filled && careful >= 6.0 {
        return Some(Level::Warn);
    }
    // Among so few rows more of the many values there are look pure by chance.
    let beyond_chance = chance(pure) <= if pure.rows >= 20 { 1e-4 } else { 1e-7 };
    (strays <= 0.02 && plain >= 20.0 && beyond_chance).then_some(Level::Warn)
}

/// The chance of so few strays in rows that have the share expected, at most (Chernoff, 1952, equation 4.1).
fn chance(pure: &Pure) -> f64 {
    let (rows, seen, expected) =
        (pure.rows as f64, pure.strays as f64 / pure.rows as f64, pure.strays_expected);
    let term = |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
    (-rows * (term(seen, expected) + term(1.0 - seen, 1.0 - expected))).exp()
}
