//! What judging a plan leaves behind; the record keeps it and later steps read it.

use jiff::civil::Date;
use report::{Finding, number};
use serde::Serialize;

use crate::{Agreement, Outcome, PerMonth, Plan, QUESTIONS, Range, Side, answer};

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Nothing stops it.
    Go,
    /// A finding at level stop stands.
    NoGo,
}

/// The judged plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// No-go while a finding at level stop is not allowed.
    pub decision: Decision,
    /// Worst first.
    pub findings: Vec<Finding>,
    /// The plan on one page.
    pub brief: Brief,
    /// [`Plan::digest`].
    pub digest: String,
    /// Who agreed to the plan as it stands.
    pub agreed: Agreed,
    /// What answers are worth in a month.
    pub worth_per_month: PerMonth,
    /// What the plan's SQL checks gave.
    pub checks: Checks,
}

/// How many of the plan's SQL checks were run, and what they gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Checks {
    /// Assumptions and requirements with a check.
    pub written: usize,
    /// Those that hold.
    pub hold: usize,
    /// Those that do not.
    pub broken: usize,
    /// Those whose check could not be worked out.
    pub unclear: usize,
}

impl Checks {
    pub(crate) fn of(plan: &Plan, outcomes: &[Outcome]) -> Checks {
        let checks = plan.assumptions.iter().map(|assumption| &assumption.check);
        let checks = checks.chain(plan.requirements.iter().map(|requirement| &requirement.check));
        let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
        Checks {
            written: checks.filter(|check| answer(check).is_some()).count(),
            hold: count(|outcome| outcome.holds == Ok(true)),
            broken: count(|outcome| outcome.holds == Ok(false)),
            unclear: count(|outcome| outcome.holds.is_err()),
        }
    }
}

/// Who agreed to the plan as it stands; `None` for a side that did not, or agreed to another version.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreed {
    /// Those who need the answer.
    pub business: Option<Signature>,
    /// Those who build it.
    pub ml: Option<Signature>,
}

/// Who signed, and when.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signature {
    /// The name.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// The plan on one page, in plain words; what is not known is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brief {
    /// The project's name.
    pub name: Option<String>,
    /// What is to be known.
    pub question: Option<String>,
    /// Which decision it changes.
    pub decision: Option<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// How it is done today, in words or as a rule, and what that costs.
    pub today: Option<String>,
    /// What perfect would be.
    pub ideal: Option<String>,
    /// The measure, its level and the smallest gain.
    pub success: Option<String>,
    /// What the plan calls a success, as money in a year; `None` when it is not told in money.
    pub success_per_year: Option<f64>,
    /// The worth of each outcome of one case.
    pub worth: Vec<String>,
    /// The most any prediction could bring in a year over another way of deciding.
    pub ceiling_per_year: Option<f64>,
    /// What building and a year of running cost.
    pub cost_first_year: Option<Range>,
    /// When nobody needs the answer any more.
    pub irrelevant_when: Option<String>,
    /// Who, and as what.
    pub people: Vec<String>,
    /// Requirements that must be met.
    pub musts: Vec<String>,
    /// Reviews that are not held yet, by day.
    pub reviews: Vec<String>,
    /// The plan's questions that have no answer, in the order they are asked.
    pub missing: Vec<&'static str>,
}

impl Agreed {
    /// Whose last signature is under the plan as it stands.
    pub fn of(plan: &Plan, agreements: &[Agreement]) -> Agreed {
        let digest = plan.digest();
        let standing = |side| {
            let last = Agreement::last(agreements, side).filter(|last| last.digest == digest)?;
            Some(Signature { by: last.by.clone(), on: last.on })
        };
        Agreed { business: standing(Side::Business), ml: standing(Side::Ml) }
    }
}

impl Brief {
    /// What the plan says.
    pub fn of(plan: &Plan) -> Brief {
        let said = |field| answer(field).map(str::to_owned);
        Brief {
            name: said(&plan.project.name),
            question: said(&plan.aim.question),
            decision: said(&plan.aim.decision),
            why: said(&plan.aim.why),
            today: today(plan),
            ideal: said(&plan.aim.ideal),
            success: success(plan),
            success_per_year: success_per_year(plan),
            worth: worth(plan),
            ceiling_per_year: plan.largest_gain().map(|month| 12.0 * month),
            cost_first_year: plan.cost.first_year(),
            irrelevant_when: said(&plan.aim.irrelevant_when),
            people: plan.people.iter().filter_map(person).collect(),
            musts: plan.musts().map(str::to_owned).collect(),
            reviews: reviews(plan),
            missing: QUESTIONS
                .iter()
                .filter(|question| !(question.answered)(plan))
                .map(|question| question.ask)
                .collect(),
        }
    }
}

fn today(plan: &Plan) -> Option<String> {
    let words = answer(&plan.aim.today).map(str::to_owned);
    let rule = answer(&plan.today.rule).map(|rule| format!("As a rule: `{rule}`"));
    let cost = plan.today.cost_per_month.as_ref();
    let cost = cost.map(|cost| format!("It costs {} a month", cost.money(plan.currency())));
    let told: Vec<String> = [words, rule, cost].into_iter().flatten().collect();
    let sentences = told.iter().map(|part| format!("{}.", part.trim_end_matches('.')));
    (!told.is_empty()).then(|| sentences.collect::<Vec<_>>().join(" "))
}

fn success(plan: &Plan) -> Option<String> {
    let metric = answer(&plan.success.metric)?;
    let in_money = metric == "money";
    let shown = |amount: f64| match in_money {
        true => format!("{} a month", number::money(amount, plan.currency())),
        false => number::significant(amount, 6),
    };
    let lower_is_better = ["log_loss", "brier", "rmse", "mae", "mape", "smape", "mase"].contains(&metric);
    let mut told = match &plan.success.at_least {
        Some(level) if in_money => format!("at least {}", shown(level.value)),
        Some(level) if lower_is_better => format!("`{metric}` of {} or less", shown(level.value)),
        Some(level) => format!("`{metric}` of at least {}", shown(level.value)),
        None if in_money => "money, of no level named".to_owned(),
        None => format!("`{metric}`, of no level named"),
    };
    if let Some(gain) = &plan.success.smallest_gain {
        told.push_str(&format!("; the smallest gain over today worth having is {}", shown(gain.value)));
    }
    Some(told)
}

fn success_per_year(plan: &Plan) -> Option<f64> {
    let level = plan.success.at_least.as_ref()?;
    (answer(&plan.success.metric)? == "money").then_some(12.0 * level.value)
}

fn worth(plan: &Plan) -> Vec<String> {
    let worth = &plan.worth;
    let outcomes = [
        ("acted rightly", &worth.true_positive),
        ("acted in vain", &worth.false_positive),
        ("missed", &worth.false_negative),
        ("left alone rightly", &worth.true_negative),
        ("each unit too high", &worth.over_per_unit),
        ("each unit too low", &worth.under_per_unit),
    ];
    let priced = outcomes.into_iter().filter_map(|(words, cell)| Some((words, cell.as_ref()?.value)));
    let mut lines: Vec<String> =
        priced.map(|(words, value)| format!("{words}: {}", value.money(plan.currency()))).collect();
    if let Some(cases) = &worth.cases_per_month {
        lines.push(format!("{} cases a month", cases.money("")));
    }
    lines
}

fn person(person: &crate::Person) -> Option<String> {
    let name = answer(&person.name)?;
    let role = person.role.as_ref().map(|role| role.word());
    let champion = person.champion.then_some("champion");
    let roles: Vec<&str> = role.into_iter().chain(champion).collect();
    Some(if roles.is_empty() { name.to_owned() } else { format!("{name} ({})", roles.join(", ")) })
}

fn reviews(plan: &Plan) -> Vec<String> {
    let mut open: Vec<&crate::Review> = plan.reviews.iter().filter(|review| !review.held).collect();
    open.sort_by_key(|review| (review.on.is_none(), review.on.as_ref().map(|on| on.value)));
    let line = |review: &crate::Review| {
        let day = review.on.as_ref().map_or("no day yet".to_owned(), |on| on.value.to_string());
        let kind = review.kind.as_ref().map_or("review", |kind| kind.word());
        let who: Vec<&str> = review.who.iter().map(|name| name.as_str()).collect();
        if who.is_empty() {
            format!("{day}: {kind}")
        } else {
            format!("{day}: {kind}, with {}", who.join(", "))
        }
    };
    open.into_iter().map(line).collect()
}
