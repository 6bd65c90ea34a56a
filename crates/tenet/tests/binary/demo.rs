//! The demo, as a newcomer runs it.

use crate::{object, tenet};

#[test]
fn the_demo_tells_its_story_twice_over() {
    let folder = tempfile::tempdir().unwrap();
    let run = tenet(folder.path(), &["demo"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for told in
        ["retention_offer", "post-outcome-column", "tenet scope", "tenet experiment", "tenet evaluate", "EUR"]
    {
        assert!(run.stdout.contains(told), "the demo does not tell of {told}: {}", run.stdout);
    }
    for file in ["tenet.toml", "data/customers.csv", "report.html", "predictions.csv"] {
        assert!(folder.path().join("tenet-demo").join(file).exists(), "{file} is not there");
    }
    let scope = ["scope", "tenet-demo/data/customers.csv", "--target", "churned", "--positive", "yes"];
    let readme = include_str!("../../../../README.md");
    let shown = readme
        .split(&format!("$ tenet {}\n", scope.join(" ")))
        .nth(1)
        .and_then(|rest| rest.split("\n```").next());
    let shown = shown.expect("the README shows this command");
    let printed = tenet(folder.path(), &scope).stdout;
    assert!(printed.starts_with(shown), "the README shows something else than\n{printed}");
    let again = tenet(folder.path(), &["demo"]);
    assert_eq!((again.code, again.stdout), (0, run.stdout), "the second run differs");
}

#[test]
fn the_demo_leaves_a_strangers_folder_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    std::fs::write(folder.path().join("mine/thesis.txt"), "years of work").unwrap();
    let (code, refusal) = object(folder.path(), &["demo", "mine"]);
    assert_eq!(code, 2, "{refusal}");
    assert_eq!(std::fs::read_to_string(folder.path().join("mine/thesis.txt")).unwrap(), "years of work");
}
