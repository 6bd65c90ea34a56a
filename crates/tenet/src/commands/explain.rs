//! `tenet explain`: a rule's page, or the list of rules.

use clap::Args;
use report::{Block, Fault, Report, Rule, Table, suggest};
use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::rules;
use crate::session::Session;

/// Options of `tenet explain`.
#[derive(Debug, Args)]
pub struct Options {
    /// The rule, such as target-leak; all rules are listed without it
    rule: Option<String>,
}

/// Show a rule's page, or list all rules.
pub fn run(options: &Options, _session: &Session) -> Result<Outcome, Fault> {
    let Some(name) = &options.rule else { return Ok(list()) };
    let Some(rule) = rules::all().into_iter().find(|rule| rule.name == name) else {
        let names = rules::names();
        let fault = Fault::new(format!("there is no rule {name}"));
        return Err(match suggest::nearest(name, names.iter().copied()) {
            Some(near) => fault.hint(format!("did you mean {near}? `tenet explain` lists all rules")),
            None => fault.hint("`tenet explain` lists all rules"),
        });
    };
    let page = format!("# {} [{}]\n\n{}", rule.name, rule.level.word(), rule.page());
    Ok(Outcome::text(page, as_json(rule)))
}

fn list() -> Outcome {
    let rules = rules::all();
    let mut table = Table::new("", ["rule", "usual level", "in one line"]);
    for rule in &rules {
        table.row([rule.name, rule.level.word(), &rule.summary()]);
    }
    let mut page = Report::new(format!("{} rules; `tenet explain RULE` shows a rule's page", rules.len()));
    page.push(Block::Table(table));
    Outcome::page(page, json!({ "rules": rules.into_iter().map(as_json).collect::<Vec<Value>>() }))
}

fn as_json(rule: &Rule) -> Value {
    json!({ "rule": rule.name, "level": rule.level, "summary": rule.summary(), "page": rule.page() })
}
