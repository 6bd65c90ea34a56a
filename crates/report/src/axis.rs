//! The axis of a chart: which values it spans, where a value lies, how it is written.

use crate::number;

/// A stretch of numbers, `low < high`, both finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axis {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Axis {
    /// The axis that spans every finite value; none if there is none.
    pub(crate) fn over(values: impl IntoIterator<Item = f64>) -> Option<Axis> {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            None
        } else if low == high {
            let room = (low.abs() * 0.05).max(0.05);
            Some(Axis { low: (low - room).max(f64::MIN), high: (high + room).min(f64::MAX) })
        } else {
            Some(Axis { low, high })
        }
    }

    /// Where the value lies, from 0 (low) to 1 (high); what lies outside is at the edge. None for NaN.
    pub(crate) fn place(&self, value: f64) -> Option<f64> {
        // Halved, so that the widest axis does not overflow.
        let share = (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        (!share.is_nan()).then(|| share.clamp(0.0, 1.0))
    }

    /// The column of `width` in which the value lies.
    pub(crate) fn column(&self, value: f64, width: usize) -> Option<usize> {
        self.place(value).map(|share| (share * width.saturating_sub(1) as f64).round() as usize)
    }

    /// A value in as many decimals as the axis can tell apart.
    pub(crate) fn show(&self, value: f64) -> String {
        let span = self.high / 2.0 - self.low / 2.0;
        // About a hundredth of the axis.
        let decimals = (1.7 - (span * 2.0).log10()).ceil().clamp(0.0, 6.0);
        let whole = [self.low, self.high].iter().all(|end| end.round() == *end) && value.round() == value;
        if span > 1e9 || value.abs() > 1e12 {
            number::significant(value, 3)
        } else {
            number::fixed(value, if whole { 0 } else { decimals as usize })
        }
    }
}

/// Which of five shades a share from 0 to 1 has: none only for nothing, the darkest only for nearly all.
pub(crate) fn shade(share: f64) -> usize {
    match share {
        share if share <= 0.0 => 0,
        share if share < 0.25 => 1,
        share if share < 0.6 => 2,
        share if share < 0.95 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_what_is_finite() {
        assert_eq!(Axis::over([f64::NAN, 1.0, f64::INFINITY, 3.0]), Some(Axis { low: 1.0, high: 3.0 }));
        assert_eq!(Axis::over([f64::NAN]), None);
        let one = Axis::over([0.0]).unwrap();
        assert_eq!(
            (one.place(0.0), one.place(f64::INFINITY), one.place(f64::NAN)),
            (Some(0.5), Some(1.0), None)
        );
        let widest = Axis::over([f64::MIN, f64::MAX]).unwrap();
        assert_eq!(widest.place(0.0), Some(0.5));
    }

    #[test]
    fn shows_what_it_can_tell_apart() {
        let shown = |low, high, value| Axis { low, high }.show(value);
        assert_eq!(shown(0.8, 0.9, 0.8453), "0.845");
        assert_eq!(shown(-1_000.5, 12_000.0, 1234.5), "1,235");
        assert_eq!(shown(0.0, 40.0, 7.0), "7");
        assert_eq!(shown(0.0, 40.0, 7.25), "7.3");
        assert_eq!(shown(0.0, 1.0, f64::NAN), "—");
    }
}
