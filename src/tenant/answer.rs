//! What a tenant answers to a dry run, read leniently: keys nobody knows are passed over, and a number, a boolean
//! or a list may stand where another of them is expected.

use super::complaint::short;
use super::error::RequestErrorKind;
use super::filter::Filter;
use crate::catalog::{Effect, Kind, Outcome};
use serde_json::Value;

/// What a push would do.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The kind of spec that was asked about.
    pub kind: &'static Kind,
    /// What would happen; deletions first, and nothing that would not happen.
    pub outcomes: Vec<PlannedChange>,
    /// Whether the tenant confirms that it was a dry run. It has not denied it.
    pub confirmed: bool,
}

/// One thing that would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChange {
    /// What it is.
    pub outcome: &'static Outcome,
    /// To what, or how often.
    pub affected: Affected,
}

/// To what something happens, as far as the tenant says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Affected {
    /// It happens; to the one thing that the spec is about, or to how much is not said.
    Yes,
    /// So often.
    Number(u64),
    /// To these.
    Names(Vec<String>),
}

impl Affected {
    /// How many, where that is said.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Yes => None,
            Self::Number(number) => Some(*number),
            Self::Names(names) => Some(names.len() as u64),
        }
    }
}

impl Answer {
    /// Reads the body of a success.
    ///
    /// # Errors
    /// When the body is no JSON object, has none of the keys that such an answer has, or says that it was no dry
    /// run: then nothing can be said about what would happen.
    pub(super) fn read(
        kind: &'static Kind,
        status: u16,
        body: &str,
        filter: &Filter,
    ) -> Result<Self, RequestErrorKind> {
        let odd = |reason: &str| RequestErrorKind::NotUnderstood {
            status,
            reason: reason.to_owned(),
        };
        if body.trim().is_empty() {
            return Err(odd("it is empty"));
        }
        let value: Value =
            serde_json::from_str(body).map_err(|error| odd(&format!("it is no JSON ({error})")))?;
        let Some(object) = value.as_object() else {
            return Err(odd("it is no JSON object"));
        };
        let confirmed = match object.get("dryRun").map(truth) {
            Some(Some(false)) => return Err(RequestErrorKind::NotDry),
            Some(Some(true)) => true,
            Some(None) | None => false,
        };
        let mut known = 0;
        let mut outcomes = Vec::new();
        for outcome in kind.outcomes {
            let Some(value) = object.get(outcome.key) else {
                continue;
            };
            known += 1;
            if let Some(affected) = affected(value, filter) {
                outcomes.push(PlannedChange { outcome, affected });
            }
        }
        if known == 0 {
            return Err(odd("it has none of the keys that tell what would happen"));
        }
        outcomes.sort_by_key(|change| change.outcome.effect);
        Ok(Self {
            kind,
            outcomes,
            confirmed,
        })
    }

    /// Whether something would be deleted, or taken out of something.
    pub fn deletes(&self) -> bool {
        let deletes = |change: &PlannedChange| change.outcome.effect == Effect::Deletes;
        self.outcomes.iter().any(deletes)
    }
}

/// A value as true or false; a number is, as everywhere, false when it is 0.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => Some(number.as_f64() != Some(0.0)),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// How much a value says. Returns `None` if it says that nothing happens.
fn affected(value: &Value, filter: &Filter) -> Option<Affected> {
    match value {
        Value::Bool(flag) => flag.then_some(Affected::Yes),
        Value::Number(number) => {
            // A number that is no count says at least that there is something.
            match number.as_u64() {
                Some(0) => None,
                Some(count) => Some(Affected::Number(count)),
                None => (number.as_f64() != Some(0.0)).then_some(Affected::Yes),
            }
        }
        Value::String(text) => match truth(value) {
            Some(flag) => flag.then_some(Affected::Yes),
            None if text.is_empty() => None,
            None => Some(Affected::Names(vec![name(value, filter)])),
        },
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(Affected::Names(
            items.iter().map(|item| name(item, filter)).collect(),
        )),
        Value::Null => None,
        Value::Object(object) => (!object.is_empty()).then_some(Affected::Yes),
    }
}

/// The name of a thing in a list.
fn name(item: &Value, filter: &Filter) -> String {
    let name = match item {
        Value::Object(object) => object.get("name").unwrap_or(item),
        other => other,
    };
    match name {
        Value::String(text) => short(&filter.text(text)),
        other => short(&filter.body(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::kind;
    use crate::tenant::ApiKey;

    fn read(kind_name: &str, body: &str) -> Result<Vec<(String, Affected)>, RequestErrorKind> {
        let key = ApiKey::new("0123-secret").expect("a key");
        let filter = Filter::new(&key, &[]);
        let answer = Answer::read(kind(kind_name).expect("a kind"), 200, body, &filter)?;
        Ok(answer
            .outcomes
            .into_iter()
            .map(|change| (change.outcome.key.to_owned(), change.affected))
            .collect())
    }

    #[test]
    fn deletions_come_first_and_what_does_not_happen_is_left_out() {
        let body = r#"{"dryRun": true, "creating": ["a"], "updating": [], "deleting": ["b", "c"], "noChange": ["d"],
            "detectionRunning": false, "tagsUpdated": true, "unheardOf": [1]}"#;
        let names = |names: &[&str]| Affected::Names(names.iter().map(|&n| n.to_owned()).collect());
        assert_eq!(
            read("data", body),
            Ok(vec![
                ("deleting".to_owned(), names(&["b", "c"])),
                ("creating".to_owned(), names(&["a"])),
                ("tagsUpdated".to_owned(), Affected::Yes),
                ("noChange".to_owned(), names(&["d"])),
            ])
        );
    }

    #[test]
    fn numbers_and_booleans_stand_for_each_other() {
        let body = r#"{"creating": 1, "updating": "false", "numberOfDataSourcesRemoved": 3, "numberOfDataSourcesAdded": 0}"#;
        assert_eq!(
            read("project", body),
            Ok(vec![
                ("numberOfDataSourcesRemoved".to_owned(), Affected::Number(3)),
                ("creating".to_owned(), Affected::Number(1)),
            ])
        );
    }

    #[test]
    fn names_hold_no_secrets_and_are_cut_off() {
        let long = "x".repeat(5_000);
        let body = serde_json::json!({
            "creating": ["a 0123-secret", { "name": "\u{1b}[1m" }, { "id": "0123-secret" }, long],
        });
        let read = read("data", &body.to_string()).expect("an answer");
        let Affected::Names(names) = &read[0].1 else {
            panic!("{read:?}");
        };
        assert_eq!(names[..3], ["a [API key]", "[1m", r#"{"id":"[API key]"}"#]);
        assert!(names[3].len() < 2_100);
    }

    #[test]
    fn what_is_of_no_known_form_still_happens() {
        let body = r#"{"deleting": {"a": {}}, "creating": 2.5, "updating": {}, "noChange": -1}"#;
        assert_eq!(
            read("data", body),
            Ok(vec![
                ("deleting".to_owned(), Affected::Yes),
                ("creating".to_owned(), Affected::Yes),
                ("noChange".to_owned(), Affected::Yes),
            ])
        );
    }

    #[test]
    fn what_is_not_understood_is_no_success() {
        for body in [
            "",
            " ",
            "null",
            "[]",
            "7",
            "{}",
            "{\"dryRun\": true}",
            "ok",
            "{\"creating\": tr",
        ] {
            let read = read("policy", body);
            assert!(
                matches!(read, Err(RequestErrorKind::NotUnderstood { .. })),
                "{body}: {read:?}"
            );
        }
        for body in [
            r#"{"dryRun": false, "creating": true}"#,
            r#"{"dryRun": 0, "creating": true}"#,
            r#"{"dryRun": "false", "creating": true}"#,
        ] {
            assert_eq!(
                read("policy", body),
                Err(RequestErrorKind::NotDry),
                "{body}"
            );
        }
    }
}
