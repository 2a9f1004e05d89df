//! The cursor between brackets: in JSON, and in the flow collections of YAML.

use super::super::dialect::Notation;
use super::context::{CursorContext, Expected, Following, MARK, Patch, part};
use std::ops::Range;

/// What a collection in brackets waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    /// A key or an item.
    Next,
    /// The colon behind a key.
    Colon,
    /// The value behind a colon.
    Value,
    /// The comma behind an entry or item.
    Comma,
}

/// An open bracket and what its collection waits for.
#[derive(Debug, Clone, Copy)]
struct Frame {
    mapping: bool,
    wants: Wants,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open { mapping: bool },
    Close,
    Comma,
    Colon,
    Word { closed: bool },
    Comment,
}

/// The place of a cursor within the brackets of a range.
pub(super) fn context_at(
    text: &str,
    within: Range<usize>,
    at: usize,
    notation: Notation,
) -> Option<(CursorContext, Patch)> {
    let tokens = Tokens {
        text,
        at: within.start,
        end: within.end,
        cursor: at,
        notation,
    };
    let mut stack: Vec<Frame> = Vec::new();
    let mut before = within.start;
    let mut found = None;
    for (token, range) in tokens.clone() {
        let on = match token {
            Token::Word { closed: true } => range.contains(&at),
            Token::Word { closed: false } => range.start <= at && at <= range.end,
            _ => false,
        };
        if on {
            found = Some(range);
            break;
        }
        if range.start >= at {
            break;
        }
        if range.end >= at && token == Token::Comment {
            return None;
        }
        if token != Token::Comment {
            before = range.end;
        }
        step(&mut stack, &token);
    }
    let word = found.unwrap_or(at..at);
    let frame = stack.last().copied();
    let behind = Tokens {
        at: word.end,
        ..tokens
    };
    let mut following = behind
        .clone()
        .map(|(token, _)| token)
        .filter(|token| *token != Token::Comment);
    let next = following.next();
    let after_next = following.next();
    let expected = match frame {
        None if before == within.start && notation == Notation::Json && next.is_none() => {
            Expected::Node { item: true }
        }
        None => return None,
        Some(Frame {
            mapping: true,
            wants,
        }) => match wants {
            Wants::Colon => return None,
            Wants::Value if matches!(next, Some(Token::Open { .. })) => return None,
            Wants::Value
                if matches!(next, Some(Token::Word { .. })) && after_next != Some(Token::Colon) =>
            {
                return None;
            }
            Wants::Value => Expected::Value,
            Wants::Next | Wants::Comma if next == Some(Token::Colon) => {
                Expected::Key(Following::Colon)
            }
            Wants::Next | Wants::Comma => Expected::Key(Following::Nothing),
        },
        Some(Frame { mapping: false, .. }) => Expected::Node { item: true },
    };
    let missing = frame.is_some_and(|frame| frame.wants == Wants::Comma);
    if missing && before == word.start {
        return None;
    }
    let followed = matches!(next, Some(Token::Word { .. } | Token::Open { .. }));
    let space = expected == Expected::Value && part(text, 0..word.start).ends_with(':');
    let mark = match (expected, notation) {
        (Expected::Value | Expected::Key(Following::Colon), Notation::Json) => {
            format!("\"{MARK}\"")
        }
        (Expected::Value | Expected::Key(Following::Colon), _) => MARK.to_owned(),
        (Expected::Key(_), Notation::Json) => format!("\"{MARK}\": null"),
        (Expected::Key(_), _) => format!("{MARK}: ~"),
        (_, Notation::Json) => format!("{{\"{MARK}\": null}}"),
        _ => format!("{{{MARK}: ~}}"),
    };
    let before_mark = if missing {
        ", "
    } else if space {
        " "
    } else {
        ""
    };
    let mut patch = Patch::new(
        word.clone(),
        format!("{before_mark}{mark}{}", if followed { "," } else { "" }),
    );
    patch.closing = closing(stack, behind).map(|closing| (within.end, closing));
    let line = part(text, 0..word.start)
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    let context = CursorContext {
        expected,
        notation,
        quote: part(text, word.clone())
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'')),
        space,
        comma: missing.then_some(before),
        followed,
        hang: 0,
        inline: line.contains(['{', '[']),
        range: word,
    };
    Some((context, patch))
}

/// The brackets that are never closed, as their closing brackets.
fn closing(mut stack: Vec<Frame>, rest: Tokens<'_>) -> Option<String> {
    for (token, _) in rest {
        step(&mut stack, &token);
    }
    let closing: String = stack
        .iter()
        .rev()
        .map(|frame| if frame.mapping { '}' } else { ']' })
        .collect();
    (!closing.is_empty()).then_some(closing)
}

fn step(stack: &mut Vec<Frame>, token: &Token) {
    match token {
        Token::Open { mapping } => stack.push(Frame {
            mapping: *mapping,
            wants: Wants::Next,
        }),
        Token::Close => {
            stack.pop();
        }
        _ => {}
    }
    let Some(top) = stack.last_mut() else { return };
    top.wants = match token {
        Token::Comma => Wants::Next,
        Token::Colon => Wants::Value,
        Token::Word { .. } if top.mapping && matches!(top.wants, Wants::Next | Wants::Comma) => {
            Wants::Colon
        }
        Token::Word { .. } | Token::Close => Wants::Comma,
        Token::Open { .. } | Token::Comment => return,
    };
}

/// The tokens of a text from `at` on. A quote that is not closed on its line ends at the cursor or, where
/// that is not in it, with the line.
#[derive(Clone)]
struct Tokens<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    cursor: usize,
    notation: Notation,
}

impl Iterator for Tokens<'_> {
    type Item = (Token, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = part(self.text, self.at..self.end);
        let start = self.end - rest.trim_start().len();
        let spaced = start > self.at || start == 0;
        let (token, end) = match *self.text.as_bytes().get(..self.end)?.get(start)? {
            b'#' if self.notation == Notation::Flow && spaced => {
                (Token::Comment, self.line_end(start))
            }
            b'/' if self.notation == Notation::Json => self.comment(start),
            b'{' => (Token::Open { mapping: true }, start + 1),
            b'[' => (Token::Open { mapping: false }, start + 1),
            b'}' | b']' => (Token::Close, start + 1),
            b',' => (Token::Comma, start + 1),
            b':' => (Token::Colon, start + 1),
            b'"' => self.quoted(start, b'"'),
            b'\'' if self.notation == Notation::Flow => self.quoted(start, b'\''),
            _ => (Token::Word { closed: false }, self.plain_end(start)),
        };
        self.at = end;
        Some((token, start..end))
    }
}

impl Tokens<'_> {
    fn line_end(&self, from: usize) -> usize {
        let rest = part(self.text, from..self.end);
        from + rest.find('\n').unwrap_or(rest.len())
    }

    /// A comment, which people write in JSON although it has none.
    fn comment(&self, start: usize) -> (Token, usize) {
        let rest = part(self.text, start..self.end);
        if rest.starts_with("//") {
            (Token::Comment, self.line_end(start))
        } else if rest.starts_with("/*") {
            let length = rest.find("*/").map_or(rest.len(), |end| end + 2);
            (Token::Comment, start + length)
        } else {
            (Token::Word { closed: false }, self.plain_end(start))
        }
    }

    // Of the text to the right only what belongs to the token is looked at: it may be one line of a megabyte.
    fn quoted(&self, start: usize, quote: u8) -> (Token, usize) {
        let bytes = self.text.as_bytes().get(..self.end).unwrap_or_default();
        let end = super::super::characters::quote_end(bytes, start + 1, quote);
        if let Some(end) = end.filter(|end| !part(self.text, start..*end).contains('\n')) {
            return (Token::Word { closed: true }, end);
        }
        let line = self.line_end(start);
        let end = if (start..=line).contains(&self.cursor) {
            let rest = part(self.text, self.cursor..line);
            let word = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            (self.cursor + word).max(start + 1)
        } else {
            start + part(self.text, start..line).trim_end().len()
        };
        (Token::Word { closed: false }, end)
    }

    fn plain_end(&self, start: usize) -> usize {
        let rest = part(self.text, start..self.end);
        let json = self.notation == Notation::Json;
        let length = rest
            .char_indices()
            .find(|&(i, c)| match c {
                '\n' | ',' | '[' | ']' | '{' | '}' => true,
                ':' => {
                    json || rest.get(i + 1..).is_none_or(|rest| {
                        rest.is_empty() || rest.starts_with([' ', ',', ']', '}', '\r', '\n'])
                    })
                }
                '#' => !json && part(rest, 0..i).ends_with(' '),
                c => json && (c == '"' || c.is_whitespace()),
            })
            .map_or(rest.len(), |(i, _)| i);
        let end = start + part(rest, 0..length).trim_end().len();
        // After a word somebody may go on with the next one.
        let goes_on = !json && (end..=start + length).contains(&self.cursor);
        if goes_on {
            self.cursor
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            end.max(start + first)
        }
    }
}
