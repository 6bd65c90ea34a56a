//! The tables that may stand many times in `tenet.toml`, each headed `[[name]]`, in its order.

use std::ops;

use jiff::civil::Date;
use report::{Fault, suggest};
use serde::{Deserialize, Serialize};

use crate::Duration;
use crate::source::{Fields, Located};

type Text = Option<Located<String>>;
/// The bytes of the entry's header.
type At = ops::Range<usize>;

/// What a person does in the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Pays for it.
    Sponsor,
    /// Does the work today.
    Expert,
    /// Builds the model.
    Ml,
    /// Runs the system.
    Engineer,
}

/// How far a requirement reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bin {
    /// Without it, no success.
    Must,
    /// Wanted, at its cost.
    Nice,
    /// Not now.
    Parked,
}

/// Which of the seven reviews it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the reviews' own")]
pub enum ReviewKind {
    Planning,
    Research,
    Experiment,
    Expert,
    Development,
    Mvp,
    PreProduction,
}

/// What kind of answer an option is, simplest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OptionKind {
    /// Leave it as it is.
    Nothing,
    /// A rule or a query.
    Rule,
    /// A simple model.
    Simple,
    /// A complex model.
    Complex,
    /// Pay another company.
    Buy,
}

/// A rough size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Rough {
    Low,
    Medium,
    High,
}

const ROLES: [(&str, Role); 4] =
    [("sponsor", Role::Sponsor), ("expert", Role::Expert), ("ml", Role::Ml), ("engineer", Role::Engineer)];
const BINS: [(&str, Bin); 3] = [("must", Bin::Must), ("nice", Bin::Nice), ("parked", Bin::Parked)];
const REVIEWS: [(&str, ReviewKind); 7] = [
    ("planning", ReviewKind::Planning),
    ("research", ReviewKind::Research),
    ("experiment", ReviewKind::Experiment),
    ("expert", ReviewKind::Expert),
    ("development", ReviewKind::Development),
    ("mvp", ReviewKind::Mvp),
    ("pre-production", ReviewKind::PreProduction),
];
const OPTIONS: [(&str, OptionKind); 5] = [
    ("nothing", OptionKind::Nothing),
    ("rule", OptionKind::Rule),
    ("simple", OptionKind::Simple),
    ("complex", OptionKind::Complex),
    ("buy", OptionKind::Buy),
];
const ROUGHLY: [(&str, Rough); 3] = [("low", Rough::Low), ("medium", Rough::Medium), ("high", Rough::High)];

fn word<T: PartialEq>(words: &'static [(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word)
}

impl Role {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        word(&ROLES, &self)
    }
}

impl OptionKind {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        word(&OPTIONS, &self)
    }
}

impl Rough {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        word(&ROUGHLY, &self)
    }
}

impl ReviewKind {
    /// The kind of this name.
    ///
    /// # Errors
    /// For any other word, with the nearest name.
    pub fn parse(name: &str) -> Result<ReviewKind, Fault> {
        if let Some((_, kind)) = REVIEWS.iter().find(|(word, _)| *word == name) {
            return Ok(*kind);
        }
        let words = REVIEWS.map(|(word, _)| word);
        let near = suggest::nearest(name, words).map(|near| format!("did you mean {near}? "));
        Err(Fault::new(format!("\"{name}\" is no review")).hint(format!(
            "{}the reviews are {}",
            near.unwrap_or_default(),
            words.join(", ")
        )))
    }

    /// The word in the file.
    pub fn word(self) -> &'static str {
        word(&REVIEWS, &self)
    }
}

/// `[[person]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Where the entry stands.
    pub at: At,
    /// Full name.
    pub name: Text,
    /// What they do in the project.
    pub role: Option<Located<Role>>,
    /// Whether they speak for those who do the work today.
    pub champion: bool,
}

/// `[[assumption]]`: what the plan takes for granted.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Where the entry stands.
    pub at: At,
    /// The assumption in words.
    pub text: Text,
    /// SQL over `data` that is true while it holds.
    pub check: Text,
    /// What breaks when it does not hold.
    pub if_false: Text,
    /// Who answers for it.
    pub owner: Text,
}

/// `[[requirement]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// Where the entry stands.
    pub at: At,
    /// The requirement in words.
    pub text: Text,
    /// How far it reaches.
    pub bin: Option<Located<Bin>>,
    /// SQL over `predictions` that is true while it is kept.
    pub check: Text,
}

/// `[[review]]`: a demo planned ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Where the entry stands.
    pub at: At,
    /// Which review it is.
    pub kind: Option<Located<ReviewKind>>,
    /// The day.
    pub on: Option<Located<Date>>,
    /// Who must attend.
    pub who: Vec<Located<String>>,
    /// Whether it took place.
    pub held: bool,
    /// Issues raised there.
    pub issues: Vec<Located<String>>,
    /// The one question it answers.
    pub question: Text,
    /// What is shown.
    pub shown: Text,
    /// What was decided.
    pub decided: Text,
}

/// `[[option]]`: a way to reach the goal, doing nothing among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Where the entry stands.
    pub at: At,
    /// Its name.
    pub name: Text,
    /// What kind of answer it is.
    pub kind: Option<Located<OptionKind>>,
    /// How likely it fails.
    pub risk: Option<Located<Rough>>,
    /// How long it takes.
    pub time: Option<Located<Rough>>,
    /// What it costs.
    pub cost: Option<Located<Rough>>,
    /// How long trying it out may take.
    pub time_box: Option<Located<Duration>>,
    /// The day trying it out began.
    pub started: Option<Located<Date>>,
    /// The day trying it out ended.
    pub ended: Option<Located<Date>>,
    /// Who has done it before.
    pub done_before: Text,
}

/// `[[candidate]]`: the user's own, in any language.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Where the entry stands.
    pub at: At,
    /// Its name.
    pub name: Text,
    /// The command that trains it and predicts.
    pub command: Text,
}

/// `[[allow]]`: a finding that is known and lived with, for a reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Allow {
    /// Where the entry stands.
    pub at: At,
    /// The rule's name.
    pub rule: Text,
    /// The columns it is allowed on; none = any.
    pub columns: Vec<Located<String>>,
    /// The reason.
    pub because: Text,
}

impl Person {
    pub(crate) fn read(fields: &Fields) -> Self {
        Person {
            at: fields.at.clone(),
            name: fields.text("name"),
            role: fields.choice("role", &ROLES),
            champion: fields.flag("champion"),
        }
    }
}

impl Assumption {
    pub(crate) fn read(fields: &Fields) -> Self {
        Assumption {
            at: fields.at.clone(),
            text: fields.text("text"),
            check: fields.text("check"),
            if_false: fields.text("if_false"),
            owner: fields.text("owner"),
        }
    }
}

impl Requirement {
    /// Whether it is in this bin.
    pub fn is(&self, bin: Bin) -> bool {
        self.bin.as_ref().is_some_and(|in_bin| in_bin.value == bin)
    }

    pub(crate) fn read(fields: &Fields) -> Self {
        Requirement {
            at: fields.at.clone(),
            text: fields.text("text"),
            bin: fields.choice("bin", &BINS),
            check: fields.text("check"),
        }
    }
}

impl Review {
    pub(crate) fn read(fields: &Fields) -> Self {
        Review {
            at: fields.at.clone(),
            kind: fields.choice("kind", &REVIEWS),
            on: fields.date("on"),
            who: fields.texts("who"),
            held: fields.flag("held"),
            issues: fields.texts("issues"),
            question: fields.text("question"),
            shown: fields.text("shown"),
            decided: fields.text("decided"),
        }
    }
}

impl Choice {
    pub(crate) fn read(fields: &Fields) -> Self {
        Choice {
            at: fields.at.clone(),
            name: fields.text("name"),
            kind: fields.choice("kind", &OPTIONS),
            risk: fields.choice("risk", &ROUGHLY),
            time: fields.choice("time", &ROUGHLY),
            cost: fields.choice("cost", &ROUGHLY),
            time_box: fields.duration("time_box"),
            started: fields.date("started"),
            ended: fields.date("ended"),
            done_before: fields.text("done_before"),
        }
    }
}

impl Candidate {
    pub(crate) fn read(fields: &Fields) -> Self {
        Candidate { at: fields.at.clone(), name: fields.text("name"), command: fields.text("command") }
    }
}

impl Allow {
    pub(crate) fn read(fields: &Fields) -> Self {
        let allow = Allow {
            at: fields.at.clone(),
            rule: fields.text("rule"),
            columns: fields.texts("columns"),
            because: fields.text("because"),
        };
        let place = allow.rule.as_ref().map_or(&allow.at, |rule| &rule.at);
        if !allow.because.as_ref().is_some_and(|reason| reason.chars().any(char::is_alphanumeric)) {
            let at = allow.because.as_ref().map_or(place, |reason| &reason.at);
            fields.refuse(
                "because",
                at,
                "gives no reason",
                "say why this finding may stand: because = \"...\"",
            );
        }
        if allow.rule.is_none() {
            fields.refuse("rule", &allow.at, "is missing", "name the rule to allow: rule = \"target-leak\"");
        }
        allow
    }
}
