//! Words that speak of how and when: which algorithm, framework, platform or way of delivery.
//!
//! Three tiers, so that a python, a forest fire or a train delay is left in peace. Some phrases can mean
//! nothing but a solution ("random forest"). Some names are also words, or may be what the project is
//! about ("Spark", "our AWS bill"): they count only as means, that is with work to do ("build", "predict") and
//! a word that puts the name to it ("in", "on", "with", "using"). Some things count only when *we* make
//! them ("train a model").

use crate::vocabulary::{
    AFTER_MEANS, ANSWER, ANSWERED_IN, ARTICLES, ASKING, BUILD, BUILT, Kind, MADE, MAKE, NAMES, OTHER_MODELS,
    PLAIN, QUESTION, SMALL_NUMBERS, TO_MEANS,
};

/// A word of a text: lower case, where it stands, and how it hangs on to the one before.
struct Word<'a> {
    lower: String,
    raw: &'a str,
    start: usize,
    hyphened: bool,
    /// Begins a clause: first in the text, or after punctuation.
    opens: bool,
    /// Begins a sentence.
    begins: bool,
}

/// The solution words in a text, as written, each once, in order.
pub(crate) fn solution_words(text: &str) -> Vec<(&str, Kind)> {
    let words = split(text);
    let mut found: Vec<(std::ops::Range<usize>, Kind)> = Vec::new();
    for from in 0..words.len() {
        let hit = plain(&words, from)
            .or_else(|| made(&words, from))
            .or_else(|| means(&words, from))
            .or_else(|| sprints(&words, from));
        if let Some((to, kind)) = hit {
            let range = words[from].start..words[to - 1].start + words[to - 1].raw.len();
            if found.last().is_none_or(|(last, _)| last.end < range.end) {
                found.push((range, kind));
            }
        }
    }
    let mut shown: Vec<(&str, Kind)> = Vec::new();
    for (range, kind) in found {
        if !shown.iter().any(|(word, _)| *word == &text[range.clone()]) {
            shown.push((&text[range], kind));
        }
    }
    shown
}

fn split(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    let mut between = ".";
    let mut rest = 0;
    while let Some(start) = text[rest..].find(char::is_alphanumeric).map(|at| rest + at) {
        let end = text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |at| start + at);
        if rest > 0 {
            between = &text[rest..start];
        }
        let begins = between.contains(['.', '!', '?', ';', '\n']);
        words.push(Word {
            lower: text[start..end].to_lowercase(),
            raw: &text[start..end],
            start,
            hyphened: between == "-",
            opens: begins || between.contains([',', ':', '(', ')', '"', '–', '—']),
            begins,
        });
        rest = end;
    }
    words
}

/// The longest phrase of `lists` that stands at `from`: the position after it, and its kind.
fn phrase(words: &[Word], from: usize, lists: &[(Kind, &[&str])]) -> Option<(usize, Kind)> {
    let length = |phrase: &str| {
        let mut at = from;
        for (spaced, part) in phrase.split(' ').enumerate() {
            for (hyphened, piece) in part.split('-').enumerate() {
                let word = words.get(at)?;
                let joined =
                    (hyphened == 0 || word.hyphened) && ((spaced, hyphened) == (0, 0) || !word.opens);
                if word.lower != piece || !joined {
                    return None;
                }
                at += 1;
            }
        }
        Some(at)
    };
    let all = lists.iter().flat_map(|(kind, phrases)| phrases.iter().map(move |phrase| (*phrase, *kind)));
    all.filter_map(|(phrase, kind)| Some((length(phrase)?, kind))).max_by_key(|(to, _)| *to)
}

fn is(words: &[Word], at: usize, list: &[&str]) -> bool {
    words.get(at).is_some_and(|word| list.contains(&word.lower.as_str()))
}

fn plain(words: &[Word], from: usize) -> Option<(usize, Kind)> {
    let (to, kind) = phrase(words, from, PLAIN)?;
    let asked_about = kind != Kind::Algorithm
        && from > 0
        && is(words, from - 1, ASKING)
        && !words[from].opens
        && words.get(to).is_some_and(|next| !next.opens)
        && !is(words, to, AFTER_MEANS);
    let of_trees = words[from].lower == "random"
        && is(words, to, &["plot", "plots", "stand", "stands", "patch", "patches"]);
    (!asked_about && !of_trees).then_some((to, kind))
}

/// "Train a model": a verb of making that is ours, an article, and at most three words on the way.
fn made(words: &[Word], from: usize) -> Option<(usize, Kind)> {
    let tuning = is(words, from, &["fine"]) && is(words, from + 1, &["tune", "tuning"]);
    let verb = if tuning { from + 1 } else { from };
    if !is(words, verb, MAKE) || !(ours(words, from)) {
        return None;
    }
    let start = verb + 1;
    if !(tuning || is(words, start, ARTICLES)) {
        return None;
    }
    for at in start..(start + 5).min(words.len()) {
        if words[at].opens
            || is(words, at, &["of", "for", "in", "on", "with", "to", "and", "that", "by", "from"])
        {
            return None;
        }
        if let Some((to, kind)) = phrase(words, at, MADE) {
            // A model railway, a model of shoe, an app store: another noun makes it something else.
            let itself = words.get(to).is_none_or(|next| next.opens)
                || is(words, to, AFTER_MEANS)
                || is(words, to, &["of"]) && tuning;
            let only_used = kind != Kind::Algorithm && is(words, verb, &["use", "using"]);
            let other = is(words, to - 1, &["model"]) && is(words, to - 2, OTHER_MODELS);
            if itself && !only_used && !other {
                return Some((to, kind));
            }
        }
    }
    None
}

/// Whether the verb at this place is something we are to do, not something those asked about do.
fn ours(words: &[Word], verb: usize) -> bool {
    if words[verb].opens
        || is(
            words,
            verb.wrapping_sub(1),
            &["we", "i", "should", "must", "shall", "lets", "us", "please", "by"],
        )
    {
        return true;
    }
    let goal = is(words, verb.wrapping_sub(1), &["to"])
        && is(words, verb.wrapping_sub(2), &["is", "want", "need", "plan", "goal", "aim"]);
    goal && (verb.saturating_sub(4)..verb).any(|at| is(words, at, &["is", "we", "goal", "aim"]))
}

/// "In Python": a name with work to do in its sentence and a word that puts the name to it.
fn means(words: &[Word], from: usize) -> Option<(usize, Kind)> {
    let (to, kind) = phrase(words, from, NAMES)?;
    let ends = words.get(to).is_none_or(|next| next.opens);
    if !ends && !is(words, to, AFTER_MEANS) {
        return None;
    }
    let mut before = from;
    while before > 0 && !words[before].opens && is(words, before - 1, ARTICLES) {
        before -= 1;
    }
    if before == 0 || words[before].opens {
        return None;
    }
    let put = before - 1;
    if !is(words, put, TO_MEANS) {
        return None;
    }
    // "Use Spark": nothing else is needed when we are the ones to use it.
    if is(words, put, &["use", "using", "apply", "applying"]) && ours(words, put) {
        return Some((to, kind));
    }
    let name: Vec<&str> = words[from..to].iter().map(|word| word.lower.as_str()).collect();
    let answered_with = kind != Kind::Platform
        && (!is(words, put, &["in", "on", "onto"]) || ANSWERED_IN.contains(&name.join(" ").as_str()));
    let worked = (our_part(words, put)..put).any(|at| {
        is(words, at, BUILD)
            || (kind != Kind::Algorithm && is(words, at, BUILT))
            || (answered_with && is(words, at, ANSWER))
    });
    worked.then_some((to, kind))
}

/// Where, before the word at `at`, the part of its sentence begins that speaks of our doing: the sentence, or
/// after a question the last clause; nowhere (`at`) when that clause is the question.
fn our_part(words: &[Word], at: usize) -> usize {
    let begin = |of: fn(&Word) -> bool| (0..=at).rev().find(|&at| of(&words[at])).unwrap_or(0);
    let sentence = begin(|word| word.begins);
    let clause = begin(|word| word.opens);
    match (is(words, sentence, QUESTION), is(words, clause, QUESTION)) {
        (false, _) => sentence,
        (true, false) => clause,
        (true, true) => at,
    }
}

/// "In two sprints".
fn sprints(words: &[Word], from: usize) -> Option<(usize, Kind)> {
    let counted = is(words, from, &["in", "within"]) && is(words, from + 1, SMALL_NUMBERS);
    (counted && is(words, from + 2, &["sprint", "sprints"])).then_some((from + 3, Kind::Delivery))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talk_of_solutions_is_heard() {
        for text in [
            "Use a random forest to find who leaves",
            "Which customers leave, by XGBoost?",
            "Predict churn with Spark on Kubernetes",
            "Fine-tune an LLM on our tickets",
            "Deploy on AWS so that the desk sees it",
            "A deep-learning approach finds more",
            "A dashboard in Tableau for the sponsor",
            "Train a model that finds fraud",
            "We should build a simple classifier",
            "Our goal is to build a model for churn",
            "Build the forecast in Python",
            "Written in R",
            "Who leaves? Use machine learning.",
            "Score customers using AI",
            "Create a dashboard for the desk",
            "Predict the load with a neural network",
            "Serve it as a REST API",
            "Done in two sprints",
            "scikit-learn finds who leaves",
            "Segment them with k-means",
            "Use ChatGPT to answer tickets",
            "Host the forecast in the cloud",
            "By training a regressor on last year",
            "Build it on Databricks",
            "Who leaves, trained with Spark?",
            "An app hosted on AWS and a CI/CD chain",
            "The goal is to fine-tune a LLM of our own",
            "Build an LLM chatbot for the desk",
            "I want an AI that predicts churn",
            "We need a model that ranks the leads",
            "Predict prices using gradient-boosted trees",
            "Fast answers: implement it with machine learning",
        ] {
            assert!(!solution_words(text).is_empty(), "not heard: {text}");
        }
    }

    #[test]
    fn other_talk_is_left_in_peace() {
        for text in [
            "Which python will lay eggs this season?",
            "Which offers spark interest?",
            "Where do forest fires start next week?",
            "Which neural patients relapse?",
            "Which cluster of shops runs out of milk?",
            "Whom the desk calls",
            "Which of our cloud invoices are wrong?",
            "Which trains are late, and which train drivers are short of rest?",
            "Which transformers on the grid fail next year?",
            "Which model of car comes back under warranty?",
            "Who builds a model railway?",
            "Which visitors look at the pandas?",
            "Which Kubernetes clusters run out of memory tonight?",
            "Our AWS bill grows by 20 % a month",
            "Forecast what we spend on AWS next quarter",
            "Predict which offers to show in the app",
            "Which essays were written with ChatGPT?",
            "Detect essays written with AI",
            "Predict which jobs are lost to AI",
            "Which jobs run on Snowflake?",
            "Which batch jobs fail tonight?",
            "We develop a new model of shoe each year",
            "Whether we use a new delivery service",
            "Predict rain in the cloud",
            "The call script we write for the desk",
            "Which machine learning students drop out of the course?",
            "Which leads should we call to build a pipeline for next year?",
            "We score candidates in Excel today; who should be invited?",
            "Which decision tree branches do agents skip?",
            "Where should we build a depot to serve more shops?",
            "We need a new fashion model for spring",
            "We want to build a business model that lasts",
            "Our goal is to develop a new pricing model",
            "Should we host the fair in the cloud forest?",
            "Predict the dose in ml",
            "Forecast the change in R after the holidays",
            "Forecast arrivals on Java",
            "Predict births in pandas",
            "Predict failures in transformers",
            "Find singers who do best in ensemble",
            "Predict which stars show a redshift",
            "Which data centre containers overheat in summer?",
            "Who reads notebooks, and who writes in them?",
            "Plan the train service to the airport",
            "Keep the model 3 line running",
            "Every clerk can trust the score and act on it within a day",
            "Predict which servers on AWS fail",
            "Which developers using Airflow need help?",
            "Which gas pipeline leaks?",
            "Which companies will build a pipeline next year?",
            "Who excels in maths and needs R rated films?",
            "We need it by 1 March, before the season starts",
            "Which patients have a GPT above the limit?",
            "LLM students who drop out",
            "Which random forest plots should be walked?",
            "What vitamin K means for bleeding",
            "The regression of a tumour after treatment",
            "Which customers will use the app next month?",
            "Which rust on bridges needs work first?",
            "Container ships that arrive late cost 5,000 EUR a day",
            "The sprint times of runners",
            "Which batch of steel will crack?",
            "Readers of Kafka buy Camus next",
            "One in four leaves; each is worth about 400 EUR a year.",
            "Predict which machines fail in the next 30 days",
            "Which cows need artificial insemination (AI)?",
            "A service desk that answers within an hour",
            "We train our staff on the new rules",
            "Which apps will be uninstalled, and which app is next?",
            "Predict the wind through the airflow sensors",
        ] {
            assert_eq!(solution_words(text), [], "{text}");
        }
    }
}
