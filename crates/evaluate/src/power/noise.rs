//! The level and the noise of the metric, from what is given and what the past tells.

use ::report::{Fault, number};

use super::design::Spread;
use super::{History, Question};
use crate::ab::Kind;

/// The level and the noise of the metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Noise {
    /// What it is.
    pub kind: Kind,
    /// The control's mean, share or ratio.
    pub baseline: Option<f64>,
    /// How it varies between units, after what the covariate takes away.
    pub spread: Spread,
    /// How well the covariate foretells it.
    pub correlation: Option<f64>,
    /// The variance of a unit's mean over that of a row's.
    pub unit_over_row: Option<f64>,
}

impl Noise {
    /// Put together what is given with what the past tells; what is given goes before.
    ///
    /// # Errors
    /// When the level makes no sense, the noise is not known, or nothing of it is left.
    pub fn of(question: &Question, history: Option<&History>) -> Result<Self, Fault> {
        let baseline = question.baseline.or_else(|| history.map(|history| history.baseline));
        let is_share = baseline.is_some_and(|share| share > 0.0 && share < 1.0);
        let kind = question
            .kind
            .or_else(|| history.map(|history| history.kind))
            .unwrap_or(if is_share && question.deviation.is_none() { Kind::Proportion } else { Kind::Mean });
        let correlation = question.correlation.or_else(|| history.and_then(|history| history.correlation));
        let rows_of_units = history.and_then(rows_of_units);
        if let (Some((rows, _)), Some(_)) = (question.rows, rows_of_units) {
            return Err(Fault::new(format!(
                "--rows-per-unit is {rows}, and the table tells the rows of each unit too"
            ))
            .hint("leave --rows-per-unit out, or --unit"));
        }
        let unit_over_row = question.rows.map(|(rows, alike)| design_effect(rows, alike)).or(rows_of_units);
        // Deng, Xu, Kohavi & Walker (2013), equation 5.
        let unforetold = correlation.map(|correlation| 1.0 - correlation * correlation);
        let spread = if kind == Kind::Proportion {
            let level = baseline.filter(|_| is_share).ok_or_else(|| no_share(baseline))?;
            let of_deviation = question.deviation.map(|deviation| of_share(deviation, level)).transpose()?;
            let factors = [of_deviation, unit_over_row, unforetold];
            let left = factors.iter().flatten().product::<f64>();
            Spread::Share { level, left: factors.iter().any(Option::is_some).then_some(left) }
        } else {
            let deviation = question.deviation.or_else(|| history.map(|history| history.deviation));
            let deviation = deviation.ok_or_else(|| {
                Fault::new("it is not known how much the metric varies")
                    .hint("give --sd, its deviation between units, or a table of the past: `tenet evaluate power DATA --metric COLUMN`; a share lies between 0 and 1, such as --baseline 0.1")
            })?;
            let of_rows = question.rows.and(unit_over_row).unwrap_or(1.0);
            Spread::Deviation(deviation * (of_rows * unforetold.unwrap_or(1.0)).sqrt())
        };
        let (Spread::Deviation(left) | Spread::Share { left: Some(left), .. }) = spread else {
            return Ok(Noise { kind, baseline, spread, correlation, unit_over_row });
        };
        if left.is_nan() || left <= 0.0 {
            return Err(Fault::new("nothing of the metric's variance is left")
                .hint("a covariate that foretells everything is a copy of the metric"));
        }
        Ok(Noise { kind, baseline, spread, correlation, unit_over_row })
    }

    /// The deviation between units today, after what a covariate takes away; `None` for shares compared as counts.
    pub fn deviation(&self) -> Option<f64> {
        match self.spread {
            Spread::Deviation(deviation) => Some(deviation),
            Spread::Share { level, left } => Some((level * (1.0 - level) * left?).sqrt()),
        }
    }
}

/// The variance of a mean of so many rows that are alike over that of one: Kish (1965), *Survey Sampling*, section 5.4.
fn design_effect(rows: f64, alike: f64) -> f64 {
    (1.0 + (rows - 1.0) * alike) / rows
}

/// The same as the past has it; `None` where each unit has one row.
fn rows_of_units(history: &History) -> Option<f64> {
    (history.deviation != history.deviation_of_rows)
        .then(|| (history.deviation / history.deviation_of_rows).powi(2))
}

/// What a given deviation is of the variance a share has.
fn of_share(deviation: f64, level: f64) -> Result<f64, Fault> {
    let most = (level * (1.0 - level)).sqrt();
    if deviation > most * 1.01 {
        let most = number::significant(most, 3);
        return Err(Fault::new(format!(
            "--sd is {deviation}, but what is 0 or 1, and 1 in a share of {level}, varies by {most} at most"
        ))
        .hint("leave --sd out: how much a share varies follows from it; or say --kind mean"));
    }
    Ok((deviation / most).powi(2))
}

fn no_share(baseline: Option<f64>) -> Fault {
    let seen = baseline.map_or("not given".to_owned(), |baseline| format!("{baseline}"));
    Fault::new(format!("the share of today is {seen}, expected between 0 and 1"))
        .hint("give --baseline, such as 0.1 for one in ten")
}
