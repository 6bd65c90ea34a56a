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

    /// The rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Predictions {
        let values = rows.iter().flat_map(|&row| self.row(row).iter().copied()).collect();
        Predictions { width: self.width, values }
    }
}
