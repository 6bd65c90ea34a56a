//! What the plan says, as scoping reads it: stakes, ways and time boxes.

use ::plan::{Choice, Located, OptionKind, Range};
use ::scope::goal::{Kind, Rough, TimeBox, Way};
use ::scope::worth::{Case, Stakes};
use jiff::civil::Date;
use stats::Uncertain;

use crate::project::Project;

impl Project {
    /// What answers are worth and the project costs; else what the plan still has to say.
    pub fn stakes(&self) -> Result<Stakes, String> {
        let (worth, cost) = (&self.plan.worth, &self.plan.cost);
        let case = match worth.cell_ranges() {
            Some(cells) => Case::Outcomes(cells.map(uncertain)),
            None if worth.per_unit() => {
                Case::PerUnit([amount(&worth.over_per_unit), amount(&worth.under_per_unit)])
            }
            None => {
                return Err(
                    "the plan does not say what a right and a wrong answer are worth ([worth])".into()
                );
            }
        };
        let cases = worth.cases_per_month.as_ref();
        let cases = cases
            .ok_or("the plan does not say how many cases there are a month ([worth] cases_per_month)")?;
        cost.first_year().ok_or("the plan does not say what building and running it costs ([cost])")?;
        Ok(Stakes {
            currency: self.plan.currency().to_owned(),
            case,
            cases_per_month: uncertain(cases.value),
            today_per_month: amount(&self.plan.today.cost_per_month),
            build_days: amount(&cost.build_days),
            day_rate: amount(&cost.day_rate),
            run_per_month: amount(&cost.run_per_month),
        })
    }

    /// The ways weighed.
    pub fn ways(&self) -> Vec<Way> {
        let way = |(at, option): (usize, &Choice)| Way {
            name: ::plan::answer(&option.name).map_or_else(|| format!("option {}", at + 1), str::to_owned),
            kind: option.kind.as_ref().map(|kind| of_kind(kind.value)),
            risk: option.risk.as_ref().map(rough),
            time: option.time.as_ref().map(rough),
            cost: option.cost.as_ref().map(rough),
        };
        self.plan.options.iter().enumerate().map(way).collect()
    }

    /// How long the research and each way tried have taken by this day.
    pub fn time_boxes(&self, today: Date) -> Vec<TimeBox> {
        let research = &self.plan.research;
        let whole = time_box(None, &research.time_box, &research.started, &research.ended, today);
        let of_ways = self.plan.options.iter().filter_map(|option| {
            let name = ::plan::answer(&option.name).unwrap_or("an option without a name");
            time_box(Some(name), &option.time_box, &option.started, &option.ended, today)
        });
        whole.into_iter().chain(of_ways).collect()
    }
}

fn time_box(
    of: Option<&str>,
    announced: &Option<Located<::plan::Duration>>,
    started: &Option<Located<Date>>,
    ended: &Option<Located<Date>>,
    today: Date,
) -> Option<TimeBox> {
    let started = started.as_ref()?.value;
    let last = ended.as_ref().map_or(today, |ended| ended.value);
    let spent = (last - started).get_days();
    // What has not begun yet takes no time.
    (spent >= 0).then(|| TimeBox {
        of: of.map(str::to_owned),
        days: announced.as_ref().map(|length| length.seconds / 86_400.0),
        spent: f64::from(spent),
        ended: ended.is_some(),
    })
}

fn amount(field: &Option<Located<Range>>) -> Uncertain {
    field.as_ref().map_or(Uncertain::sure(0.0), |range| uncertain(range.value))
}

fn uncertain(range: Range) -> Uncertain {
    Uncertain::new(range.low, range.high).unwrap_or(Uncertain::sure(range.low))
}

fn of_kind(kind: OptionKind) -> Kind {
    match kind {
        OptionKind::Nothing => Kind::Nothing,
        OptionKind::Rule => Kind::Rule,
        OptionKind::Simple => Kind::Simple,
        OptionKind::Complex => Kind::Complex,
        OptionKind::Buy => Kind::Buy,
    }
}

fn rough(size: &Located<::plan::Rough>) -> Rough {
    match size.value {
        ::plan::Rough::Low => Rough::Low,
        ::plan::Rough::Medium => Rough::Medium,
        ::plan::Rough::High => Rough::High,
    }
}
