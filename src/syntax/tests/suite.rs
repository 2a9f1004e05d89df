//! The YAML test suite, in `tests/yaml-test-suite`.
//!
//! Every valid case is read as the suite has it. `differences.yaml` lists those that serde_yaml reads
//! otherwise, each with the reason. The list is exact: a case that comes to differ fails, and so does one that
//! no longer differs.

use super::super::{Dialect, Syntax};
use super::{dump_of, reading, uncut};
use crate::text::Text;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Case {
    id: String,
    yaml: String,
    tree: Option<String>,
    json: Option<String>,
    #[serde(default)]
    fail: bool,
}

impl Case {
    /// The expected events, as [`reading::events`] writes them.
    fn events(&self) -> String {
        let mut out = String::new();
        for line in self.tree.iter().flat_map(|tree| tree.lines()) {
            let mut words = line.trim_start().splitn(2, ' ');
            let event = words.next().unwrap_or_default();
            if matches!(event, "+STR" | "-STR" | "-DOC") {
                continue;
            }
            out.push_str(event.strip_prefix("+DOC").map_or(event, |_| "DOC"));
            let mut rest = words.next().filter(|_| event != "+DOC");
            while let Some(text) = rest {
                let (word, more) = text
                    .split_once(' ')
                    .map_or((text, None), |(word, more)| (word, Some(more)));
                rest = match word.as_bytes().first() {
                    // An anchor or a tag.
                    Some(b'&' | b'<') => more,
                    // A flow collection; its anchor and tag follow.
                    Some(b'{' | b'[') => {
                        out.extend([" ", word]);
                        more
                    }
                    _ => {
                        out.extend([" ", text]);
                        None
                    }
                };
            }
            out.push('\n');
        }
        out
    }
}

/// All cases.
fn cases() -> Vec<Case> {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../../../tests/yaml-test-suite/cases.json")).unwrap();
    assert_eq!(cases.len(), 402, "some cases are missing");
    cases
}

fn json_values(json: &str) -> Vec<serde_json::Value> {
    serde_json::Deserializer::from_str(json)
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// The value as JSON writes it: numbers without the difference of `1` and `1.0`, keys as text.
fn to_json(value: &serde_yaml::Value) -> serde_json::Value {
    match value {
        serde_yaml::Value::Number(number) => {
            number.as_f64().map_or(serde_json::Value::Null, Into::into)
        }
        serde_yaml::Value::Sequence(items) => items.iter().map(to_json).collect(),
        serde_yaml::Value::Mapping(entries) => entries
            .iter()
            .map(|(key, value)| {
                let key = match key {
                    serde_yaml::Value::String(text) => text.clone(),
                    serde_yaml::Value::Null => String::new(),
                    other => serde_yaml::to_string(other).unwrap().trim_end().to_owned(),
                };
                (key, to_json(value))
            })
            .collect(),
        serde_yaml::Value::Tagged(tagged) => {
            serde_json::Value::String(format!("{} {:?}", tagged.tag, tagged.value))
        }
        simple => serde_json::to_value(simple).unwrap(),
    }
}

fn floats(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) => number.as_f64().into(),
        serde_json::Value::Array(items) => items.into_iter().map(floats).collect(),
        serde_json::Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| (key, floats(value)))
            .collect(),
        simple => simple,
    }
}

#[test]
fn valid_cases_say_what_the_suite_says() {
    for case in cases().iter().filter(|case| !case.fail) {
        let syntax = Syntax::new(&Text::from(case.yaml.as_str()), Dialect::Yaml);
        assert_eq!(
            reading::events(&syntax),
            case.events(),
            "{}: {:?}",
            case.id,
            case.yaml
        );
        if let Some(json) = &case.json {
            let ours: Vec<_> = reading::values(&syntax).iter().map(to_json).collect();
            let theirs: Vec<_> = json_values(json).into_iter().map(floats).collect();
            assert_eq!(ours, theirs, "{}: {:?}", case.id, case.yaml);
        }
    }
}

/// A value without its tags.
fn untagged(value: serde_yaml::Value) -> serde_yaml::Value {
    match value {
        serde_yaml::Value::Tagged(tagged) => untagged(tagged.value),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(untagged).collect(),
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries
                .into_iter()
                .map(|(key, value)| (untagged(key), untagged(value)));
            serde_yaml::Value::Mapping(entries.collect())
        }
        simple => simple,
    }
}

#[test]
fn valid_cases_say_what_serde_yaml_says() {
    let mut found = BTreeMap::new();
    for case in cases().iter().filter(|case| !case.fail) {
        let documents = serde_yaml::Deserializer::from_str(&case.yaml);
        let theirs: Result<Vec<_>, _> = documents.map(serde_yaml::Value::deserialize).collect();
        let theirs = theirs.map(|values| values.into_iter().map(untagged).collect::<Vec<_>>());
        let ours = reading::values(&Syntax::new(&Text::from(case.yaml.as_str()), Dialect::Yaml));
        match theirs {
            Ok(theirs) if theirs == ours => {}
            theirs => {
                let how = format!(
                    "{:?}\n--- ours\n{ours:?}\n--- serde_yaml\n{theirs:?}",
                    case.yaml
                );
                found.insert(case.id.clone(), how);
            }
        }
    }
    let listed: BTreeMap<String, String> =
        serde_yaml::from_str(include_str!("differences.yaml")).unwrap();
    let new = found.iter().filter(|(id, _)| !listed.contains_key(*id));
    let new: Vec<_> = new.map(|(id, how)| format!("{id}: {how}")).collect();
    assert!(
        new.is_empty(),
        "these differ and are not listed:\n{}",
        new.join("\n\n")
    );
    let gone: Vec<_> = listed
        .keys()
        .filter(|id| !found.contains_key(*id))
        .collect();
    assert!(
        gone.is_empty(),
        "these no longer differ; take them off the list: {gone:?}"
    );
}

#[test]
fn valid_cases_have_no_problems() {
    for case in cases().iter().filter(|case| !case.fail) {
        let text = Text::from(case.yaml.as_str());
        let problems = reading::problems(&Syntax::new(&text, Dialect::Yaml), &text);
        assert!(
            problems.is_empty(),
            "{}: {:?}\n{problems:?}",
            case.id,
            case.yaml
        );
    }
}

#[test]
fn pieces_say_what_the_whole_says() {
    for case in cases().iter().filter(|case| !case.fail) {
        let text = Text::from(case.yaml.as_str());
        let syntax = Syntax::new(&text, Dialect::Yaml);
        // Only one document can be read whole.
        if syntax.documents().count() == 1 {
            assert_eq!(
                dump_of(&syntax, &text),
                dump_of(&uncut(&text), &text),
                "{}: {:?}",
                case.id,
                case.yaml
            );
        }
    }
}

#[test]
fn every_prefix_of_every_case_can_be_read() {
    for case in cases() {
        for (end, _) in case.yaml.char_indices().chain([(case.yaml.len(), ' ')]) {
            let text = Text::from(&case.yaml[..end]);
            for dialect in [Dialect::Yaml, Dialect::Json] {
                reading::visit(&Syntax::new(&text, dialect), &text);
            }
        }
    }
}
