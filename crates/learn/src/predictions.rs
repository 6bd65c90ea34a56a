//! What a model says of rows: one probability or number a row, or one probability a class.

/// Row-major predictions: P(positive) or the number (width 1), or one probability a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// How many numbers one row has: 1, or the number of classes when there are three or more.
    pub width: usize,
    /// `rows * width` numbers, all finite.
    pub values: Vec<f64>,
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

    /// Whether both say the same of every row, rounding aside: to a billionth of the number.
    pub fn say_the_same(&self, other: &Predictions) -> bool {
        let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        self.width == other.width
            && self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(near)
    }

    /// The rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Predictions {
        let values = rows.iter().flat_map(|&row| self.row(row).iter().copied()).collect();
        Predictions { width: self.width, values }
    }
}
