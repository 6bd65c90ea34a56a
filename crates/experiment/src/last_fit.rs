//! The last fit, on all open rows, after the choice: a candidate that fails it is a row that says why, and the next
//! best is chosen by the same rules. The sealed rows are held only to what was chosen in the end.

use learn::Metric;
use report::Fault;

use crate::step::shown;
use crate::{Candidate, Status};

impl Candidate {
    /// The same candidate once its last fit has failed: none of its figures stays, since it cannot be chosen.
    pub(crate) fn failed_last(&self, metric: &Metric, fault: &Fault) -> Candidate {
        let compared = self.score.map_or(String::new(), |score| {
            format!("{} {} in the comparison, but ", metric.name(), shown(metric, score))
        });
        let why = format!("{compared}its last fit, for the sealed rows, failed: {}", fault.message);
        Candidate::unmeasured(&self.name, self.rung, Status::Failed, &why)
    }
}

/// What is told of a choice that was made again without one whose last fit failed.
pub(crate) fn chosen_again(failed: &str) -> String {
    format!(
        "{failed} was chosen first and failed its last fit, on all open rows: the choice was made again without it, by \
         the same rules. No score on the sealed rows was seen in between"
    )
}
