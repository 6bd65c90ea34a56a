//! The template: it can always be read, and it carries the answers.

use plan::{Answers, QUESTIONS, answer, template};
use proptest::prelude::*;

use crate::reading::parse;

#[test]
fn without_answers_it_is_an_empty_plan() {
    let text = template(&Answers::default());
    let plan = parse(&text).unwrap();
    assert_eq!(plan.terms().len(), 0);
    assert!(QUESTIONS.iter().all(|question| !(question.answered)(&plan)));
    for question in &QUESTIONS {
        assert!(text.contains(question.ask), "asks: {}", question.ask);
        assert!(text.contains(question.example), "shows: {}", question.example);
    }
}

#[test]
fn every_comment_that_is_a_key_is_a_key() {
    // Uncommenting all examples gives a plan that can be read: the examples are no lies.
    let text = template(&Answers::default());
    let is_key = |line: &str| {
        let bare = line.trim_start_matches("# ");
        let key = bare.split(" = ").next().unwrap_or_default();
        let named = bare.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        named || (bare.starts_with("[[") && bare.ends_with("]]"))
    };
    let open: Vec<&str> =
        text.lines().map(|line| if is_key(line) { line.trim_start_matches("# ") } else { line }).collect();
    let plan = parse(&open.join("\n")).unwrap();
    assert!(QUESTIONS.iter().all(|question| (question.answered)(&plan)));
    assert_eq!(plan.reviews.len() + plan.options.len() + plan.allowed.len() + plan.requirements.len(), 4);
}

#[test]
fn every_question_can_be_answered_by_its_example() {
    let mut answers = Answers::default();
    for question in &QUESTIONS {
        answers.set(question.key, question.example).unwrap();
    }
    let plan = parse(&template(&answers)).unwrap();
    assert!(QUESTIONS.iter().all(|question| (question.answered)(&plan)));
    assert_eq!(plan.success.at_least.unwrap().value, 20_000.0);
    assert_eq!(plan.worth.false_positive.unwrap().expected(), -8.0);
    assert!(plan.people[0].champion);
}

#[test]
fn an_answer_of_the_wrong_kind_is_refused() {
    let mut answers = Answers::default();
    assert!(answers.set("success.metric", "acu").unwrap_err().hint.unwrap().contains("\"auc\""));
    answers.set("success.metric", "auc").unwrap();
    for (key, text) in [
        ("success.at_least", "84"),
        ("success.at_least", "0,84"),
        ("success.smallest_gain", "-1"),
        ("today.cost_per_month", "a lot"),
        ("worth.true_positive", "inf"),
        ("plan.wy", "x"),
    ] {
        assert!(answers.set(key, text).is_err(), "{key} = {text}");
    }
    answers.set("worth.cases_per_month", "7,000").unwrap();
    answers.set("plan.why", "   ").unwrap();
    assert_eq!((answers.why.clone(), answers.cases_per_month.as_deref()), (None, Some("7,000")));
    assert_eq!(parse(&template(&answers)).unwrap().worth.cases_per_month.unwrap().expected(), 7_000.0);
}

proptest! {
    #[test]
    fn whatever_is_answered_it_can_be_read_back(texts in prop::collection::vec(any::<String>(), 6), number in any::<f64>()) {
        let [why, question, rule, champion, target, odd] = <[String; 6]>::try_from(texts).unwrap();
        let answers = Answers {
            why: Some(why.clone()),
            question: Some(format!("\"{question}\"\n'''{question}\\")),
            rule: Some(rule.clone()),
            champion: Some(champion.clone()),
            target: Some(target.clone()),
            metric: Some(odd.clone()),
            at_least: Some(odd),
            true_positive: Some(number.to_string()),
            ..Answers::default()
        };
        let text = template(&answers);
        let plan = parse(&text);
        prop_assert!(plan.is_ok(), "{:?}\n{text}", plan);
        let plan = plan.unwrap();
        prop_assert_eq!(&plan.aim.why.as_ref().unwrap().value, &why);
        prop_assert_eq!(&plan.today.rule.as_ref().unwrap().value, &rule);
        prop_assert_eq!(&plan.data.target.as_ref().unwrap().value, &target);
        prop_assert_eq!(&plan.people[0].name.as_ref().unwrap().value, &champion);
        prop_assert_eq!(plan.aim.question.as_ref().unwrap().value.contains(&question), true);
        prop_assert_eq!(plan.worth.true_positive.map(|worth| worth.expected()), number.is_finite().then_some(number));
        prop_assert_eq!(answer(&plan.aim.ideal), None);
    }
}
