use super::*;
use crate::testing::{assert_close, normal};

/// The recursion of Armitage, McPherson & Rowe in numpy, by Simpson's rule on 6,001 points. The evenly spaced ones are those of R's
/// `gsDesign(k = 5, test.type = 2, alpha = 0.025, sfu = sfLDOF)` and `sfLDPocock`, to the digits it prints.
#[test]
fn boundaries_agree_with_an_independent_recursion_and_published_ones() {
    let cases: [(Spending, f64, &[f64], &[f64]); 4] = [
        (
            Spending::OBrienFleming,
            0.05,
            &[0.2, 0.4, 0.6, 0.8, 1.0],
            &[
                4.876884948790762,
                3.357011921574719,
                2.6802800645450855,
                2.2898167677119967,
                2.0310320433100877,
            ],
        ),
        (
            Spending::Pocock,
            0.05,
            &[0.2, 0.4, 0.6, 0.8, 1.0],
            &[
                2.4379766880500116,
                2.4268138581501404,
                2.410193840271399,
                2.3966454006488176,
                2.38598457162259,
            ],
        ),
        (
            Spending::OBrienFleming,
            0.05,
            &[0.12, 0.3, 0.31, 0.77, 1.0],
            &[6.36481643282156, 3.9285727644428547, 3.9155161223218906, 2.303722813133963, 2.017036918538623],
        ),
        (
            Spending::Pocock,
            0.01,
            &[0.5, 0.6, 1.0],
            &[2.7369514150061702, 2.9818604173691594, 2.8660830539532087],
        ),
    ];
    for (spending, alpha, shares, expected) in cases {
        let mut looks = GroupSequential::new(spending, alpha).unwrap();
        for (share, boundary) in shares.iter().zip(expected) {
            assert_close(looks.look(*share).unwrap(), *boundary, 1e-7);
        }
        assert_eq!(looks.look(1.2), None);
    }
}

#[test]
fn one_look_is_the_fixed_interval() {
    let one = GroupSequential::even(Spending::OBrienFleming, 0.05, 1).unwrap();
    assert_close(one[0], 1.959_963_984_540_054, 1e-12);
    // Late, it spends what is left.
    let mut late = GroupSequential::new(Spending::Pocock, 0.1).unwrap();
    assert_close(late.look(1.4).unwrap(), 1.644_853_626_951_472, 1e-12);
}

/// Looks as they come, and closer together than can be told apart: still one alpha in all.
#[test]
fn looks_at_odd_times_spend_one_alpha() {
    for spending in [Spending::OBrienFleming, Spending::Pocock] {
        let mut random = fastrand::Rng::with_seed(5);
        let mut shares: Vec<f64> = (0..12).map(|_| random.f64()).collect();
        shares.extend([0.5, 0.5 + 1e-9, 0.6, 0.6001, 1.0]);
        shares.sort_by(f64::total_cmp);
        let mut looks = GroupSequential::new(spending, 0.05).unwrap();
        let bounds: Vec<f64> = shares.iter().map(|share| looks.look(*share).unwrap()).collect();
        let wrong = runs(20_000, 0.0, &shares, &bounds).0;
        assert!((0.045..0.056).contains(&wrong), "{spending:?} {wrong}");
    }
}

#[test]
fn with_28_looks_it_sees_nearly_what_one_reading_sees_and_stops_earlier() {
    let bounds = GroupSequential::even(Spending::OBrienFleming, 0.05, 28).unwrap();
    let shares: Vec<f64> = (1..=28).map(|look| f64::from(look) / 28.0).collect();
    let (wrong, _) = runs(20_000, 0.0, &shares, &bounds);
    assert!(wrong < 0.054, "{wrong}");
    let drift = normal_quantile(0.975) + normal_quantile(0.79);
    let (seen, share) = runs(20_000, drift, &shares, &bounds);
    assert!(seen > 0.755 && share < 0.8, "{seen} {share}");
    let pocock = GroupSequential::even(Spending::Pocock, 0.05, 28).unwrap();
    let (less, earlier) = runs(20_000, drift, &shares, &pocock);
    assert!(less < seen && earlier < share, "{less} {earlier}");
}

/// The share of experiments that left 0 out at a look, and the mean share of the information at the end.
fn runs(times: u32, drift: f64, shares: &[f64], bounds: &[f64]) -> (f64, f64) {
    let mut random = fastrand::Rng::with_seed(17);
    let (mut outside, mut used) = (0u32, 0.0);
    for _ in 0..times {
        let (mut sum, mut before) = (0.0, 0.0);
        let mut ended = 1.0;
        for (share, bound) in shares.iter().zip(bounds) {
            let step = share - before;
            before = *share;
            sum += drift * step + normal(&mut random) * step.sqrt();
            if f64::abs(sum) / share.sqrt() > *bound {
                outside += 1;
                ended = *share;
                break;
            }
        }
        used += ended;
    }
    (f64::from(outside) / f64::from(times), used / f64::from(times))
}

#[test]
fn what_makes_no_sense_has_no_answer() {
    assert_eq!(GroupSequential::new(Spending::Pocock, 1.0), None);
    let mut looks = GroupSequential::new(Spending::Pocock, 0.05).unwrap();
    assert_eq!(looks.look(f64::NAN), None);
    assert_eq!(looks.look(0.0), None);
    assert!(looks.look(0.5).is_some());
    assert_eq!(looks.look(0.4), None);
    let difference = Difference { value: 1.0, error: 0.5, freedom: 1e9 };
    let (low, high) = repeated_interval(&difference, 2.0).unwrap();
    assert!(low.abs() < 1e-6);
    assert_close(high, 2.0, 1e-6);
}
