//! The agreement of business and ML: a seal on the meaning of what and why.
//!
//! What is sealed are the terms: every answer in `[plan]`, `[data]`, `[today]`, `[success]`, `[worth]`, the
//! needs in `[limits]` and the requirements that must be met. People, reviews, estimates of cost, options,
//! assumptions and the place where the data lies may change without asking again; comments and formatting
//! never matter.

use std::collections::BTreeMap;

use jiff::civil::Date;
use report::{Fault, suggest};
use serde::{Deserialize, Serialize};

use crate::source::Located;
use crate::{Bin, Plan, meaning};

/// The terms of a plan: name (`success.at_least`, `requirement.must: ...`) and value as text.
pub type Terms = BTreeMap<String, String>;

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Those who need the answer.
    Business,
    /// Those who build it.
    Ml,
}

impl Side {
    /// Both, in the order they are asked.
    pub const BOTH: [Side; 2] = [Side::Business, Side::Ml];

    /// `business` or `ml`.
    ///
    /// # Errors
    /// For any other word.
    pub fn parse(word: &str) -> Result<Side, Fault> {
        Side::BOTH.into_iter().find(|side| side.word() == word).ok_or_else(|| {
            let near =
                suggest::nearest(word, ["business", "ml"]).map(|near| format!("did you mean `{near}`? "));
            Fault::new(format!("\"{word}\" is no side of the agreement"))
                .hint(format!("{}the sides are business and ml", near.unwrap_or_default()))
        })
    }

    /// The word on the command line and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Side::Business => "business",
            Side::Ml => "ml",
        }
    }
}

/// One side's signature under one version of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Which side.
    pub role: Side,
    /// Who signed.
    pub by: String,
    /// The day.
    pub on: Date,
    /// [`Plan::digest`] of what was signed.
    pub digest: String,
    /// [`Plan::terms`] of what was signed, so that a later change can be named.
    pub terms: Terms,
}

impl Agreement {
    /// `by` signs `plan` for one side on the day `on`.
    ///
    /// # Errors
    /// When nobody is named.
    pub fn sign(plan: &Plan, role: Side, by: &str, on: Date) -> Result<Agreement, Fault> {
        let by = by.trim();
        if !by.chars().any(char::is_alphanumeric) {
            return Err(Fault::new("an agreement needs the name of who agrees").hint("--by \"Ana Ruiz\""));
        }
        Ok(Agreement { role, by: by.to_owned(), on, digest: plan.digest(), terms: plan.terms() })
    }

    /// Whether the other side's standing signature under `plan` is by the same person: then nobody agreed
    /// with anybody.
    ///
    /// # Errors
    /// When it is.
    pub fn check_other(&self, plan: &Plan, agreements: &[Agreement]) -> Result<(), Fault> {
        let other = Side::BOTH.into_iter().find(|side| *side != self.role);
        let last = other.and_then(|side| Agreement::last(agreements, side));
        let Some(last) = last.filter(|last| last.digest == plan.digest() && same_person(&last.by, &self.by))
        else {
            return Ok(());
        };
        let (by, side, mine) = (&last.by, last.role.word(), self.role.word());
        Err(Fault::new(format!("{by} has agreed for {side} already, and cannot agree for {mine} too"))
            .hint(format!("an agreement takes two people: let someone else sign for {mine}")))
    }

    /// The last of `agreements` that this side signed.
    pub fn last(agreements: &[Agreement], role: Side) -> Option<&Agreement> {
        agreements.iter().filter(|agreement| agreement.role == role).max_by_key(|agreement| agreement.on)
    }

    /// What differs between what was signed and `plan`, in words, in the order of the terms' names.
    pub fn changes(&self, plan: &Plan) -> Vec<String> {
        meaning::changes(&self.terms, &plan.terms(), |_| true).collect()
    }
}

impl Plan {
    /// What the two sides agree on.
    pub fn terms(&self) -> Terms {
        let (aim, data, success, worth) = (&self.aim, &self.data, &self.success, &self.worth);
        let words = [
            ("plan.question", &aim.question),
            ("plan.decision", &aim.decision),
            ("plan.why", &aim.why),
            ("plan.today", &aim.today),
            ("plan.ideal", &aim.ideal),
            ("plan.irrelevant_when", &aim.irrelevant_when),
        ];
        let names = [
            ("data.target", &data.target),
            ("data.positive", &data.positive),
            ("data.time", &data.time),
            ("data.group", &data.group),
            ("data.weight", &data.weight),
            ("today.rule", &self.today.rule),
            ("success.metric", &success.metric),
        ];
        let numbers = [
            ("success.at_least", &success.at_least),
            ("success.smallest_gain", &success.smallest_gain),
            ("data.horizon", &data.horizon),
            ("limits.latency_ms", &self.limits.latency_ms),
        ];
        let amounts = [
            ("today.cost_per_month", &self.today.cost_per_month),
            ("worth.true_positive", &worth.true_positive),
            ("worth.false_positive", &worth.false_positive),
            ("worth.false_negative", &worth.false_negative),
            ("worth.true_negative", &worth.true_negative),
            ("worth.over_per_unit", &worth.over_per_unit),
            ("worth.under_per_unit", &worth.under_per_unit),
            ("worth.cases_per_month", &worth.cases_per_month),
        ];
        let mut terms = Terms::new();
        let mut say =
            |name: &str, value: Option<String>| value.map(|value| terms.insert(name.to_owned(), value));
        for (name, field) in words {
            say(name, field.as_ref().map(|text| one_spaced(text)));
        }
        for (name, field) in names {
            say(name, field.as_ref().map(|text| text.trim().to_owned()));
        }
        for (name, field) in numbers {
            // `+ 0.0` makes the two zeros one.
            say(name, field.as_ref().map(|number: &Located<f64>| (number.value + 0.0).to_string()));
        }
        for (name, field) in amounts {
            say(name, field.as_ref().map(|amount| amount.to_string()));
        }
        say("limits.freshness", self.limits.freshness.as_ref().map(|length| format!("{} s", length.seconds)));
        say("worth.currency", Some(self.currency().to_owned()).filter(|currency| !currency.is_empty()));
        let mut unavailable: Vec<&str> = data.unavailable.iter().map(|column| column.as_str()).collect();
        unavailable.sort_unstable();
        unavailable.dedup();
        say("data.unavailable", (!unavailable.is_empty()).then(|| unavailable.join(", ")));
        for text in self.musts() {
            say(&must_term(text), Some(String::new()));
        }
        terms
    }

    /// A digest of the terms: 64 hexadecimal digits that change with the plan's meaning and only then.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for text in self.terms().iter().flat_map(|(name, value)| [name, value]) {
            // The length before each text keeps two neighbours from passing as one.
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The requirements that must be met, in words.
    pub(crate) fn musts(&self) -> impl Iterator<Item = &str> {
        let musts = self.requirements.iter().filter(|requirement| requirement.is(Bin::Must));
        musts.filter_map(|requirement| crate::answer(&requirement.text))
    }
}

/// The name of the term that stands for one requirement.
pub(crate) fn must_term(text: &str) -> String {
    format!("requirement.must: {}", one_spaced(text))
}

/// Whether two names are written for one person: upper and lower case and spacing do not count.
pub(crate) fn same_person(one: &str, other: &str) -> bool {
    one_spaced(one).to_lowercase() == one_spaced(other).to_lowercase()
}

/// Line breaks and runs of spaces are formatting, not meaning.
pub(crate) fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
