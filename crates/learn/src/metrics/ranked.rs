//! Rows by falling score, equal scores kept together: what every metric of a ranking walks along.

/// Rows in the order in which they would be acted on.
pub(super) struct Ranked {
    order: Vec<usize>,
    /// Where each group of equal scores ends in `order`.
    ends: Vec<usize>,
}

impl Ranked {
    /// Rank rows by `scores`, highest first. Scores are finite.
    pub(super) fn new(scores: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_unstable_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        let inner = (1..order.len()).filter(|&at| scores[order[at]] != scores[order[at - 1]]);
        let mut ends: Vec<usize> = inner.collect();
        ends.extend((!order.is_empty()).then_some(order.len()));
        Ranked { order, ends }
    }

    /// The groups of rows with equal scores, highest score first.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[usize]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.order[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_scores_stay_together() {
        let ranked = Ranked::new(&[0.5, 0.9, -0.0, 0.5, 0.0]);
        let groups: Vec<&[usize]> = ranked.groups().collect();
        assert_eq!(groups, [&[1][..], &[0, 3], &[4, 2]]);
        assert_eq!(Ranked::new(&[]).groups().count(), 0);
    }
}
