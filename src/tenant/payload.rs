//! What is sent: one document as it is written, with its placeholders filled in.

use super::KEY_VARIABLE;
use crate::catalog::{Kind, Type, tenant_api};
use crate::spec::Spec;
use crate::syntax::{Dialect, Kind as ValueKind, ScalarType, Value, scalar_type};
use crate::text::Text;
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use std::ops::Range;

/// A spec ready to be sent. Its text may hold secrets: it does not print, and is wiped when it goes.
#[derive(Debug)]
pub struct Payload {
    /// The kind of spec.
    pub kind: &'static Kind,
    dialect: Dialect,
    body: SecretString,
    filled: Vec<(String, SecretString)>,
}

/// Placeholders without a value, or with one that is never sent: nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Their names and where they are used, in order.
    pub places: Vec<(String, Range<usize>)>,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut names: Vec<_> = self.places.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if names.contains(&KEY_VARIABLE) {
            return write!(
                f,
                "`{KEY_VARIABLE}` is never filled in: the key goes to its own tenant, in a header, and nowhere else. \
                 Nothing was sent."
            );
        }
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let (noun, verb) = match names.len() {
            1 => ("The environment variable", "is"),
            _ => ("The environment variables", "are"),
        };
        write!(
            f,
            "{noun} {} {verb} not set, so that placeholders cannot be filled in. Nothing was sent.",
            names.join(", ")
        )
    }
}

impl Payload {
    /// Makes a document ready to be sent. `environment` gives the values of placeholders such as `${NAME}`.
    ///
    /// # Errors
    /// When a placeholder has no value.
    pub fn new(
        spec: &Spec<'_>,
        text: &Text,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Missing> {
        let range = spec.document.range();
        let types = types(spec);
        let mut filling = Filling {
            environment,
            types,
            edits: Vec::new(),
            filled: Vec::new(),
            missing: Vec::new(),
        };
        filling.value(spec.root);
        if !filling.missing.is_empty() {
            return Err(Missing {
                places: filling.missing,
            });
        }
        filling.edits.sort_by_key(|(range, _)| range.start);
        let mut body = String::new();
        let mut from = range.start;
        for (range, new) in &filling.edits {
            body.push_str(&text.slice(from..range.start));
            body.push_str(new);
            from = range.end;
        }
        body.push_str(&text.slice(from..range.end));
        let body = match body.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => body,
        };
        Ok(Self {
            kind: spec.kind,
            dialect: spec.root.dialect(),
            body: SecretString::from(body),
            filled: filling.filled,
        })
    }

    /// What the request says that it carries.
    pub(super) fn content_type(&self) -> &'static str {
        match self.dialect {
            Dialect::Yaml => tenant_api().bodies.yaml,
            Dialect::Json => tenant_api().bodies.json,
        }
    }

    /// The text itself, for the one request that carries it.
    pub(super) fn expose(&self) -> &str {
        self.body.expose_secret()
    }

    /// What the placeholders, by their names, were filled with.
    pub(super) fn filled(&self) -> &[(String, SecretString)] {
        &self.filled
    }
}

/// Where scalars stand that may be something else than text, and what.
fn types(spec: &Spec<'_>) -> HashMap<usize, &'static [Type]> {
    let form = spec.form();
    let mut types = HashMap::new();
    for segment in spec.document.segments() {
        spec.visit_segment(&form, segment, &mut |node| {
            let text_only = node.types.iter().all(|t| matches!(t, Type::String(_)));
            if node.value.kind() == ValueKind::Scalar && !text_only {
                types.insert(node.value.range().start, node.types);
            }
        });
    }
    types
}

struct Filling<'e> {
    environment: &'e dyn Fn(&str) -> Option<String>,
    types: HashMap<usize, &'static [Type]>,
    edits: Vec<(Range<usize>, String)>,
    filled: Vec<(String, SecretString)>,
    missing: Vec<(String, Range<usize>)>,
}

impl Filling<'_> {
    fn value(&mut self, value: Value<'_>) {
        match value.kind() {
            ValueKind::Mapping => {
                for entry in value.entries() {
                    self.value(entry.key);
                    self.value(entry.value);
                }
            }
            ValueKind::Sequence => value.items().into_iter().for_each(|item| self.value(item)),
            ValueKind::Scalar => self.scalar(value),
            // What an alias names is filled in where it stands.
            ValueKind::Alias | ValueKind::Missing | ValueKind::Broken => {}
        }
    }

    fn scalar(&mut self, value: Value<'_>) {
        let Some(text) = value.text().filter(|text| text.contains("${")) else {
            return;
        };
        let range = value.range();
        let Some(filled) = self.fill(&text, &range) else {
            return;
        };
        let types = self.types.get(&range.start).copied().unwrap_or_default();
        let reads_as = |r#type: &Type| {
            matches!(
                (r#type, scalar_type(&filled)),
                (Type::Boolean, ScalarType::Boolean)
                    | (Type::Integer | Type::Number, ScalarType::Integer)
                    | (Type::Number, ScalarType::Float)
            )
        };
        let new = if value.is_plain() && types.iter().any(reads_as) {
            filled
        } else {
            // The escapes of JSON are YAML's, too.
            serde_json::Value::String(filled).to_string()
        };
        // A block scalar goes to the start of the next line.
        let line_break = if value.source().ends_with(['\n', '\r']) {
            value.line_break()
        } else {
            ""
        };
        self.edits.push((range, new + line_break));
    }

    /// Fills in the placeholders of a text. Returns `None` if it has none, or one that has no value.
    fn fill(&mut self, text: &str, range: &Range<usize>) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        let (mut any, mut complete) = (false, true);
        while let Some((before, behind)) = rest.split_once("${") {
            let name = behind.split_once('}').filter(|(name, _)| is_name(name));
            filled.push_str(before);
            let Some((name, after)) = name else {
                filled.push_str("${");
                rest = behind;
                continue;
            };
            any = true;
            // A key goes to its own tenant, and a repository may have chosen another.
            let value = if name.eq_ignore_ascii_case(KEY_VARIABLE) {
                None
            } else {
                (self.environment)(name)
            };
            match value {
                Some(value) => {
                    filled.push_str(&value);
                    if !self.filled.iter().any(|(known, _)| known == name) {
                        self.filled
                            .push((name.to_owned(), SecretString::from(value)));
                    }
                }
                None => {
                    complete = false;
                    self.missing.push((name.to_owned(), range.clone()));
                }
            }
            rest = after;
        }
        filled.push_str(rest);
        (any && complete).then_some(filled)
    }
}

/// Whether a text can be the name of an environment variable.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Syntax;

    fn environment(name: &str) -> Option<String> {
        let value = match name {
            "PASSWORD" => "it's \"x: y\" #1",
            "NUMBERS" => "12345678",
            "LINES" => "one\ntwo",
            "YES" => "true",
            _ => return None,
        };
        Some(value.to_owned())
    }

    fn payload(text: &str, index: usize) -> Result<Payload, Missing> {
        let dialect = if text.trim_start().starts_with('{') {
            Dialect::Json
        } else {
            Dialect::Yaml
        };
        let text = Text::from(text);
        let syntax = Syntax::new(&text, dialect);
        let document = syntax.documents().nth(index).expect("a document");
        let spec = Spec::read(document, None).expect("a spec");
        Payload::new(&spec, &text, &environment)
    }

    #[test]
    fn a_document_is_sent_as_it_is_written() {
        let first = "# one\nname: a # note\npolicyKey:   'a'\n";
        let second = "---\n# two\npolicyKey: b\nname: >\n  b\n\n";
        let third = "---\nprojectKey: c\n";
        let text = format!("\u{feff}{first}{second}{third}...\n");
        for (index, part) in [first, second, third].into_iter().enumerate() {
            assert_eq!(payload(&text, index).expect("a payload").expose(), part);
        }
    }

    /// The values of the payload, as another reader has them.
    fn read(text: &str) -> serde_yaml::Value {
        let payload = payload(text, 0).expect("a payload");
        serde_yaml::from_str(payload.expose()).expect("YAML")
    }

    #[test]
    fn a_placeholder_is_the_text_it_stands_for_however_it_is_written() {
        let password = "it's \"x: y\" #1";
        for written in [
            "${PASSWORD}",
            "'${PASSWORD}'",
            "\"${PASSWORD}\"",
            "&a ${PASSWORD}",
            "!!str ${PASSWORD}",
        ] {
            let text =
                format!("connectionKey: k\nconnection: {{handler: Trino}}\nx: {written}\ny: 1\n");
            let value = read(&text.replace("{handler: Trino}", "\n  handler: Trino"));
            assert_eq!(value["x"], password, "{written}");
            assert_eq!(value["y"], 1, "{written}");
        }
        let block = "connectionKey: k\nconnection:\n  handler: Trino\n  password: |\n    a ${PASSWORD}\n    b\n  port: 1\n";
        let value = read(block);
        assert_eq!(
            value["connection"]["password"],
            format!("a {password}\nb\n")
        );
        assert_eq!(value["connection"]["port"], 1);
        let value =
            read("{\"connectionKey\": \"${LINES}\", \"connection\": {\"handler\": \"Trino\"}}");
        assert_eq!(value["connectionKey"], "one\ntwo");
        let value = read("policyKey: k\nname: [\"${YES}\", '${LINES}']\n");
        assert_eq!(value["name"][0], "true");
        assert_eq!(value["name"][1], "one\ntwo");
    }

    #[test]
    fn digits_are_a_number_only_where_a_number_is_meant() {
        let text = "connectionKey: ${NUMBERS}\nconnection:\n  handler: Trino\n  port: ${NUMBERS}\n  ssl: ${YES}\n  password: ${NUMBERS}\n";
        let value = read(text);
        assert_eq!(value["connectionKey"], "12345678");
        assert_eq!(value["connection"]["password"], "12345678");
        assert_eq!(value["connection"]["port"], 12_345_678);
        assert_eq!(value["connection"]["ssl"], true);
    }

    #[test]
    fn what_has_no_value_is_named_and_stops_the_run() {
        let missing =
            payload("policyKey: ${B}-${A}\nname: ${B}\n# ${C}\n", 0).expect_err("missing");
        assert_eq!(missing.places.len(), 3);
        let words = missing.to_string();
        assert!(words.contains("variables `A`, `B` are not set"), "{words}");
    }

    #[test]
    fn what_is_no_placeholder_stays() {
        let text = "policyKey: k\nname: a ${ b ${1x} ${} $PASSWORD {{ x }}\n";
        assert_eq!(payload(text, 0).expect("a payload").expose(), text);
    }

    #[test]
    fn what_was_filled_in_is_known_and_does_not_print() {
        let payload = payload("policyKey: ${NUMBERS}\nname: n\n", 0).expect("a payload");
        let [(name, value)] = payload.filled() else {
            panic!("{payload:?}");
        };
        assert_eq!(
            (name.as_str(), value.expose_secret()),
            ("NUMBERS", "12345678")
        );
        assert!(!format!("{payload:?}").contains("1234"));
    }

    #[test]
    fn the_key_is_no_value_for_a_placeholder() {
        let text = Text::from("policyKey: ${IMMUTA_API_KEY}\nname: n\n");
        let syntax = Syntax::new(&text, Dialect::Yaml);
        let document = syntax.documents().next().expect("a document");
        let spec = Spec::read(document, None).expect("a spec");
        let missing = Payload::new(&spec, &text, &|_| Some("0123".to_owned()));
        let words = missing.expect_err("missing").to_string();
        assert!(
            words.contains("`IMMUTA_API_KEY` is never filled in"),
            "{words}"
        );
        assert!(words.contains("Nothing was sent"), "{words}");
    }
}
