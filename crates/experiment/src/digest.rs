//! Digests of what a fit is made from: who has the same is made from the same.

use frame::{Column, Frame, Split, Target, Values};

/// Parts of a digest, each kept apart from the next.
#[derive(Default)]
pub(crate) struct Digest(blake3::Hasher);

impl Digest {
    pub fn text(mut self, text: &str) -> Digest {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
        self
    }

    pub fn number(mut self, number: u64) -> Digest {
        self.0.update(&number.to_le_bytes());
        self
    }

    /// Rows as a learner sees them: names, kinds and values of the columns.
    pub fn rows(mut self, features: &Frame) -> Digest {
        self = self.number(features.rows() as u64).number(features.columns().len() as u64);
        features.columns().iter().fold(self, Digest::column)
    }

    pub fn answers(self, target: &Target) -> Digest {
        let digest = self.text(&target.name).text(&format!("{:?}", target.task));
        let digest =
            target.classes.iter().fold(digest, |digest, class| digest.text(class)).values(&target.values);
        target.weights.iter().fold(digest, |digest, weights| digest.values(weights))
    }

    pub fn column(self, column: &Column) -> Digest {
        let digest = self.text(&column.name).text(&format!("{:?}", column.kind));
        match &column.values {
            Values::Numbers(values) => digest.values(values),
            Values::Text(_) => (0..column.len()).fold(digest, |digest, row| match column.cell(row) {
                frame::Cell::Text(text) => digest.text(text),
                _ => digest.number(u64::MAX),
            }),
        }
    }

    /// Which rows learn and which are tested.
    pub fn split(self, split: &Split) -> Digest {
        self.places(&split.train).places(&split.test)
    }

    fn places(mut self, places: &[usize]) -> Digest {
        self = self.number(places.len() as u64);
        places.chunks(CHUNK).for_each(|chunk| {
            let bytes: Vec<u8> = chunk.iter().flat_map(|place| (*place as u64).to_le_bytes()).collect();
            self.0.update(&bytes);
        });
        self
    }

    pub fn values(mut self, values: &[f64]) -> Digest {
        values.chunks(CHUNK).for_each(|chunk| {
            let bytes: Vec<u8> = chunk.iter().flat_map(|value| value.to_le_bytes()).collect();
            self.0.update(&bytes);
        });
        self
    }

    /// BLAKE3, in hex.
    pub fn hex(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

/// So many numbers are handed on at a time.
const CHUNK: usize = 4_096;

#[cfg(test)]
mod tests {
    use frame::Kind;

    use super::*;

    #[test]
    fn whatever_differs_shows() {
        let text = |cells: [Option<&str>; 2]| Column::text("a", cells);
        let of = |column: &Column| Digest::default().column(column).hex();
        let number = Column::numbers("a", Kind::Number, vec![1.0, f64::NAN]);
        let columns = [
            text([Some("x"), Some("y")]),
            text([Some("xy"), Some("")]),
            text([Some("x"), None]),
            text([None, Some("x")]),
            Column::numbers("b", Kind::Number, vec![1.0, f64::NAN]),
            Column::numbers("a", Kind::Integer, vec![1.0, f64::NAN]),
            Column::numbers("a", Kind::Number, vec![1.0, 2.0]),
            number.clone(),
        ];
        let digests: std::collections::BTreeSet<String> = columns.iter().map(of).collect();
        assert_eq!(digests.len(), columns.len());
        assert_eq!(of(&number), of(&number.clone()));
        let split = |train: &[usize], test: &[usize]| {
            Digest::default().split(&Split { train: train.to_vec(), test: test.to_vec() }).hex()
        };
        assert_ne!(split(&[0, 1], &[2]), split(&[0], &[1, 2]));
    }
}
