//! Pure functions on numbers and sufficient statistics: no input or output, no clock, no hidden randomness.
//!
//! Sufficient statistics add: [`Moments`] and [`UnitSums`] of parts merge into those of the whole.

mod difference;
mod distribution;
mod fit;
mod moments;
mod proportion;
mod ratio;
mod student;
#[cfg(test)]
mod testing;

pub use difference::Difference;
pub use distribution::{chi_square_tail, normal_quantile, normal_tail, student_quantile, student_tail};
pub use fit::fit_p_value;
pub use moments::Moments;
pub use proportion::{Proportion, proportion_interval, proportion_p_value};
pub use ratio::{Adjusted, UnitSums, adjusted_difference, ratio_difference};
