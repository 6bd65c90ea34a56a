//! Two units that may be mixed up, and how values in one become values in the other.

/// A change of unit: `value × factor + shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// What the values are multiplied by.
    pub factor: f64,
    /// What is then added.
    pub shift: f64,
    /// The change in words, such as `kilograms to grams`.
    pub words: &'static str,
}

impl Change {
    /// The value in the other unit.
    pub fn of(&self, value: f64) -> f64 {
        value * self.factor + self.shift
    }

    /// The change back.
    pub fn back(&self) -> Change {
        Change { factor: 1.0 / self.factor, shift: -self.shift / self.factor, words: self.words }
    }
}

const fn times(factor: f64, words: &'static str) -> Change {
    Change { factor, shift: 0.0, words }
}

/// Changes that happen, the likeliest first; each may also happen the other way round.
pub const CHANGES: [Change; 22] = [
    times(1_000.0, "a factor of 1,000, as from kilograms to grams"),
    times(100.0, "a factor of 100, as from metres to centimetres, shares to per cent or euros to cents"),
    times(10.0, "a factor of 10, as from centimetres to millimetres"),
    times(60.0, "a factor of 60, as from hours to minutes"),
    times(1_000_000.0, "a factor of 1,000,000, as from millions to units"),
    times(2.204_622_6, "a factor of 2.205, as from kilograms to pounds"),
    times(2.54, "a factor of 2.54, as from inches to centimetres"),
    Change { factor: 1.8, shift: 32.0, words: "degrees Celsius to Fahrenheit" },
    times(1.609_344, "a factor of 1.609, as from miles to kilometres"),
    times(3.280_84, "a factor of 3.281, as from metres to feet"),
    times(3.6, "a factor of 3.6, as from metres a second to kilometres an hour"),
    times(24.0, "a factor of 24, as from days to hours"),
    times(12.0, "a factor of 12, as from years to months"),
    times(7.0, "a factor of 7, as from weeks to days"),
    times(3_600.0, "a factor of 3,600, as from hours to seconds"),
    times(365.25, "a factor of 365, as from years to days"),
    times(3.785_41, "a factor of 3.785, as from gallons to litres"),
    times(4.184, "a factor of 4.184, as from kilocalories to kilojoules"),
    times(28.349_5, "a factor of 28.35, as from ounces to grams"),
    times(453.592, "a factor of 453.6, as from pounds to grams"),
    times(30.48, "a factor of 30.48, as from feet to centimetres"),
    times(86_400.0, "a factor of 86,400, as from days to seconds"),
];

/// Every change, forth and back.
pub fn changes() -> impl Iterator<Item = Change> {
    CHANGES.iter().copied().flat_map(|change| [change, change.back()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_back_undoes_it() {
        for change in CHANGES {
            assert!((change.back().of(change.of(37.5)) - 37.5).abs() < 1e-9, "{}", change.words);
        }
    }
}
