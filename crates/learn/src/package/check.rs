//! Whether what was read makes sense together: a package may be written by other hands, with right digests
//! and wrong contents.

use frame::Task;

use super::Package;

/// What contradicts itself, if anything does.
pub(super) fn sound(package: &Package) -> Result<(), String> {
    let contract = &package.contract;
    let classes = contract.classes.len();
    match contract.task {
        Task::Binary if classes != 2 => return Err(format!("a binary task with {classes} classes")),
        Task::Multiclass if classes < 2 => {
            return Err(format!("several classes, of which {classes} are named"));
        }
        _ => {}
    }
    let width = if contract.task == Task::Multiclass { classes } else { 1 };
    if contract.fallback.len() != width || contract.fallback.iter().any(|value| !value.is_finite()) {
        return Err("the fallback does not fit the task".to_owned());
    }
    if package.threshold.is_some_and(|threshold| !(0.0..=1.0).contains(&threshold)) {
        return Err("the threshold is not between 0 and 1".to_owned());
    }
    for name in package.model.inputs() {
        if contract.feature(name).is_none() {
            return Err(format!("the model uses the column `{name}`, the contract does not know it"));
        }
    }
    package.model.sound(contract.task, &contract.classes)
}
