use super::*;
use crate::testing::{assert_close, normal};

const LOOKS: u32 = 28;

/// What came of many experiments, read daily: the share that ever left 0 out, and the mean day of stopping.
struct Outcome {
    seen: f64,
    day: f64,
}

/// Experiments whose z value at the end has this mean; stopped at the first look over the boundary.
fn experiments(times: u32, drift: f64, boundary: &[f64]) -> Outcome {
    let mut random = fastrand::Rng::with_seed(11);
    let (mut seen, mut days) = (0u32, 0u32);
    for _ in 0..times {
        let mut sum = 0.0;
        let mut stopped = None;
        for look in 1..=LOOKS {
            let step = 1.0 / f64::from(LOOKS);
            sum += drift * step + normal(&mut random) * step.sqrt();
            let z: f64 = sum / (f64::from(look) * step).sqrt();
            if z.abs() > boundary[look as usize - 1] {
                stopped = Some(look);
                break;
            }
        }
        seen += u32::from(stopped.is_some());
        days += stopped.unwrap_or(LOOKS);
    }
    Outcome { seen: f64::from(seen) / f64::from(times), day: f64::from(days) / f64::from(times) }
}

fn daily(of: impl Fn(f64) -> f64) -> Vec<f64> {
    (1..=LOOKS).map(|look| of(f64::from(look) / f64::from(LOOKS))).collect()
}

/// mSPRT (Johari et al. 2022, equation 12) with the variance of its mixture, in units of the planned end, as good as any.
fn msprt() -> Vec<f64> {
    let variance = 12.0;
    daily(|t| (2.0 * (1.0 + 1.0 / (variance * t)) * ((1.0 + variance * t).sqrt() / 0.05).ln()).sqrt())
}

#[test]
fn read_daily_it_is_wrong_no_more_often_than_promised() {
    for sequence in [ConfidenceSequence::expecting(0.05, 1.0), ConfidenceSequence::ending(0.05, 1.0)] {
        let boundary = daily(|t| sequence.unwrap().boundary(t).unwrap());
        let wrong = experiments(20_000, 0.0, &boundary).seen;
        assert!(wrong < 0.045, "{wrong}");
        // It must be able to fail: a plain interval read daily is wrong in 27 of 100.
        let plain = experiments(20_000, 0.0, &[1.96; LOOKS as usize]).seen;
        assert!((0.25..0.30).contains(&plain), "{plain}");
    }
}

/// Also when the guess of the units was far off, when looks go on ten times longer, and at other levels.
#[test]
fn it_holds_wherever_it_is_read() {
    for expected in [0.02, 0.2, 5.0, 50.0] {
        for alpha in [0.01, 0.05, 0.2] {
            for sequence in
                [ConfidenceSequence::expecting(alpha, expected), ConfidenceSequence::ending(alpha, expected)]
            {
                let boundary = daily(|t| sequence.unwrap().boundary(t).unwrap());
                let wrong = experiments(4_000, 0.0, &boundary).seen;
                assert!(wrong < alpha, "{alpha} {expected}: {wrong}");
            }
        }
    }
}

#[test]
fn it_sees_more_than_msprt_and_stops_earlier() {
    let drift = normal_quantile(0.975) + normal_quantile(0.79);
    let peer = experiments(10_000, drift, &msprt());
    let open = ConfidenceSequence::expecting(0.05, 1.0).unwrap();
    let open = experiments(10_000, drift, &daily(|t| open.boundary(t).unwrap()));
    let planned = ConfidenceSequence::ending(0.05, 1.0).unwrap();
    let planned = experiments(10_000, drift, &daily(|t| planned.boundary(t).unwrap()));
    assert!((0.46..0.52).contains(&peer.seen), "{}", peer.seen);
    assert!(open.seen > 0.57 && open.day < peer.day, "{} {} {}", open.seen, open.day, peer.day);
    assert!(planned.seen > 0.66 && planned.day < open.day, "{} {}", planned.seen, planned.day);
}

/// At any size it is wider than the fixed interval, and never uselessly so.
#[test]
fn it_is_between_one_and_a_seventh_and_three_times_as_wide_as_the_fixed_one() {
    for sequence in [ConfidenceSequence::expecting(0.05, 3_000.0), ConfidenceSequence::ending(0.05, 3_000.0)]
    {
        let sequence = sequence.unwrap();
        for power in 4..52 {
            let units = 1.5f64.powi(power);
            let one = Difference { value: 4.0, error: 0.5, freedom: units.max(50.0) };
            let (low, high) = one.interval(0.05).unwrap();
            let (early, late) = sequence.interval(&one, units).unwrap();
            let ratio = (late - early) / (high - low);
            assert!((1.15..3.0).contains(&ratio), "{units}: {ratio}");
        }
    }
}

/// With all the weight on one drift the boundary at the expected size is √(2 ln(2/alpha)).
#[test]
fn it_is_lowest_in_sum_where_it_is_expected_to_be_read() {
    let open = ConfidenceSequence::expecting(0.05, 1_000.0).unwrap();
    let best = (2.0 * (2.0 / 0.05f64).ln()).sqrt();
    let there = open.boundary(1_000.0).unwrap();
    assert!(there > best && there < 1.02 * best, "{there} {best}");
    assert!(open.boundary(900.0).unwrap() > there * 0.99 && open.boundary(250.0).unwrap() > there);
    let weights: f64 = (-DOUBLINGS..=DOUBLINGS).map(weight).sum();
    assert_close(weights, 1.0, 1e-12);
}

#[test]
fn the_p_value_is_the_alpha_at_which_the_interval_touches_zero() {
    for units in [30.0, 800.0, 1_000.0, 1_050.0, 40_000.0] {
        for end in [false, true] {
            let make = |alpha| match end {
                true => ConfidenceSequence::ending(alpha, 1_000.0).unwrap(),
                false => ConfidenceSequence::expecting(alpha, 1_000.0).unwrap(),
            };
            let sequence = make(0.05);
            let edge = student_boundary(sequence.boundary(units).unwrap(), units).unwrap();
            let difference = Difference { value: edge, error: 1.0, freedom: units };
            assert_close(sequence.p_value(&difference, units).unwrap(), 0.05, 1e-6);
            let (low, _) = sequence.interval(&difference, units).unwrap();
            assert!(low.abs() < 1e-9);
            let none = Difference { value: 0.0, ..difference };
            assert_eq!(sequence.p_value(&none, units), Some(1.0));
            let huge = Difference { value: 1e6, ..difference };
            assert!(sequence.p_value(&huge, units).unwrap() < 1e-6);
        }
    }
}

#[test]
fn what_makes_no_sense_has_no_answer() {
    assert_eq!(ConfidenceSequence::expecting(0.0, 1.0), None);
    assert_eq!(ConfidenceSequence::ending(0.05, f64::NAN), None);
    let open = ConfidenceSequence::expecting(0.05, 1.0).unwrap();
    assert_eq!(open.boundary(0.0), None);
    assert_eq!(open.boundary(f64::INFINITY), None);
}
