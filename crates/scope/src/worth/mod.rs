//! Whether it would pay: what the plan says an answer is worth and what the project costs, both as ranges, and how much
//! better than today the quick model decides on rows it has not seen.
//!
//! [`gain`] measures the decisions, [`net`] turns one set of figures into the net worth of the first year, and
//! [`simulation`] draws the figures 100,000 times; [`Worth`] is what comes of it, with what knowing more would be worth.

mod gain;
mod net;
mod simulation;
#[cfg(test)]
mod tests;

use serde::Serialize;
use stats::Uncertain;

pub use gain::Gain;
use net::{Figures, MONTHS};

/// What the plan says of money. What it does not say is worth and costs nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Stakes {
    /// The currency of all money.
    pub currency: String,
    /// The worth of one case.
    pub case: Case,
    /// Cases a month.
    pub cases_per_month: Uncertain,
    /// What today's way costs a month, saved when it is replaced.
    pub today_per_month: Uncertain,
    /// Working days to build it.
    pub build_days: Uncertain,
    /// Money for one such day.
    pub day_rate: Uncertain,
    /// Money a month to run it.
    pub run_per_month: Uncertain,
}

/// The worth of one case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Case {
    /// Of a yes or no: true positive, false positive, false negative, true negative.
    Outcomes([Uncertain; 4]),
    /// Of a number: each unit predicted too high, each unit too low.
    PerUnit([Uncertain; 2]),
}

/// What the first year is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worth {
    /// The currency of all money here.
    pub currency: String,
    /// Months it is counted over.
    pub months: u32,
    /// Go on, stop, or find out more first.
    pub decision: crate::Decision,
    /// Why, in a sentence.
    pub because: String,
    /// The chance that the year ends above 0.
    pub chance: f64,
    /// The net worth of the year on average: what is gained over today, less building and running it.
    pub expected: f64,
    /// Below this it ends one time in twenty.
    pub low: f64,
    /// Above this it ends one time in twenty.
    pub high: f64,
    /// What a month brings over today on average, before what it costs to run.
    pub gain_per_month: f64,
    /// What a month would have to bring for the year to end at 0.
    pub break_even_per_month: f64,
    /// Months until building it is paid back, on average figures; `None` when it never is.
    pub payback_months: Option<f64>,
    /// What building it and running it through the year cost on average.
    pub cost: f64,
    /// The net worth of the year on average if every answer were right.
    pub perfect: f64,
    /// What the gain is counted over.
    pub compared_with: String,
    /// What is not known for sure, by how far it moves the result.
    pub unknowns: Vec<Unknown>,
    /// What it would be worth to know all of it before deciding.
    pub knowing_everything: f64,
    /// The results of all draws, in bins.
    pub histogram: Vec<Bin>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
}

/// One thing that is not known for sure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unknown {
    /// In words.
    pub name: &'static str,
    /// What it is below one time in twenty; `None` of the model's quality, which is no single number.
    pub low: Option<f64>,
    /// What it is above one time in twenty.
    pub high: Option<f64>,
    /// The net worth of the year when it is low and all else on average.
    pub net_low: f64,
    /// The same when it is high.
    pub net_high: f64,
    /// From where on the year ends at 0, all else on average; `None` where there is no such value.
    pub break_even: Option<f64>,
    /// What knowing it before deciding would be worth (EVPPI).
    pub worth_knowing: f64,
}

/// A bin of results.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// From this net worth.
    pub from: f64,
    /// To this.
    pub to: f64,
    /// The share of draws in it.
    pub share: f64,
}

/// Finding something out is not worth its while below this share of what the project costs.
const RESEARCH: f64 = 0.1;

impl Worth {
    /// The worth of a project with these stakes and this gain. The same seed gives the same figures.
    pub fn of(stakes: &Stakes, gain: &Gain, seed: u64) -> Worth {
        let figures = Figures::of(stakes, gain);
        let simulated = simulation::run(&figures, seed);
        let expected = figures.mean_net();
        let cost = figures.mean_build() + f64::from(MONTHS) * figures.mean_run();
        let gain_per_month = figures.mean_gain_per_month();
        let margin = gain_per_month - figures.mean_run();
        let mut unknowns: Vec<Unknown> = figures.unknowns();
        unknowns.sort_by(|a, b| b.reach().total_cmp(&a.reach()));
        let mut worth = Worth {
            currency: stakes.currency.clone(),
            months: MONTHS,
            decision: crate::Decision::Unsure,
            because: String::new(),
            chance: simulated.chance,
            expected,
            low: simulated.low,
            high: simulated.high,
            gain_per_month,
            break_even_per_month: cost / f64::from(MONTHS),
            payback_months: (margin > 0.0).then(|| figures.mean_build() / margin),
            cost,
            perfect: figures.with_perfect_answers().mean_net(),
            compared_with: gain.compared_with.clone(),
            unknowns,
            knowing_everything: simulated.knowing_everything,
            histogram: simulated.histogram,
            assumptions: assumptions(gain),
        };
        (worth.decision, worth.because) = worth.decide();
        worth
    }

    /// The chance that it pays, in words: draws are never sure.
    pub fn chance_shown(&self) -> String {
        match self.chance {
            chance if chance >= 0.9995 => "more than 99.9 %".to_owned(),
            chance if chance < 0.0005 => "less than 0.1 %".to_owned(),
            chance => report::number::percent(chance),
        }
    }

    /// The unknown that is most worth finding out.
    pub fn most_worth_knowing(&self) -> Option<&Unknown> {
        self.unknowns.iter().max_by(|a, b| a.worth_knowing.total_cmp(&b.worth_knowing))
    }

    /// Go on when it pays on average and nothing is worth finding out first; stop when it does not; else find out.
    fn decide(&self) -> (crate::Decision, String) {
        let money = |amount: f64| report::number::money(amount, &self.currency);
        let chance = self.chance_shown();
        let first_year =
            format!("{} in the first year on average, {chance} likely to pay", money(self.expected));
        let telling =
            self.most_worth_knowing().filter(|most| most.worth_knowing > RESEARCH * self.cost.max(0.0));
        if let Some(most) = telling {
            let because = format!(
                "find out {} first: knowing it is worth up to {}",
                most.name,
                money(most.worth_knowing)
            );
            return (crate::Decision::Unsure, format!("{because}; as it stands, {first_year}"));
        }
        if self.expected <= 0.0 {
            let even = match self.perfect > 0.0 {
                true => format!("perfect answers would bring {}", money(self.perfect)),
                false => "even perfect answers would not pay".to_owned(),
            };
            return (crate::Decision::NoGo, format!("{first_year}; {even}"));
        }
        if self.chance < 0.5 {
            return (crate::Decision::Unsure, format!("{first_year}: a few lucky cases carry the average"));
        }
        (crate::Decision::Go, first_year)
    }
}

impl Unknown {
    /// How far it moves the result.
    pub fn reach(&self) -> f64 {
        (self.net_high - self.net_low).abs()
    }
}

fn assumptions(gain: &Gain) -> Vec<String> {
    vec![
        format!(
            "The gain is that of the quick model over {}, on {} rows neither was made from; a better model adds to it.",
            gain.compared_with,
            report::number::count(gain.rows as u64)
        ),
        "A range holds the truth nine times in ten; the unknowns do not depend on each other; what the plan does not \
         price counts as 0."
            .to_owned(),
    ]
}
