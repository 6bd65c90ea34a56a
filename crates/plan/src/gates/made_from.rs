//! What a step's evidence was made from, as it is kept in the record beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Plan, Terms};

use super::Stage;

/// What a step's evidence was made from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MadeFrom {
    /// The plan's meaning, key by key ([`Plan::meaning`]).
    pub plan: Terms,
    /// [`Plan::digest`].
    pub plan_digest: String,
    /// The table, if one was read.
    pub data: Option<DataUsed>,
    /// The revision of the code around the project, in a git checkout.
    pub code: Option<String>,
    /// What was asked for on the command line.
    pub options: Map<String, Value>,
    /// The version of Tenet.
    pub tenet: String,
    /// Of each earlier step the digest of its last entry in the record.
    #[serde(default)]
    pub earlier: BTreeMap<String, String>,
}

/// A table that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataUsed {
    /// Where it lay, as it was named.
    pub source: String,
    /// The digest of its content.
    pub digest: String,
}

impl MadeFrom {
    /// Made from the plan alone, to be completed.
    pub fn plan(plan: &Plan) -> MadeFrom {
        MadeFrom { plan: plan.meaning(), plan_digest: plan.digest(), ..MadeFrom::default() }
    }

    /// The digest of an earlier step's entry.
    pub(crate) fn earlier(&self, stage: Stage) -> Option<&str> {
        self.earlier.get(stage.word()).map(String::as_str)
    }
}
