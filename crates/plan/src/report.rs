//! The brief: the plan on one page, as a sponsor reads it.

use report::{Block, Level, Report, number};

use crate::{Agreed, Checks, Decision, Evidence};

/// The page: what and why, success and cost in money, who and when, what is missing, and what was found.
/// `currency` is [`crate::Plan::currency`].
pub fn brief(evidence: &Evidence, currency: &str) -> Report {
    let brief = &evidence.brief;
    let mut report = Report::new(headline(evidence));
    paragraph(&mut report, "Question", &brief.question);
    paragraph(&mut report, "Decision it changes", &brief.decision);
    paragraph(&mut report, "Why", &brief.why);
    paragraph(&mut report, "Today", &brief.today);
    money(&mut report, evidence, currency);
    paragraph(&mut report, "Stops being relevant when", &brief.irrelevant_when);
    points(&mut report, "Must", &brief.musts);
    checks(&mut report, &evidence.checks);
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

/// What the plan's own checks gave, once any could be run.
fn checks(report: &mut Report, checks: &Checks) {
    let run = checks.hold + checks.broken + checks.unclear;
    if run == 0 {
        return;
    }
    let mut said = format!("{} of {} hold", checks.hold, checks.written);
    for (count, words) in [
        (checks.broken, "do not"),
        (checks.unclear, "could not be worked out"),
        (checks.written - run, "wait for predictions"),
    ] {
        if count > 0 {
            said.push_str(&format!(", {count} {words}"));
        }
    }
    report.heading("Checks of what the plan takes for granted").text(format!("{said}."));
}

fn money(report: &mut Report, evidence: &Evidence, currency: &str) {
    let (brief, month) = (&evidence.brief, &evidence.worth_per_month);
    let mut lines: Vec<String> = brief.success.iter().map(|success| format!("Success: {success}")).collect();
    lines.extend(
        brief.success_per_year.map(|year| format!("Success in a year: {}", number::money(year, currency))),
    );
    if !brief.worth.is_empty() {
        lines.push(format!("One case: {}", brief.worth.join("; ")));
    }
    let of_month = [
        ("today's way", month.today),
        ("a perfect answer", month.perfect),
        ("the smallest gain worth having", month.smallest_gain),
    ];
    let of_month: Vec<String> = of_month
        .into_iter()
        .filter_map(|(what, worth)| Some(format!("{what} {}", number::money(worth?, currency))))
        .collect();
    if let Some(rows) = month.rows {
        let counted = number::count(rows);
        lines.push(format!(
            "Worth in a month, on {counted} rows with a known outcome: {}",
            of_month.join("; ")
        ));
    }
    lines.extend(brief.ceiling_per_year.filter(|_| month.perfect.is_none()).map(|year| {
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
