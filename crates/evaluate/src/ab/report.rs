//! The page a business person reads: the verdict in words and money first, figures behind a fold.

use std::cmp::Ordering;

use ::report::{Block, Chart, Report, Table, number};

use crate::ab::{ArmMoney, Comparison, Evidence, Kind, Money, Verdict, verdict, words};

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
        let lines = money.arms.iter().map(|arm| in_money(money, arm, evidence.alpha));
        page.heading("In money").list(lines);
    }
    if !evidence.findings.is_empty() {
        page.heading("Findings").findings(&evidence.findings);
    }
    if !evidence.comparisons.is_empty() {
        if evidence.verdict != Verdict::Unsound {
            page.heading("The difference");
            charts(evidence).into_iter().for_each(|chart| {
                page.push(Block::Chart(chart));
            });
        }
        page.push(Block::Fold { title: "The figures".to_owned(), blocks: figures(evidence) });
    }
    page
}

fn headline(evidence: &Evidence) -> String {
    match evidence.verdict {
        Verdict::Keep => keep(evidence).unwrap_or_else(|| "Keep it".to_owned()),
        Verdict::Stop if evidence.findings.iter().any(|finding| finding.rule == "harm") => {
            "Stop: it does harm".to_owned()
        }
        Verdict::Stop => "Stop: it gains less than it costs".to_owned(),
        Verdict::Wait => "Wait: the experiment cannot tell yet whether it pays".to_owned(),
        Verdict::Unsound => "Unsound: the experiment is faulty and its numbers cannot be trusted".to_owned(),
    }
}

/// `Keep Mens E-Mail: 0.77 more spend`, or in money where the metric is priced. Of several variants worth
/// keeping, the one that gains most.
fn keep(evidence: &Evidence) -> Option<String> {
    let verdicts = verdict::by_variant(&evidence.comparisons, evidence.money.is_some());
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
        Verdict::Unsound => Some(
            "Mend what is named below and run the experiment again; do not act on the difference.".to_owned(),
        ),
        Verdict::Wait => Some("Do not launch and do not drop it on these figures.".to_owned()),
        Verdict::Keep | Verdict::Stop => None,
    }
}

/// `Mens E-Mail brings 0.77 more spend on average than No E-Mail (1.42 against 0.65); 95 % sure: …`.
fn sentence(evidence: &Evidence, one: &Comparison) -> String {
    let Some(difference) = one.difference else {
        return format!("{}: {} cannot be compared with {}", one.metric, one.variant, one.control);
    };
    let average = if one.kind == Kind::Mean { " on average" } else { "" };
    let direction = if difference < 0.0 { "less" } else { "more" };
    let size = words::gap(one, difference.abs());
    let levels = one.mean_variant.zip(one.mean_control).map_or(String::new(), |(variant, control)| {
        format!(" ({} against {})", words::level(one, variant), words::level(one, control))
    });
    let sure = one.low.zip(one.high).map_or("; how surely cannot be computed".to_owned(), |ends| {
        format!("; {} sure: {}", words::sureness(evidence.alpha), words::range(one, ends))
    });
    format!(
        "{} brings {size} {direction} {}{average} than {}{levels}{sure}",
        one.variant, one.metric, one.control
    )
}

fn in_money(money: &Money, arm: &ArmMoney, alpha: f64) -> String {
    let Some(gain) = arm.per_unit else { return format!("{}: cannot be computed", arm.variant) };
    let verb = if gain < 0.0 { "loses" } else { "earns" };
    let cost = match money.cost {
        0.0 => String::new(),
        cost => format!(" after its cost of {}", amount(money, cost)),
    };
    let sure = arm.low.zip(arm.high).map_or(String::new(), |(low, high)| {
        let ends = [amount(money, low), amount(money, high)];
        format!("; {} sure: between {} and {}", words::sureness(alpha), ends[0], ends[1])
    });
    format!("{} {verb} {} for each unit treated{cost}{sure}", arm.variant, amount(money, gain.abs()))
}

fn amount(money: &Money, value: f64) -> String {
    number::money(value, money.currency.as_deref().unwrap_or_default())
}

/// One chart a metric, each variant's interval against what it must reach.
fn charts(evidence: &Evidence) -> Vec<Chart> {
    let mut charts: Vec<Chart> = Vec::new();
    // Comparisons of one metric stand together.
    for group in evidence.comparisons.chunk_by(|one, next| one.metric == next.metric) {
        let row = |one: &Comparison| Some((one.variant.clone(), one.low?, one.difference?, one.high?));
        let rows: Vec<_> = group.iter().filter_map(row).collect();
        if let Some(first) = group.first().filter(|_| !rows.is_empty()) {
            charts.push(Chart::Intervals {
                title: format!("{}: difference from {}", first.metric, first.control),
                rows,
                reference: Some(first.smallest_gain),
            });
        }
    }
    charts
}

fn figures(evidence: &Evidence) -> Vec<Block> {
    let optional =
        |value: Option<f64>| value.map_or(number::NONE.to_owned(), |value| number::significant(value, 4));
    let head = [
        "metric",
        "variant",
        "units",
        "control units",
        "mean",
        "control mean",
        "difference",
        "low",
        "high",
        "p",
    ];
    let mut table = Table::new("Variant against control", head);
    for one in &evidence.comparisons {
        table.row([
            one.metric.clone(),
            one.variant.clone(),
            number::count(one.n_variant),
            number::count(one.n_control),
            optional(one.mean_variant),
            optional(one.mean_control),
            optional(one.difference),
            optional(one.low),
            optional(one.high),
            one.p_value.map_or(number::NONE.to_owned(), |p| number::significant(p, 2)),
        ]);
    }
    let mut split = Table::new("Size of the arms", ["arm", "units", "planned"]);
    for ((arm, units), (_, share)) in evidence.split.counts.iter().zip(&evidence.split.planned) {
        split.row([arm.clone(), number::count(*units), number::percent(*share)]);
    }
    vec![Block::Table(table), Block::Text(method(evidence)), Block::Table(split)]
}

fn method(evidence: &Evidence) -> String {
    let mut text = format!("Intervals hold the truth in {} of experiments", words::sureness(evidence.alpha));
    let kinds =
        |kind: Kind| evidence.comparisons.iter().any(|one| one.kind == kind && one.adjusted == "none");
    if kinds(Kind::Mean) {
        text.push_str("; means by Welch's t");
    }
    if kinds(Kind::Proportion) {
        text.push_str("; proportions by Newcombe's score interval");
    }
    if kinds(Kind::Ratio) {
        text.push_str("; ratios by the delta method");
    }
    if let Some(unit) = &evidence.unit {
        text.push_str(&format!("; variance between values of `{unit}`"));
    }
    if let Some(covariate) = &evidence.covariate {
        match evidence.comparisons.iter().find_map(|one| one.variance_reduction) {
            Some(share) => text.push_str(&format!(
                "; adjusted by `{covariate}` (CUPED), which takes {} of the first variance away",
                number::percent(share)
            )),
            None => text.push_str(&format!("; `{covariate}` does not vary, so nothing is adjusted by it")),
        }
    }
    let left_out = match evidence.rows_left_out {
        0 => String::new(),
        rows => format!(
            " {} of {} rows name no arm or no unit and are left out.",
            number::count(rows),
            number::count(evidence.rows)
        ),
    };
    format!("{text}.{left_out}")
}
