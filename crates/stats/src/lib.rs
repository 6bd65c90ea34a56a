//! Pure functions on numbers and sufficient statistics: no input or output, no clock, no hidden randomness.
//!
//! Sufficient statistics add: [`Comoments`] and [`UnitSums`] of parts merge into those of the whole.

mod comoments;
mod course;
mod difference;
mod distance;
mod distribution;
mod fit;
mod group_sequential;
mod information;
mod isotonic;
mod linear;
mod moments;
mod multiple;
mod power;
mod proportion;
mod quadratic;
mod quadrature;
mod quantile;
mod rate;
mod ratio;
mod regression;
mod sequential;
mod strata;
mod student;
#[cfg(test)]
mod testing;
mod uncertain;

pub use comoments::{Comoments, Quantity};
pub use course::{Stopping, stopping};
pub use difference::Difference;
pub use distance::{
    Distance, bin_shares, jensen_shannon, kolmogorov_smirnov, stability, stability_index, wasserstein,
};
pub use distribution::{
    chi_square_tail, fisher_tail, normal_density, normal_quantile, normal_tail, student_quantile,
    student_tail,
};
pub use fit::fit_p_value;
pub use group_sequential::{GroupSequential, Spending, repeated_interval};
pub use information::perfect_information;
pub use isotonic::Isotonic;
pub use moments::Moments;
pub use multiple::{benjamini_hochberg, holm, selected_alpha, simultaneous_alpha};
pub use power::{proportion_power, student_power};
pub use proportion::{Proportion, proportion_interval, proportion_p_value};
pub use quantile::{Quantile, quantile_difference, sorted_quantile};
pub use rate::{Rate, RateRatio, rate_ratio};
pub use ratio::{Adjusted, UnitSums, adjusted_difference, paired_change, ratio_difference};
pub use regression::{Fit, SeriesEstimate, least_squares, usual_lags};
pub use sequential::{ConfidenceSequence, student_boundary};
pub use strata::{Stratum, stratified_difference};
pub use uncertain::Uncertain;
