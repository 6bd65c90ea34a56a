//! How much measuring a project deserves: by who meets what it makes.

use serde::Serialize;

/// Who meets what a project makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Exposure {
    /// Colleagues who can say what they think of it.
    Internal,
    /// A few customers or partners who know that they try something out.
    Pilot,
    /// Customers, who just leave when it is bad.
    Customers,
}

impl Exposure {
    /// How much measuring it deserves, in words.
    pub fn advice(self) -> &'static str {
        match self {
            Exposure::Internal => {
                "An internal helper: whether it is used (`--acted`), what its users say and the hours it saves are enough. A \
                 test of this size is a bonus; do not hold the launch for it."
            }
            Exposure::Pilot => {
                "A pilot: one metric agreed beforehand and a planned end are enough. With few users expect to see only large \
                 effects, and ask the users too."
            }
            Exposure::Customers => {
                "Customers meet it: keep to the planned end, watch a metric that must not fall beside the one that should rise, \
                 and keep a small control group after the launch."
            }
        }
    }
}
