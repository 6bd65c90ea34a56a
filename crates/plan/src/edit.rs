//! Editing `tenet.toml` as a person would: comments, order and spacing stay.

use report::{Fault, suggest};
use toml_edit::{DocumentMut, Item, Table, Value};

use crate::Plan;

/// One key to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Table and key, such as `success.smallest_gain`.
    pub key: String,
    /// What it becomes, as it would stand in the file; `None` takes it out.
    pub to: Option<String>,
}

impl Change {
    /// `KEY=VALUE`, as it is typed.
    ///
    /// # Errors
    /// When there is no `=` or no table.
    pub fn parse(typed: &str) -> Result<Change, Fault> {
        let hint = "such as --set success.smallest_gain=8000";
        let (key, value) = typed
            .split_once('=')
            .ok_or_else(|| Fault::new(format!("\"{typed}\" sets nothing: there is no =")).hint(hint))?;
        Change::at(key, Some(value.trim().to_owned()))
    }

    /// A change of one key.
    ///
    /// # Errors
    /// When the key is not a table and a name.
    pub fn at(key: &str, to: Option<String>) -> Result<Change, Fault> {
        let key = key.trim().to_owned();
        let parts = key.split('.').filter(|part| !part.trim().is_empty()).count();
        if parts != 2 || key.matches('.').count() != 1 {
            return Err(Fault::new(format!("\"{key}\" is not a table and a key"))
                .hint("such as success.smallest_gain; what stands in [[...]] is edited in the file"));
        }
        Ok(Change { key, to })
    }
}

/// The text of the plan's file after some changes, and the plan it then is.
///
/// # Errors
/// When a table cannot be changed this way, or the changed plan cannot be read: a key that is not known, a
/// value of the wrong type.
pub fn edited(plan: &Plan, changes: &[Change]) -> Result<(String, Plan), Fault> {
    let mut text = plan.text.to_string();
    let mut changed = plan.clone();
    for change in changes {
        // First as TOML (numbers, lists, quoted text), then as text that was typed without quotes.
        let as_toml = change.to.as_ref().map(|to| to.parse::<Value>());
        let values: Vec<Option<Value>> = match (&change.to, as_toml) {
            (None, _) => vec![None],
            (Some(to), Some(Ok(value))) if !value.is_str() => {
                vec![Some(value), Some(Value::from(to.as_str()))]
            }
            (Some(_), Some(Ok(value))) => vec![Some(value)],
            (Some(to), _) => vec![Some(Value::from(to.as_str()))],
        };
        let mut refused = None;
        let mut done = None;
        for value in values {
            let next = with(plan, &text, change, value)?;
            match Plan::parse(plan.file.clone(), &next) {
                Ok(read) => {
                    done = Some((next, read));
                    break;
                }
                Err(fault) => refused = refused.or(Some(fault)),
            }
        }
        match (done, refused) {
            (Some(done), _) => (text, changed) = done,
            (None, Some(fault)) => return Err(fault),
            (None, None) => {}
        }
    }
    Ok((text, changed))
}

/// The text with one key set or taken out.
fn with(plan: &Plan, text: &str, change: &Change, value: Option<Value>) -> Result<String, Fault> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        Fault::new(format!("{} is not TOML: {}", plan.file.display(), error.message().trim()))
    })?;
    let (table, key) = change.key.split_once('.').unwrap_or((&change.key, ""));
    if value.is_some() && document.get(table).is_none() {
        document.insert(table, Item::Table(Table::new()));
    }
    let Some(fields) = document.get_mut(table) else {
        let known = document.iter().map(|(name, _)| name).collect::<Vec<_>>();
        let fault = Fault::new(format!("{} has no table [{table}]", plan.file.display()));
        return Err(match suggest::nearest(table, known) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault,
        });
    };
    let Some(fields) = fields.as_table_like_mut() else {
        return Err(Fault::new(format!("[[{table}]] stands several times in {}", plan.file.display()))
            .hint("edit it in the file; `tenet status` then says what the change makes stale"));
    };
    match value {
        Some(mut value) => {
            // What stands around the old value, a comment at the end of its line above all, stays.
            let around = fields.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
            if let Some(around) = around {
                *value.decor_mut() = around;
            }
            match fields.get_mut(key) {
                Some(old) => *old = Item::Value(value),
                None => {
                    fields.insert(key, Item::Value(value));
                }
            }
        }
        None => {
            if fields.remove(key).is_none() {
                let fault = Fault::new(format!("[{table}] has no key `{key}` to take out"));
                let known: Vec<&str> = fields.iter().map(|(name, _)| name).collect();
                return Err(match suggest::nearest(key, known) {
                    Some(near) => fault.hint(format!("did you mean `{near}`?")),
                    None => fault,
                });
            }
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "# ours\n[success]   # one measure\nmetric = \"money\" # not auc\nsmallest_gain = 5_000  # a month\n\n\
                        [plan]\nwhy = 'they leave'\n# ideal = \"\"\n";

    fn after(changes: &[&str]) -> Result<String, Fault> {
        let plan = Plan::parse("tenet.toml".into(), PLAN).unwrap();
        let changes: Vec<Change> = changes.iter().map(|typed| Change::parse(typed).unwrap()).collect();
        edited(&plan, &changes).map(|(text, _)| text)
    }

    #[test]
    fn only_the_value_changes() {
        let text = after(&["success.smallest_gain=8000"]).unwrap();
        assert_eq!(text, PLAN.replace("5_000", "8000"));
        let text = after(&["plan.why=Customers leave: 12 a day"]).unwrap();
        assert_eq!(text, PLAN.replace("'they leave'", "\"Customers leave: 12 a day\""));
    }

    #[test]
    fn text_needs_no_quotes_even_when_it_looks_like_a_number() {
        assert!(after(&["plan.why=1984"]).unwrap().contains("why = \"1984\""));
        assert!(after(&["success.metric=auc"]).unwrap().contains("metric = \"auc\" # not auc"));
    }

    #[test]
    fn a_key_or_table_that_is_not_there_is_added() {
        let text = after(&["success.at_least=9", "cost.day_rate=[600, 800]"]).unwrap();
        let plan = Plan::parse("tenet.toml".into(), &text).unwrap();
        assert_eq!(plan.success.at_least.unwrap().value, 9.0);
        assert_eq!(plan.cost.day_rate.unwrap().high, 800.0);
        assert!(text.starts_with(&PLAN[..PLAN.find("\n\n").unwrap()]), "{text}");
    }

    #[test]
    fn what_cannot_be_is_refused_with_the_reason() {
        for (change, said) in [
            ("success.smalest_gain=1", "smalest_gain"),
            ("success.smallest_gain=a lot", "number"),
            ("success.smallest_gain=-5", "negative"),
        ] {
            let fault = after(&[change]).unwrap_err();
            assert!(fault.message.contains(said), "{change}: {fault}");
        }
        for typed in ["success.at_least", "at_least=3", "a.b.c=1", ".b=1"] {
            assert!(Change::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_key_can_be_taken_out() {
        let plan = Plan::parse("tenet.toml".into(), PLAN).unwrap();
        let (text, _) = edited(&plan, &[Change::at("success.smallest_gain", None).unwrap()]).unwrap();
        assert!(!text.contains("smallest_gain") && text.contains("# not auc"), "{text}");
        assert!(edited(&plan, &[Change::at("success.at_least", None).unwrap()]).is_err());
    }
}
