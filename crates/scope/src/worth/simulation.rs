//! The figures drawn 100,000 times: the chance that it pays, and how the result spreads.

use fastrand::Rng;
use rayon::prelude::*;
use stats::perfect_information;

use super::Bin;
use super::net::{Figures, net};

/// Draws.
const DRAWS: usize = 100_000;
/// Draws from one generator; each part has its own, so that the number of threads does not matter.
const PART: usize = 5_000;
/// Bins of the histogram.
const BINS: usize = 40;

/// What came of the draws.
pub struct Simulated {
    /// The share of draws above 0.
    pub chance: f64,
    /// Below this lies one draw in twenty.
    pub low: f64,
    /// Above this lies one draw in twenty.
    pub high: f64,
    /// The expected value of perfect information.
    pub knowing_everything: f64,
    /// How the draws spread, but for the one in two hundred at either end.
    pub histogram: Vec<Bin>,
}

/// Draw and sum up.
pub fn run(figures: &Figures, seed: u64) -> Simulated {
    let parts: Vec<Vec<f64>> = (0..DRAWS / PART)
        .into_par_iter()
        .map(|part| {
            let mut random =
                Rng::with_seed(seed.wrapping_add((part as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            (0..PART).map(|_| draw(figures, &mut random)).collect()
        })
        .collect();
    let mut nets: Vec<f64> = parts.concat();
    let knowing_everything = perfect_information(&nets);
    let chance = nets.iter().filter(|&&net| net > 0.0).count() as f64 / DRAWS as f64;
    nets.par_sort_unstable_by(f64::total_cmp);
    let at = |share: f64| nets[((DRAWS - 1) as f64 * share).round() as usize];
    Simulated {
        chance,
        low: at(0.05),
        high: at(0.95),
        knowing_everything,
        histogram: histogram(&nets, at(0.005), at(0.995)),
    }
}

fn draw(figures: &Figures, random: &mut Rng) -> f64 {
    let plan =
        figures.plan.map(|figure| if figure.is_sure() { figure.low() } else { figure.at(normal(random)) });
    let [u, v] = figures.gain.mean;
    let [of_u, of_v, both] = figures.gain.variance;
    // Two normal values with this covariance, by the root of its matrix.
    let (first, second) = (normal(random), normal(random));
    let deviation = of_u.sqrt();
    let slope = if deviation > 0.0 { both / deviation } else { 0.0 };
    let gain = [u + deviation * first, v + slope * first + (of_v - slope * slope).max(0.0).sqrt() * second];
    net(&plan, gain)
}

/// A standard normal draw (Box & Muller, "A note on the generation of random normal deviates", 1958).
fn normal(random: &mut Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

/// Equal bins with an edge at 0 where 0 lies inside.
fn histogram(sorted: &[f64], low: f64, high: f64) -> Vec<Bin> {
    if low == high {
        return vec![Bin { from: low, to: high, share: 1.0 }];
    }
    let width = (high - low) / BINS as f64;
    let start = if low < 0.0 && high > 0.0 { (low / width).floor() * width } else { low };
    let count = ((high - start) / width - 1e-9).ceil().max(1.0) as usize;
    let below = |edge: f64| sorted.partition_point(|&net| net <= edge) as f64 / sorted.len() as f64;
    let bin = |at: usize| {
        let (from, to) = (start + width * at as f64, start + width * (at + 1) as f64);
        Bin { from, to, share: below(to) - below(from) }
    };
    (0..count).map(bin).collect()
}
