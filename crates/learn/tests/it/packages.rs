//! What a package promises: the same predictions, and a fault of its own for every way to be damaged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use frame::{Column, Frame, Kind, Task};
use learn::{Answer, Contract, LEARNERS, Package, learner};
use proptest::prelude::*;
use report::Fault;
use tempfile::TempDir;

use crate::made::{made, tasks, trouble};

fn package(name: &str, task: Task) -> (Package, Frame) {
    let (features, target) = made(200, task, 3);
    let model = learner(name).unwrap().fit(&features, &target, 0).unwrap();
    let contract = Contract::of(&features, &target).unwrap();
    let provenance = BTreeMap::from([("plan".to_owned(), "abc".to_owned())]);
    (Package { contract, model, threshold: Some(0.3), provenance }, features)
}

/// A saved package of the small tree, and where it is.
fn saved() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("model");
    package("tree", Task::Binary).0.save(&folder).unwrap();
    (place, folder)
}

fn fault(folder: &Path) -> Fault {
    Package::open(folder).expect_err("a damaged package must not open")
}

/// Rewrite a file as someone would who knows the digests.
fn rewrite(folder: &Path, name: &str, change: impl Fn(&mut serde_json::Value)) {
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    let mut value: serde_json::Value = serde_json::from_slice(&read(name)).unwrap();
    change(&mut value);
    let bytes = serde_json::to_vec(&value).unwrap();
    let mut sums: BTreeMap<String, String> = serde_json::from_slice(&read("checksums.json")).unwrap();
    sums.insert(name.to_owned(), blake3::hash(&bytes).to_hex().to_string());
    fs::write(folder.join(name), bytes).unwrap();
    fs::write(folder.join("checksums.json"), serde_json::to_vec_pretty(&sums).unwrap()).unwrap();
}

#[test]
fn a_package_read_back_says_the_same_of_every_row() {
    let place = tempfile::tempdir().unwrap();
    for (features, target) in tasks(200) {
        for learner in LEARNERS {
            let model = learner.fit(&features, &target, 0).unwrap();
            let contract = Contract::of(&features, &target).unwrap();
            let package = Package { contract, model, threshold: None, provenance: BTreeMap::new() };
            let folder = place.path().join(learner.name());
            // The second task replaces the first one's package.
            package.save(&folder).unwrap();
            let read = Package::open(&folder).unwrap();
            assert_eq!(read.contract, package.contract);
            for rows in [&features, &trouble()] {
                assert_eq!(read.predict(rows).unwrap(), package.predict(rows).unwrap(), "{}", learner.name());
            }
        }
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), LEARNERS.len(), "nothing temporary is left");
}

#[test]
fn a_package_saved_twice_is_the_same_bytes() {
    let ((_keep, one), (_keep_too, other)) = (saved(), saved());
    for file in ["package.json", "model.json", "checksums.json"] {
        assert_eq!(fs::read(one.join(file)).unwrap(), fs::read(other.join(file)).unwrap());
    }
}

#[test]
fn the_threshold_and_the_provenance_come_back() {
    let (_keep, folder) = saved();
    let package = Package::open(&folder).unwrap();
    assert_eq!((package.threshold, package.provenance["plan"].as_str()), (Some(0.3), "abc"));
    let (rows, _) = made(200, Task::Binary, 3);
    for outcome in package.predict(&rows).unwrap() {
        let class = if outcome.probability.unwrap() >= 0.3 { "leave" } else { "stay" };
        assert_eq!(outcome.prediction, Answer::Class(class.to_owned()));
    }
}

#[test]
fn a_row_without_any_value_gets_the_fallback() {
    let (package, features) = package("linear", Task::Binary);
    let outcomes = package.predict(&trouble_without_values()).unwrap();
    assert_eq!(outcomes[0].probability, Some(package.contract.fallback[0]));
    assert_eq!(outcomes[0].fallback.as_deref(), Some("none of the columns the model uses has a value"));
    assert!(package.predict(&features).unwrap().iter().all(|outcome| outcome.fallback.is_none()));
}

fn trouble_without_values() -> Frame {
    trouble().take(&[0])
}

#[test]
fn values_of_another_nature_are_read_as_what_is_expected() {
    let (package, features) = package("linear", Task::Regression);
    let straight = package.predict(&features).unwrap();
    let as_text = features.columns().iter().map(|column| {
        let shown: Vec<Option<String>> =
            (0..column.len()).map(|row| (!column.is_missing(row)).then(|| column.show(row))).collect();
        Column::text(&column.name, shown.iter().map(Option::as_deref))
    });
    assert_eq!(package.predict(&Frame::new(as_text.collect())).unwrap(), straight, "12 as text is 12");
    let with = |other: Column| {
        let kept = features.columns().iter().filter(|column| column.name != other.name).cloned();
        Frame::new(kept.chain([other.clone()]).collect())
    };
    let unread: Vec<Option<&str>> =
        (0..200).map(|row| if row == 0 { Some("n/a") } else { Some("5.5") }).collect();
    let mut missing = vec![5.5; 200];
    missing[0] = f64::NAN;
    let missing = with(Column::numbers("amount", Kind::Number, missing));
    let unread = package.predict(&with(Column::text("amount", unread))).unwrap();
    assert_eq!(unread, package.predict(&missing).unwrap(), "text that cannot be read is missing");
    let fault = package.predict(&with(Column::text("amount", vec![Some("much"); 200]))).unwrap_err();
    assert_eq!(fault.message, "column `amount` holds text such as `much`, the model expects numbers");
    let fault = package.predict(&features.without(&["plan"])).unwrap_err();
    assert!(fault.message.contains("`plan` is missing"), "{fault}");
    let numbers = with(Column::numbers("plan", Kind::Integer, vec![7.0; 200]));
    assert_eq!(package.predict(&numbers).unwrap().len(), 200, "the number 7 is the text 7, never seen");
}

#[test]
fn every_kind_of_damage_is_a_fault_of_its_own() {
    let said = |damage: &dyn Fn(&Path)| {
        let (_keep, folder) = saved();
        damage(&folder);
        let fault = fault(&folder);
        assert!(!fault.message.ends_with('.'));
        fault.message.replace(&folder.display().to_string(), "P")
    };
    let remove = |name: &'static str| move |folder: &Path| fs::remove_file(folder.join(name)).unwrap();
    assert_eq!(said(&|folder| fs::remove_dir_all(folder).unwrap()), "`P` is not a folder");
    assert_eq!(said(&remove("package.json")), "package `P` has no `package.json`");
    assert_eq!(said(&remove("model.json")), "package `P` has no `model.json`");
    assert_eq!(said(&remove("checksums.json")), "package `P` has no `checksums.json`");
    assert_eq!(
        said(&|folder| fs::write(folder.join("notes.txt"), "hi").unwrap()),
        "package `P` has a file `notes.txt` that `checksums.json` does not list"
    );
    assert_eq!(
        said(&|folder| {
            let mut bytes = fs::read(folder.join("model.json")).unwrap();
            bytes.push(b' ');
            fs::write(folder.join("model.json"), bytes).unwrap();
        }),
        "package `P`: `model.json` was changed after it was written"
    );
    assert_eq!(
        said(&|folder| rewrite(folder, "package.json", |value| value["version"] = 2.into())),
        "package `P` is of version 2, made by a newer Tenet; this one reads up to version 1"
    );
    assert_eq!(
        said(&|folder| rewrite(folder, "package.json", |value| value["format"] = "onnx".into())),
        "`P` is of the format `onnx`, not a Tenet package"
    );
    assert_eq!(
        said(&|folder| {
            let sums = fs::read(folder.join("checksums.json")).unwrap();
            let mut sums: BTreeMap<String, String> = serde_json::from_slice(&sums).unwrap();
            sums.insert("../../secret".to_owned(), "0".to_owned());
            fs::write(folder.join("checksums.json"), serde_json::to_vec_pretty(&sums).unwrap()).unwrap();
        }),
        "package `P` lists `../../secret`, which is not a file of its own"
    );
    assert!(
        said(&|folder| fs::write(folder.join("package.json"), "{").unwrap())
            .contains("`package.json` cannot be read")
    );
}

#[test]
fn right_digests_do_not_excuse_contents_that_contradict_themselves() {
    let said = |file: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let (_keep, folder) = saved();
        rewrite(&folder, file, change);
        fault(&folder).message
    };
    let nodes = |value: &serde_json::Value| value["form"]["tree"]["nodes"].as_array().unwrap().len();
    assert!(
        said("model.json", &|value| value["learner"] = "oracle".into())
            .contains("no learner is named `oracle`")
    );
    assert!(said("model.json", &|value| value["task"] = "regression".into()).contains("another task"));
    // A question that leads back to itself would never end.
    let loops =
        |value: &mut serde_json::Value| value["form"]["tree"]["nodes"][0]["question"]["yes"] = 0.into();
    assert!(said("model.json", &loops).contains("do not fit together"));
    let beyond = |value: &mut serde_json::Value| {
        value["form"]["tree"]["nodes"][0]["question"]["no"] = nodes(value).into();
    };
    assert!(said("model.json", &beyond).contains("do not fit together"));
    assert!(said("package.json", &|value| value["threshold"] = 7.into()).contains("between 0 and 1"));
    assert!(
        said("package.json", &|value| value["contract"]["features"] = serde_json::json!([]))
            .contains("does not know it")
    );
    assert!(
        said("package.json", &|value| value["contract"]["classes"] = serde_json::json!(["a"]))
            .contains("1 classes")
    );
}

#[test]
fn a_folder_that_is_not_a_package_is_never_overwritten() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("thesis.txt"), "years of work").unwrap();
    let fault = package("tree", Task::Binary).0.save(place.path()).unwrap_err();
    assert!(fault.message.contains("exists and is not a package"), "{fault}");
    assert_eq!(fs::read_to_string(place.path().join("thesis.txt")).unwrap(), "years of work");
    let (_keep, folder) = saved();
    fs::write(folder.join("thesis.txt"), "years of work").unwrap();
    assert!(package("tree", Task::Binary).0.save(&folder).is_err());
}

proptest! {
    #[test]
    fn any_changed_byte_is_a_fault(file in 0..3usize, place in 0.0..1.0f64, change in 1..=255u8) {
        let (_keep, folder) = saved();
        let path = folder.join(["package.json", "model.json", "checksums.json"][file]);
        let mut bytes = fs::read(&path).unwrap();
        let at = (place * bytes.len() as f64) as usize;
        bytes[at] ^= change;
        fs::write(&path, bytes).unwrap();
        fault(&folder);
    }

    #[test]
    fn any_shortened_file_is_a_fault(file in 0..3usize, share in 0.0..1.0f64) {
        let (_keep, folder) = saved();
        let path = folder.join(["package.json", "model.json", "checksums.json"][file]);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..(share * bytes.len() as f64) as usize]).unwrap();
        fault(&folder);
    }
}

/// A number, a boolean or a time is the category that means it; where two do, or none, it is as it is usually written.
#[test]
fn what_comes_typed_is_the_category_that_means_the_same() {
    let levels = ["True", "False", "1.0", "2.50", "1e3", "2024-01-01", "07", "7", "3.0", "3.00", "unknown"];
    let text: Vec<Option<&str>> = levels.iter().cycle().take(220).copied().map(Some).collect();
    let features = Frame::new(vec![Column::text("code", text)]);
    let target = frame::Target {
        name: "y".to_owned(),
        task: Task::Regression,
        classes: Vec::new(),
        values: (0..220).map(|row| (row % levels.len()) as f64).collect(),
        weights: None,
    };
    let contract = Contract::of(&features, &target).unwrap();
    assert_eq!(contract.texts(), ["code"]);
    let model = learner("tree").unwrap().fit(&features, &target, 0).unwrap();
    let package = Package { contract, model, threshold: None, provenance: BTreeMap::new() };
    let as_text = |level: &str| Frame::new(vec![Column::text("code", [Some(level)])]);
    let day = 1_704_067_200.0;
    for (kind, value, level) in [
        (Kind::Boolean, 1.0, "True"),
        (Kind::Boolean, 0.0, "False"),
        (Kind::Number, 1.0, "1.0"),
        (Kind::Number, 2.5, "2.50"),
        (Kind::Integer, 1_000.0, "1e3"),
        (Kind::Date, day, "2024-01-01"),
        (Kind::Timestamp, day, "2024-01-01"),
        // It is one as it is written; of two others neither; and one that is new stays new.
        (Kind::Integer, 7.0, "7"),
        (Kind::Number, 3.0, "3"),
        (Kind::Number, 4.25, "4.25"),
    ] {
        let rows = Frame::new(vec![Column::numbers("code", kind, vec![value, f64::NAN])]);
        let said = package.contract.in_its_words(&rows);
        let column = said.column("code").unwrap();
        assert_eq!((column.show(0).as_str(), column.is_missing(1)), (level, true), "{kind:?} {value}");
        let predicted = package.predict(&rows).unwrap();
        assert_eq!(predicted[0], package.predict(&as_text(level)).unwrap()[0], "{kind:?} {value}");
    }
}
