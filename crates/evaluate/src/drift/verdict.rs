//! The verdict: go on as before, watch it, or act.

use ::report::{Finding, Level};
use serde::Serialize;

use super::causes::Response;

/// What follows from what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing moved that costs anything.
    Steady,
    /// Something moved; what it costs is small or not known yet.
    Watch,
    /// Something is broken or costs what the model was made for.
    Act,
}

/// The verdict and what is asked for, the most urgent first. A fault of the feed, a changed relation, a loop and an old model
/// ask for someone to act; so does whatever stops.
pub fn verdict(findings: &[Finding]) -> (Verdict, Vec<Response>) {
    let open: Vec<&Finding> =
        findings.iter().filter(|finding| finding.allowed.is_none() && finding.level >= Level::Warn).collect();
    let mut responses: Vec<Response> = open.iter().filter_map(|finding| response(finding)).collect();
    responses.sort_unstable();
    responses.dedup();
    let acts = |finding: &&Finding| {
        finding.level == Level::Stop
            || response(finding) == Some(Response::FixTheFeed)
            || matches!(finding.rule, "concept-drift" | "feedback-loop" | "stale-model")
    };
    let verdict = match (open.iter().any(acts), open.is_empty()) {
        (true, _) => Verdict::Act,
        (false, false) => Verdict::Watch,
        (false, true) => Verdict::Steady,
    };
    (verdict, responses)
}

fn response(finding: &Finding) -> Option<Response> {
    Some(match finding.evidence.get("response")?.as_str()? {
        "fix-the-feed" => Response::FixTheFeed,
        "ask-a-human" => Response::AskAHuman,
        "retrain" => Response::Retrain,
        "rethink" => Response::Rethink,
        _ => return None,
    })
}
