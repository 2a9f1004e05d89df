//! What a text says, in the forms of others to compare with: the events of the YAML test suite, and the
//! values of serde.

use super::super::{Document, InSegment, Kind, Quotes, ScalarType, Style, Syntax, Value};
use crate::text::{Span, Text};
use serde_yaml::value::{Mapping, Number};
use std::fmt::Write;
use std::ops::Range;

/// The events of a text as the test suite writes them, without anchors, tags and document markers.
pub(super) fn events(syntax: &Syntax) -> String {
    let mut out = String::new();
    for document in syntax.documents() {
        out.push_str("DOC\n");
        match document.root() {
            Some(root) => events_of(root, false, &mut out),
            None => out.push_str("=VAL :\n"),
        }
    }
    out
}

/// `inside`: whether it stands inside of a flow collection, where a lone pair is a flow mapping, too.
fn events_of(value: Value<'_>, inside: bool, out: &mut String) {
    let flow = inside || value.is_flow();
    match value.kind() {
        Kind::Mapping => {
            out.push_str(if flow { "+MAP {}\n" } else { "+MAP\n" });
            for entry in value.entries() {
                events_of(entry.key, flow, out);
                events_of(entry.value, flow, out);
            }
            out.push_str("-MAP\n");
        }
        Kind::Sequence => {
            out.push_str(if flow { "+SEQ []\n" } else { "+SEQ\n" });
            for item in value.items() {
                events_of(item, flow, out);
            }
            out.push_str("-SEQ\n");
        }
        Kind::Scalar => {
            let style = match value.style() {
                Some(Style::SingleQuoted) => '\'',
                Some(Style::DoubleQuoted) => '"',
                Some(Style::Literal) => '|',
                Some(Style::Folded) => '>',
                Some(Style::Plain) | None => ':',
            };
            let text = value.text().unwrap_or_default();
            assert_eq!(
                text,
                value.decoded().unwrap().text,
                "both ways to decode agree"
            );
            let text = text
                .replace('\\', "\\\\")
                .replace('\n', "\\n")
                .replace('\t', "\\t")
                .replace('\r', "\\r")
                .replace('\u{8}', "\\b");
            writeln!(out, "=VAL {style}{text}").unwrap();
        }
        Kind::Alias => writeln!(out, "=ALI {}", value.source()).unwrap(),
        Kind::Missing => out.push_str("=VAL :\n"),
        Kind::Broken => writeln!(out, "broken {:?}", value.source()).unwrap(),
    }
}

/// What the documents of a text say, as the values of serde.
pub(super) fn values(syntax: &Syntax) -> Vec<serde_yaml::Value> {
    let root = |document: Document<'_>| document.root().map_or(serde_yaml::Value::Null, to_value);
    syntax.documents().map(root).collect()
}

/// A value with its aliases followed. What was not understood comes out as a tagged null, which no
/// text gives.
pub(super) fn to_value(value: Value<'_>) -> serde_yaml::Value {
    let value = value.resolved();
    match value.kind() {
        Kind::Mapping => {
            let entry = |(key, value)| (to_value(key), to_value(value));
            let entries = value.entries().into_iter().map(|e| (e.key, e.value));
            serde_yaml::Value::Mapping(entries.map(entry).collect::<Mapping>())
        }
        Kind::Sequence => value.items().into_iter().map(to_value).collect(),
        Kind::Scalar => scalar(&value.text().unwrap_or_default(), value.scalar_type()),
        Kind::Missing => serde_yaml::Value::Null,
        Kind::Alias | Kind::Broken => {
            let tag = serde_yaml::value::Tag::new("broken");
            let value = serde_yaml::Value::Null;
            serde_yaml::Value::Tagged(Box::new(serde_yaml::value::TaggedValue { tag, value }))
        }
    }
}

fn scalar(text: &str, resolved: Option<ScalarType>) -> serde_yaml::Value {
    match resolved {
        Some(ScalarType::Null) => serde_yaml::Value::Null,
        Some(ScalarType::Boolean) => text.eq_ignore_ascii_case("true").into(),
        Some(ScalarType::Integer) => {
            integer(text).map_or_else(|| float(text).into(), serde_yaml::Value::Number)
        }
        Some(ScalarType::Float) => float(text).into(),
        Some(ScalarType::String) | None => text.into(),
    }
}

fn integer(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(Into::into);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(Into::into);
    }
    let unsigned = text.parse::<u64>().map(Number::from);
    unsigned
        .or_else(|_| text.parse::<i64>().map(Number::from))
        .ok()
}

fn float(text: &str) -> f64 {
    match text.to_ascii_lowercase().as_str() {
        ".nan" => f64::NAN,
        ".inf" | "+.inf" => f64::INFINITY,
        "-.inf" => f64::NEG_INFINITY,
        _ => text.parse().unwrap_or(f64::NAN),
    }
}

/// A syntax error in the offsets of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    /// What the fix replaces and what it puts there.
    pub(super) fix: Option<(Range<usize>, String)>,
}

/// The syntax errors of a text, each with its line, counted from 0.
pub(super) fn problems(syntax: &Syntax, text: &Text) -> Vec<(usize, Problem)> {
    let mut found = Vec::new();
    for document in syntax.documents() {
        for segment in document.segments() {
            let start = syntax.start(segment);
            let in_text = |span: Span<InSegment>| start + span.start..start + span.end;
            let errors = syntax.errors(segment).iter().cloned();
            for error in errors.chain(document.stray(segment)) {
                let range = in_text(error.span);
                let line = text.line_at(range.start);
                found.push((
                    line,
                    Problem {
                        range,
                        message: error.message,
                        fix: error
                            .fix
                            .map(|fix| (in_text(fix.span), fix.text.written(Quotes::default()))),
                    },
                ));
            }
        }
    }
    found
}

/// Visits all there is in a text and checks that each range lies inside of it, on characters.
pub(super) fn visit(syntax: &Syntax, text: &Text) {
    let source = text.to_string();
    for document in syntax.documents() {
        assert!(source.get(document.range()).is_some());
        if let Some(root) = document.root() {
            visit_value(root, &source);
        }
    }
    for (_, problem) in problems(syntax, text) {
        assert!(
            source.get(problem.range.clone()).is_some(),
            "{problem:?} in {source:?}"
        );
        let fix = problem.fix.map_or(0..0, |(range, _)| range);
        assert!(source.get(fix).is_some(), "{source:?}");
    }
}

fn visit_value(value: Value<'_>, source: &str) {
    let range = value.range();
    assert!(
        source.get(range.clone()).is_some(),
        "{value:?} in {source:?}"
    );
    let _ = (
        value.column(),
        value.is_complete(),
        value.get("<<"),
        value.resolved().kind(),
    );
    if let Some(decoded) = value.decoded() {
        assert_eq!(Some(decoded.text.as_str()), value.text().as_deref());
        for (at, _) in decoded.text.char_indices() {
            let place = range.start + decoded.source_offset(at);
            assert!(
                place <= range.end && source.is_char_boundary(place),
                "{value:?} in {source:?}"
            );
        }
    }
    for entry in value.entries() {
        visit_value(entry.key, source);
        visit_value(entry.value, source);
    }
    for item in value.items() {
        visit_value(item, source);
    }
}
