//! What the days before and after leave behind.

use ::report::Finding;
use serde::Serialize;

use super::measure::{Counts, Effect, Measured, Method, Placebos, PreTrend};
use super::{Question, Verdict, verdict};

/// The answer. As JSON it is the object of `evaluate before-after`, to which the caller adds `seconds`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// What is suggested.
    pub verdict: Verdict,
    /// How the effect was found.
    pub method: Method,
    /// The metric.
    pub metric: String,
    /// When the change came.
    pub since: String,
    /// The effect, in the metric's unit, on average over the time since.
    pub difference: Option<f64>,
    /// The same over the absolute level before.
    pub relative: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How often as much is seen when there is nothing.
    pub p_value: Option<f64>,
    /// The robust standard error as peers give it.
    pub robust_error: Option<f64>,
    /// The error the interval is taken from, and its degrees of freedom.
    pub effect: Option<Effect>,
    /// How far the series jumped at the change.
    pub jump: Option<Effect>,
    /// How much steeper it rises a period since.
    pub steeper: Option<Effect>,
    /// How often an interval may miss the truth.
    pub alpha: f64,
    /// The level of those reached, before and since.
    pub levels: [Option<f64>; 2],
    /// The level of the others.
    pub levels_of_others: [Option<f64>; 2],
    /// Periods before.
    pub periods_before: usize,
    /// Periods since.
    pub periods_after: usize,
    /// After how many periods a pattern comes again; 1 for none.
    pub season: u32,
    /// How many times of the column a period is.
    pub every: u32,
    /// Units that were reached.
    pub units_treated: Option<usize>,
    /// Units that were not.
    pub units_others: Option<usize>,
    /// How alike neighbouring periods are: correlation at lag 1.
    pub memory: Option<f64>,
    /// Lags of the error of Newey & West.
    pub lags: Option<usize>,
    /// How the groups moved before.
    pub pre_trend: Option<PreTrend>,
    /// What is seen at times when nothing changed.
    pub placebos: Option<Placebos>,
    /// How the number of rows changed.
    pub counts: Option<Counts>,
    /// Period, value, and where it would have been.
    pub course: Vec<(i64, f64, f64)>,
    /// Rows read.
    pub rows: u64,
    /// Rows left out.
    pub rows_left_out: u64,
    /// The column of whom the change reached.
    pub treated: Option<String>,
    /// The column of units.
    pub unit: Option<String>,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
}

impl Evidence {
    pub(super) fn of(question: &Question, measured: Measured, findings: Vec<Finding>) -> Self {
        let effect = measured.effect;
        let level = measured.levels[0].filter(|level| *level != 0.0);
        let relative = effect.zip(level).map(|(effect, level)| effect.value / level.abs());
        Evidence {
            verdict: verdict::of(&findings, effect.as_ref()),
            method: measured.method,
            since: question.since.clone(),
            difference: effect.map(|effect| effect.value),
            relative: relative.filter(|relative| relative.is_finite()),
            low: effect.map(|effect| effect.low),
            high: effect.map(|effect| effect.high),
            p_value: effect.map(|effect| effect.p_value),
            robust_error: effect.map(|effect| effect.robust_error),
            effect,
            jump: measured.jump,
            steeper: measured.steeper,
            alpha: measured.alpha,
            levels: measured.levels,
            levels_of_others: measured.levels_of_others,
            periods_before: measured.periods.0,
            periods_after: measured.periods.1,
            season: measured.season,
            every: question.every,
            units_treated: measured.units.map(|units| units[1]),
            units_others: measured.units.map(|units| units[0]),
            memory: measured.memory.map(|(memory, _)| memory),
            lags: measured.memory.map(|(_, lags)| lags),
            pre_trend: measured.pre_trend,
            placebos: measured.placebos,
            counts: measured.counts,
            course: measured.course,
            rows: measured.rows,
            rows_left_out: measured.rows_left_out,
            treated: question.treated.as_ref().map(|(column, value)| match value {
                Some(value) => format!("{column}={value}"),
                None => column.clone(),
            }),
            unit: question.unit.clone(),
            metric: measured.metric,
            findings,
        }
    }

    /// The page a person reads.
    pub fn report(&self) -> ::report::Report {
        super::report::report(self)
    }

    /// Decide again, after some findings were allowed.
    pub fn decide(&mut self) {
        ::report::worst_first(&mut self.findings);
        self.verdict = verdict::of(&self.findings, self.effect.as_ref());
    }
}
