//! Whether the relation of columns and answer has changed, and whether the model has grown old.
//!
//! Predictions in a column can change by themselves: another model, another calibration, rows put together wrongly. So what
//! they lose is the relation's only as far as a quick model of the reference, which reads the columns, loses it too.

use ::report::Fault;
use frame::Frame;

use super::Input;
use super::concept::{Concept, concept};
use super::evidence::Measured;
use super::judge::{Judged, judged};
use super::stale::stale;
use super::{labels, moved::Care, withheld};

/// The predictions of a column moved by themselves where those of a quick model moved less than this share of that.
const ALONE: f64 = 0.25;
/// A model that surely tells the tables apart no better than this sees nothing.
const TELLS: f64 = 0.55;

/// A quick model that stands in for predictions in a column, with all that is known of it.
///
/// # Errors
/// When it cannot be learned.
pub fn stand_in<'a>(
    alone: &'a Input<'a>,
    data: &Frame,
    at_work: &Judged<'_>,
) -> Result<Option<Judged<'a>>, Fault> {
    if at_work.judge.can_be_asked() { Ok(None) } else { judged(alone, data) }
}

/// The same comparison without the predictions.
pub fn alone<'a>(input: &Input<'a>) -> Input<'a> {
    let ignored = input.ignored.iter().chain(&input.prediction).cloned().collect();
    Input { prediction: None, ignored, ..input.clone() }
}

/// Whether the predictions in a column moved although a quick model that reads the columns says what it said before; where
/// there is none, although no model can tell the columns of the two tables apart.
pub fn by_themselves(measured: &Measured, quick: Option<&Judged<'_>>, care: Care) -> bool {
    let Some(said) = measured.prediction.as_ref().filter(|said| said.moved && measured.predicted) else {
        return false;
    };
    match quick.and_then(|quick| labels::predictions(quick, care)?.psi) {
        Some(near) => near < ALONE * said.psi.unwrap_or_else(|| index(said.reference, said.now)),
        None => measured.domain.as_ref().is_some_and(|domain| domain.low <= 0.5 && domain.high < TELLS),
    }
}

/// The stability index of one decision against all others.
fn index(was: f64, is: f64) -> f64 {
    let (was, is) = (was.clamp(1e-3, 1.0 - 1e-3), is.clamp(1e-3, 1.0 - 1e-3));
    (is - was) * (is * (1.0 - was) / (was * (1.0 - is))).ln()
}

/// Compare what the models lose on both tables, with what can be undone put back; nothing beside a fault that cannot.
///
/// # Errors
/// When a model cannot be asked.
pub fn relation(
    measured: &mut Measured,
    mut judged: Judged<'_>,
    stand_in: Option<Judged<'_>>,
    input: &Input<'_>,
    mended: &Frame,
    weight: (f64, f64),
) -> Result<(), Fault> {
    if withheld::relation(measured).is_some() {
        return Ok(());
    }
    let domain = measured.domain.as_ref();
    judged.now = judged.judge.said(mended)?;
    let own = concept(&judged, domain, weight);
    let stand_in = match stand_in {
        Some(mut stand_in) => {
            stand_in.now = stand_in.judge.said(mended)?;
            Some(stand_in)
        }
        None => None,
    };
    let others = stand_in.as_ref().and_then(|stand_in| concept(stand_in, domain, weight));
    let moved = measured.prediction.as_ref().is_some_and(|said| said.moved);
    let least = |concept: &Concept| concept.cost.map(|cost| cost.share_low);
    let alone = !judged.judge.can_be_asked();
    (measured.concept, measured.own_loss) = match (own, others) {
        (Some(own), Some(others)) if least(&others).is_some() => {
            if least(&others) < least(&own) {
                (Some(others), Some(own))
            } else {
                (Some(own), None)
            }
        }
        // Nobody can tell the relation's part from the predictions' own.
        (Some(own), _) if alone && moved => (Some(Concept { cost: None, ..own }), None),
        (own, _) => (own, None),
    };
    measured.stale = stale(&judged, stand_in.as_ref(), input, mended);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::drift::Measured;
    use crate::drift::testing::{changed, later, predicted, renamed};

    fn found(measured: &Measured) -> Vec<(&'static str, bool)> {
        let loud = |finding: &::report::Finding| finding.level >= ::report::Level::Warn;
        crate::drift::rules::judge(measured)
            .iter()
            .filter(|finding| loud(finding))
            .map(|finding| {
                let alone = finding.evidence.get("by_themselves").and_then(serde_json::Value::as_bool);
                (finding.rule, alone == Some(true))
            })
            .collect()
    }

    #[test]
    fn predictions_that_changed_by_themselves_are_no_new_relation() {
        for said in [
            changed("said", |said| (said * 1.6).min(1.0)),
            changed("said", |said| said / 3.0),
            // Spread as before, in the wrong rows: seen by the answers alone.
            in_wrong_rows(),
        ] {
            assert_eq!(found(&predicted(&said)), [("prediction-drift", true)]);
        }
        let without_answers = changed("said", |said| said / 3.0).without(&["left"]);
        assert_eq!(found(&predicted(&without_answers)), [("prediction-drift", true)]);
    }

    fn in_wrong_rows() -> frame::Frame {
        let later = later();
        let said = later.column("said").expect("it is there");
        let others: Vec<usize> = (0..later.rows()).map(|row| (row * 7 + 3) % later.rows()).collect();
        crate::drift::causes::with(&later, said.take(&others))
    }

    #[test]
    fn a_new_relation_is_told_beside_predictions() {
        let turned = renamed("left", |row, name| match (row % 3, name) {
            (0, _) => name,
            (_, "yes") => "no",
            _ => "yes",
        });
        let rules: Vec<&str> = found(&predicted(&turned)).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, ["concept-drift", "stale-model"]);
        assert_eq!(found(&predicted(&later())), []);
    }
}
