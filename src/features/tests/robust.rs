//! Real expressions, whole and as they are typed.

use super::styles::{Document, STYLES, Style};
use crate::catalog::{Content, Field};
use crate::features::{complete, hover, signature, tokens};
use crate::language::expression::Language;
use crate::spec::Spec;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;

/// The expressions of the fixtures in which nothing is found.
fn expressions() -> Vec<(Content, String)> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/rules/expression-syntax"
    );
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("a fixture").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with("good") {
            continue;
        }
        let text = Text::from(std::fs::read_to_string(&path).expect("text").as_str());
        let syntax = Syntax::new(&text, Dialect::Yaml);
        for document in syntax.documents() {
            let spec = Spec::read(document, None).expect("a spec");
            for segment in document.segments() {
                spec.visit_segment(&spec.form(), segment, &mut |node| {
                    let content = node.field.and_then(Field::text).map(|text| text.content);
                    let content = content.filter(|content| Language::of(*content).is_some());
                    if let (Some(content), Some(text)) = (content, node.value.text()) {
                        out.push((content, text.trim_end().to_owned()));
                    }
                });
            }
        }
    }
    assert!(out.len() > 40, "{}", out.len());
    out
}

/// Asks everything; what comes has to be within the text.
fn ask(document: &Document) {
    let (text, syntax, offset) = (&document.text, &document.syntax, document.offset);
    for item in complete(text, syntax, None, None, offset).items {
        assert!(
            document.source.get(item.range.clone()).is_some(),
            "{item:?}"
        );
        assert!(
            item.range.start <= offset && offset <= item.range.end,
            "{item:?}"
        );
    }
    if let Some(hover) = hover(syntax, None, None, offset) {
        assert!(
            document.source.get(hover.range.clone()).is_some(),
            "{hover:?}"
        );
    }
    if let Some(signature) = signature(syntax, None, offset) {
        assert!(
            signature
                .parameters
                .iter()
                .all(|(range, _)| signature.label.get(range.clone()).is_some())
        );
    }
    let mut end = 0;
    for token in tokens(syntax, None, &(0..document.source.len())) {
        assert!(
            document.source.get(token.range.clone()).is_some(),
            "{token:?}"
        );
        assert!(token.range.start >= end, "{token:?}");
        end = token.range.end;
    }
    for finding in document.findings() {
        assert!(
            document.source.get(finding.range.clone()).is_some(),
            "{finding:?}"
        );
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(
                document.source.get(edit.range.clone()).is_some(),
                "{edit:?}"
            );
        }
    }
}

#[test]
fn real_expressions_are_fine_in_every_style() {
    for (content, expression) in expressions() {
        let lines =
            expression.contains('\n') || expression.contains("--") || expression.contains("//");
        for style in STYLES {
            let foldable = !lines || matches!(style, Style::Literal | Style::Double | Style::Json);
            let is_plain = style != Style::Plain
                || crate::syntax::quoted(
                    &expression,
                    crate::syntax::Notation::Block,
                    crate::syntax::Quotes::Single,
                ) == expression;
            // A block scalar of ours begins a line behind each comma.
            let commas =
                expression.contains(", ") && matches!(style, Style::Literal | Style::Folded);
            if foldable && is_plain && !(commas && lines) {
                let document = Document::with(content, &expression, style);
                assert_eq!(document.findings(), [], "{style:?}\n{}", document.source);
            }
        }
    }
}

#[test]
fn nothing_breaks_while_an_expression_is_typed() {
    let mut turn = 0;
    for (content, expression) in expressions() {
        for (at, _) in expression.char_indices() {
            let style = STYLES[turn % STYLES.len()];
            turn += 1;
            let (before, after) = expression.split_at(at);
            let whole = Document::with(content, &format!("{before}▮{after}"), style);
            ask(&whole);
            let typed = Document::with(content, &format!("{before}▮"), style);
            ask(&typed);
            // The text ends at the cursor, so that quotes and brackets are open.
            let cut = format!("{}▮", &typed.source[..typed.offset]);
            let dialect = if style == Style::Json {
                Dialect::Json
            } else {
                Dialect::Yaml
            };
            ask(&Document::new(&cut, dialect));
        }
    }
}
