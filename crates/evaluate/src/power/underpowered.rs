//! A planned test that will probably not see what it is for. The rule's page stands in the list of rules on a test that
//! was run, which has the same fault found afterwards.

use ::report::{Finding, Level, Rule, number};

use super::report::{gain, often, plural};
use super::{Asked, Evidence};

/// The rule.
const RULE: Rule = Rule { name: "underpowered", level: Level::Warn, text: "" };

/// Hold what the planned units show against what is to be seen: the gain as often as wanted, or the smallest gain worth
/// having.
pub fn judge(evidence: &Evidence, smallest_gain: Option<f64>) -> Option<Finding> {
    let units = format!("{} {}", number::count(evidence.units), plural(evidence));
    let message = match evidence.asked {
        Asked::Power if evidence.power < evidence.wanted_power => format!(
            "{units} see {} {}, not {}",
            gain(evidence, evidence.gain),
            often(evidence.power),
            often(evidence.wanted_power)
        ),
        Asked::Gain => {
            let smallest = smallest_gain.filter(|smallest| *smallest > 0.0 && *smallest < evidence.gain)?;
            format!(
                "{units} see nothing smaller than {}; the smallest worth having is {}",
                gain(evidence, evidence.gain),
                number::significant(smallest, 3)
            )
        }
        _ => return None,
    };
    Some(
        Finding::new(&RULE, message)
            .why("It will most likely end undecided: paid for, and read as \"no effect\" or as \"promising\", whichever suits.")
            .remedy(
                "Run it longer or on more units, take noise out with a covariate from before (`--covariate`), or ask for a \
                 larger gain; if none of these can be had, decide by cost instead of testing.",
            )
            .evidence("power", evidence.power)
            .evidence("wanted_power", evidence.wanted_power)
            .evidence("gain", evidence.gain)
            .evidence("smallest_gain", smallest_gain)
            .evidence("rows", evidence.history.as_ref().map_or(0, |history| history.rows)),
    )
}
