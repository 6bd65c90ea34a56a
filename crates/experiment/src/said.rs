//! What was said of some rows against what came true: both means, and how far chance alone may set them apart.

use stats::student_quantile;

/// Segments of fewer rows say too little.
pub(crate) const FEWEST_ROWS: usize = 50;

/// Numbers in rows that count differently have to count as much as so many of the heaviest: the spread of fewer is not seen.
const FEWEST_NUMBERS: f64 = 20.0;

/// What was said of each row and what came true.
pub(crate) struct Said {
    pub(crate) predicted: Vec<f64>,
    pub(crate) observed: Vec<f64>,
    /// How much each row counts; none where all count the same.
    pub(crate) counts: Option<Vec<f64>>,
    /// Whether these are shares (0 or 1 comes true), or numbers.
    pub(crate) is_share: bool,
    /// The skewness of all errors.
    pub(crate) skew: f64,
}

/// The means of a slice, the ends of the mean of what comes true, and how sure it is that it is off (a log-odds: how
/// far beyond what Bonferroni asks).
pub(crate) struct Measured {
    pub(crate) predicted: f64,
    pub(crate) observed: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) sure: f64,
    pub(crate) rows: usize,
}

impl Said {
    /// Measure some rows, with `looked_at` slices looked at in all; `None` of too few rows.
    ///
    /// Shares: `n KL(observed, q)` stays below `ln(2 m / 0.05)` for the true mean `q`, whatever the chances of the
    /// single rows (Hoeffding, "Probability inequalities for sums of bounded random variables", JASA 58, 1963,
    /// theorem 1): it holds also where nothing, or all, came true. Where rows count differently, `n` is what they count
    /// together in units of the most that any row counts, with which the same bound holds: `E e^(t w x)` is no more than
    /// `(E e^(t m x))^(w / m)` for a weight `w` up to `m` (Jensen). Numbers: Student's interval of the errors, corrected
    /// for skew (Hall, "On the removal of skewness by transformation", JRSS B 54, 1992), since few rows may hold most
    /// of the error.
    pub(crate) fn measure(&self, rows: &[usize], looked_at: f64) -> Option<Measured> {
        if rows.len() < FEWEST_ROWS {
            return None;
        }
        let [predicted, observed] = [&self.predicted, &self.observed].map(|values| self.mean(rows, values));
        // Rows that count nothing say nothing.
        observed.is_finite().then_some(())?;
        let (low, high, sure) = if self.is_share {
            let count = self.effective_rows(rows);
            let asked = (2.0 * looked_at / 0.05).ln();
            let edge = |far: f64| farthest(observed, far, asked / count);
            (edge(0.0), edge(1.0), count * divergence(observed, predicted) - asked)
        } else {
            let (errors, count) = (self.errors(rows), rows.len() as f64);
            if self.effective_rows(rows) < FEWEST_NUMBERS {
                return None;
            }
            let error = deviation(&errors) / count.sqrt();
            // Few rows tell their own skew badly: twice as strict.
            let reach = student_quantile(1.0 - 0.0125 / looked_at, count - 1.0)?;
            let own = skewness(&errors);
            let skew = if own.abs() > self.skew.abs() { own } else { self.skew } / count.sqrt();
            let (low, high) = (untransformed(-reach, skew), untransformed(reach, skew));
            let off = observed - predicted;
            let beyond = (off - error * high).max(error * low - off);
            let sure = if error > 0.0 {
                beyond / error
            } else if off != 0.0 {
                f64::MAX
            } else {
                -reach
            };
            (observed - error * high, observed - error * low, sure)
        };
        Some(Measured { predicted, observed, low, high, sure, rows: rows.len() })
    }

    fn count(&self, row: usize) -> f64 {
        self.counts.as_ref().map_or(1.0, |counts| counts[row])
    }

    fn mean(&self, rows: &[usize], values: &[f64]) -> f64 {
        let total: f64 = rows.iter().map(|&row| self.count(row)).sum();
        rows.iter().map(|&row| self.count(row) * values[row]).sum::<f64>() / total
    }

    /// What these rows count together, in units of the most that any row counts.
    fn effective_rows(&self, rows: &[usize]) -> f64 {
        let Some(counts) = &self.counts else { return rows.len() as f64 };
        let most = counts.iter().copied().fold(0.0, f64::max);
        rows.iter().map(|&row| counts[row]).sum::<f64>() / most
    }

    /// The errors of these rows; where rows count differently, values whose plain mean and variance are those of the
    /// weighted mean (Särndal, Swensson & Wretman, "Model assisted survey sampling", 1992, section 5.5).
    pub(crate) fn errors(&self, rows: &[usize]) -> Vec<f64> {
        let error = |row: usize| self.observed[row] - self.predicted[row];
        if self.counts.is_none() {
            return rows.iter().map(|&row| error(row)).collect();
        }
        let mean = self.mean(rows, &self.observed) - self.mean(rows, &self.predicted);
        let unit = rows.iter().map(|&row| self.count(row)).sum::<f64>() / rows.len() as f64;
        rows.iter().map(|&row| mean + self.count(row) * (error(row) - mean) / unit).collect()
    }

    /// The deviation of what came true.
    pub(crate) fn deviation(&self) -> f64 {
        let all: Vec<usize> = (0..self.observed.len()).collect();
        let mean = self.mean(&all, &self.observed);
        let squares: Vec<f64> = self.observed.iter().map(|value| (value - mean).powi(2)).collect();
        self.mean(&all, &squares).sqrt()
    }
}

/// The divergence of two shares (Kullback-Leibler), in nats.
fn divergence(observed: f64, expected: f64) -> f64 {
    let expected = expected.clamp(1e-12, 1.0 - 1e-12);
    let part = |o: f64, e: f64| if o > 0.0 { o * (o / e).ln() } else { 0.0 };
    part(observed, expected) + part(1.0 - observed, 1.0 - expected)
}

/// The share farthest from `observed`, towards `far`, whose divergence is no more than this.
fn farthest(observed: f64, mut far: f64, most: f64) -> f64 {
    let mut near = observed;
    for _ in 0..50 {
        let middle = f64::midpoint(near, far);
        if divergence(observed, middle) > most { far = middle } else { near = middle }
    }
    near
}

pub(crate) fn skewness(values: &[f64]) -> f64 {
    let (count, deviation) = (values.len() as f64, deviation(values));
    let mean = values.iter().sum::<f64>() / count;
    let cubes = values.iter().map(|value| (value - mean).powi(3)).sum::<f64>() / count;
    if deviation > 0.0 { cubes / deviation.powi(3) } else { 0.0 }
}

/// Where `t + s t^2 / 3 + s^2 t^3 / 27 + s / 6` reaches this value, `s` the skewness over the root of the rows.
fn untransformed(value: f64, s: f64) -> f64 {
    if s.abs() < 1e-6 { value } else { ((1.0 + s * (value - s / 6.0)).cbrt() - 1.0) * 3.0 / s }
}

fn deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    (squares / (count - 1.0).max(1.0)).sqrt()
}
