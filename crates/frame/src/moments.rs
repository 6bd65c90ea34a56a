//! Count, range, mean and spread of numbers.

/// Count, range, mean and spread of numbers; those of parts merge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// How many numbers.
    pub count: u64,
    /// The smallest; infinite when there is none.
    pub min: f64,
    /// The largest; infinite when there is none.
    pub max: f64,
    /// Their mean; 0 when there is none.
    pub mean: f64,
    squares: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Moments { count: 0, min: f64::INFINITY, max: f64::NEG_INFINITY, mean: 0.0, squares: 0.0 }
    }
}

impl Moments {
    /// The moments of these numbers; NaN is left out.
    pub fn of(values: &[f64]) -> Moments {
        let mut stream = Stream::default();
        values.iter().filter(|value| !value.is_nan()).for_each(|&value| stream.add(value));
        stream.moments()
    }

    /// Add a number. Welford, "Note on a method for calculating corrected sums of squares" (1962).
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        let delta = value - self.mean;
        self.mean += delta / self.count as f64;
        self.squares += delta * (value - self.mean);
    }

    /// Add all that `other` has seen. Chan, Golub & LeVeque, "Updating formulae" (1979), equation 2.1.
    pub fn merge(&mut self, other: &Moments) {
        let count = self.count + other.count;
        if other.count == 0 {
            return;
        }
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let delta = other.mean - self.mean;
        self.squares += other.squares + delta * delta * mine * theirs / count as f64;
        self.mean += delta * theirs / count as f64;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.count = count;
    }

    /// The variance, with n - 1 below; `None` for fewer than two numbers.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }
}

/// Moments of numbers that come one after the other. They are taken a block of numbers at a time, always of
/// the same size, so that the result depends on the numbers and their order alone, to the last bit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stream {
    whole: Moments,
    block: Vec<f64>,
}

const BLOCK: usize = 1_024;
/// Sums run side by side, as a processor adds them.
const LANES: usize = 8;

impl Stream {
    /// Add a number that is not NaN.
    #[inline]
    pub(crate) fn add(&mut self, value: f64) {
        self.block.push(value);
        if self.block.len() == BLOCK {
            self.whole.merge(&of_block(&self.block));
            self.block.clear();
        }
    }

    /// The moments of all numbers so far.
    pub(crate) fn moments(&self) -> Moments {
        let mut whole = self.whole;
        whole.merge(&of_block(&self.block));
        whole
    }
}

/// The moments of a few numbers: first their mean, then what they differ from it.
fn of_block(values: &[f64]) -> Moments {
    let (mut sums, mut least, mut most) = ([0.0; LANES], [f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    let (lanes, rest) = values.as_chunks::<LANES>();
    for eight in lanes {
        for lane in 0..LANES {
            sums[lane] += eight[lane];
            least[lane] = if eight[lane] < least[lane] { eight[lane] } else { least[lane] };
            most[lane] = if eight[lane] > most[lane] { eight[lane] } else { most[lane] };
        }
    }
    let count = values.len();
    let mean = (sums.iter().sum::<f64>() + rest.iter().sum::<f64>()) / count.max(1) as f64;
    if !mean.is_finite() {
        // The sum of very large numbers; one by one their mean stays in range.
        return values.iter().fold(Moments::default(), |mut moments, &value| {
            moments.add(value);
            moments
        });
    }
    let mut squares = [0.0; LANES];
    for eight in lanes {
        for lane in 0..LANES {
            squares[lane] += (eight[lane] - mean) * (eight[lane] - mean);
        }
    }
    let squares =
        squares.iter().sum::<f64>() + rest.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let min = least.iter().chain(rest).copied().fold(f64::INFINITY, f64::min);
    let max = most.iter().chain(rest).copied().fold(f64::NEG_INFINITY, f64::max);
    Moments { count: count as u64, min, max, mean, squares }
}
