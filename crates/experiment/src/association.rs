//! Which columns tell the same story: how closely two go together, and the groups they form.

use frame::{Column, Frame, Values};

/// Columns are compared on at most this many rows.
const ROWS: usize = 2_000;

/// Groups are joined while their members are this closely related on average.
const CLOSE: f64 = 0.7;

/// Group columns by average linkage (Sokal & Michener, 1958) while the mean relation between two groups' members is
/// at least [`CLOSE`]. Each group in order of `names`, groups in order of their first member.
pub(crate) fn groups(features: &Frame, names: &[&str]) -> Vec<Vec<usize>> {
    let step = features.rows().div_ceil(ROWS).max(1);
    let rows: Vec<usize> = (0..features.rows()).step_by(step).collect();
    let ranked: Vec<Ranked> = names
        .iter()
        .filter_map(|name| features.column(name))
        .map(|column| Ranked::of(&column.take(&rows)))
        .collect();
    let close: Vec<Vec<f64>> =
        ranked.iter().map(|one| ranked.iter().map(|other| one.relation(other)).collect()).collect();
    let mut groups: Vec<Vec<usize>> = (0..ranked.len()).map(|column| vec![column]).collect();
    loop {
        let mut best = (CLOSE, None);
        for one in 0..groups.len() {
            for other in one + 1..groups.len() {
                let pairs = groups[one].iter().flat_map(|&a| groups[other].iter().map(move |&b| (a, b)));
                let sum: f64 = pairs.map(|(a, b)| close[a][b]).sum();
                let mean = sum / (groups[one].len() * groups[other].len()) as f64;
                if mean > best.0 {
                    best = (mean, Some((one, other)));
                }
            }
        }
        let Some((one, other)) = best.1 else { break };
        let joined = groups.remove(other);
        groups[one].extend(joined);
        groups[one].sort_unstable();
    }
    groups
}

/// A column as ranks of its numbers or as codes of its categories.
enum Ranked {
    Ranks(Vec<Option<f64>>),
    Codes(Vec<Option<usize>>),
}

impl Ranked {
    fn of(column: &Column) -> Ranked {
        match &column.values {
            Values::Numbers(values) => Ranked::Ranks(ranks(values)),
            Values::Text(text) => {
                let code = |row: usize| (!column.is_missing(row)).then(|| text.codes[row] as usize);
                Ranked::Codes((0..column.len()).map(code).collect())
            }
        }
    }

    /// From 0 (nothing in common) to 1 (each tells the other): |Spearman's rho| of two numbers, the bias-corrected V
    /// of Cramér of two texts (Bergsma, 2013, J. Korean Stat. Soc. 42), and of a text and a number the root of the
    /// ranks' variance between categories (epsilon squared; Kelley, 1935, PNAS 21).
    fn relation(&self, other: &Ranked) -> f64 {
        match (self, other) {
            (Ranked::Ranks(a), Ranked::Ranks(b)) => spearman(a, b),
            (Ranked::Codes(a), Ranked::Codes(b)) => cramer(a, b),
            (Ranked::Codes(codes), Ranked::Ranks(ranks)) | (Ranked::Ranks(ranks), Ranked::Codes(codes)) => {
                between(codes, ranks)
            }
        }
    }
}

/// Mean ranks; a missing value has none.
fn ranks(values: &[f64]) -> Vec<Option<f64>> {
    let mut order: Vec<usize> = (0..values.len()).filter(|&row| !values[row].is_nan()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![None; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|&&row| values[row] == values[order[from]]).count();
        let rank = from as f64 + (same - 1) as f64 / 2.0;
        order[from..from + same].iter().for_each(|&row| ranks[row] = Some(rank));
        from += same;
    }
    ranks
}

fn spearman(a: &[Option<f64>], b: &[Option<f64>]) -> f64 {
    let pairs: Vec<(f64, f64)> = a.iter().zip(b).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let count = pairs.len() as f64;
    let (mean_a, mean_b) = pairs.iter().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / count, y + b / count));
    let (ab, aa, bb) = pairs.iter().fold((0.0, 0.0, 0.0), |(ab, aa, bb), (a, b)| {
        let (a, b) = (a - mean_a, b - mean_b);
        (ab + a * b, aa + a * a, bb + b * b)
    });
    if aa > 0.0 && bb > 0.0 { (ab / (aa * bb).sqrt()).abs() } else { 0.0 }
}

fn cramer(a: &[Option<usize>], b: &[Option<usize>]) -> f64 {
    use std::collections::BTreeMap;
    let pairs: Vec<(usize, usize)> = a.iter().zip(b).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let count = pairs.len() as f64;
    let (mut of_a, mut of_b, mut both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for &(a, b) in &pairs {
        *of_a.entry(a).or_insert(0.0) += 1.0;
        *of_b.entry(b).or_insert(0.0) += 1.0;
        *both.entry((a, b)).or_insert(0.0) += 1.0;
    }
    // Chi-squared over the count: sum of p(ab)^2 / (p(a) p(b)) - 1.
    let phi =
        both.iter().map(|((a, b), seen): (_, &f64)| seen * seen / (of_a[a] * of_b[b])).sum::<f64>() - 1.0;
    let (rows, columns) = (of_a.len() as f64, of_b.len() as f64);
    let corrected = |levels: f64| levels - (levels - 1.0).powi(2) / (count - 1.0);
    let most = (corrected(rows).min(corrected(columns)) - 1.0).max(0.0);
    let phi = (phi - (rows - 1.0) * (columns - 1.0) / (count - 1.0)).max(0.0);
    if most > 1e-9 { (phi / most).sqrt().min(1.0) } else { 0.0 }
}

fn between(codes: &[Option<usize>], ranks: &[Option<f64>]) -> f64 {
    let mut sums = std::collections::BTreeMap::new();
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (code, rank) in codes.iter().zip(ranks).filter_map(|(code, rank)| Some(((*code)?, (*rank)?))) {
        let entry: &mut (f64, f64) = sums.entry(code).or_default();
        (entry.0, entry.1) = (entry.0 + 1.0, entry.1 + rank);
        (count, sum, squares) = (count + 1.0, sum + rank, squares + rank * rank);
    }
    let total: f64 = squares - sum * sum / count;
    let within = squares - sums.values().map(|(count, sum)| sum * sum / count).sum::<f64>();
    let freedom = count - sums.len() as f64;
    if total <= 0.0 || freedom <= 0.0 {
        return 0.0;
    }
    (1.0 - within / freedom * (count - 1.0) / total).clamp(0.0, 1.0).sqrt()
}

#[cfg(test)]
mod tests {
    use frame::Kind;

    use super::*;

    #[test]
    fn columns_that_tell_the_same_story_stand_together() {
        let mut random = fastrand::Rng::with_seed(4);
        let base: Vec<f64> = (0..1_500).map(|_| random.f64()).collect();
        let near = base.iter().map(|value| (value + 0.1 * random.f64()).exp()).collect();
        let other = (0..1_500).map(|_| random.f64()).collect();
        let band = base.iter().map(|value| Some(["low", "middle", "high"][(value * 3.0) as usize]));
        let code = base.iter().map(|value| Some(["1", "2", "3"][(value * 3.0) as usize]));
        let colour: Vec<&str> = (0..1_500).map(|_| ["red", "blue"][random.usize(0..2)]).collect();
        let features = Frame::new(vec![
            Column::numbers("base", Kind::Number, base.clone()),
            Column::numbers("near", Kind::Number, near),
            Column::numbers("other", Kind::Number, other),
            Column::text("band", band),
            Column::text("code", code),
            Column::text("colour", colour.into_iter().map(Some)),
        ]);
        let names: Vec<&str> = features.names().collect();
        assert_eq!(groups(&features, &names), [vec![0, 1, 3, 4], vec![2], vec![5]]);
    }
}
