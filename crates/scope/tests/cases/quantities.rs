//! Numbers to predict, and columns made from them: ratios, classes, copies with noise.

use fastrand::Rng;
use frame::{Column, Frame, Kind, Profile};
use scope::run;

use crate::invented::{input, normal};

/// A numeric target made of honest columns, and one more column made from it.
fn quantities(rows: usize, seed: u64, suspect: impl Fn(&mut Rng, f64, f64) -> f64, kind: Kind) -> Frame {
    let mut random = Rng::with_seed(seed);
    let heat: Vec<f64> = (0..rows).map(|_| (normal(&mut random) * 40.0).round() / 10.0 + 20.0).collect();
    let plants: Vec<f64> = (0..rows).map(|_| f64::from(random.u8(20..150))).collect();
    let yields: Vec<f64> = heat
        .iter()
        .zip(&plants)
        .map(|(heat, plants)| {
            (plants * (0.5 + 0.02 * (heat - 20.0) + 0.12 * normal(&mut random)).max(0.05) * 100.0).round()
                / 100.0
        })
        .collect();
    let x =
        yields.iter().zip(&plants).map(|(yields, plants)| suspect(&mut random, *yields, *plants)).collect();
    Frame::new(vec![
        Column::numbers("heat", Kind::Number, heat),
        Column::numbers("plants", Kind::Integer, plants),
        Column::text("sort", (0..rows).map(|row| Some(["Roma", "Beef", "Cherry"][row % 3]))),
        Column::numbers("x", kind, x),
        Column::numbers("y", Kind::Number, yields),
    ])
}

type Derived = fn(&mut Rng, f64, f64) -> f64;

#[test]
fn numbers_made_from_the_target_are_named() {
    let derived: [(&str, Kind, Derived); 8] = [
        ("ratio", Kind::Number, |_, y, plants| (y / plants * 1_000.0).round() / 1_000.0),
        ("product", Kind::Number, |_, y, plants| (y * plants).round()),
        ("difference", Kind::Number, |_, y, plants| (y - plants) * 1.0),
        ("copy with 3 % noise", Kind::Number, |r, y, _| y * (1.0 + 0.03 * normal(r))),
        ("logarithm", Kind::Number, |_, y, _| (y.max(0.01).ln() * 100.0).round() / 100.0),
        ("class of ten", Kind::Integer, |_, y, _| (y / 10.0).floor()),
        ("class of three", Kind::Integer, |_, y, _| {
            if y < 25.0 {
                1.0
            } else if y < 50.0 {
                2.0
            } else {
                3.0
            }
        }),
        ("class with 3 % noise", Kind::Integer, |r, y, _| {
            ((y / 12.0) + if r.f64() < 0.03 { 3.0 } else { 0.0 }).floor()
        }),
    ];
    let honest: [(&str, Kind, Derived); 3] = [
        ("a good reading", Kind::Number, |r, y, _| y + 14.0 * normal(r)),
        ("a coarse reading", Kind::Integer, |r, y, _| ((y + 14.0 * normal(r)) / 20.0).round()),
        ("nothing", Kind::Number, |r, _, _| normal(r)),
    ];
    let stops = |frame: &Frame| {
        let profile = Profile::of(frame);
        let evidence = run(&input(&profile, frame)).unwrap();
        evidence
            .findings
            .iter()
            .filter(|finding| finding.stops())
            .map(|finding| format!("{} {}", finding.rule, finding.message))
            .collect::<Vec<_>>()
    };
    for rows in [200, 1_500] {
        for seed in 0..3 {
            for (what, kind, make) in derived {
                let table = quantities(rows, seed, make, kind);
                assert!(!stops(&table).is_empty(), "{what} on {rows} rows");
            }
            for (what, kind, make) in honest {
                assert_eq!(
                    stops(&quantities(rows, seed, make, kind)),
                    Vec::<String>::new(),
                    "{what} on {rows} rows"
                );
            }
        }
    }
}
