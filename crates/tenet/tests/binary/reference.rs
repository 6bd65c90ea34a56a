//! The reference pages are what the code says. They are written anew by `make reference`.

use std::fs;
use std::path::Path;

use crate::tenet;

/// Hold a page to what it should be, or write it when asked to.
fn page(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(name);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/reference/{name} is not what the code says; write it anew: make reference"
    );
}

#[test]
fn rules() {
    let folder = tempfile::tempdir().unwrap();
    let list: serde_json::Value =
        serde_json::from_str(&tenet(folder.path(), &["explain", "--format", "json"]).stdout).unwrap();
    let mut text =
        "# Rules\n\nWritten from the code by `make reference`; `tenet explain RULE` shows the same page.\n"
            .to_owned();
    for rule in list["rules"].as_array().unwrap() {
        let (name, level) = (rule["rule"].as_str().unwrap(), rule["level"].as_str().unwrap());
        let body = rule["page"].as_str().unwrap().trim_end().replace("\n## ", "\n### ");
        text.push_str(&format!("\n## {name} [{level}]\n\n{body}\n"));
    }
    page("rules.md", &text);
}

#[test]
fn commands() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "# Commands\n\nWritten from the code by `make reference`.\n".to_owned();
    for command in ["", "new", "plan", "scope", "experiment", "predict", "evaluate", "explain", "demo"] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let help = tenet(folder.path(), &arguments).stdout;
        assert!(help.contains("Usage:"), "{command} has no help");
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        text.push_str(
            &format!("\n## tenet {command}\n\n```text\n{}\n```\n", help.join("\n").trim_end())
                .replace("tenet \n", "tenet\n"),
        );
    }
    page("commands.md", &text);
}
