//! What the user may have meant: the nearest name to a slip, and the names to choose from.

/// The candidate the word was most plausibly meant to be, if it looks like a slip of one.
///
/// Upper and lower case and `-`, `_` and spaces do not count. Of equally near ones, the first.
pub fn nearest<'a, S>(word: &str, candidates: impl IntoIterator<Item = &'a S>) -> Option<&'a str>
where
    S: AsRef<str> + ?Sized + 'a,
{
    let word = plain(word);
    candidates
        .into_iter()
        .map(|candidate| candidate.as_ref())
        .filter_map(|candidate| Some((slips(&word, &plain(candidate))?, candidate)))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// The names as a choice in a sentence: `` `a`, `b` or `c` ``. Of many only the first are listed.
pub fn one_of<'a, S>(candidates: impl IntoIterator<Item = &'a S>) -> String
where
    S: AsRef<str> + ?Sized + 'a,
{
    /// A hint is one or two lines.
    const NAMES: usize = 10;
    const LETTERS: usize = 160;

    let names: Vec<String> = candidates.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    let mut letters = 0;
    let room = names.iter().take_while(|name| {
        letters += name.chars().count() + 2;
        letters <= LETTERS
    });
    let shown = room.count().clamp(1, NAMES).min(names.len());
    // "and 1 more" is no shorter than the name itself.
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] if first.len() <= shown => format!("{} or {last}", first.join(", ")),
        many => format!("{} and {} more", many[..shown].join(", "), crate::number::count(many.len() - shown)),
    }
}

fn plain(word: &str) -> String {
    word.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// How many slips lead from the word to the candidate; none if too many to be plausible.
fn slips(word: &str, candidate: &str) -> Option<usize> {
    let (word_length, length) = (word.chars().count(), candidate.chars().count());
    let plausible = match word_length.max(length) {
        ..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let slips = strsim::damerau_levenshtein(word, candidate);
    // A name broken off, or given an ending: `churn` for `churned`. Less near than a slip.
    let ending = word_length.min(length) >= 4 && (candidate.starts_with(word) || word.starts_with(candidate));
    if slips <= plausible {
        Some(slips)
    } else if ending {
        Some(slips.max(plausible + 1))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised() {
        let columns = ["customerID", "Churn", "tenure", "TotalCharges", "MonthlyCharges"];
        for (word, meant) in [
            ("churn", "Churn"),
            ("total_charges", "TotalCharges"),
            ("Total-Chagres", "TotalCharges"),
            ("tenrue", "tenure"),
            ("Churned", "Churn"),
            ("customer", "customerID"),
            ("monthlycharge", "MonthlyCharges"),
        ] {
            assert_eq!(nearest(word, &columns), Some(meant), "{word}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for word in ["income", "x", "", "Chart"] {
            assert_eq!(nearest(word, ["Churn", "tenure", "y"]), None, "{word}");
        }
        assert_eq!(nearest("churn", &[] as &[String]), None);
    }

    #[test]
    fn the_nearest_wins_then_the_first() {
        assert_eq!(nearest("price", ["prices", "price_", "pride"]), Some("price_"));
        assert_eq!(nearest("price", ["prise", "pride"]), Some("prise"));
    }

    #[test]
    fn choices() {
        assert_eq!(one_of(&[] as &[&str]), "");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "`a`, `b` or `c`");
        let many: Vec<String> = (0..1_500).map(|number| format!("c{number}")).collect();
        assert_eq!(
            one_of(&many),
            "`c0`, `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, `c8`, `c9` and 1,490 more"
        );
        assert_eq!(one_of(&many[..11]).matches("more").count(), 0);
        assert!(one_of(&vec!["x".repeat(100); 5]).len() < 160);
    }
}
