//! Reading a metric's name: `auc`, `recall@precision=0.8`; a name that does not fit is answered with one that
//! does.

use frame::Task;
use report::{Fault, suggest};

use super::list::{Entry, METRICS};
use super::{Metric, Worth};

impl Metric {
    /// The metric of this name; case, spaces and `-` for `_` do not matter. `money` needs the plan's `worth`.
    ///
    /// # Errors A name that is unknown (with the nearest known one), that does not fit the task, whose level
    /// is absent or not between 0 and 1, or `money` without its worth.
    pub fn parse(name: &str, task: Task, worth: Option<&Worth>) -> Result<Metric, Fault> {
        let plain = name.trim().to_lowercase().replace(['-', ' '], "_");
        let (stem, level) = match plain.split_once('=') {
            Some((stem, level)) => (stem.trim_matches('_'), Some(level.trim_matches('_'))),
            None => (plain.as_str(), None),
        };
        let entry = METRICS.iter().find(|entry| entry.name == stem || entry.aliases.contains(&stem));
        let entry = entry.ok_or_else(|| unknown(name, stem, task))?;
        if !entry.tasks.contains(&task) {
            return Err(misfit(entry, task));
        }
        let with_level = matches!(entry.name, "recall@precision" | "precision@recall");
        if !with_level && level.is_some() {
            return Err(Fault::new(format!("{} takes no level, found `{name}`", entry.name))
                .hint(format!("write `{}`", entry.name)));
        }
        Ok(match entry.name {
            "auc" => Metric::Auc,
            "log_loss" => Metric::LogLoss,
            "brier" => Metric::Brier,
            "accuracy" => Metric::Accuracy,
            "f1" => Metric::F1,
            "recall@precision" => Metric::RecallAtPrecision(share(entry, level, name)?),
            "precision@recall" => Metric::PrecisionAtRecall(share(entry, level, name)?),
            "rmse" => Metric::Rmse,
            "mae" => Metric::Mae,
            "mape" => Metric::Mape,
            "smape" => Metric::Smape,
            "mase" => Metric::Mase,
            "r2" => Metric::R2,
            _ => Metric::Money(worth.ok_or_else(no_worth)?.clone()),
        })
    }
}

fn unknown(name: &str, stem: &str, task: Task) -> Fault {
    let known = METRICS.iter().flat_map(|entry| entry.aliases.iter().chain([&entry.name])).copied();
    let hint = match suggest::nearest(stem, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("for {} there are {}", wanted(task), fitting(task)),
    };
    Fault::new(format!("there is no metric `{name}`")).hint(hint)
}

fn misfit(entry: &Entry, task: Task) -> Fault {
    let needs = match entry.tasks {
        [Task::Binary] => "two classes",
        [Task::Forecast] => "a series to forecast (one row a period, with --time)",
        [Task::Regression, ..] => "a number as target",
        [Task::Binary, Task::Multiclass] => "classes",
        _ => "two classes or a number as target",
    };
    Fault::new(format!("{} needs {needs}, and the target is {}", entry.name, wanted(task)))
        .hint(format!("use {}", fitting(task)))
}

fn no_worth() -> Fault {
    Fault::new("money needs the worth of a right and a wrong answer, and none is given")
        .hint("write a [worth] section in tenet.toml, or decide by another metric")
}

/// The level behind `=`, above 0 and up to 1.
fn share(entry: &Entry, level: Option<&str>, name: &str) -> Result<f64, Fault> {
    let example = format!("write for instance `{}=0.8`", entry.name);
    let Some(level) = level else {
        return Err(Fault::new(format!("{} needs a level", entry.name)).hint(example));
    };
    match level.parse::<f64>() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => {
            Err(Fault::new(format!("the level in `{name}` is not a number above 0 and up to 1"))
                .hint(example))
        }
    }
}

fn wanted(task: Task) -> &'static str {
    match task {
        Task::Binary => "one of two classes",
        Task::Multiclass => "one of three or more classes",
        Task::Regression => "a number",
        Task::Forecast => "the next numbers of a series",
    }
}

fn fitting(task: Task) -> String {
    suggest::one_of(METRICS.iter().filter(|entry| entry.tasks.contains(&task)).map(|entry| entry.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(name: &str, task: Task) -> String {
        let fault = Metric::parse(name, task, None).unwrap_err();
        format!("{} ({})", fault.message, fault.hint.unwrap_or_default())
    }

    #[test]
    fn every_name_reads_back_as_itself() {
        let worth = Worth::default();
        for entry in METRICS {
            for name in entry.aliases.iter().chain([&entry.name]) {
                let level = if name.contains('@') { "=0.25" } else { "" };
                let metric = Metric::parse(&format!("{name}{level}"), entry.tasks[0], Some(&worth)).unwrap();
                assert_eq!(metric.entry().name, entry.name);
                assert_eq!(metric.title(), entry.title);
                assert_eq!(metric.name(), format!("{}{level}", entry.name));
            }
        }
        assert_eq!(Metric::parse(" Log-Loss ", Task::Binary, None), Ok(Metric::LogLoss));
        assert_eq!(
            Metric::parse("recall @ precision = .8".replace(" @ ", "@").as_str(), Task::Binary, None),
            Ok(Metric::RecallAtPrecision(0.8))
        );
    }

    #[test]
    fn the_default_fits_its_task() {
        for task in [Task::Binary, Task::Multiclass, Task::Regression, Task::Forecast] {
            assert!(Metric::default_for(task).entry().tasks.contains(&task));
        }
    }

    #[test]
    fn a_name_that_does_not_fit_is_answered_with_one_that_does() {
        assert_eq!(fault("auk", Task::Binary), "there is no metric `auk` (did you mean `auc`?)");
        assert_eq!(
            fault("auc", Task::Regression),
            "auc needs two classes, and the target is a number (use `rmse`, `mae`, `mape`, `smape`, `r2` or `money`)"
        );
        assert_eq!(
            fault("rmse", Task::Multiclass),
            "rmse needs a number as target, and the target is one of three or more classes \
             (use `log_loss`, `brier`, `accuracy` or `f1`)"
        );
        assert!(
            fault("zebra crossing", Task::Multiclass)
                .contains("there are `log_loss`, `brier`, `accuracy` or `f1`")
        );
        assert!(fault("money", Task::Binary).contains("[worth]"));
        assert!(fault("recall@precision", Task::Binary).contains("needs a level"));
        assert!(fault("recall@precision=80", Task::Binary).contains("above 0 and up to 1"));
        assert!(fault("f1=0.5", Task::Binary).contains("takes no level"));
    }
}
