//! Examples of the rules about the ways weighed and the time finding out takes.

use super::{Example, fires, members, quiet};
use crate::Goal;
use crate::goal::{Kind as WayKind, Rough, TimeBox, Way};

fn way(name: &str, kind: WayKind, risk: Rough, time: Rough) -> Way {
    Way { name: name.into(), kind: Some(kind), risk: Some(risk), time: Some(time), cost: None }
}

fn weighing(what: &'static str, ways: Vec<Way>) -> Example {
    fires(what, members(200)).aiming(Goal { ways, ..Goal::default() })
}

pub fn one_option() -> Vec<Example> {
    use Rough::{High, Low, Medium};
    let nothing = || way("go on as today", WayKind::Nothing, Low, Low);
    let rule = || way("call the monthly ones", WayKind::Rule, Low, Low);
    let deep = || way("read the letters", WayKind::Complex, High, High);
    let boosted = || way("boosting", WayKind::Complex, Medium, Medium);
    let bought = || way("a product", WayKind::Buy, Low, Medium);
    let simple = || way("a straight line", WayKind::Simple, Low, Low);
    vec![
        weighing("one", vec![rule()]),
        weighing("one beside doing nothing", vec![nothing(), boosted()]),
        weighing("one that is not parked", vec![rule(), deep()]),
        weighing("none simple", vec![nothing(), boosted(), bought()]),
        Example { fires: false, ..weighing("two that differ", vec![nothing(), rule(), boosted()]) },
        Example { fires: false, ..weighing("two simple ones", vec![rule(), simple()]) },
        quiet("no table of options", members(200)),
    ]
}

pub fn too_many_options() -> Vec<Example> {
    use Rough::{High, Low, Medium};
    let ways = |count: usize| -> Vec<Way> {
        let kinds = [WayKind::Rule, WayKind::Simple, WayKind::Complex, WayKind::Buy, WayKind::Simple];
        (0..count).map(|at| way(&format!("way {at}"), kinds[at % 5], Medium, Low)).collect()
    };
    let parked =
        [ways(3), vec![way("slow", WayKind::Complex, High, High), way("none", WayKind::Nothing, Low, Low)]];
    vec![
        weighing("five", ways(5)),
        Example { fires: false, ..weighing("three, one parked and doing nothing", parked.concat()) },
        quiet("no table of options", members(200)),
    ]
}

pub fn research_overrun() -> Vec<Example> {
    let boxed = |what, of: Option<&str>, days: Option<f64>, spent: f64, ended: bool| {
        let time_boxes = vec![TimeBox { of: of.map(str::to_owned), days, spent, ended }];
        fires(what, members(200)).aiming(Goal { time_boxes, ..Goal::default() })
    };
    vec![
        boxed("18 of 10 days", None, Some(10.0), 18.0, false),
        boxed("a try that took 4 of 3 days", Some("boosting"), Some(3.0), 4.0, true),
        boxed("no end announced", None, None, 6.0, false),
        Example { fires: false, ..boxed("10 of 10 days", None, Some(10.0), 10.0, false) },
        Example { fires: false, ..boxed("over, without a box", None, None, 6.0, true) },
        quiet("no research under way", members(200)),
    ]
}
