//! The page a business person reads: the verdict in words and money first, figures behind a fold.

mod each;
mod figures;
mod pictures;

use std::cmp::Ordering;

use ::report::{Block, Report, number};

use crate::ab::{Against, ArmMoney, Basis, Comparison, Evidence, Kind, Money, Verdict, verdict, words};

pub use each::each;

/// The evidence as a page.
pub fn report(evidence: &Evidence) -> Report {
    let mut page = Report::new(headline(evidence));
    if let Some(advice) = advice(evidence) {
        page.text(advice);
    }
    let sentences: Vec<String> = evidence.comparisons.iter().map(|one| sentence(evidence, one)).collect();
    if evidence.verdict != Verdict::Unsound && !sentences.is_empty() {
        page.list(sentences.iter().map(String::as_str));
    }
    if let Some(money) = evidence.money.as_ref().filter(|_| evidence.verdict != Verdict::Unsound) {
        let lines = money.arms.iter().map(|arm| in_money(evidence, money, arm));
        page.heading("In money")
            .list(lines.chain(evidence.against_plan.iter().map(|shown| against_plan(money, shown))));
    }
    let aside = aside(evidence);
    if !aside.is_empty() {
        page.heading("Not counted").list(aside.iter().map(String::as_str));
    }
    if let Some(exposure) = evidence.exposure {
        page.heading("How much to measure").text(exposure.advice());
    }
    if !evidence.findings.is_empty() {
        page.heading("Findings").findings(&evidence.findings);
    }
    if !evidence.comparisons.is_empty() {
        if evidence.verdict != Verdict::Unsound {
            page.heading("The difference");
            pictures::pictures(evidence).into_iter().for_each(|chart| {
                page.push(Block::Chart(chart));
            });
        }
        page.push(Block::Fold { title: "The figures".to_owned(), blocks: figures::figures(evidence) });
    }
    page
}

/// What was not counted, and why.
fn aside(evidence: &Evidence) -> Vec<String> {
    let unread = evidence.unread.iter().map(|unread| {
        let values = if unread.values == 1 { "value of" } else { "values of" };
        let count = number::count(unread.values);
        format!(
            "{count} {values} {}, such as \"{}\": no number, so taken as not known",
            unread.column, unread.example
        )
    });
    let rows = |count: u64, why: &str| {
        let of = evidence.outcomes.map_or(0, |outcomes| outcomes.rows);
        (count > 0)
            .then(|| format!("{} of {} rows of outcomes: {why}", number::count(count), number::count(of)))
    };
    let outcomes = evidence.outcomes.into_iter().flat_map(|outcomes| {
        [
            rows(outcomes.not_exposed, "of units that were not exposed"),
            rows(outcomes.before_exposure, "from before the unit was exposed"),
        ]
    });
    unread.chain(outcomes.flatten()).collect()
}

fn headline(evidence: &Evidence) -> String {
    match evidence.verdict {
        Verdict::Keep => keep(evidence).unwrap_or_else(|| "Keep it".to_owned()),
        Verdict::Stop if found(evidence, "harm") => "Stop: it does harm".to_owned(),
        Verdict::Stop => "Stop: it gains less than it costs".to_owned(),
        Verdict::Wait if found(evidence, "novelty-effect") => "Wait: the gain is wearing off".to_owned(),
        Verdict::Wait => {
            format!(
                "Wait{}: the experiment cannot tell yet whether it pays",
                how_long(evidence).unwrap_or_default()
            )
        }
        Verdict::Unsound if found(evidence, "no-control") => {
            "Unsound: the control does not occur, so there is nothing to compare with".to_owned()
        }
        Verdict::Unsound => "Unsound: the experiment is faulty and its numbers cannot be trusted".to_owned(),
    }
}

fn found(evidence: &Evidence, rule: &str) -> bool {
    evidence.findings.iter().any(|finding| finding.rule == rule && finding.allowed.is_none())
}

/// ` about 9 more days`, from the rate so far.
fn how_long(evidence: &Evidence) -> Option<String> {
    let (more, time) = (evidence.wait.as_ref()?.more_times?, evidence.time.as_ref()?);
    let plural = if more > 1.0 { "s" } else { "" };
    Some(match time.called.as_str() {
        called @ ("day" | "week" | "hour" | "month") => {
            format!(" about {} more {called}{plural}", number::fixed(more, 0))
        }
        called => format!(" until about {} more values of `{called}`", number::fixed(more, 0)),
    })
}

/// `Keep Mens E-Mail: 0.77 more spend`, or in money where the metric is priced. Of several variants worth
/// keeping, the one that gains most.
fn keep(evidence: &Evidence) -> Option<String> {
    let verdicts = verdict::by_variant(&evidence.findings, &evidence.comparisons, evidence.money.is_some());
    let worth_keeping =
        |one: &&Comparison| verdicts.contains(&(one.variant.as_str(), Verdict::Keep)) && verdict::gains(one);
    let first = evidence.comparisons.iter().find(worth_keeping)?;
    let best =
        evidence.comparisons.iter().filter(|one| one.metric == first.metric && worth_keeping(one)).max_by(
            |left, right| left.difference.partial_cmp(&right.difference).unwrap_or(Ordering::Equal),
        )?;
    let earned = evidence.money.as_ref().and_then(|money| {
        let gain = money.arms.iter().find(|arm| arm.variant == best.variant)?.per_unit?;
        Some(format!("it earns {} for each unit treated", amount(money, gain)))
    });
    let gained = || Some(format!("{} more {}", words::gap(best, best.difference?), best.metric));
    Some(format!("Keep {}: {}", best.variant, earned.or_else(gained)?))
}

fn advice(evidence: &Evidence) -> Option<String> {
    match evidence.verdict {
        Verdict::Unsound if found(evidence, "no-control") => None,
        Verdict::Unsound => Some(
            "Mend what is named below and run the experiment again; do not act on the difference.".to_owned(),
        ),
        Verdict::Wait => Some(match &evidence.wait {
            Some(wait) => {
                // Two digits: it rests on a difference that is hardly known.
                let units = words::rounded(wait.units_an_arm);
                let cost = wait.cost.zip(evidence.money.as_ref()).map_or(String::new(), |(cost, money)| {
                    format!(
                        ", and treating those still to come costs about {}",
                        amount(money, words::two_digits(cost))
                    )
                });
                format!(
                    "Do not launch and do not drop it on these figures. If the difference stays as seen, about {units} units an \
                     arm would settle it{cost}."
                )
            }
            None => "Do not launch and do not drop it on these figures.".to_owned(),
        }),
        Verdict::Keep | Verdict::Stop => None,
    }
}

/// `Mens E-Mail brings 0.77 more spend on average than No E-Mail (1.42 against 0.65); 95 % sure: …`.
fn sentence(evidence: &Evidence, one: &Comparison) -> String {
    let Some(difference) = one.difference else {
        return format!("{}: {} cannot be compared with {}", one.metric, one.variant, one.control);
    };
    let average = match one.kind {
        Kind::Mean | Kind::Count => " on average".to_owned(),
        Kind::Quantile => format!(" at {}", words::quantile(one)),
        Kind::Proportion | Kind::Ratio => String::new(),
    };
    let size = match words::is_nothing(one, difference) {
        true => "as much".to_owned(),
        false => words::more_or_less(one, difference),
    };
    let than = if words::is_nothing(one, difference) { "as" } else { "than" };
    let levels = one.mean_variant.zip(one.mean_control).map_or(String::new(), |(variant, control)| {
        format!(" ({} against {})", words::level(one, variant), words::level(one, control))
    });
    let sure = one.verdict_interval().map_or("; how surely cannot be computed".to_owned(), |ends| {
        format!("; {}: {}", how_sure(evidence, one), words::range(one, ends))
    });
    format!("{} brings {size} {}{average} {than} {}{levels}{sure}", one.variant, one.metric, one.control)
}

/// `95 % sure of all 3 differences, however often it is read`: what the verdict rests on.
fn how_sure(evidence: &Evidence, one: &Comparison) -> String {
    let all = match evidence.comparisons.len() {
        1 => String::new(),
        2 => " of both differences".to_owned(),
        count => format!(" of all {count} differences"),
    };
    let read = match one.basis {
        Basis::Fixed => "",
        Basis::AlwaysValid => ", however often it is read",
        Basis::GroupSequential => ", at every planned look",
    };
    format!("{} sure{all}{read}", words::sureness(evidence.alpha))
}

fn in_money(evidence: &Evidence, money: &Money, arm: &ArmMoney) -> String {
    let Some(gain) = arm.per_unit else { return format!("{}: cannot be computed", arm.variant) };
    let verb = if gain < 0.0 { "loses" } else { "earns" };
    let cost = match money.cost {
        0.0 => String::new(),
        cost => format!(" after its cost of {}", amount(money, cost)),
    };
    let own = |one: &&Comparison| one.metric == money.metric && one.variant == arm.variant;
    let sure = evidence.comparisons.iter().find(own).and_then(|one| Some((one, one.verdict_interval()?)));
    let sure = sure.map_or(String::new(), |(one, (low, high))| {
        let worth = |gain: f64| gain * money.value_per_unit - money.cost;
        format!("; {}: {}", how_sure(evidence, one), earned_between(money, worth(low), worth(high)))
    });
    format!("{} {verb} {} for each unit treated{cost}{sure}", arm.variant, amount(money, gain.abs()))
}

/// `between 0.20 EUR lost and 1.10 EUR earned`.
fn earned_between(money: &Money, low: f64, high: f64) -> String {
    let [near, far] = [low, high].map(|value| amount(money, value.abs()));
    match (low < 0.0, high < 0.0) {
        (true, true) => format!("between {far} and {near} lost"),
        (true, false) => format!("between {near} lost and {far} earned"),
        _ => format!("between {near} and {far}"),
    }
}

/// `Planned 5,000 EUR, offline said 7,200 EUR, production shows 3,900 EUR [1,100 EUR to 6,700 EUR] a month`.
fn against_plan(money: &Money, shown: &Against) -> String {
    let planned = shown.planned.map(|planned| format!("planned {}", amount(money, planned)));
    let offline = shown.offline.map(|offline| format!("offline said {}", amount(money, offline)));
    let ends = [amount(money, shown.low), amount(money, shown.high)];
    let shown =
        format!("production shows {} [{} to {}] a month", amount(money, shown.shown), ends[0], ends[1]);
    let line = [planned, offline, Some(shown)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letters = line.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn amount(money: &Money, value: f64) -> String {
    number::money(value, money.currency.as_deref().unwrap_or_default())
}
