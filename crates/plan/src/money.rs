//! What answers are worth in a month, so that the plan's figures can be held against one another.

use serde::Serialize;

use crate::{Counted, Plan, answer};

/// Worth in a month, in the plan's currency; `None` where the plan or the data does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PerMonth {
    /// Of today's rule, less what it costs.
    pub today: Option<f64>,
    /// Of a perfect answer.
    pub perfect: Option<f64>,
    /// Of the smallest gain worth having.
    pub smallest_gain: Option<f64>,
    /// How many rows today's rule and the perfect answer were counted on.
    pub rows: Option<u64>,
}

impl PerMonth {
    /// What the plan's worth of a case comes to, on data in which outcomes are as frequent as `counted`.
    ///
    /// With a share p of cases positive, a perfect answer does the better thing in each case:
    /// cases x (p max(true positive, false negative) + (1 - p) max(true negative, false positive)).
    pub fn of(plan: &Plan, counted: Option<&Counted>) -> PerMonth {
        let in_money = answer(&plan.success.metric) == Some("money");
        let smallest_gain = plan.success.smallest_gain.as_ref().filter(|_| in_money).map(|gain| gain.value);
        let mut month = PerMonth { smallest_gain, ..PerMonth::default() };
        let (Some(counted), Some(cells), Some(cases)) =
            (counted.filter(|counted| counted.rows > 0), plan.worth.cells(), &plan.worth.cases_per_month)
        else {
            return month;
        };
        let [true_positive, false_positive, false_negative, true_negative] = cells;
        let a_month = |sum: f64| sum * cases.value.expected() / counted.rows as f64;
        let positive = counted.positive as f64;
        let negative = counted.rows as f64 - positive;
        month.rows = Some(counted.rows);
        month.perfect = Some(a_month(
            positive * true_positive.max(false_negative) + negative * true_negative.max(false_positive),
        ));
        month.today = counted.today.map(|(right, in_vain)| {
            let (right, in_vain) = (right as f64, in_vain as f64);
            let cost = plan.today.cost_per_month.as_ref().map_or(0.0, |cost| cost.value.expected());
            a_month(
                right * true_positive
                    + in_vain * false_positive
                    + (positive - right) * false_negative
                    + (negative - in_vain) * true_negative,
            ) - cost
        });
        month
    }

    /// The most any answer can bring over today's, in a month.
    pub fn largest_gain(&self) -> Option<f64> {
        Some(self.perfect? - self.today?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worth_follows_the_cells_and_the_data() {
        let text = "[worth]\ntrue_positive = 60\nfalse_positive = -10\ncases_per_month = 1_000\n\
                    [today]\ncost_per_month = 500\n[success]\nmetric = \"money\"\nsmallest_gain = 300\n";
        let plan = Plan::parse("tenet.toml".into(), text).unwrap();
        let counted = Counted { rows: 200, positive: 50, today: Some((30, 40)) };
        let month = PerMonth::of(&plan, Some(&counted));
        assert_eq!(month.perfect, Some(1_000.0 * 0.25 * 60.0));
        assert_eq!(month.today, Some(1_000.0 * (30.0 * 60.0 - 40.0 * 10.0) / 200.0 - 500.0));
        assert_eq!(month.largest_gain(), Some(8_500.0));
        assert_eq!(month.smallest_gain, Some(300.0));
        let unknown = PerMonth::of(&plan, None);
        assert_eq!((unknown.today, unknown.perfect, unknown.rows), (None, None, None));
    }
}
