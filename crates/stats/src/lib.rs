//! Pure functions on numbers and sufficient statistics: no input or output, no clock, no hidden randomness.
//!
//! Sufficient statistics add: [`Moments`] and [`UnitSums`] of parts merge into those of the whole.

mod difference;
mod distance;
mod distribution;
mod fit;
mod information;
mod isotonic;
mod moments;
mod proportion;
mod ratio;
mod student;
#[cfg(test)]
mod testing;
mod uncertain;

pub use difference::Difference;
pub use distance::{
    Distance, bin_shares, jensen_shannon, kolmogorov_smirnov, stability, stability_index, wasserstein,
};
pub use distribution::{
    chi_square_tail, normal_density, normal_quantile, normal_tail, student_quantile, student_tail,
};
pub use fit::fit_p_value;
pub use information::perfect_information;
pub use isotonic::Isotonic;
pub use moments::Moments;
pub use proportion::{Proportion, proportion_interval, proportion_p_value};
pub use ratio::{Adjusted, UnitSums, adjusted_difference, ratio_difference};
pub use uncertain::Uncertain;
