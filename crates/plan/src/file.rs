//! `tenet.toml` as a whole: find it, read it, and point into it.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use report::{Fault, Span, number};

use crate::entries::{Allow, Assumption, Candidate, Choice, Person, Requirement, Review};
use crate::source::{Fields, Located, Source};
use crate::tables::{Aim, Complexity, Cost, Data, Limits, Project, Research, Success, Today, Worth};

/// The name of the file a project is known by.
pub const FILE_NAME: &str = "tenet.toml";

/// The size in bytes above which a file is no plan, whatever stands in it.
const LARGEST: u64 = 1_000_000;

/// What is written in `tenet.toml`. Everything in it is optional: a half-written plan is judged, not refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The file.
    pub file: PathBuf,
    /// Its whole text.
    pub text: Arc<str>,
    /// `[project]`.
    pub project: Project,
    /// `[plan]`.
    pub aim: Aim,
    /// `[data]`.
    pub data: Data,
    /// `[today]`.
    pub today: Today,
    /// `[success]`.
    pub success: Success,
    /// `[worth]`.
    pub worth: Worth,
    /// `[cost]`.
    pub cost: Cost,
    /// `[complexity]`.
    pub complexity: Complexity,
    /// `[research]`.
    pub research: Research,
    /// `[limits]`.
    pub limits: Limits,
    /// `[[person]]`.
    pub people: Vec<Person>,
    /// `[[assumption]]`.
    pub assumptions: Vec<Assumption>,
    /// `[[requirement]]`.
    pub requirements: Vec<Requirement>,
    /// `[[review]]`.
    pub reviews: Vec<Review>,
    /// `[[option]]`.
    pub options: Vec<Choice>,
    /// `[[candidate]]`.
    pub candidates: Vec<Candidate>,
    /// `[[allow]]`.
    pub allowed: Vec<Allow>,
}

impl Plan {
    /// `tenet.toml` in the folder `start` or in the nearest parent that has one.
    pub fn find(start: &Path) -> Option<PathBuf> {
        let start = std::path::absolute(start).ok()?;
        start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())
    }

    /// Read the plan in the file `path`.
    ///
    /// # Errors
    /// When the file cannot be read, and as [`Plan::parse`].
    pub fn read(path: &Path) -> Result<Plan, Fault> {
        let unreadable = |error| {
            Fault::new(format!("{} cannot be read: {error}", path.display()))
                .hint("`tenet new` writes a plan to start from")
        };
        let size = fs::metadata(path).map_err(unreadable)?.len();
        if size > LARGEST {
            let (is, largest) = (number::bytes(size), number::bytes(LARGEST));
            return Err(Fault::new(format!(
                "{} is {is} large; a plan has at most {largest}",
                path.display()
            ))
            .hint("a plan is a page of words: is this the right file?"));
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            Fault::new(format!(
                "{} is not UTF-8 text: byte {} is not part of a letter",
                path.display(),
                good + 1
            ))
            .hint("save the file as UTF-8")
        })?;
        Plan::parse(path.to_owned(), &text)
    }

    /// Read the plan in `text`, the content of `file`.
    ///
    /// # Errors
    /// When the text is not TOML, a key is not known, or a value is of the wrong type or not possible; the
    /// fault points at the first such place.
    pub fn parse(file: PathBuf, text: &str) -> Result<Plan, Fault> {
        // A byte order mark is an editor's habit, not a mistake; three spaces keep every place where it is.
        let text: Arc<str> = match text.strip_prefix('\u{feff}') {
            Some(rest) => format!("   {rest}").into(),
            None => text.into(),
        };
        Source::read(&file, &text, |root: &Fields| Plan {
            file: file.clone(),
            text: text.clone(),
            project: root.table("project", Project::read),
            aim: root.table("plan", Aim::read),
            data: root.table("data", Data::read),
            today: root.table("today", Today::read),
            success: root.table("success", Success::read),
            worth: root.table("worth", Worth::read),
            cost: root.table("cost", Cost::read),
            complexity: root.table("complexity", Complexity::read),
            research: root.table("research", Research::read),
            limits: root.table("limits", Limits::read),
            people: root.tables("person", Person::read),
            assumptions: root.tables("assumption", Assumption::read),
            requirements: root.tables("requirement", Requirement::read),
            reviews: root.tables("review", Review::read),
            options: root.tables("option", Choice::read),
            candidates: root.tables("candidate", Candidate::read),
            allowed: root.tables("allow", Allow::read),
        })
    }

    /// These bytes of the file, as a place to point at.
    pub fn span(&self, at: &Range<usize>) -> Span {
        Span { file: self.file.clone(), text: self.text.clone(), range: at.clone() }
    }

    /// The start of the file: where something that is missing altogether could be written.
    pub fn start(&self) -> Span {
        self.span(&(0..0))
    }

    /// The currency of all money in the plan; empty when none is named.
    pub fn currency(&self) -> &str {
        let named = self.worth.currency.as_ref().or(self.project.currency.as_ref());
        named.map_or("", |currency| currency.trim())
    }

    /// The most money a month that perfect answers can bring over any other way of deciding, today's cost
    /// saved included: cases x max(|true positive - false negative|, |true negative - false positive|), each at the
    /// favourable end of its range. `None` for a number to predict, or when a figure is missing.
    pub fn largest_gain(&self) -> Option<f64> {
        let [true_positive, false_positive, false_negative, true_negative] = self.worth.cell_ranges()?;
        let apart =
            |a: crate::Range, b: crate::Range| f64::max((a.high - b.low).abs(), (a.low - b.high).abs());
        let of_one = f64::max(apart(true_positive, false_negative), apart(true_negative, false_positive));
        let saved = self.today.cost_per_month.as_ref().map_or(0.0, |cost| cost.high);
        Some(self.worth.cases_per_month.as_ref()?.high * of_one + saved)
    }

    /// The people who play this role, by name, in the order of the file.
    pub fn people_as(&self, role: crate::Role) -> impl Iterator<Item = &str> {
        let playing = move |person: &&Person| person.role.as_ref().is_some_and(|played| played.value == role);
        self.people.iter().filter(playing).filter_map(|person| answer(&person.name))
    }
}

/// What stands in a field, whatever it is: for names of columns and files.
pub fn written(field: &Option<Located<String>>) -> Option<&str> {
    field.as_ref().map(|text| text.as_str())
}

/// What stands in a field, unless it is empty or only keeps the place ("...", "TBD").
pub fn answer(field: &Option<Located<String>>) -> Option<&str> {
    const PLACEHOLDERS: [&str; 8] =
        ["tbd", "tba", "todo", "to do", "to be decided", "to be determined", "xxx", "fixme"];
    let text = field.as_ref()?.trim();
    let words = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let told = text.chars().any(char::is_alphanumeric) && !PLACEHOLDERS.contains(&words.as_str());
    told.then_some(text)
}
