//! Worth against closed forms, and the decisions it leads to.

use super::*;
use crate::Decision;

fn between(low: f64, high: f64) -> Uncertain {
    Uncertain::new(low, high).unwrap()
}

/// 1,000 cases a month; a right answer more in a tenth of them; 100 days at 500 to build.
fn stakes(right: Uncertain) -> Stakes {
    let nothing = Uncertain::sure(0.0);
    Stakes {
        currency: "EUR".into(),
        case: Case::Outcomes([right, nothing, nothing, nothing]),
        cases_per_month: Uncertain::sure(1_000.0),
        today_per_month: nothing,
        build_days: Uncertain::sure(100.0),
        day_rate: Uncertain::sure(500.0),
        run_per_month: nothing,
    }
}

fn gain(found: f64, deviation: f64) -> Gain {
    Gain {
        mean: [found, 0.0],
        variance: [deviation * deviation, 0.0, 0.0],
        perfect: [0.3, 0.0],
        compared_with: "acting on no case".into(),
        rows: 1_000,
    }
}

/// The value of perfect information where the net is normal, and the chance that it is above 0: Raiffa & Schlaifer's
/// unit normal loss.
fn closed_form(mean: f64, deviation: f64) -> (f64, f64) {
    let m = mean.abs() / deviation;
    let loss = deviation * stats::normal_density(m) - mean.abs() * stats::normal_tail(m);
    (loss, stats::normal_tail(-mean / deviation))
}

#[test]
fn one_normal_unknown_has_the_closed_form() {
    // 12 x 1,000 x 0.1 = 1,200 right answers a year, each worth 40 give or take 60 / 1.645; building costs 50,000.
    let worth = Worth::of(&stakes(between(-20.0, 100.0)), &gain(0.1, 0.0), 1);
    let (mean, deviation) = (1_200.0 * 40.0 - 50_000.0, 1_200.0 * 60.0 / 1.644_853_626_951_472_7);
    let (information, chance) = closed_form(mean, deviation);
    let [right] = &worth.unknowns[..] else { panic!("{:?}", worth.unknowns) };
    assert!((worth.expected - mean).abs() < 1e-6);
    assert!((right.worth_knowing / information - 1.0).abs() < 2e-3, "{right:?} {information}");
    assert!((worth.knowing_everything / information - 1.0).abs() < 0.02, "{}", worth.knowing_everything);
    assert!((worth.chance - chance).abs() < 0.005, "{} {chance}", worth.chance);
    // It ends at 0 where 1,200 answers pay for building: 41.67 each.
    assert!((right.break_even.unwrap() - 50_000.0 / 1_200.0).abs() < 1e-6);
    assert!((right.net_low - (1_200.0 * -20.0 - 50_000.0)).abs() < 1e-6);
    let all: f64 = worth.histogram.iter().map(|bin| bin.share).sum();
    assert!((0.985..=1.0).contains(&all) && worth.histogram.iter().any(|bin| bin.from.abs() < 1e-6));
}

#[test]
fn how_well_the_model_does_is_an_unknown_of_its_own() {
    let sure = Uncertain::sure(40.0);
    let worth = Worth::of(&stakes(sure), &gain(0.1, 0.03), 1);
    // A year of 12,000 cases at 40: 480,000 times the share found.
    let (information, chance) = closed_form(480_000.0 * 0.1 - 50_000.0, 480_000.0 * 0.03);
    let [model] = &worth.unknowns[..] else { panic!("{:?}", worth.unknowns) };
    assert_eq!(model.name, "how much better the model decides");
    assert!((model.worth_knowing / information - 1.0).abs() < 2e-3);
    assert!((worth.chance - chance).abs() < 0.005);
    assert!((worth.perfect - (480_000.0 * 0.3 - 50_000.0)).abs() < 1e-6);
}

#[test]
fn a_product_of_two_unknowns_has_its_exact_means() {
    // The mean of a product of independent figures is the product of their means; each alone is a straight line.
    let uncertain = Stakes { cases_per_month: between(500.0, 2_000.0), ..stakes(between(20.0, 90.0)) };
    let worth = Worth::of(&uncertain, &gain(0.1, 0.0), 3);
    let (cases, right) = (between(500.0, 2_000.0).mean(), between(20.0, 90.0).mean());
    assert!((worth.expected - (1.2 * cases * right - 50_000.0)).abs() < 1e-6);
    let drawn: f64 = worth.histogram.iter().map(|bin| bin.share * (bin.from + bin.to) / 2.0).sum();
    // The bins leave out the one in two hundred at either end.
    assert!((drawn - worth.expected).abs() < 0.03 * (worth.high - worth.low), "{drawn} {}", worth.expected);
    let each: Vec<f64> = worth.unknowns.iter().map(|unknown| unknown.worth_knowing).collect();
    // Knowing both is worth at least as much as knowing either.
    assert!(each.iter().all(|one| *one <= worth.knowing_everything * 1.02), "{each:?}");
}

#[test]
fn the_decision_follows_what_knowing_more_is_worth() {
    let decided = |right: Uncertain| {
        let worth = Worth::of(&stakes(right), &gain(0.1, 0.001), 0);
        (worth.decision, worth.because)
    };
    // 1,200 answers a year against 50,000: at 80 it surely pays, at 20 it surely does not, at 10 to 100 who knows.
    assert_eq!(decided(between(75.0, 85.0)).0, Decision::Go);
    assert_eq!(decided(between(15.0, 25.0)).0, Decision::NoGo);
    let (open, because) = decided(between(10.0, 100.0));
    assert_eq!(open, Decision::Unsure);
    assert!(because.starts_with("find out what acting rightly is worth first"), "{because}");
}

#[test]
fn the_same_seed_gives_the_same_figures_on_any_number_of_threads() {
    let uncertain = Stakes { build_days: between(50.0, 200.0), ..stakes(between(-20.0, 100.0)) };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Worth::of(&uncertain, &gain(0.1, 0.02), 7))
    };
    assert_eq!(on(1), on(3));
}
