//! What is minimised for a row, and its derivatives.

/// Which loss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Loss {
    Squared,
    Logistic,
}

/// The loss of a row, which is `value + ln(factor)`, and its derivatives by the sum.
pub(super) struct LossAt {
    pub(super) value: f64,
    /// From 1 to 2.
    pub(super) factor: f64,
    pub(super) first: f64,
    pub(super) second: f64,
}

impl Loss {
    pub(super) fn at(self, answer: f64, sum: f64) -> LossAt {
        match self {
            Loss::Squared => {
                let off = sum - answer;
                LossAt { value: off * off / 2.0, factor: 1.0, first: off, second: 1.0 }
            }
            Loss::Logistic => {
                // ln(1 + e^s) is s + ln(1 + e^-s), and one of the two does not overflow.
                let small = (-sum.abs()).exp();
                let share = if sum < 0.0 { small } else { 1.0 } / (1.0 + small);
                LossAt {
                    value: sum.max(0.0) - answer * sum,
                    factor: 1.0 + small,
                    first: share - answer,
                    second: (share * (1.0 - share)).max(1e-12),
                }
            }
        }
    }
}
