//! What a comparison leaves behind: the figures, the verdict, and what was found.

use ::report::{Finding, worst_first};
use frame::Kind;
use serde::Serialize;
use serde_json::Value;

use super::causes::{Cause, Response};
use super::concept::Concept;
use super::cost::Cost;
use super::domain::Domain;
use super::feedback::Feedback;
use super::labels::Answered;
use super::moved::Moved;
use super::quality::Quality;
use super::roles::Role;
use super::stale::Stale;
use super::verdict::{Verdict, verdict};
use super::windows::Window;

/// The outcome of a comparison. As JSON it is the object of `evaluate drift`, to which the caller adds `seconds`.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// `drift`, so that a reader of the record knows what it is.
    pub kind: &'static str,
    /// Steady, watch or act.
    pub verdict: Verdict,
    /// What the findings ask for, the most urgent first.
    pub responses: Vec<Response>,
    /// What was measured.
    #[serde(flatten)]
    pub measured: Measured,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
}

/// What was measured.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Measured {
    /// The table judged, and the one it is held against.
    pub data: String,
    /// The reference.
    pub reference: String,
    /// Rows of the data.
    pub rows: u64,
    /// Rows of the reference.
    pub rows_reference: u64,
    /// Rows of each that were looked at: a seeded sample of large tables.
    pub rows_looked_at: LookedAt,
    /// The two are the same, byte by byte.
    pub same: bool,
    /// Each column of either table, in order.
    pub columns: Vec<Compared>,
    /// How well a model tells the tables apart.
    pub domain: Option<Domain>,
    /// How far the answers moved.
    pub label: Option<Answered>,
    /// How far the predictions moved.
    pub prediction: Option<Answered>,
    /// Whose predictions they are: `package`, `prediction-column` or `quick-model`.
    pub model: Option<&'static str>,
    /// The same in words.
    #[serde(skip)]
    pub model_words: String,
    /// Whether the model is what is at work, and not a stand-in for it.
    pub at_work: bool,
    /// Why the package cannot score the data as it came.
    pub unscorable: Option<String>,
    /// Whether the predictions stand in a column, which is then what is at work, whatever it holds.
    #[serde(skip)]
    pub predicted: bool,
    /// Whether the predictions moved although a model of the same columns says what it said before.
    pub by_themselves: bool,
    /// Whether the relation of columns and answer changed.
    pub concept: Option<Concept>,
    /// What predictions in a column lose, where the relation does not account for all of it.
    #[serde(skip)]
    pub own_loss: Option<Concept>,
    /// Traces of predictions in the answers.
    pub feedback: Option<Feedback>,
    /// The age of the model at work.
    pub stale: Option<Stale>,
    /// The quality to be expected without knowing the answers.
    pub estimated_quality: Option<Quality>,
    /// The money a month below which a loss is none, and its currency.
    #[serde(skip)]
    pub smallest_gain: Option<f64>,
    /// The currency of money.
    pub currency: Option<String>,
    /// The length of a window in seconds.
    pub window_seconds: Option<f64>,
    /// The windows, in order.
    pub windows: Vec<Window>,
    /// What a reader should know of how it was done.
    pub remarks: Vec<String>,
}

/// Rows that were looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct LookedAt {
    /// Of the data.
    pub data: usize,
    /// Of the reference.
    pub reference: usize,
}

/// A column, compared.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// What its values mean.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What it is.
    pub role: Role,
    /// The population stability index with its noise taken off.
    pub distance: Option<f64>,
    /// The least the distance may be, for all columns together.
    pub low: Option<f64>,
    /// The most.
    pub high: Option<f64>,
    /// The index as it is, before its noise is taken off.
    pub psi: Option<f64>,
    /// What of it chance alone brings on average with so many rows.
    pub noise: Option<f64>,
    /// The distance of Jensen and Shannon.
    pub jensen_shannon: Option<f64>,
    /// Of numbers: Kolmogorov-Smirnov.
    pub kolmogorov_smirnov: Option<f64>,
    /// Of numbers: Wasserstein, in standard deviations of the reference.
    pub wasserstein: Option<f64>,
    /// Share of missing values in the reference.
    pub missing_reference: Option<f64>,
    /// Share of missing values in the data.
    pub missing: Option<f64>,
    /// The word of the first cause.
    pub cause: Option<&'static str>,
    /// What it asks for.
    pub response: Option<Response>,
    /// How much it matters to the model, as a share of 1.
    pub importance: Option<f64>,
    /// Whether the model asks for it.
    pub read: Option<bool>,
    /// What went from what to what, in words.
    pub from_to: Option<String>,
    /// The first window from which on it has moved.
    pub since: Option<String>,
    /// Rows of the data in which it was judged.
    pub rows: usize,
    /// Each change, with what it costs.
    pub changes: Vec<Changed>,
    /// The most by which it moves from window to window within the reference.
    #[serde(skip)]
    pub natural: f64,
}

/// One change of a column.
#[derive(Debug, Clone, Serialize)]
pub struct Changed {
    /// The word of its cause.
    pub cause: &'static str,
    /// What it asks for.
    pub response: Response,
    /// The numbers behind it.
    pub details: Value,
    /// What it costs, where a model can tell.
    pub cost: Option<Cost>,
    /// Of a fault: what it costs a model that reads the columns, the one at work or one that stands in for it.
    #[serde(skip)]
    pub spoils: Option<Cost>,
    /// The cause.
    #[serde(skip)]
    pub why: Cause,
}

impl Compared {
    /// A column of which nothing is known yet.
    pub fn new(name: &str, kind: Kind, role: Role) -> Compared {
        Compared {
            name: name.to_owned(),
            kind,
            role,
            distance: None,
            low: None,
            high: None,
            psi: None,
            noise: None,
            jensen_shannon: None,
            kolmogorov_smirnov: None,
            wasserstein: None,
            missing_reference: None,
            missing: None,
            cause: None,
            response: None,
            importance: None,
            read: None,
            from_to: None,
            since: None,
            rows: 0,
            changes: Vec::new(),
            natural: 0.0,
        }
    }

    /// Take down how far it moved.
    pub fn moved(&mut self, moved: &Moved) {
        self.distance = Some(moved.stability.estimate());
        (self.low, self.high) = (Some(moved.stability.low), Some(moved.stability.high));
        (self.psi, self.noise) = (Some(moved.stability.value), Some(moved.stability.noise));
        self.jensen_shannon = Some(moved.jensen_shannon);
        (self.kolmogorov_smirnov, self.wasserstein) = (moved.kolmogorov_smirnov, moved.wasserstein);
    }

    /// The changes of one sort.
    pub fn of(&self, wanted: impl Fn(&Cause) -> bool) -> impl Iterator<Item = &Changed> {
        self.changes.iter().filter(move |change| wanted(&change.why))
    }
}

impl Measured {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Compared> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Columns whose changes are told: features, and the answers.
    pub fn told(&self) -> impl Iterator<Item = &Compared> {
        self.columns.iter().filter(|column| matches!(column.role, Role::Feature | Role::Label))
    }

    /// Columns that are features.
    pub fn features(&self) -> impl Iterator<Item = &Compared> {
        self.columns.iter().filter(|column| column.role == Role::Feature)
    }
}

impl Evidence {
    /// Judge what was measured.
    pub fn of(measured: Measured) -> Evidence {
        let findings = super::rules::judge(&measured);
        let mut evidence =
            Evidence { kind: "drift", verdict: Verdict::Steady, responses: Vec::new(), measured, findings };
        evidence.decide();
        evidence
    }

    /// Decide again, after some findings were allowed.
    pub fn decide(&mut self) {
        worst_first(&mut self.findings);
        (self.verdict, self.responses) = verdict(&self.findings);
    }

    /// The page a person reads.
    pub fn report(&self) -> ::report::Report {
        super::report::report(self)
    }
}
