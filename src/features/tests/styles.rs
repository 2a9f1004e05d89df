//! A policy with one expression in it, in each way to write a scalar.

use crate::catalog::{Content, Field};
use crate::diagnostics::Diagnostic;
use crate::features::completion::Item;
use crate::language::expression::Language;
use crate::rules::{Options, check_text};
use crate::spec::Spec;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use std::borrow::Cow;

pub(super) const CURSOR: char = '▮';

pub(super) const CONTENTS: [Content; 3] = [Content::Where, Content::Masking, Content::Subscription];

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Folded,
    Literal,
    Json,
}

pub(super) const STYLES: [Style; 6] = [
    Style::Plain,
    Style::Single,
    Style::Double,
    Style::Folded,
    Style::Literal,
    Style::Json,
];

/// A document, what is written in it, and where the cursor is.
pub(super) struct Document {
    pub(super) source: String,
    pub(super) offset: usize,
    pub(super) text: Text,
    pub(super) syntax: Syntax,
    dialect: Dialect,
}

impl Document {
    pub(super) fn new(source: &str, dialect: Dialect) -> Self {
        let offset = source.find(CURSOR).unwrap_or(0);
        let source = source.replacen(CURSOR, "", 1);
        let text = Text::from(source.as_str());
        Self {
            syntax: Syntax::new(&text, dialect),
            text,
            source,
            offset,
            dialect,
        }
    }

    /// A policy with an expression.
    pub(super) fn with(content: Content, expression: &str, style: Style) -> Self {
        let json = |text: &str| serde_json::to_string(text).expect("JSON");
        if style == Style::Json {
            let (head, tail) = around(content, true);
            return Self::new(&format!("{head}{}{tail}", json(expression)), Dialect::Json);
        }
        let (head, tail) = around(content, false);
        let indent = " ".repeat(14);
        let lines = expression
            .replace('\n', &format!("\n{indent}"))
            .replace(", ", &format!(",\n{indent}"));
        let scalar = match style {
            Style::Single => format!("'{}'", expression.replace('\'', "''")),
            Style::Double => json(expression),
            Style::Folded => format!(">-\n{indent}{lines}"),
            Style::Literal => format!("|\n{indent}{lines}"),
            Style::Plain | Style::Json => expression.to_owned(),
        };
        Self::new(&format!("{head}{scalar}{tail}"), Dialect::Yaml)
    }

    /// The findings about expressions, and about what cannot be read.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let codes = [
            "expression-syntax",
            "unknown-function",
            "function-arguments",
            "wrong-dialect",
            "deprecated-function",
            "syntax",
        ];
        let mut found = check_text(&self.text, &self.syntax, &Options::default());
        found.retain(|finding| codes.contains(&finding.code));
        found
    }

    /// The text of the expression.
    pub(super) fn expression(&self) -> String {
        let document = self.syntax.document_at(self.offset).expect("a document");
        let spec = Spec::read(document, None).expect("a spec");
        let mut found = None;
        for segment in document.segments() {
            spec.visit_segment(&spec.form(), segment, &mut |node| {
                let text = node.field.and_then(Field::text);
                if text.is_some_and(|text| Language::of(text.content).is_some()) {
                    found = node.value.text().map(Cow::into_owned).or(found.take());
                }
            });
        }
        let found = found.unwrap_or_else(|| panic!("no expression in\n{}", self.source));
        found.trim_end().to_owned()
    }

    /// The document after edits, as an editor would show it.
    pub(super) fn edited(&self, edits: &[(std::ops::Range<usize>, String)]) -> Self {
        let mut edits = edits.to_vec();
        edits.sort_by_key(|(range, _)| range.start);
        let mut source = self.source.clone();
        for (range, new) in edits.into_iter().rev() {
            source.replace_range(range, &new);
        }
        Self::new(&source, self.dialect)
    }

    pub(super) fn accepted(&self, item: &Item) -> Self {
        assert!(!self.source[item.range.clone()].contains('\n'), "{item:?}");
        let mut edits = item.also.clone();
        edits.push((item.range.clone(), item.plain()));
        self.edited(&edits)
    }
}

/// What stands before and behind an expression.
fn around(content: Content, json: bool) -> (String, String) {
    let (head, tail) = match content {
        Content::Where => (
            "{\"policyKey\": \"é😀\", \"name\": \"k\", \"type\": \"data\", \"actions\": [{\"rules\": [{\"type\": \
             \"Row Restriction by Custom Where Clause\", \"config\": {\"predicate\": ",
            "}}]}]}",
        ),
        Content::Masking => (
            "{\"policyKey\": \"é😀\", \"name\": \"k\", \"type\": \"data\", \"actions\": [{\"rules\": [{\"type\": \
             \"Masking\", \"config\": {\"fields\": [{\"type\": \"anyTag\"}], \"maskingConfig\": {\"type\": \
             \"Custom Function\", \"sqlFunction\": ",
            "}}}]}]}",
        ),
        _ => (
            "{\"policyKey\": \"é😀\", \"name\": \"k\", \"type\": \"subscription\", \"actions\": {\"type\": \
             \"entitlements\", \"advanced\": ",
            "}}",
        ),
    };
    if json {
        return (head.to_owned(), tail.to_owned());
    }
    let head = match content {
        Content::Where => {
            "policyKey: é😀\nname: k\ntype: data\nactions:\n  - rules:\n      - type: Row Restriction by Custom \
             Where Clause\n        config:\n          predicate: "
        }
        Content::Masking => {
            "policyKey: é😀\nname: k\ntype: data\nactions:\n  - rules:\n      - type: Masking\n        config:\n          \
             fields:\n            - type: anyTag\n          maskingConfig:\n            type: Custom Function\n            \
             sqlFunction: "
        }
        _ => {
            "policyKey: é😀\nname: k\ntype: subscription\nactions:\n  type: entitlements\n  advanced: "
        }
    };
    (head.to_owned(), "\nstaged: false\n".to_owned())
}
