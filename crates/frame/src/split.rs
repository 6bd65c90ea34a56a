//! Honest splits: stratified by the answer, whole groups together, or the future after the past.

use std::collections::HashMap;

use crate::{Cell, Column, Kind, Target, Task};

/// Row positions to learn from and to test on, each in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Rows to learn from.
    pub train: Vec<usize>,
    /// Rows to test on.
    pub test: Vec<usize>,
}

/// What makes a split of this table honest.
#[derive(Debug, Clone, Copy)]
pub enum SplitBy<'a> {
    /// Rows are independent: each part has the same mix of answers.
    Target(&'a Target),
    /// Rows of one group (a household, a patient) never stand on both sides. Rows without a group are
    /// each a group of their own.
    Group(&'a Column),
    /// Test rows are later than the rows learned from. Rows without a time count as the earliest.
    Time(&'a Column),
    /// Both, the time and then the group: test rows are later than the rows learned from, and of other groups. Of groups
    /// that stand before and after the cut a third keep their later rows, to be tested, and the others their earlier ones,
    /// to be learned from; their other rows are on neither side.
    TimeAndGroup(&'a Column, &'a Column),
}

/// Set `share` of the rows aside. By time, the latest: rows of one instant stay together.
pub fn holdout(by: SplitBy, share: f64, seed: u64) -> Split {
    let keys = order(by, seed);
    let rows = keys.len();
    let wanted = ((rows as f64 * share).round() as usize).clamp(1, rows.saturating_sub(1).max(1));
    match by {
        SplitBy::Time(_) => {
            let cut = whole_instants(&keys, rows - wanted);
            split_at(&keys, |position| position >= cut)
        }
        SplitBy::TimeAndGroup(_, group) => {
            let cut = whole_instants(&keys, rows - wanted);
            apart(&keys, (cut, rows), group, seed)
        }
        // Every `1 / share`-th row of the order: as many of each class, or of groups of each size, as fit.
        _ => {
            let taken = |units: usize| (units as f64 * share).round() as usize;
            split_at_unit(&keys, |unit| taken(unit + 1) > taken(unit))
        }
    }
}

/// Split into `count` folds. By time, each fold tests one block after all before it are learned from, so
/// the first block is never tested and fewer than `count` folds come back when there are fewer instants.
pub fn folds(by: SplitBy, count: usize, seed: u64) -> Vec<Split> {
    let keys = order(by, seed);
    match by {
        SplitBy::Time(_) | SplitBy::TimeAndGroup(..) => {
            let cut = |block: usize| whole_instants(&keys, keys.len() * block / (count + 1));
            (1..=count)
                .map(|block| (cut(block), if block == count { keys.len() } else { cut(block + 1) }))
                .filter(|(from, to)| 0 < *from && from < to)
                .map(|(from, to)| {
                    if let SplitBy::TimeAndGroup(_, group) = by {
                        return apart(&keys, (from, to), group, seed.wrapping_add(from as u64));
                    }
                    let mut train: Vec<usize> = keys[..from].iter().map(|key| key.row).collect();
                    let mut test: Vec<usize> = keys[from..to].iter().map(|key| key.row).collect();
                    train.sort_unstable();
                    test.sort_unstable();
                    Split { train, test }
                })
                .collect()
        }
        _ => (0..count).map(|fold| split_at_unit(&keys, |unit| unit % count == fold)).collect(),
    }
}

/// A row in the order it is dealt out; rows of one unit (a group, an instant) follow one another.
struct Key {
    row: usize,
    unit: usize,
}

/// All rows in the order they are dealt out.
fn order(by: SplitBy, seed: u64) -> Vec<Key> {
    match by {
        SplitBy::Target(target) => by_answer(target, seed),
        SplitBy::Group(column) => by_group(column, seed),
        SplitBy::Time(column) | SplitBy::TimeAndGroup(column, _) => by_time(column),
    }
}

/// Shuffled, then sorted by answer: dealing the rows out in turn gives every part the same mix.
fn by_answer(target: &Target, seed: u64) -> Vec<Key> {
    let mut rows: Vec<usize> = (0..target.len()).collect();
    fastrand::Rng::with_seed(seed).shuffle(&mut rows);
    match target.task {
        Task::Regression | Task::Forecast => {}
        _ => rows.sort_by(|&a, &b| target.values[a].total_cmp(&target.values[b])),
    }
    rows.into_iter().enumerate().map(|(unit, row)| Key { row, unit }).collect()
}

/// Of these rows by time, those from `from` to `to` are tested and those before are learned from, with each group on one side.
fn apart(keys: &[Key], (from, to): (usize, usize), group: &Column, seed: u64) -> Split {
    let groups = groups_of(group);
    let count = groups.iter().max().map_or(0, |last| last + 1);
    let mut rows_in = vec![[0_usize; 2]; count];
    let placed =
        || keys[..to].iter().enumerate().map(|(position, key)| (key.row, usize::from(position >= from)));
    placed().for_each(|(row, side)| rows_in[groups[row]][side] += 1);
    // Those on both sides, shuffled, then the largest first: dealing them out in turn gives parts of like size.
    let mut on_both: Vec<usize> = (0..count).filter(|&group| !rows_in[group].contains(&0)).collect();
    fastrand::Rng::with_seed(seed).shuffle(&mut on_both);
    on_both.sort_by_key(|&group| std::cmp::Reverse(rows_in[group][1]));
    let mut tested: Vec<bool> = rows_in.iter().map(|[before, _]| *before == 0).collect();
    on_both.iter().skip(1).step_by(3).for_each(|&group| tested[group] = true);
    let side = |wanted: usize| {
        let rows =
            placed().filter(|&(row, side)| side == wanted && usize::from(tested[groups[row]]) == wanted);
        let mut rows: Vec<usize> = rows.map(|(row, _)| row).collect();
        rows.sort_unstable();
        rows
    };
    Split { train: side(0), test: side(1) }
}

/// The number of each row's group, by first appearance.
fn groups_of(column: &Column) -> Vec<usize> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut count = 0;
    let number = |row: usize| {
        let group = match column.cell(row) {
            Cell::Missing => count,
            _ => *known.entry(column.show(row)).or_insert(count),
        };
        count = count.max(group + 1);
        group
    };
    (0..column.len()).map(number).collect()
}

/// Groups shuffled, then the largest first: dealing them out in turn gives parts of like size.
fn by_group(column: &Column, seed: u64) -> Vec<Key> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (row, group) in groups_of(column).into_iter().enumerate() {
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(row);
    }
    fastrand::Rng::with_seed(seed).shuffle(&mut groups);
    groups.sort_by_key(|rows| std::cmp::Reverse(rows.len()));
    let units = groups.into_iter().enumerate();
    units.flat_map(|(unit, rows)| rows.into_iter().map(move |row| Key { row, unit })).collect()
}

fn by_time(column: &Column) -> Vec<Key> {
    let instant = |row: usize| match (column.kind, column.cell(row)) {
        (_, Cell::Missing) => (f64::NEG_INFINITY, ""),
        (Kind::Text, Cell::Text(text)) => (0.0, text),
        (_, Cell::Number(value)) => (value, ""),
        (_, Cell::Text(_)) => unreachable!("only text columns hold text"),
    };
    let compare = |&a: &usize, &b: &usize| {
        let (a, b) = (instant(a), instant(b));
        a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1))
    };
    let mut rows: Vec<usize> = (0..column.len()).collect();
    rows.sort_by(compare);
    let mut keys: Vec<Key> = Vec::with_capacity(rows.len());
    for row in rows {
        let unit = match keys.last() {
            Some(last) if compare(&last.row, &row).is_eq() => last.unit,
            Some(last) => last.unit + 1,
            None => 0,
        };
        keys.push(Key { row, unit });
    }
    keys
}

/// The cut nearest to `position`, at or before it, that leaves no instant on both sides; after it when
/// there is none before.
fn whole_instants(keys: &[Key], position: usize) -> usize {
    let starts = |at: usize| at == 0 || at >= keys.len() || keys[at - 1].unit != keys[at].unit;
    let before = (0..=position.min(keys.len())).rev().find(|&at| starts(at)).unwrap_or(0);
    match before {
        0 => (position..keys.len()).find(|&at| at > 0 && starts(at)).unwrap_or(0),
        cut => cut,
    }
}

fn split_at_unit(keys: &[Key], tested: impl Fn(usize) -> bool) -> Split {
    split_at(keys, |position| tested(keys[position].unit))
}

fn split_at(keys: &[Key], tested: impl Fn(usize) -> bool) -> Split {
    let mut split = Split { train: Vec::new(), test: Vec::new() };
    for (position, key) in keys.iter().enumerate() {
        if tested(position) { split.test.push(key.row) } else { split.train.push(key.row) }
    }
    split.train.sort_unstable();
    split.test.sort_unstable();
    split
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(rows: usize) -> Target {
        let values = (0..rows).map(|row| f64::from(u8::from(row % 10 == 0))).collect();
        Target {
            name: "y".into(),
            task: Task::Binary,
            classes: vec!["no".into(), "yes".into()],
            values,
            weights: None,
        }
    }

    fn share(target: &Target, rows: &[usize]) -> f64 {
        rows.iter().map(|&row| target.values[row]).sum::<f64>() / rows.len() as f64
    }

    #[test]
    fn stratified_folds_test_each_row_once_and_keep_the_mix() {
        let target = target(1_003);
        let folds = folds(SplitBy::Target(&target), 5, 7);
        let mut tested: Vec<usize> = folds.iter().flat_map(|fold| fold.test.clone()).collect();
        tested.sort_unstable();
        assert_eq!(tested, (0..1_003).collect::<Vec<_>>());
        for fold in &folds {
            assert_eq!(fold.train.len() + fold.test.len(), 1_003);
            assert!((share(&target, &fold.test) - share(&target, &fold.train)).abs() < 0.01);
        }
    }

    #[test]
    fn a_stratified_holdout_has_its_share_of_a_rare_class() {
        let target = target(200);
        let split = holdout(SplitBy::Target(&target), 0.2, 1);
        assert_eq!((split.test.len(), share(&target, &split.test)), (40, 0.1));
        assert_ne!(split, holdout(SplitBy::Target(&target), 0.2, 2), "the seed decides which rows");
        assert_eq!(split, holdout(SplitBy::Target(&target), 0.2, 1));
    }

    #[test]
    fn no_group_stands_on_both_sides() {
        let households: Vec<String> = (0..300).map(|row| format!("h{}", row / 3)).collect();
        let column = Column::text("household", households.iter().map(|name| Some(name.as_str())));
        let mut splits = folds(SplitBy::Group(&column), 4, 3);
        splits.push(holdout(SplitBy::Group(&column), 0.2, 3));
        for split in splits {
            assert!(!split.test.is_empty());
            assert!(split.test.iter().all(|row| split.train.iter().all(|other| other / 3 != row / 3)));
        }
    }

    #[test]
    fn the_test_rows_are_later_and_no_instant_is_cut() {
        let days = (0..100).map(|row| f64::from((99 - row) / 7) * 86_400.0).collect();
        let column = Column::numbers("day", Kind::Date, days);
        let day = |row: usize| column.as_numbers().unwrap()[row];
        let mut splits = folds(SplitBy::Time(&column), 4, 0);
        assert_eq!(splits.len(), 4);
        splits.push(holdout(SplitBy::Time(&column), 0.2, 0));
        for split in splits {
            let latest = split.train.iter().map(|&row| day(row)).fold(f64::MIN, f64::max);
            assert!(split.test.iter().all(|&row| day(row) > latest));
        }
    }

    #[test]
    fn by_time_and_group_the_test_rows_are_later_and_of_other_groups() {
        // Every firm is there from the first day to the last, but for some that come late and rows of none.
        let day: Vec<f64> = (0..1_000).map(|row| f64::from(row / 4) * 86_400.0).collect();
        let firm = |row: usize| match row {
            row if row % 50 == 7 => None,
            row if row >= 900 && row % 3 == 0 => Some(format!("new {}", row % 9)),
            row => Some(format!("firm {}", row * 7 % 40)),
        };
        let firms: Vec<Option<String>> = (0..1_000).map(firm).collect();
        let time = Column::numbers("day", Kind::Date, day.clone());
        let group = Column::text("firm", firms.iter().map(Option::as_deref));
        let by = SplitBy::TimeAndGroup(&time, &group);
        let sealed = holdout(by, 0.2, 5);
        assert!((60..140).contains(&sealed.test.len()) && sealed.train.len() > 450, "{sealed:?}");
        let mut splits = folds(by, 4, 5);
        assert_eq!(splits.len(), 4);
        splits.push(sealed);
        for Split { train, test } in splits {
            assert!(test.len() > 20 && train.len() > 80, "{} and {}", train.len(), test.len());
            let latest = train.iter().map(|&row| day[row]).fold(f64::MIN, f64::max);
            assert!(test.iter().all(|&row| day[row] > latest));
            let known =
                |row: &usize| firms[*row].is_some() && train.iter().any(|other| firms[*other] == firms[*row]);
            assert!(!test.iter().any(known));
        }
        // Where no group stands before and after the cut, no row is lost.
        let alone = Column::text("visit", (0..1_000).map(|row| Some(["a", "b", "c", "d", "e"][row / 200])));
        let split = folds(SplitBy::TimeAndGroup(&time, &alone), 4, 0).remove(0);
        assert_eq!((split.train.len(), split.test.len()), (200, 200));
    }

    #[test]
    fn one_instant_gives_no_fold() {
        let column = Column::numbers("day", Kind::Date, vec![5.0; 20]);
        assert!(folds(SplitBy::Time(&column), 5, 0).is_empty());
    }
}
