//! How models are put into words: cells, outcomes, shares.

use frame::{Kind, Task, show_number, show_time};

use crate::encoding::{Axis, Scale};
use crate::model::Input;

/// What a model's words are about.
pub(crate) struct Words<'a> {
    pub(crate) task: Task,
    pub(crate) classes: &'a [String],
    pub(crate) inputs: &'a [Input],
}

impl Words<'_> {
    /// An answer as a person says it: `53 %`, `12.4`, or the likeliest class with its share.
    pub(crate) fn outcome(&self, values: &[f64]) -> String {
        match self.task {
            Task::Regression | Task::Forecast => short(values[0]),
            Task::Binary => percent(values[0]),
            Task::Multiclass => {
                let best =
                    (0..values.len()).fold(0, |best, i| if values[i] > values[best] { i } else { best });
                let class = self.classes.get(best).map_or("", String::as_str);
                format!("{class} ({})", percent(values[best]))
            }
        }
    }

    /// What outcomes are about: `share of "Yes"`, `mean`.
    pub(crate) fn subject(&self) -> String {
        match self.task {
            Task::Regression | Task::Forecast => "mean".to_owned(),
            Task::Binary => format!("share of {}", self.classes.get(1).map_or("yes", String::as_str)),
            Task::Multiclass => "likeliest class".to_owned(),
        }
    }

    pub(crate) fn name(&self, input: usize) -> &str {
        &self.inputs[input].name
    }

    /// A value of a column of numbers.
    pub(crate) fn value(&self, input: usize, value: f64) -> String {
        match self.inputs[input].kind {
            kind @ (Kind::Date | Kind::Timestamp) => show_time(kind, value),
            _ => short(value),
        }
    }

    /// The intervals `from..to` of an axis of numbers: `tenure below 6`, `age from 20 to below 30`.
    pub(crate) fn interval(&self, axis: &Axis, from: usize, to: usize) -> String {
        let name = self.name(axis.input);
        let Scale::Cuts(cuts) = &axis.scale else { return name.to_owned() };
        if self.inputs[axis.input].kind == Kind::Boolean {
            let said = if from == 0 && to < cuts.intervals() { "false" } else { "true" };
            return format!("{name} is {said}");
        }
        let edge = |cell| self.value(axis.input, cuts.below(cell));
        match (from > 0, to < cuts.intervals()) {
            (false, true) => format!("{name} below {}", edge(to)),
            (true, false) => format!("{name} {} or more", edge(from)),
            (true, true) => format!("{name} from {} to below {}", edge(from), edge(to)),
            (false, false) => format!("{name} known"),
        }
    }

    /// Some categories of an axis of text: `contract = One year or Two year`.
    pub(crate) fn categories(&self, axis: &Axis, codes: &[usize]) -> String {
        let name = self.name(axis.input);
        let Scale::Levels(levels) = &axis.scale else { return name.to_owned() };
        const SHOWN: usize = 4;
        let mut said: Vec<&str> = codes.iter().take(SHOWN).map(|&code| levels.name(code)).collect();
        let more = format!("{} more", codes.len().saturating_sub(SHOWN));
        if codes.len() > SHOWN {
            said.push(&more);
        }
        format!("{name} = {}", said.join(" or "))
    }

    /// Some cells of an axis, in ascending order; none of them is missing. No cell at all is missing.
    pub(crate) fn cells(&self, axis: &Axis, cells: &[usize]) -> String {
        match (cells, &axis.scale) {
            ([], _) => format!("{} missing", self.name(axis.input)),
            ([first, .., last], Scale::Cuts(_)) => self.interval(axis, *first, last + 1),
            ([only], Scale::Cuts(_)) => self.interval(axis, *only, only + 1),
            (_, Scale::Levels(_)) => self.categories(axis, cells),
        }
    }

    /// A difference of answers, with its sign.
    pub(crate) fn difference(&self, units: f64) -> String {
        format!("{}{}", if units >= 0.0 { "+" } else { "" }, short(units))
    }
}

/// A share in percent, with a decimal where it is small.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 9.95 || percent > 99.0 && percent < 100.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

/// A number with four digits that matter.
pub(crate) fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() || value.abs() >= 1e15 {
        return show_number(value);
    }
    let digits = (3 - value.abs().log10().floor() as i32).clamp(0, 12);
    let power = 10f64.powi(digits);
    show_number((value * power).round() / power)
}
