//! The built-in learners, simplest first: one file each, one line in [`LEARNERS`].

pub(crate) mod additive;
pub(crate) mod boosting;
pub(crate) mod constant;
pub(crate) mod linear;
pub(crate) mod one_rule;
pub(crate) mod one_versus_rest;
pub(crate) mod sketch;
pub(crate) mod tree;

use report::Fault;

pub use additive::Additive;
pub use boosting::Boosting;
pub use constant::Constant;
pub use linear::Linear;
pub use one_rule::OneRule;
pub use sketch::Sketch;
pub use tree::Tree;

use crate::Learner;

/// The built-in learners, simplest first.
pub const LEARNERS: &[&dyn Learner] = &[&Constant, &OneRule, &Linear, &Tree, &Additive, &Boosting];

/// The built-in learner of this name.
///
/// # Errors
/// When there is none; the hint names the nearest.
pub fn learner(name: &str) -> Result<&'static dyn Learner, Fault> {
    let names: Vec<&str> = LEARNERS.iter().map(|learner| learner.name()).collect();
    if let Some(place) = names.iter().position(|known| *known == name) {
        return Ok(LEARNERS[place]);
    }
    let wanted = name.to_lowercase().replace(['_', ' '], "-");
    let near = names.iter().min_by_key(|known| strsim::damerau_levenshtein(known, &wanted));
    let near = near.filter(|known| strsim::damerau_levenshtein(known, &wanted) <= 2);
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known learners: {}", names.join(", ")),
    };
    Err(Fault::new(format!("there is no learner `{name}`")).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_learner_is_found_by_its_name_and_a_typo_finds_the_near_one() {
        for known in LEARNERS {
            assert_eq!(learner(known.name()).unwrap().name(), known.name());
        }
        assert_eq!(learner("boostin").err().unwrap().hint.unwrap(), "did you mean `boosting`?");
        assert_eq!(learner("One_Rule").err().unwrap().hint.unwrap(), "did you mean `one-rule`?");
        assert!(learner("quantum").err().unwrap().hint.unwrap().contains("constant, one-rule"));
    }
}
