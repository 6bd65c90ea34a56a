//! The sealed rows were opened before, so they no longer judge fairly.
//!
//! ## What it sees
//! The record of the project says that the holdout of this data was opened in an earlier experiment. At the k-th opening the
//! interval announced is one of 1 - 0.05 / k, so that those of all openings hold together at 95 %.
//!
//! ## Why it sinks projects
//! Each look lets the next choice lean towards these very rows. After some looks the figure announced is
//! better than what production will show.
//!
//! ## Example
//! The fifth experiment on the same table: its holdout AUC of 0.87 is followed by 0.82 in production.
//!
//! ## What to do
//! Trust the cross-validated figures for comparing. Before release, judge the final choice once on rows
//! collected since.
//!
//! ## References
//! Dwork et al., "The reusable holdout" (Science 349, 2015).

use report::{Finding, Level, Rule, number};

use crate::Evidence;

/// The holdout was opened before.
pub const RULE: Rule =
    Rule { name: "holdout-reused", level: Level::Warn, text: include_str!("holdout_reused.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let holdout = evidence.holdout.as_ref()?;
    let opened = holdout.opened;
    (opened > 1).then(|| {
        let level = number::percent(holdout.level);
        Finding::new(
            &RULE,
            format!(
                "the holdout of this data has now been opened {opened} times; its interval is therefore widened to one \
                 of {level}, so that all {opened} hold together at 95 %"
            ),
        )
            .why("Each look bends the next choice towards these rows, so the figure itself may be too good.")
            .remedy("Compare by the cross-validated figures, and judge the final choice once on newer rows.")
            .evidence("opened", opened)
            .evidence("level", holdout.level)
            .evidence("rows", evidence.split.holdout_rows)
    })
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let quiet = super::tests::evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.01)]);
    let mut fires = quiet.clone();
    let holdout = fires.holdout.as_mut().expect("it was opened");
    (holdout.opened, holdout.level) = (3, 1.0 - 0.05 / 3.0);
    [fires, quiet]
}
