//! What it is worth to know more before deciding to go ahead or not.
//!
//! Raiffa & Schlaifer, *Applied Statistical Decision Theory* (Harvard, 1961), chapter 4; the name EVPPI and its
//! conditional means are those of Strong & Oakley, "An efficient method for computing single-parameter partial expected
//! value of perfect information" (Medical Decision Making 33, 2013), equation 3.

/// The expected value of perfect information about a choice between going ahead, which brings one of `nets`, each as
/// likely as the other, and leaving it, which brings nothing: `mean(max(0, net)) - max(0, mean(net))`.
///
/// Given nets that are means over all other unknowns at each possible value of one unknown, it is the value of
/// knowing that one (EVPPI). Never negative; 0 of no nets.
pub fn perfect_information(nets: &[f64]) -> f64 {
    if nets.is_empty() {
        return 0.0;
    }
    let count = nets.len() as f64;
    // The smaller of the two sides: what would be lost by always going ahead, or by never doing so.
    let (mut gained, mut lost) = (0.0, 0.0);
    for &net in nets {
        gained += net.max(0.0);
        lost += (-net).max(0.0);
    }
    f64::min(gained, lost) / count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;
    use crate::{normal_density, normal_quantile, normal_tail};

    /// The closed form where the net is normal: `deviation * φ(m) - |mean| * Φ(-m)`, `m = |mean| / deviation`, the unit
    /// normal loss of Raiffa & Schlaifer.
    fn of_normal(mean: f64, deviation: f64) -> f64 {
        let m = mean.abs() / deviation;
        deviation * normal_density(m) - mean.abs() * normal_tail(m)
    }

    #[test]
    fn what_never_changes_the_choice_is_worth_nothing() {
        assert_eq!(perfect_information(&[]), 0.0);
        assert_eq!(perfect_information(&[3.0, 1.0, 0.0]), 0.0);
        assert_eq!(perfect_information(&[-3.0, -1.0]), 0.0);
        // Half the time 10 is won, half the time 6 is lost: knowing beforehand saves the 6.
        assert_eq!(perfect_information(&[10.0, -6.0]), 3.0);
    }

    #[test]
    fn normal_nets_have_the_closed_form() {
        for (mean, deviation) in [(0.0, 1.0), (0.5, 1.0), (-2_000.0, 3_000.0), (40.0, 12.0)] {
            let count = 100_000;
            let net = |at: i32| mean + deviation * normal_quantile((f64::from(at) + 0.5) / f64::from(count));
            let nets: Vec<f64> = (0..count).map(net).collect();
            let closed = of_normal(mean, deviation);
            assert!((perfect_information(&nets) - closed).abs() < 2e-4 * deviation, "{mean} {deviation}");
        }
        // Raiffa & Schlaifer's table of the unit normal loss: G(0) = 0.3989, G(0.5) = 0.1978, G(2) = 0.008491.
        for (m, loss) in [(0.0, 0.398_942_280), (0.5, 0.197_796_557), (2.0, 0.008_490_703)] {
            assert_close(of_normal(m, 1.0), loss, 1e-6);
        }
    }
}
