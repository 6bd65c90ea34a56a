//! A rule: a name, its usual level, and the page that explains it.

use serde::Serialize;

/// How much a finding matters to the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Know it.
    Note,
    /// It will hurt; decide.
    Warn,
    /// Going on would waste the project.
    Stop,
}

impl Level {
    /// The word a person reads: `stop`, `warn` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warn => "warn",
            Level::Stop => "stop",
        }
    }
}

/// One thing that sinks projects, as it is known to users: its name never changes.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The stable, hyphenated name, such as `target-leak`.
    pub name: &'static str,
    /// The level it usually has; the rule decides by the evidence.
    pub level: Level,
    /// The text of the file that holds the rule; its `//!` lines are the rule's page.
    pub text: &'static str,
}

impl Rule {
    /// The headings every rule's page has, in order.
    pub const HEADINGS: [&'static str; 5] =
        ["What it sees", "Why it sinks projects", "Example", "What to do", "References"];

    /// The rule's page as Markdown: its file's doc comment. It is what `tenet explain` shows.
    pub fn page(&self) -> String {
        let mut page = String::new();
        for line in self.text.lines().map_while(|line| line.strip_prefix("//!")) {
            page.push_str(line.strip_prefix(' ').unwrap_or(line));
            page.push('\n');
        }
        page
    }

    /// The headings of the page, which are to be [`Rule::HEADINGS`].
    pub fn headings(&self) -> Vec<String> {
        self.page().lines().filter_map(|line| line.strip_prefix("## ").map(str::to_owned)).collect()
    }

    /// The first sentence of the page: the rule in one line.
    pub fn summary(&self) -> String {
        let page = self.page();
        let paragraph: Vec<&str> = page.lines().take_while(|line| !line.trim().is_empty()).collect();
        let paragraph = paragraph.join(" ");
        paragraph.find(". ").map_or(paragraph.clone(), |end| paragraph[..=end].to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_doc_comment() {
        let text = "//! Columns that give\n//! the target away. They do.\n//!\n//! # What it sees\n\nuse x;\n//! not this\n";
        let rule = Rule { name: "target-leak", level: Level::Stop, text };
        assert_eq!(rule.page(), "Columns that give\nthe target away. They do.\n\n# What it sees\n");
        assert_eq!(rule.summary(), "Columns that give the target away.");
        assert_eq!(Rule { text: "", ..rule }.summary(), "");
    }
}
