//! Functions and variables of policy expressions.
//!
//! What is to be inserted is put into the expression's text with marks where its stops are; the whole is written
//! down as the scalar is written, quotes escaped and all; then the marks become stops.

use super::suggestion::Suggestion;
use super::{CompletionContext, Item, ItemKind, Items, arguments, describe};
use crate::catalog::{Content, Function, Takes, functions_within};
use crate::display::Markdown;
use crate::features::cursor::SpecCursor;
use crate::features::expression::{ExpressionContext, in_scalar, unfinished};
use crate::language::expression::{ExpressionCursor, Language, cursor_at};
use crate::syntax::{Layout, Notation, Quotes, Style, Value, in_quotes};
use crate::tenant::names::Names;
use crate::text::Span;
use std::ops::Range;

/// Marks around a stop. No text has them, and no notation writes them in another way.
const OPEN: char = '\u{e000}';
const DEFAULT: char = '\u{e001}';
const CLOSE: char = '\u{e002}';
const CHOICES: char = '\u{e003}';
const CHOSEN: char = '\u{e004}';

/// Words of SQL that something has to follow.
const BEFORE_OPERANDS: &[&str] = &[
    "AND", "BETWEEN", "CASE", "ELSE", "HAVING", "LIKE", "NOT", "ON", "OR", "SELECT", "THEN",
    "WHEN", "WHERE",
];

/// Returns what may come at a cursor inside of a scalar that is whole, or `None` if it is in none.
pub(super) fn inside(cursor: &SpecCursor<'_>, names: Option<&Names>) -> Option<Items> {
    let offset = cursor.offset;
    let document = cursor.spec.map(|spec| spec.document);
    let quotes = document.map_or(Quotes::default(), |document| Layout::of(&document).quotes);
    in_scalar(cursor, |here, value| {
        let (suggestions, complete) = suggestions(&here, names);
        let suggestions = suggestions.into_iter().enumerate();
        let items = suggestions.filter_map(|(rank, suggestion)| {
            written(suggestion, rank, &here, value, quotes, offset)
        });
        Items {
            items: items.collect(),
            complete,
        }
    })
}

/// A suggestion as the scalar is written.
fn written(
    suggestion: Suggestion,
    rank: usize,
    here: &ExpressionContext,
    value: Value<'_>,
    quotes: Quotes,
    offset: usize,
) -> Option<Item> {
    let Suggestion { range, text, .. } = &suggestion;
    let bare = suggestion.word.then(|| suggestion.filter().to_owned());
    let is_block = matches!(value.style(), Some(Style::Literal | Style::Folded));
    if is_block {
        // A block scalar says what it says.
        let start = (offset + range.start).checked_sub(here.offset)?;
        let range = start..start + range.len();
        let new_text = with_stops(text);
        return Some(item(suggestion, rank, range, new_text, bare));
    }
    let (place, new_text) = value.rewritten(*range, text, quotes)?;
    let source = value.source();
    let start = value.range().start;
    let replaced = source.get(place.start - start..place.end - start)?;
    if replaced.contains(['\n', '\r']) {
        return None;
    }
    // Where the whole scalar is written anew, what is typed before the name counts, too.
    let whole = place == value.range() && place.start + range.start < place.end;
    let before = source.get(..offset.checked_sub(start)?)?;
    let typed = here.offset.checked_sub(range.start)?;
    let head = before.get(..before.len().checked_sub(typed)?)?;
    let filter = if whole {
        Some(format!("{head}{}", suggestion.filter()))
    } else {
        bare
    };
    let new_text = with_stops(&new_text);
    Some(item(suggestion, rank, place, new_text, filter))
}

fn item(
    suggestion: Suggestion,
    rank: usize,
    range: Range<usize>,
    new_text: String,
    filter_text: Option<String>,
) -> Item {
    Item {
        label: suggestion.label,
        kind: suggestion.kind,
        detail: suggestion.detail,
        documentation: suggestion.documentation,
        range,
        snippet: suggestion.text.contains(OPEN),
        new_text: if suggestion.text.contains(OPEN) {
            new_text
        } else {
            crate::catalog::expand_snippet(&new_text)
        },
        filter_text,
        sort_text: format!("0{rank:03}"),
        preselect: false,
        also: Vec::new(),
    }
}

impl CompletionContext<'_> {
    /// An expression as a scalar. Where no quote is typed, those are taken that spare its own quotes escapes.
    fn expression(&self, text: &str) -> String {
        let written = self.quoted(text);
        let context = self.context();
        if written == text || context.quote.is_some() || context.notation == Notation::Json {
            written
        } else {
            in_quotes(text, self.layout.quotes)
        }
    }

    /// The same where nothing is typed yet, or a scalar that cannot be read: it is written as a whole.
    pub(super) fn expressions(&mut self, content: Content) {
        let Some(kind) = self.kind else { return };
        let context = self.context();
        let quote = context.quote;
        let at = self.offset.saturating_sub(context.range.start);
        let Some((text, offset)) = unfinished(&self.word, quote, at) else {
            return;
        };
        let here = ExpressionContext {
            text,
            offset,
            content,
            kind,
        };
        let (suggestions, complete) = suggestions(&here, self.names);
        self.complete &= complete;
        for suggestion in suggestions {
            let Suggestion { range, text, .. } = &suggestion;
            let (Some(before), Some(after)) =
                (here.text.get(..range.start), here.text.get(range.end..))
            else {
                continue;
            };
            let whole = self.expression(&[before, text, after].concat());
            let opening =
                whole.starts_with(['"', '\'']) && (quote.is_some() || self.word.is_empty());
            let opening = whole.get(..usize::from(opening)).unwrap_or_default();
            let filter = format!("{opening}{before}{}", suggestion.filter());
            let item = self.item(suggestion.kind, &suggestion.label, String::new());
            let comma = item.new_text.clone();
            let snippet = text.contains(OPEN);
            let whole = with_stops(&whole);
            let whole = if snippet {
                whole
            } else {
                crate::catalog::expand_snippet(&whole)
            };
            self.add(
                0,
                Item {
                    detail: suggestion.detail,
                    documentation: suggestion.documentation,
                    new_text: self.spaced(whole) + &comma,
                    snippet,
                    filter_text: Some(filter),
                    ..item
                },
            );
        }
    }
}

/// What may come at a place, and whether that is all.
fn suggestions(here: &ExpressionContext, names: Option<&Names>) -> (Vec<Suggestion>, bool) {
    let Some(language) = here.language() else {
        return (Vec::new(), true);
    };
    let place = cursor_at(&here.text, language, here.offset);
    if place.comment {
        return (Vec::new(), true);
    }
    let choices = arguments::choices(here, &place);
    if !choices.is_empty() {
        return (choices, true);
    }
    let (mut named, complete) = match names {
        Some(names) => arguments::names(here, &place, names),
        None => (Vec::new(), true),
    };
    named.extend(functions(here, &place, language));
    (named, complete)
}

/// The functions, variables and words that may come at a place.
fn functions(
    here: &ExpressionContext,
    place: &ExpressionCursor,
    language: Language,
) -> Vec<Suggestion> {
    let before = here.text.get(..here.offset).unwrap_or_default();
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let head = before.trim_end_matches(is_letter);
    let word = before.get(head.len()..).unwrap_or_default();
    let position = position(head, language);
    let fits: &dyn Fn(&Function) -> bool = match (&place.quote, &place.name) {
        // Inside a text only variables that may be there.
        (Some(_), Some(_)) if language == Language::Subscription => &|function| function.embedded,
        (Some(_), _) => return Vec::new(),
        (None, Some(_)) => &|_| true,
        (None, None) if !arguments::wants_text(here, place) => match position {
            Position::Behind => return keywords(&["AND", "OR"], head, place, here),
            Position::Nowhere => return Vec::new(),
            // Without an `@`, where nothing else can be meant.
            _ => &|function| begins_with(function.name.trim_start_matches('@'), word),
        },
        (None, None) => return Vec::new(),
    };
    let negations = match (&place.name, position) {
        (None, Position::Start) => keywords(&["NOT"], head, place, here),
        _ => Vec::new(),
    };
    let bare = place.name.is_none() && !word.is_empty();
    let start = match &place.name {
        Some(name) => name.start,
        None => head.len(),
    };
    let after = here.text.get(here.offset..).unwrap_or_default();
    let rest = after.find(|c| !is_letter(c)).unwrap_or(after.len());
    // Of what stands behind the cursor only the rest of the name is replaced.
    let rest = if start < here.offset { rest } else { 0 };
    let called = after
        .get(rest..)
        .is_some_and(|after| after.starts_with('('));
    let range = Span::new(start, here.offset + rest);
    let mut functions: Vec<_> = functions_within(here.content)
        .filter(|function| fits(function))
        .collect();
    // What has a meaning here only goes before what has one everywhere.
    if language == Language::Where {
        functions.sort_by_key(|function| function.within.len());
    }
    let functions = functions.into_iter().map(|function| Suggestion {
        label: function.name.to_owned(),
        kind: match function.parameters {
            Some(_) => ItemKind::Function,
            None => ItemKind::Token,
        },
        detail: function.signature().label,
        documentation: describe::function(function, here.kind),
        range,
        text: if called || place.quote.is_some() {
            function.name.to_owned()
        } else {
            call(function)
        },
        word: bare,
    });
    functions.chain(negations).collect()
}

/// What may come behind the text before the cursor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// An operand.
    Start,
    /// An operand, and no second NOT.
    Negated,
    /// What joins an operand to another.
    Behind,
    /// Nothing that is known.
    Nowhere,
}

/// What may come behind a text that ends where a word begins.
fn position(head: &str, language: Language) -> Position {
    // A comment that is open.
    if head
        .rfind("/*")
        .is_some_and(|at| !head.get(at..).unwrap_or_default().contains("*/"))
    {
        return Position::Nowhere;
    }
    let code = head.trim_end();
    if code.is_empty() || code.ends_with(['(', ',']) {
        return Position::Start;
    }
    let is_sql = language == Language::Where;
    if is_sql && code.ends_with(|c| "=<>+-*/|%".contains(c)) {
        return Position::Start;
    }
    if code.len() == head.len() {
        return Position::Nowhere;
    }
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let rest = code.trim_end_matches(is_letter);
    let last = code.get(rest.len()..).unwrap_or_default();
    let is = |word: &&str| last.eq_ignore_ascii_case(word);
    let is_word = !rest.ends_with(['.', '@', '"', '`']);
    match is_sql {
        true if is_word && BEFORE_OPERANDS.iter().any(&is) => Position::Negated,
        true => Position::Nowhere,
        false if is_word && is(&"NOT") => Position::Negated,
        false if is_word && ["AND", "OR"].iter().any(is) => Position::Start,
        false => Position::Behind,
    }
}

fn begins_with(name: &str, word: &str) -> bool {
    name.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Words that join or negate operands, in the place of the one being typed. SQL has more than these, and needs no
/// help.
fn keywords(
    words: &[&str],
    head: &str,
    place: &ExpressionCursor,
    here: &ExpressionContext,
) -> Vec<Suggestion> {
    let argument = place.function.is_some() && place.direct;
    if here.language() != Some(Language::Subscription) || argument {
        return Vec::new();
    }
    let words = words.iter().map(|word| Suggestion {
        label: (*word).to_owned(),
        kind: ItemKind::Keyword,
        detail: String::new(),
        documentation: Markdown::default(),
        range: Span::new(head.len(), here.offset),
        text: (*word).to_owned(),
        word: false,
    });
    words.collect()
}

/// A function with a stop for each argument it needs.
fn call(function: &Function) -> String {
    let Some(parameters) = function.parameters else {
        return function.name.to_owned();
    };
    let needed = parameters.iter().filter(|parameter| !parameter.optional);
    let stops: Vec<_> = needed
        .enumerate()
        .map(|(index, parameter)| {
            let number = index + 1;
            let name = parameter.name;
            match parameter.takes {
                Takes::Text => format!("'{OPEN}{number}{DEFAULT}{name}{CLOSE}'"),
                Takes::Expression => format!("{OPEN}{number}{DEFAULT}{name}{CLOSE}"),
                Takes::Choice(values) => {
                    let values: Vec<_> = values.iter().map(|(value, _)| *value).collect();
                    format!("'{OPEN}{number}{CHOICES}{}{CHOSEN}'", values.join(","))
                }
            }
        })
        .collect();
    format!("{}({})", function.name, stops.join(", "))
}

/// A text with marks as a snippet.
fn with_stops(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            OPEN => out.push_str("${"),
            DEFAULT => out.push(':'),
            CHOICES => out.push('|'),
            CHOSEN => out.push_str("|}"),
            CLOSE => out.push('}'),
            '$' | '}' | '\\' => out.extend(['\\', char]),
            other => out.push(other),
        }
    }
    out
}
