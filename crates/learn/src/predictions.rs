//! What a model says of rows: one probability or number a row, or one probability a class.

/// Row-major predictions: P(positive) or the number (width 1), or one probability a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// How many numbers one row has: 1, or the number of classes when there are three or more.
    pub width: usize,
    /// `rows * width` numbers, all finite.
    pub values: Vec<f64>,
}

/// Whether numbers are the same, rounding aside: to a billionth of each.
pub(crate) fn are_the_same(one: &[f64], other: &[f64]) -> bool {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    one.len() == other.len() && one.iter().zip(other).all(near)
}

impl Predictions {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.width.max(1)
    }

    /// The numbers of a row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.width..][..self.width]
    }

    /// Whether both say the same of every row, rounding aside.
    pub fn say_the_same(&self, other: &Predictions) -> bool {
        self.width == other.width && are_the_same(&self.values, &other.values)
    }

    /// The rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Predictions {
        let values = rows.iter().flat_map(|&row| self.row(row).iter().copied()).collect();
        Predictions { width: self.width, values }
    }
}
