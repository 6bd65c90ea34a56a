use super::*;
use crate::testing::{assert_close, misses, normal};

/// Level, trend, jump and change of trend at the middle.
fn segmented(times: usize) -> Vec<Vec<f64>> {
    let middle = times / 2;
    let after = |time: usize| f64::from(u8::from(time >= middle));
    vec![
        vec![1.0; times],
        (0..times).map(|time| time as f64 - middle as f64).collect(),
        (0..times).map(after).collect(),
        (0..times).map(|time| after(time) * (time as f64 - middle as f64)).collect(),
    ]
}

/// `statsmodels.api.OLS(y, X).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True})`, of `y[t] = sin(t) + t/7 + (t >= 10)`.
#[test]
fn agrees_with_statsmodels() {
    let y: Vec<f64> = (0..20)
        .map(|time| {
            let time = f64::from(time);
            time.sin() + time / 7.0 + f64::from(u8::from(time >= 10.0))
        })
        .collect();
    let fit = least_squares(&segmented(20), &y).unwrap();
    for (at, (value, error)) in PEER.into_iter().enumerate() {
        assert_close(fit.coefficients[at], value, 1e-10);
        let mut contrast = [0.0; 4];
        contrast[at] = 1.0;
        let seen = fit.estimate(&contrast, 3).unwrap();
        assert_close(seen.value, value, 1e-10);
        assert_close(seen.newey_west, error, 1e-10);
    }
}

const PEER: [(f64, f64); 4] = [
    (1.691392202156104, 0.46605161359395103),
    (0.15509347474331295, 0.0673498254027244),
    (0.4574736099915585, 0.7039909588747266),
    (0.00836640846544004, 0.08493665023634642),
];

/// Nothing changes, and neighbours are alike by 0, 0.4 and 0.7: the interval of the jump leaves 0 out about once in twenty.
#[test]
fn a_change_that_is_not_there_is_seen_as_seldom_as_promised() {
    for (memory, most) in [(0.0, 0.065), (0.4, 0.072), (0.7, 0.085)] {
        let mut random = fastrand::Rng::with_seed(21);
        let columns = segmented(60);
        let missed = misses(2_100, 0.05, || {
            let mut last = normal(&mut random) / f64::sqrt(1.0 - memory * memory);
            let y: Vec<f64> = (0..60)
                .map(|_| {
                    last = memory * last + normal(&mut random);
                    last
                })
                .collect();
            let fit = least_squares(&columns, &y)?;
            let seen = fit.estimate(&[0.0, 0.0, 1.0, 14.5], usual_lags(60))?;
            Some((seen.judged.interval(0.05)?, 0.0))
        });
        assert!((0.03..most).contains(&missed), "{memory}: {missed}");
    }
}

#[test]
fn what_cannot_be_told_has_no_answer() {
    assert_eq!(least_squares(&[vec![1.0; 3], vec![2.0; 3]], &[1.0, 2.0, 3.0]), None);
    assert_eq!(least_squares(&[vec![1.0; 1]], &[1.0]), None);
    let flat = least_squares(&[vec![1.0; 4]], &[2.0; 4]).unwrap();
    assert_eq!(flat.estimate(&[1.0], 1), None);
    assert_eq!(usual_lags(100), 4);
}
