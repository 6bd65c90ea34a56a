//! The names that a column of arms, segments or groups holds, numbered.

use std::collections::HashMap;

use ::report::Fault;
use frame::{Column, Kind, Values};

/// The names met so far, numbered in order of first appearance.
#[derive(Debug, Default)]
pub struct Labels {
    /// As they are shown.
    pub names: Vec<String>,
    /// Whether the column is text; of others, names are compared by value.
    text: bool,
    numbers: HashMap<String, u32>,
}

/// What stands for a blank.
pub const BLANK: u32 = u32::MAX;

impl Labels {
    /// The label of each row, [`BLANK`] where there is none; a fault when there are more than so many, too
    /// many to be what they are said to be.
    pub fn of_rows(&mut self, column: &Column, most: usize, role: &str) -> Result<Vec<u32>, Fault> {
        self.text = column.kind == Kind::Text;
        match &column.values {
            Values::Text(text) => {
                let mut known = vec![None; text.levels.len()];
                let mut label_of = |code: u32| -> Result<u32, Fault> {
                    let Some(level) = text.levels.get(code as usize) else { return Ok(BLANK) };
                    if let Some(label) = known[code as usize] {
                        return Ok(label);
                    }
                    let blank = level.trim().is_empty();
                    let label = if blank { BLANK } else { self.number(level, &column.name, most, role)? };
                    known[code as usize] = Some(label);
                    Ok(label)
                };
                text.codes.iter().map(|&code| label_of(code)).collect()
            }
            Values::Numbers(values) => {
                let mut known: HashMap<u64, u32> = HashMap::new();
                let mut last = (f64::NAN.to_bits(), BLANK);
                let mut label_of = |row: usize| -> Result<u32, Fault> {
                    let bits = values[row].to_bits();
                    if bits == last.0 {
                        return Ok(last.1);
                    }
                    let label = match known.get(&bits) {
                        _ if values[row].is_nan() => BLANK,
                        Some(&label) => label,
                        None => self.number(&column.show(row), &column.name, most, role)?,
                    };
                    known.insert(bits, label);
                    last = (bits, label);
                    Ok(label)
                };
                (0..values.len()).map(&mut label_of).collect()
            }
        }
    }

    /// The label a person means by this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        self.names.iter().position(|label| label == name).or_else(|| {
            let alike = |label: &String| {
                label.eq_ignore_ascii_case(name.trim())
                    || number(label).is_some_and(|value| number(name) == Some(value))
            };
            self.names.iter().position(|label| !self.text && alike(label))
        })
    }

    /// A label as JSON: a number where the column holds numbers.
    pub fn json(&self, label: u32) -> serde_json::Value {
        let Some(name) = self.names.get(label as usize) else { return serde_json::Value::Null };
        let number = (!self.text).then(|| serde_json::from_str(name).ok()).flatten();
        number.unwrap_or_else(|| name.clone().into())
    }

    fn number(&mut self, name: &str, column: &str, most: usize, role: &str) -> Result<u32, Fault> {
        if let Some(&label) = self.numbers.get(name) {
            return Ok(label);
        }
        if self.names.len() == most {
            let most = ::report::number::count(most);
            let message =
                format!("column `{column}` has more than {most} different values, too many to be {role}");
            return Err(Fault::new(message).hint(match role {
                "arms" => "`--variant` names the column that says which arm a row belongs to",
                _ => "name a column with fewer different values, or group its values first",
            }));
        }
        let label = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), label);
        Ok(label)
    }
}
