//! Between our terms and the protocol's.

use super::client_capabilities::ClientCapabilities;
use crate::catalog;
use crate::diagnostics::{Diagnostic, Severity};
use crate::display::{Foreign, Markdown};
use crate::features::completion::{Item, ItemKind};
use crate::features::dry_run::RemoteDiagnostic;
use crate::features::{Fold, FoldKind, Signature, Symbol, SymbolKind, Token, TokenKind};
use crate::project::Problem;
use crate::syntax::as_snippet;
use crate::text::{Change, Encoding, Position, Text};
use std::ops::Range;
use tower_lsp::ls_types as lsp;

/// What the protocol calls the kinds of tokens, in the order of the legend.
pub(super) const TOKEN_TYPES: &[(TokenKind, lsp::SemanticTokenType)] = &[
    (TokenKind::Function, lsp::SemanticTokenType::FUNCTION),
    (TokenKind::Variable, lsp::SemanticTokenType::VARIABLE),
    (TokenKind::Text, lsp::SemanticTokenType::STRING),
    (TokenKind::Choice, lsp::SemanticTokenType::ENUM_MEMBER),
    (TokenKind::Keyword, lsp::SemanticTokenType::KEYWORD),
    (TokenKind::Number, lsp::SemanticTokenType::NUMBER),
    (TokenKind::Comment, lsp::SemanticTokenType::COMMENT),
];

/// A position of the protocol.
pub(super) fn position(position: lsp::Position) -> Position {
    Position {
        line: position.line as usize,
        column: position.character as usize,
    }
}

fn to_position(offset: usize, text: &Text, encoding: Encoding) -> lsp::Position {
    let Position { line, column } = text.position(offset, encoding);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    lsp::Position::new(number(line), number(column))
}

/// A byte range as a range of the protocol.
pub(super) fn range(range: &Range<usize>, text: &Text, encoding: Encoding) -> lsp::Range {
    lsp::Range {
        start: to_position(range.start, text, encoding),
        end: to_position(range.end, text, encoding),
    }
}

/// A change of the protocol.
pub(super) fn change(event: lsp::TextDocumentContentChangeEvent) -> Change {
    match event.range {
        None => Change::Whole(event.text),
        Some(range) => Change::Part {
            start: position(range.start),
            end: position(range.end),
            text: event.text,
        },
    }
}

/// Text in Markdown.
pub(super) fn markdown(value: Markdown) -> lsp::MarkupContent {
    lsp::MarkupContent {
        kind: lsp::MarkupKind::Markdown,
        value: value.into_string(),
    }
}

/// A finding as a diagnostic.
pub(super) fn diagnostic(
    finding: &Diagnostic,
    uri: &lsp::Uri,
    text: &Text,
    client: &ClientCapabilities,
) -> lsp::Diagnostic {
    let severity = match finding.severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    };
    let page = catalog::kind(finding.kind).filter(|_| client.links);
    let href = page.and_then(|kind| kind.url.parse().ok());
    let related = finding
        .related
        .iter()
        .map(|related| lsp::DiagnosticRelatedInformation {
            location: lsp::Location {
                uri: uri.clone(),
                range: range(&related.range, text, client.encoding),
            },
            message: Foreign(&related.message).lines(),
        });
    let shows_related = client.related_information && !finding.related.is_empty();
    lsp::Diagnostic {
        range: range(&finding.range, text, client.encoding),
        severity: Some(severity),
        code: Some(lsp::NumberOrString::String(finding.code.to_owned())),
        code_description: href.map(|href| lsp::CodeDescription { href }),
        source: Some("immuta".to_owned()),
        message: Foreign(&finding.message).lines(),
        related_information: shows_related.then(|| related.collect()),
        ..lsp::Diagnostic::default()
    }
}

/// A mistake in a settings file as a diagnostic.
pub(super) fn problem(
    problem: &Problem,
    text: &Text,
    client: &ClientCapabilities,
) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range: range(&problem.range, text, client.encoding),
        severity: Some(lsp::DiagnosticSeverity::ERROR),
        source: Some("immuta".to_owned()),
        message: Foreign(&problem.message).lines(),
        ..lsp::Diagnostic::default()
    }
}

/// A tenant's complaint as a diagnostic.
pub(super) fn complaint(
    complained: &RemoteDiagnostic,
    text: &Text,
    encoding: Encoding,
) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range: range(&complained.range, text, encoding),
        severity: Some(lsp::DiagnosticSeverity::ERROR),
        source: Some("immuta (tenant)".to_owned()),
        message: Foreign(&complained.message).lines(),
        ..lsp::Diagnostic::default()
    }
}

/// An offer as a completion item. A client without snippets gets their text with the placeholders filled.
pub(super) fn completion(
    item: Item,
    text: &Text,
    client: &ClientCapabilities,
) -> lsp::CompletionItem {
    let kind = match item.kind {
        ItemKind::Key => lsp::CompletionItemKind::PROPERTY,
        ItemKind::Value => lsp::CompletionItemKind::ENUM_MEMBER,
        ItemKind::Token => lsp::CompletionItemKind::VARIABLE,
        ItemKind::Function => lsp::CompletionItemKind::FUNCTION,
        ItemKind::Keyword => lsp::CompletionItemKind::KEYWORD,
        ItemKind::Snippet => lsp::CompletionItemKind::SNIPPET,
    };
    let (new_text, format) = if item.snippet && client.snippets {
        (item.new_text, lsp::InsertTextFormat::SNIPPET)
    } else if client.snippets && item.new_text.contains(char::is_whitespace) {
        // Neovim cuts a plain text at its first space; a snippet it takes whole.
        (as_snippet(&item.new_text), lsp::InsertTextFormat::SNIPPET)
    } else {
        (item.plain(), lsp::InsertTextFormat::PLAIN_TEXT)
    };
    let (new_text, mode) = if client.adjusts_indentation {
        (new_text, lsp::InsertTextMode::ADJUST_INDENTATION)
    } else {
        let line = text.line_at(item.range.start);
        let indentation = indentation(text, item.range.start);
        let indented = format!("{}{indentation}", line_break(text, line));
        (
            new_text.replace('\n', &indented),
            lsp::InsertTextMode::AS_IS,
        )
    };
    let edit = |(place, new_text): (Range<usize>, String)| lsp::TextEdit {
        range: range(&place, text, client.encoding),
        new_text,
    };
    let also: Vec<_> = item.also.into_iter().map(edit).collect();
    lsp::CompletionItem {
        label: Foreign(&item.label).plain().into_owned(),
        kind: Some(kind),
        detail: Some(Foreign(&item.detail).plain().into_owned()),
        documentation: Some(lsp::Documentation::MarkupContent(markdown(
            item.documentation,
        ))),
        preselect: item.preselect.then_some(true),
        sort_text: Some(item.sort_text),
        filter_text: item.filter_text,
        insert_text_format: Some(format),
        insert_text_mode: Some(mode),
        text_edit: Some(lsp::CompletionTextEdit::Edit(edit((item.range, new_text)))),
        additional_text_edits: (!also.is_empty()).then_some(also),
        ..lsp::CompletionItem::default()
    }
}

/// How a line ends, or the one before the last, which has no end.
fn line_break(text: &Text, line: usize) -> &'static str {
    let line = line.min(text.line_count().saturating_sub(2));
    let whole = text.slice(text.line_start(line)..text.line_start(line + 1));
    if whole.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// The white space that the line of an offset starts with.
fn indentation(text: &Text, offset: usize) -> String {
    let line = text.slice(text.line_start(text.line_at(offset))..offset);
    line.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .collect()
}

/// A function and its parameters.
pub(super) fn signature(signature: Signature) -> lsp::SignatureHelp {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let documentation = |text: Markdown| Some(lsp::Documentation::MarkupContent(markdown(text)));
    let label = |range: &Range<usize>| {
        let label = signature.label.get(range.clone()).unwrap_or_default();
        // No two parameters of a function are written alike, so the text will do for a place.
        lsp::ParameterLabel::Simple(label.to_owned())
    };
    let parameters = signature
        .parameters
        .iter()
        .map(|(range, text)| lsp::ParameterInformation {
            label: label(range),
            documentation: documentation(text.clone()),
        });
    let parameters: Vec<_> = parameters.collect();
    // With none of them active, a client would mark the first.
    let active = signature.active.unwrap_or(parameters.len());
    lsp::SignatureHelp {
        signatures: vec![lsp::SignatureInformation {
            label: signature.label.clone(),
            documentation: documentation(signature.markdown),
            parameters: Some(parameters),
            active_parameter: None,
        }],
        active_signature: Some(0),
        active_parameter: Some(number(active)),
    }
}

/// Tokens as the protocol counts them: each from the one before.
pub(super) fn tokens(tokens: &[Token], text: &Text, encoding: Encoding) -> Vec<lsp::SemanticToken> {
    let mut last = lsp::Position::new(0, 0);
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        let lsp::Range { start, end } = range(&token.range, text, encoding);
        let index = TOKEN_TYPES.iter().position(|(kind, _)| *kind == token.kind);
        let Some(token_type) = index.and_then(|index| u32::try_from(index).ok()) else {
            continue;
        };
        let delta_line = start.line.saturating_sub(last.line);
        let from = if delta_line == 0 { last.character } else { 0 };
        out.push(lsp::SemanticToken {
            delta_line,
            delta_start: start.character.saturating_sub(from),
            length: end.character.saturating_sub(start.character),
            token_type,
            token_modifiers_bitset: u32::from(token.deprecated),
        });
        last = start;
    }
    out
}

/// Lines that can be folded.
pub(super) fn fold(fold: Fold) -> lsp::FoldingRange {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    lsp::FoldingRange {
        start_line: number(fold.first),
        end_line: number(fold.last),
        kind: match fold.kind {
            FoldKind::Value => None,
            FoldKind::Comment => Some(lsp::FoldingRangeKind::Comment),
            FoldKind::Region => Some(lsp::FoldingRangeKind::Region),
        },
        ..lsp::FoldingRange::default()
    }
}

/// A symbol with all that is in it.
pub(super) fn symbol(symbol: Symbol, text: &Text, encoding: Encoding) -> lsp::DocumentSymbol {
    let children = symbol.children.into_iter();
    let children: Vec<_> = children
        .map(|child| self::symbol(child, text, encoding))
        .collect();
    let detail = Foreign(&symbol.detail).plain().into_owned();
    #[expect(
        deprecated,
        reason = "the library has no other way to make a symbol than with its outdated field"
    )]
    lsp::DocumentSymbol {
        name: Foreign(&symbol.name).plain().into_owned(),
        detail: (!detail.is_empty()).then_some(detail),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(&symbol.range, text, encoding),
        selection_range: range(&symbol.selection, text, encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

/// Symbols one after the other, each with the name of the one it is in.
pub(super) fn flat_symbols(
    symbols: Vec<Symbol>,
    uri: &lsp::Uri,
    text: &Text,
    encoding: Encoding,
) -> Vec<lsp::SymbolInformation> {
    let mut out = Vec::new();
    let mut left: Vec<(Symbol, Option<String>)> = Vec::new();
    left.extend(symbols.into_iter().rev().map(|symbol| (symbol, None)));
    while let Some((symbol, container_name)) = left.pop() {
        let name = Foreign(&symbol.name).plain().into_owned();
        let children = symbol.children.into_iter().rev();
        left.extend(children.map(|child| (child, Some(name.clone()))));
        #[expect(
            deprecated,
            reason = "the library has no other way to make a symbol than with its outdated field"
        )]
        out.push(lsp::SymbolInformation {
            name,
            kind: symbol_kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: lsp::Location {
                uri: uri.clone(),
                range: range(&symbol.range, text, encoding),
            },
            container_name,
        });
    }
    out
}

fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Spec => lsp::SymbolKind::MODULE,
        SymbolKind::Item => lsp::SymbolKind::STRUCT,
        SymbolKind::Mapping => lsp::SymbolKind::OBJECT,
        SymbolKind::Sequence => lsp::SymbolKind::ARRAY,
        SymbolKind::String => lsp::SymbolKind::STRING,
        SymbolKind::Number => lsp::SymbolKind::NUMBER,
        SymbolKind::Boolean => lsp::SymbolKind::BOOLEAN,
        SymbolKind::Null => lsp::SymbolKind::NULL,
    }
}
