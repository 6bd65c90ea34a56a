//! Where the project stands, on one page.

use report::{Block, Report, Table};

use super::{GateStanding, Standing, State};

/// The page of `tenet status`.
pub fn report(standing: &Standing) -> Report {
    let name = standing.project.as_deref().unwrap_or("The project");
    let mut page = Report::new(format!("{name}: {}", headline(&standing.gates)));
    let row = |gate: &GateStanding| {
        vec![gate.stage.word().to_owned(), gate.state.words().to_owned(), gate.because.clone()]
    };
    page.push(Block::Table(Table {
        title: String::new(),
        head: ["gate", "stands", "because"].map(str::to_owned).to_vec(),
        rows: standing.gates.iter().map(row).collect(),
        marked: standing.gates.iter().position(|gate| gate.state != State::Go),
    }));
    page.heading("Next").text(standing.next.clone());
    if !standing.needs.is_empty() {
        page.heading("Needed from people");
        page.push(Block::List(
            standing.needs.iter().map(|need| format!("{}: {}", need.who, need.what)).collect(),
        ));
    }
    page
}

fn headline(gates: &[GateStanding]) -> String {
    let of = |state| gates.iter().filter(move |gate| gate.state == state);
    let names = |state| of(state).map(|gate| gate.stage.word()).collect::<Vec<_>>().join(" and ");
    if of(State::NoGo).next().is_some() {
        return format!("no-go at {}", names(State::NoGo));
    }
    if of(State::Stale).next().is_some() {
        let verb = if of(State::Stale).count() == 1 { "is" } else { "are" };
        return format!("{} {verb} stale", names(State::Stale));
    }
    match of(State::Go).count() {
        0 => "not under way yet".to_owned(),
        passed => format!("{passed} of {} gates say go", gates.len()),
    }
}
