//! Going on although an earlier gate says no-go: it is said at the top of the page, and the reason is kept.

use ::plan::gates::{Stage, State};
use clap::Args;
use record::{Kind, New};
use report::{Block, Fault};
use serde::Serialize;
use serde_json::{Value, json};

use crate::outcome::{Outcome, Shown};
use crate::project::Project;
use crate::session::Session;

/// The option of every command that passes a gate.
#[derive(Debug, Clone, Default, Args)]
pub struct GoingOn {
    /// Why to go on although an earlier step said no-go; recorded as a decision
    #[arg(long, value_name = "REASON")]
    because: Option<String>,
}

/// An earlier gate that said no-go.
#[derive(Debug, Serialize)]
pub struct Against {
    stage: Stage,
    because: String,
    /// Why to go on all the same.
    decided: Option<String>,
}

impl GoingOn {
    /// The gates before `stage` that say no-go; a reason to go on is recorded as a decision.
    ///
    /// # Errors
    /// When the record cannot be read or written, or a reason is given that says nothing.
    pub fn against(
        &self,
        project: Option<&Project>,
        stage: Stage,
        session: &Session,
    ) -> Result<Vec<Against>, Fault> {
        let reason = self.because.as_deref().map(str::trim);
        if reason.is_some_and(|reason| !reason.chars().any(char::is_alphanumeric)) {
            return Err(Fault::new("--because gives no reason").hint("say why in words: --because \"...\""));
        }
        let Some(project) = project else { return Ok(Vec::new()) };
        let mut against = Vec::new();
        for gate in project.standing(session)?.gates {
            if gate.stage >= stage || gate.state != State::NoGo {
                continue;
            }
            if let Some(reason) = reason {
                project.record.append(New {
                    kind: Kind::Decision,
                    subject: gate.stage.word().to_owned(),
                    at: session.now(),
                    by: session.person(),
                    made_from: json!(project.made_from(session)),
                    body: json!({ "to": stage.word(), "against": gate.because, "because": reason }),
                })?;
            }
            let decided = reason
                .map(str::to_owned)
                .or_else(|| gate.agreed.as_ref()?["because"].as_str().map(str::to_owned));
            against.push(Against { stage: gate.stage, because: gate.because, decided });
        }
        Ok(against)
    }
}

/// The outcome, with what it goes against at its top.
pub fn told(mut outcome: Outcome, against: &[Against]) -> Outcome {
    for object in std::iter::once(&mut outcome.json).chain(&mut outcome.more) {
        if let Value::Object(object) = object {
            object.insert("against".to_owned(), json!(against));
        }
    }
    if let Shown::Page(page) = &mut outcome.shown {
        for gate in against.iter().rev() {
            let why = match &gate.decided {
                Some(why) => format!("It was decided to go on because: {}.", why.trim_end_matches('.')),
                None => "Say why you go on: --because \"...\" records it as a decision.".to_owned(),
            };
            let no_go = format!(
                "This goes against the no-go of {}: {}. {why}",
                gate.stage.word(),
                gate.because.trim_end_matches('.')
            );
            page.blocks.insert(0, Block::Text(no_go));
        }
    }
    outcome
}
