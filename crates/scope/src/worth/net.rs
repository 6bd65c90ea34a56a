//! The net worth of the first year as a function of its figures, and what each of them moves.
//!
//! `months x (cases x gain of a case + what today costs - running it) - days x rate`, where the gain of a case is
//! `more positives found x (true positive - false negative) + more false alarms x (false positive - true negative)`.
//! No product holds a figure twice and the figures do not depend on each other, so the mean over all others at one
//! value of a figure is the function at their means: exact, without nested draws.

use stats::{Uncertain, normal_quantile, perfect_information};

use super::{Case, Gain, Stakes, Unknown};

/// Months counted: the first year.
pub const MONTHS: u32 = 12;

/// How many figures the plan has, in the order of [`NAMES`].
pub const PARTS: usize = 9;
/// The places of cases a month, of days, of money for a day, and of running it a month.
const CASES: usize = 4;
const DAYS: usize = 6;
const RATE: usize = 7;
const RUN: usize = 8;
/// Values of a figure at which its worth of information is summed up.
const STEPS: u32 = 4_000;
/// How many standard deviations from the middle one in twenty lies beyond.
const REACH: f64 = 1.644_853_626_951_472_7;

/// All figures of a project.
pub struct Figures {
    /// What the plan says.
    pub plan: [Uncertain; PARTS],
    /// What was measured, a case.
    pub gain: Gain,
    per_unit: bool,
}

impl Figures {
    /// The figures of these stakes and this gain.
    pub fn of(stakes: &Stakes, gain: &Gain) -> Figures {
        let nothing = Uncertain::sure(0.0);
        let (case, per_unit) = match stakes.case {
            Case::Outcomes(cells) => (cells, false),
            Case::PerUnit([over, under]) => ([over, under, nothing, nothing], true),
        };
        let [right, wrong, missed, rest] = case;
        let Stakes { cases_per_month, today_per_month, build_days, day_rate, run_per_month, .. } = *stakes;
        let plan = [
            right,
            wrong,
            missed,
            rest,
            cases_per_month,
            today_per_month,
            build_days,
            day_rate,
            run_per_month,
        ];
        Figures { plan, gain: gain.clone(), per_unit }
    }

    /// The same project if every answer were right.
    pub fn with_perfect_answers(&self) -> Figures {
        let gain = Gain { mean: self.gain.perfect, variance: [0.0; 3], ..self.gain.clone() };
        Figures { plan: self.plan, gain, per_unit: self.per_unit }
    }

    /// What building it costs on average.
    pub fn mean_build(&self) -> f64 {
        self.plan[DAYS].mean() * self.plan[RATE].mean()
    }

    /// What running it a month costs on average.
    pub fn mean_run(&self) -> f64 {
        self.plan[RUN].mean()
    }

    /// What a month brings over today on average, before running it.
    pub fn mean_gain_per_month(&self) -> f64 {
        gain_per_month(&self.means(), self.gain.mean)
    }

    /// The net worth of the year on average.
    pub fn mean_net(&self) -> f64 {
        net(&self.means(), self.gain.mean)
    }

    fn means(&self) -> [f64; PARTS] {
        self.plan.map(|figure| figure.mean())
    }

    /// All that is not known for sure, with what it moves and what knowing it is worth.
    pub fn unknowns(&self) -> Vec<Unknown> {
        let names = if self.per_unit { &NAMES_PER_UNIT } else { &NAMES };
        let of_plan = (0..PARTS).filter(|&part| !self.plan[part].is_sure());
        let mut unknowns: Vec<Unknown> = of_plan.map(|part| self.of_plan(part, names[part])).collect();
        unknowns.extend(self.of_model());
        unknowns
    }

    fn of_plan(&self, part: usize, name: &'static str) -> Unknown {
        let figure = self.plan[part];
        let at = |value: f64| {
            let mut values = self.means();
            values[part] = value;
            net(&values, self.gain.mean)
        };
        // The net is a straight line in one figure.
        let (zero, slope) = (at(0.0), at(1.0) - at(0.0));
        let crosses = (slope != 0.0).then(|| -zero / slope).filter(|value| value.is_finite());
        // A cost that would have to be a gain is no way out; nor are days or cases below 0.
        let one_sided = figure.low() * figure.high() > 0.0 || part >= CASES;
        let same_side = |value: &f64| !one_sided || value * figure.high() >= 0.0;
        let nets: Vec<f64> = steps().map(|z| at(figure.at(z))).collect();
        Unknown {
            name,
            low: Some(figure.low()),
            high: Some(figure.high()),
            net_low: at(figure.low()),
            net_high: at(figure.high()),
            break_even: crosses.filter(same_side),
            worth_knowing: perfect_information(&nets),
        }
    }

    /// How well the model does: normal, as the mean of many rows.
    fn of_model(&self) -> Option<Unknown> {
        let [u, v] = self.gain.mean;
        let at = |gain: [f64; 2]| net(&self.means(), gain);
        let (slope_u, slope_v) = (at([u + 1.0, v]) - at([u, v]), at([u, v + 1.0]) - at([u, v]));
        let [of_u, of_v, both] = self.gain.variance;
        let variance = slope_u * slope_u * of_u + slope_v * slope_v * of_v + 2.0 * slope_u * slope_v * both;
        let (mean, deviation) = (at([u, v]), variance.max(0.0).sqrt());
        let nets: Vec<f64> = steps().map(|z| mean + deviation * z).collect();
        (deviation > 0.0).then(|| Unknown {
            name: "how much better the model decides",
            low: None,
            high: None,
            net_low: mean - REACH * deviation,
            net_high: mean + REACH * deviation,
            break_even: None,
            worth_knowing: perfect_information(&nets),
        })
    }
}

/// What each figure is called.
const NAMES: [&str; PARTS] = [
    "what acting rightly is worth",
    "what acting in vain costs",
    "what a missed case costs",
    "what leaving alone rightly is worth",
    "how many cases there are a month",
    "what today's way costs a month",
    "how many days building takes",
    "what a day of building costs",
    "what running it costs a month",
];
const NAMES_PER_UNIT: [&str; PARTS] = [
    "what a unit too high costs",
    "what a unit too low costs",
    "",
    "",
    NAMES[4],
    NAMES[5],
    NAMES[6],
    NAMES[7],
    NAMES[8],
];

/// Evenly spaced places of the standard normal distribution.
fn steps() -> impl Iterator<Item = f64> {
    (0..STEPS).map(|step| normal_quantile((f64::from(step) + 0.5) / f64::from(STEPS)))
}

fn gain_per_month(plan: &[f64; PARTS], [found, alarms]: [f64; 2]) -> f64 {
    let [right, wrong, missed, rest, cases, today, ..] = *plan;
    cases * (found * (right - missed) + alarms * (wrong - rest)) + today
}

/// The net worth of the year at these figures.
pub fn net(plan: &[f64; PARTS], gain: [f64; 2]) -> f64 {
    let [.., days, rate, run] = *plan;
    f64::from(MONTHS) * (gain_per_month(plan, gain) - run) - days * rate
}
