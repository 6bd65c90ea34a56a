//! The brief: the plan on one page, as a sponsor reads it.

use report::{Block, Level, Report, number};

use crate::{Agreed, Brief, Decision, Evidence};

/// The page: what and why, success and cost in money, who and when, what is missing, and what was found.
/// `currency` is [`crate::Plan::currency`].
pub fn brief(evidence: &Evidence, currency: &str) -> Report {
    let brief = &evidence.brief;
    let mut report = Report::new(headline(evidence));
    paragraph(&mut report, "Question", &brief.question);
    paragraph(&mut report, "Decision it changes", &brief.decision);
    paragraph(&mut report, "Why", &brief.why);
    paragraph(&mut report, "Today", &brief.today);
    money(&mut report, brief, currency);
    paragraph(&mut report, "Stops being relevant when", &brief.irrelevant_when);
    points(&mut report, "Must", &brief.musts);
    points(&mut report, "Who", &brief.people);
    points(&mut report, "Next reviews", &brief.reviews);
    report.heading("Agreed").text(agreed(&evidence.agreed));
    let missing: Vec<String> = brief.missing.iter().map(|ask| (*ask).to_owned()).collect();
    points(&mut report, "Still to be answered", &missing);
    if !evidence.findings.is_empty() {
        report.heading("Findings").findings(&evidence.findings);
    }
    report
}

fn headline(evidence: &Evidence) -> String {
    let name = evidence.brief.name.as_deref().unwrap_or("The plan");
    let standing = |level| {
        let of_level =
            evidence.findings.iter().filter(|finding| finding.level == level && finding.allowed.is_none());
        of_level.count()
    };
    let times =
        |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    match evidence.decision {
        Decision::NoGo => {
            let stops = times(standing(Level::Stop), "finding stops", "findings stop");
            format!("{name}: no-go, {stops} the plan")
        }
        Decision::Go => match standing(Level::Warn) {
            0 => format!("{name}: go"),
            warnings => format!("{name}: go, with {} to decide", times(warnings, "warning", "warnings")),
        },
    }
}

fn paragraph(report: &mut Report, title: &str, text: &Option<String>) {
    if let Some(text) = text {
        report.heading(title).text(text.clone());
    }
}

fn points(report: &mut Report, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        report.heading(title).push(Block::List(lines.to_vec()));
    }
}

fn money(report: &mut Report, brief: &Brief, currency: &str) {
    let mut lines: Vec<String> = brief.success.iter().map(|success| format!("Success: {success}")).collect();
    lines.extend(
        brief.success_per_year.map(|year| format!("Success in a year: {}", number::money(year, currency))),
    );
    if !brief.worth.is_empty() {
        lines.push(format!("One case: {}", brief.worth.join("; ")));
    }
    lines.extend(brief.ceiling_per_year.map(|year| {
        format!(
            "Perfect answers could bring at most {} a year over any other way",
            number::money(year, currency)
        )
    }));
    lines.extend(brief.cost_first_year.map(|cost| {
        let (low, high) = (number::money(cost.low, ""), number::money(cost.high, currency));
        match low == number::money(cost.high, "") {
            true => format!("Cost of the first year: {high}"),
            false => format!("Cost of the first year: {low} to {high}"),
        }
    }));
    points(report, "Success and cost", &lines);
}

fn agreed(agreed: &Agreed) -> String {
    let side = |name: &str, signature: &Option<crate::Signature>| match signature {
        Some(signature) => format!("{name}: {}, {}", signature.by, signature.on),
        None => format!("{name}: not yet"),
    };
    format!("{}. {}.", side("Business", &agreed.business), side("ML", &agreed.ml))
}
