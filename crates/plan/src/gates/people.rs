//! What is needed from whom, so that the project can go on.

use jiff::civil::Date;
use serde::Serialize;

use crate::{Evidence, Plan, Role, Side};

use super::standing::GateStanding;
use super::{Stage, State};

/// Something only certain people can give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// Who: a name, or a role when the plan names nobody.
    pub who: String,
    /// What.
    pub what: String,
}

pub(crate) fn needs(plan: &Plan, judged: &Evidence, gates: &[GateStanding], today: Date) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut need = |who: String, what: String| needs.push(Need { who, what });
    let named = |role, otherwise: &str| plan.people_as(role).next().unwrap_or(otherwise).to_owned();
    let fired =
        |rule: &str| judged.findings.iter().any(|finding| finding.rule == rule && finding.allowed.is_none());
    if fired("no-champion") {
        need(
            named(Role::Sponsor, "the sponsor"),
            "name a champion: an expert who does the work today".to_owned(),
        );
    }
    let plan_stops = gates.iter().any(|gate| gate.stage == Stage::Plan && gate.state == State::NoGo);
    let unsigned = [
        (Side::Business, judged.agreed.business.is_none(), named(Role::Sponsor, "the business")),
        (Side::Ml, judged.agreed.ml.is_none(), named(Role::Ml, "whoever builds it")),
    ];
    for (side, open, who) in unsigned {
        if open && !plan_stops {
            need(who, format!("agree to the plan: `tenet plan agree --as {} --by NAME`", side.word()));
        }
    }
    for finding in judged.findings.iter().filter(|finding| finding.rule == "review-overdue") {
        let on = finding.evidence.get("on").and_then(|on| on.as_str()).unwrap_or_default().to_owned();
        let review = plan
            .reviews
            .iter()
            .find(|review| !review.held && review.on.as_ref().is_some_and(|day| day.value.to_string() == on));
        let who: Vec<&str> =
            review.map_or(Vec::new(), |review| review.who.iter().map(|name| name.as_str()).collect());
        let kind = review.and_then(|review| review.kind.as_ref()).map_or("review", |kind| kind.word());
        let who = if who.is_empty() { "those who must attend".to_owned() } else { who.join(", ") };
        need(who, format!("hold the {kind} review that was due on {on}"));
    }
    let soon = plan.reviews.iter().filter_map(|review| {
        let on = review.on.as_ref()?.value;
        let days = (on - today).get_days();
        (!review.held && (0..=14).contains(&days)).then_some((review, on))
    });
    for (review, on) in soon {
        let who: Vec<&str> = review.who.iter().map(|name| name.as_str()).collect();
        if !who.is_empty() {
            let kind = review.kind.as_ref().map_or("review", |kind| kind.word());
            need(who.join(", "), format!("attend the {kind} review on {on}"));
        }
    }
    for gate in gates.iter().filter(|gate| gate.state == State::NoGo && gate.stage != Stage::Plan) {
        let what =
            format!("decide on the no-go of {}: mend it, stop, or go on and say why", gate.stage.word());
        need(named(Role::Sponsor, "the sponsor"), what);
    }
    needs
}
