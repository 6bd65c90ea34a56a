//! What is asked about a change that was not tried in a test.

use ::report::Fault;

/// A change at one time, and the metric before and after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The metric: a column, or `a/b` for a sum over a sum. Higher is better.
    pub metric: String,
    /// The column that says when a row happened.
    pub time: String,
    /// When the change came: a date, or a number where times are numbers. It counts as after.
    pub since: String,
    /// The column that says whom the change reached, and the value that does, where others were left as they were.
    pub treated: Option<(String, Option<String>)>,
    /// The column of those that have rows of their own before and after, such as shops.
    pub unit: Option<String>,
    /// After how many times a pattern comes again; `Some(1)` for none.
    pub season: Option<u32>,
    /// How many times of the column are taken together: 7 makes weeks of days.
    pub every: u32,
    /// How often an interval may miss the truth.
    pub alpha: f64,
}

impl Question {
    /// The columns needed, in the table's order; `None` when one is not there.
    pub fn columns<'t>(&self, table: &[&'t str]) -> Option<Vec<&'t str>> {
        let (above, below) = self.metric_columns(table.contains(&self.metric.as_str()));
        let mut needed: Vec<&str> = vec![above, &self.time];
        needed.extend(below);
        needed.extend(self.treated.as_ref().map(|(column, _)| column.as_str()));
        needed.extend(self.unit.as_deref());
        let all_there = needed.iter().all(|name| table.contains(name));
        all_there.then(|| table.iter().copied().filter(|name| needed.contains(name)).collect())
    }

    /// The metric's columns, numerator and denominator.
    pub(crate) fn metric_columns(&self, is_column: bool) -> (&str, Option<&str>) {
        match self.metric.split_once('/').filter(|_| !is_column) {
            Some((above, below)) => (above.trim(), Some(below.trim())),
            None => (self.metric.as_str(), None),
        }
    }

    /// Whether the question makes sense before any row is read.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return Err(Fault::new(format!("alpha is {}, expected a number between 0 and 1", self.alpha))
                .hint("use 0.05 for 95 % intervals"));
        }
        if self.every == 0 || self.season == Some(0) {
            return Err(Fault::new("--every and --season count times, from 1 up")
                .hint("--every 7 makes weeks of days; --season 7 takes out the weekday"));
        }
        if self.unit.is_some() && self.treated.is_none() {
            return Err(Fault::new("--unit is given, but not whom the change reached").hint(
                "name it with --treated COLUMN=VALUE; without others to compare with, leave --unit out",
            ));
        }
        if self.metric == self.time {
            return Err(Fault::new(format!("--metric and --time both name the column `{}`", self.time))
                .hint("each role needs a column of its own"));
        }
        if let (Some(unit), Some((treated, _))) = (&self.unit, &self.treated)
            && unit == treated
        {
            return Err(Fault::new(format!("--unit and --treated both name the column `{unit}`")).hint(
                "units are those with rows before and after, such as shops; without them, leave --unit out",
            ));
        }
        for (option, column) in
            [("--unit", self.unit.as_ref()), ("--treated", self.treated.as_ref().map(|(column, _)| column))]
        {
            if column == Some(&self.time) || column == Some(&self.metric) {
                return Err(Fault::new(format!("{option} names the column of the metric or of the times"))
                    .hint("each role needs a column of its own"));
            }
        }
        Ok(())
    }
}
