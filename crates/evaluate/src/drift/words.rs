//! How figures are said.

use ::report::number::{count, percent, significant};
use frame::Column;

use super::Input;
use super::causes::plain;
use super::cost::Cost;
use super::evidence::Measured;
use super::moved::{median, sorted};
use super::withheld::{self, Withheld};

/// What went from what to what.
pub fn from_to(was: &Column, is: &Column) -> Option<String> {
    let (was, is) = (plain(was), plain(is));
    if let (Some(a), Some(b)) = (sorted(&was), sorted(&is)) {
        let show = |value: f64| significant(value, 3);
        return (!a.is_empty() && !b.is_empty())
            .then(|| format!("its median went from {} to {}", show(median(&a)), show(median(&b))));
    }
    let (before, now) = (super::causes::shares(&was), super::causes::shares(&is));
    let of = |shares: &std::collections::BTreeMap<String, f64>, name: &str| {
        shares.get(name).copied().unwrap_or(0.0)
    };
    let most = before.keys().max_by(|a, b| {
        (of(&now, a) - of(&before, a)).abs().total_cmp(&(of(&now, b) - of(&before, b)).abs())
    })?;
    Some(format!("`{most}` went from {} to {}", percent(of(&before, most)), percent(of(&now, most))))
}

/// What a change costs, in a sentence; nothing where no model can tell.
pub fn cost(cost: Option<&Cost>, measured: &Measured) -> String {
    let Some(cost) = cost else { return String::new() };
    let money = cost.money_per_month.filter(|money| money.abs() >= 0.5).map_or(String::new(), |money| {
        let verb = if money > 0.0 { "loses" } else { "brings" };
        let amount = ::report::number::money(money.abs(), measured.currency.as_deref().unwrap_or_default());
        format!(", which {verb} {amount} a month")
    });
    let who = &measured.model_words;
    let (before, after) = differing(cost.loss_before, cost.loss_after);
    if cost.share_of_gain < 0.005 {
        return format!(
            "It costs next to nothing: the loss of {who} stays at {}{money}.",
            significant(cost.loss_before, 3)
        );
    }
    format!(
        "It costs {} the gain of {who} over knowing nothing: the loss goes from {before} to {after}{money}.",
        part(cost.share_of_gain)
    )
}

/// A share of a gain before its name: `41 % of`, or `more than all of` where more is lost than there was.
pub fn part(share: f64) -> String {
    if share > 1.0 { "more than all of".to_owned() } else { format!("{} of", percent(share)) }
}

/// Two numbers with so many digits that they can be told apart, three at least.
pub fn differing(a: f64, b: f64) -> (String, String) {
    let shown = |digits: usize| (significant(a, digits), significant(b, digits));
    (3..8).map(shown).find(|(a, b)| a != b).unwrap_or_else(|| shown(3))
}

/// Some names in a sentence.
pub fn some(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(3) {
        0 => shown.join(", "),
        more => format!("{} and {} more", shown.join(", "), count(more as u64)),
    }
}

/// What a reader should know of how it was done.
pub fn remarks(measured: &Measured, input: &Input<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    if measured.same {
        remarks.push(format!(
            "{} and {} are the same, byte by byte: nothing can have moved.",
            measured.data, measured.reference
        ));
    }
    let looked = measured.rows_looked_at;
    for (rows, all, name) in [
        (looked.data, measured.rows, &measured.data),
        (looked.reference, measured.rows_reference, &measured.reference),
    ] {
        if (rows as u64) < all {
            remarks.push(format!(
                "Of the {} rows of {name} a seeded sample of {} was looked at.",
                count(all),
                count(rows as u64)
            ));
        }
    }
    if let Some(group) = &input.group {
        remarks.push(format!("Rows of one {group} count as one, since they are alike."));
    }
    match measured.model {
        Some("quick-model") => remarks.push(
            "Costs are those of a quick model of the reference, a stand-in for the one at work; name that with --package.".to_owned(),
        ),
        Some("package") if input.made_from_reference => remarks.push(
            "The package was made from the reference, so its quality there is that of models learned in the same way from other rows of it."
                .to_owned(),
        ),
        Some(_) => {}
        None => remarks.push(
            "What a move costs is not known: there is neither a package (--package) nor a column of answers (--target).".to_owned(),
        ),
    }
    // Without answers in both tables nobody would tell it anyway.
    let answered = measured.label.is_some();
    let told = |withheld: &Withheld<'_>| answered || !matches!(withheld, Withheld::Fault(..));
    if let Some(withheld) =
        withheld::relation(measured).filter(|withheld| measured.model.is_some() && told(withheld))
    {
        remarks.push(withheld.words());
    }
    if measured.concept.as_ref().is_some_and(|concept| concept.expected.is_none()) {
        remarks.push(
            "The rows of the two tables differ so much that a changed relation cannot be told from other rows.".to_owned(),
        );
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_shown_with_digits_that_differ() {
        assert_eq!(differing(0.200_12, 0.200_48), ("0.2001".to_owned(), "0.2005".to_owned()));
        assert_eq!(differing(0.198, 0.263), ("0.198".to_owned(), "0.263".to_owned()));
        assert_eq!(differing(0.2, 0.2), ("0.2".to_owned(), "0.2".to_owned()));
        assert_eq!([0.41, 1.0, 9.0].map(part), ["41.0 % of", "100 % of", "more than all of"]);
    }
}
