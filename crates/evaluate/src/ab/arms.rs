//! The arms of an experiment, as the variant column names them.

use std::collections::HashMap;

use ::report::Fault;
use frame::{Column, Kind, Values};

/// The arms met so far, numbered in order of first appearance.
#[derive(Debug, Default)]
pub struct Arms {
    /// Their names as shown.
    pub names: Vec<String>,
    /// Whether the column is text; of others, names are compared by value.
    text: bool,
    numbers: HashMap<String, u32>,
}

/// More arms than this, and the column is not one of arms.
const MOST: usize = 100;

impl Arms {
    /// The arm of each row; `None` where it is blank.
    pub fn of_rows(&mut self, column: &Column) -> Result<Vec<Option<u32>>, Fault> {
        self.text = column.kind == Kind::Text;
        match &column.values {
            Values::Text(text) => {
                let mut known: Vec<Option<Option<u32>>> = vec![None; text.levels.len()];
                let mut arm_of = |code: u32| -> Result<Option<u32>, Fault> {
                    let Some(level) = text.levels.get(code as usize) else { return Ok(None) };
                    if let Some(arm) = known[code as usize] {
                        return Ok(arm);
                    }
                    let blank = level.trim().is_empty();
                    let arm = if blank { None } else { Some(self.number(level, &column.name)?) };
                    known[code as usize] = Some(arm);
                    Ok(arm)
                };
                text.codes.iter().map(|&code| arm_of(code)).collect()
            }
            Values::Numbers(values) => {
                let mut known: HashMap<u64, u32> = HashMap::new();
                let mut arm_of = |row: usize| -> Result<Option<u32>, Fault> {
                    if values[row].is_nan() {
                        return Ok(None);
                    }
                    if let Some(&arm) = known.get(&values[row].to_bits()) {
                        return Ok(Some(arm));
                    }
                    let arm = self.number(&column.show(row), &column.name)?;
                    known.insert(values[row].to_bits(), arm);
                    Ok(Some(arm))
                };
                (0..values.len()).map(&mut arm_of).collect()
            }
        }
    }

    /// The arm a person means by this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        self.names.iter().position(|arm| arm == name).or_else(|| {
            let alike = |arm: &String| {
                arm.eq_ignore_ascii_case(name.trim())
                    || number(arm).is_some_and(|value| number(name) == Some(value))
            };
            self.names.iter().position(|arm| !self.text && alike(arm))
        })
    }

    fn number(&mut self, name: &str, column: &str) -> Result<u32, Fault> {
        if let Some(&arm) = self.numbers.get(name) {
            return Ok(arm);
        }
        if self.names.len() == MOST {
            return Err(Fault::new(format!(
                "column `{column}` has more than {MOST} different values, too many to be arms"
            ))
            .hint("`--variant` names the column that says which arm a row belongs to"));
        }
        let arm = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), arm);
        Ok(arm)
    }
}
