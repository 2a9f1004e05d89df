//! Lines that are not what they look like: indented by spaces that YAML takes for text, with a full-width colon, or
//! written in the notation of another language. They are read as what they are meant for, and each is one error.

use super::characters::{WHITE, to_column};
use super::context::Context;
use super::error::{FixText, SyntaxError, SyntaxFix};
use super::line::Kind;
use super::scanner::{Open, Scanner};
use super::spaced::Spaced;
use super::wording;
use crate::text::lookalike::Lookalike;
use std::borrow::Cow;
use std::ops::Range;

/// What a part of a line is meant for.
struct Meant {
    range: Range<usize>,
    with: Cow<'static, str>,
    why: Why,
}

/// What is wrong with a part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// It holds a character that looks like another one.
    Lookalike(Lookalike),
    /// It starts a comment in another language.
    Comment(&'static str),
    /// It belongs to Markdown.
    Fence,
    /// It has as many dashes.
    Dashes(usize),
}

/// Returns a line as it is meant. `scanner` has read the lines before it.
pub(super) fn line<'l>(line: &'l str, scanner: &Scanner) -> Cow<'l, str> {
    let parts = parts(line, scanner);
    if parts.is_empty() {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    let mut at = 0;
    for part in parts {
        text.push_str(line.get(at..part.range.start).unwrap_or_default());
        text.push_str(&part.with);
        at = part.range.end;
    }
    text.push_str(line.get(at..).unwrap_or_default());
    Cow::Owned(text)
}

/// Returns a segment as it is meant, with an error for each line that is not what it looks like. `None` if there is no
/// such line.
pub(super) fn text(text: &str, context: Context) -> Option<Spaced> {
    if !may_differ(text) {
        return None;
    }
    let mut scanner = Scanner::new();
    scanner.within(context.root());
    let mut meant = Spaced::default();
    // The end of the last line of a run of such lines, which is one mistake.
    let mut run = None;
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let parts = parts(whole, &scanner);
        let mut at = 0;
        let from = meant.text.len();
        for part in &parts {
            meant
                .text
                .push_str(whole.get(at..part.range.start).unwrap_or_default());
            meant.replace_up_to(start + part.range.end, &part.with);
            at = part.range.end;
        }
        meant.text.push_str(whole.get(at..).unwrap_or_default());
        if let Some((range, fixed, why)) = joined(whole, &parts) {
            let range = start + range.start..start + range.end;
            let goes_on = run.is_some_and(|end| end == start) && matches!(why, Why::Lookalike(_));
            match meant.errors.last_mut().and_then(|error| error.fix.as_mut()) {
                Some(SyntaxFix {
                    span,
                    text: FixText::Exactly(written),
                    ..
                }) if goes_on => {
                    written.push_str(text.get(span.end..range.start).unwrap_or_default());
                    written.push_str(&fixed);
                    span.end = range.end;
                }
                _ => meant.errors.push(error(whole, start, range, fixed, why)),
            }
            run = matches!(why, Why::Lookalike(_)).then_some(start + whole.len());
        }
        scanner.line(meant.text.get(from..).unwrap_or_default());
        start += whole.len();
    }
    meant.is_changed().then_some(meant)
}

/// Whether a text may have a line that is not what it looks like.
fn may_differ(text: &str) -> bool {
    // Asked for each line of a text, so byte by byte.
    let starts_other = |byte| matches!(byte, b'/' | b';' | b'<' | b'`' | b'~');
    !text.is_ascii() || text.bytes().any(starts_other) || text.contains("--")
}

/// The parts of a line that are not what they look like.
fn parts(line: &str, scanner: &Scanner) -> Vec<Meant> {
    if !may_differ(line) {
        return Vec::new();
    }
    let content = line.trim_end_matches(['\n', '\r']);
    // What is text already stays text.
    let kind = scanner.clone().line(content).kind;
    if matches!(kind, Kind::Inside | Kind::Continuation) {
        return Vec::new();
    }
    let (mut parts, indent, columns) = indentation(content);
    let rest = content.get(indent..).unwrap_or_default();
    let joins = match scanner.open {
        Open::Block { floor } | Open::Plain { floor } => to_column(columns) > floor,
        Open::Quoted { .. } | Open::Flow { .. } => true,
        Open::Nothing => false,
    };
    if joins || rest.trim_matches(WHITE).is_empty() {
        return parts;
    }
    match foreign(rest, indent, columns) {
        Some(part) => parts.push(part),
        None => parts.extend(around_key(content, indent)),
    }
    parts
}

/// The characters in the indentation of a line that look like spaces, where its content starts, and in which column.
fn indentation(line: &str) -> (Vec<Meant>, usize, usize) {
    let mut parts = Vec::new();
    let mut columns = 0;
    for (at, char) in line.char_indices() {
        let other = Lookalike::of(char).filter(|other| other.is_space() || other.like.is_empty());
        match other {
            Some(other) => {
                parts.push(Meant::lookalike(at, other));
                columns += other.like.len();
            }
            None if char == ' ' => columns += 1,
            None => return (parts, at, columns),
        }
    }
    (parts, line.len(), columns)
}

/// What is in the notation of another language at the start of a line.
fn foreign(rest: &str, indent: usize, columns: usize) -> Option<Meant> {
    let written = rest.trim_end_matches(WHITE);
    let whole = indent..indent + written.len();
    let part = |range, with: String, why| Meant {
        range,
        with: Cow::Owned(with),
        why,
    };
    if ["```", "~~~"]
        .iter()
        .any(|fence| written.starts_with(fence))
    {
        return Some(part(whole, "#".to_owned(), Why::Fence));
    }
    if columns == 0 && written.len() > 3 && written.bytes().all(|byte| byte == b'-') {
        return Some(part(whole, "---".to_owned(), Why::Dashes(written.len())));
    }
    for (open, close) in [("<!--", "-->"), ("/*", "*/")] {
        if let Some(text) = written.strip_prefix(open) {
            let text = text.strip_suffix(close).unwrap_or(text).trim();
            let with = format!("# {text}");
            return Some(part(whole, with, Why::Comment(open)));
        }
    }
    let start = ["//", ";", "--"].into_iter().find(|start| {
        let behind = written.strip_prefix(start);
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
    })?;
    Some(part(
        indent..indent + start.len(),
        "#".to_owned(),
        Why::Comment(start),
    ))
}

/// The characters after the dashes and the first key of a line that look like what YAML expects there.
fn around_key(line: &str, indent: usize) -> Vec<Meant> {
    let mut parts = Vec::new();
    let mut at = indent;
    let rest = |at: usize| line.get(at..).unwrap_or_default();
    let first = |at: usize| rest(at).chars().next();
    // Each dash, with what is after it.
    while let Some(char) = first(at) {
        let next = at + char.len_utf8();
        let other = Lookalike::of(char).filter(|other| other.like == "-");
        let ends = first(next).is_none_or(|char| char == ' ' || is_space(char));
        if !ends || char != '-' && other.is_none() {
            break;
        }
        parts.extend(other.map(|other| Meant::lookalike(at, other)));
        at = spaces(line, next, &mut parts);
    }
    let word = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    let key = rest(at).len() - rest(at).trim_start_matches(word).len();
    let colon = at + key;
    let Some(char) = first(colon).filter(|_| key > 0) else {
        return parts;
    };
    let next = colon + char.len_utf8();
    let is_open = first(next).is_none_or(|char| char == ' ');
    let other = Lookalike::of(char).filter(|other| other.like == ":");
    match other {
        Some(other) => {
            let with = if is_open || first(next).is_some_and(is_space) {
                ":"
            } else {
                ": "
            };
            parts.push(Meant {
                with: Cow::Borrowed(with),
                ..Meant::lookalike(colon, other)
            });
            spaces(line, next, &mut parts);
        }
        None if char == ':' && first(next).is_some_and(is_space) => {
            spaces(line, next, &mut parts);
        }
        None => {}
    }
    parts
}

fn is_space(char: char) -> bool {
    Lookalike::of(char).is_some_and(Lookalike::is_space)
}

/// Whether people see nothing in the place of a character.
fn is_blank(char: char) -> bool {
    let other = Lookalike::of(char);
    char.is_whitespace() || other.is_some_and(|other| other.is_space() || other.like.is_empty())
}

/// Adds the characters from a place on that look like spaces; returns where other text starts.
fn spaces(line: &str, from: usize, parts: &mut Vec<Meant>) -> usize {
    for (at, char) in line.get(from..).unwrap_or_default().char_indices() {
        match Lookalike::of(char).filter(|other| other.is_space()) {
            Some(other) => parts.push(Meant::lookalike(from + at, other)),
            None if char == ' ' => {}
            None => return from + at,
        }
    }
    line.len()
}

impl Meant {
    fn lookalike(at: usize, other: Lookalike) -> Self {
        Self {
            range: at..at + other.char.len_utf8(),
            with: Cow::Borrowed(other.like),
            why: Why::Lookalike(other),
        }
    }
}

/// The parts of a line as one: from the first to the last, what is meant there, and what is wrong with the first.
fn joined(line: &str, parts: &[Meant]) -> Option<(Range<usize>, String, Why)> {
    let (first, last) = (parts.first()?, parts.last()?);
    let mut text = String::new();
    let mut at = first.range.start;
    for part in parts {
        text.push_str(line.get(at..part.range.start).unwrap_or_default());
        text.push_str(&part.with);
        at = part.range.end;
    }
    let why = parts.iter().map(|part| part.why);
    let foreign = why.clone().find(|why| !matches!(why, Why::Lookalike(_)));
    Some((
        first.range.start..last.range.end,
        text,
        foreign.unwrap_or(first.why),
    ))
}

/// The error of a line, in a text in which the line starts at an offset.
fn error(line: &str, start: usize, range: Range<usize>, fixed: String, why: Why) -> SyntaxError {
    match why {
        Why::Lookalike(other) if line.chars().all(is_blank) => {
            let error = SyntaxError::new(range.clone(), wording::not_empty(other.char));
            error.fixed("Remove the invisible characters", range, "")
        }
        Why::Lookalike(other) => {
            let title = "Replace it by what it looks like";
            SyntaxError::new(range.clone(), wording::lookalike(other)).fixed(title, range, fixed)
        }
        Why::Comment(with) => {
            let error = SyntaxError::new(range.clone(), wording::foreign_comment(with));
            error.fixed("Start the comment with `#`", range, fixed)
        }
        Why::Fence => {
            let error = SyntaxError::new(range, wording::FENCE);
            error.fixed("Remove the line", start..start + line.len(), "")
        }
        Why::Dashes(count) => {
            let error = SyntaxError::new(range.clone(), wording::dashes(count));
            error.fixed("Change to `---`", range, fixed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FixText;
    use crate::syntax::{Dialect, Syntax};
    use crate::text::Text;

    fn fixed(text: &str) -> (Vec<String>, String) {
        let syntax = Syntax::new(&Text::from(text), Dialect::Yaml);
        let mut out = text.to_owned();
        let mut messages = Vec::new();
        for segment in (0..syntax.segment_count()).rev() {
            for error in syntax.errors(segment).iter().rev() {
                messages.insert(0, error.message.clone());
                let start = syntax.start(segment);
                let fix = error.fix.as_ref().unwrap();
                let text = match &fix.text {
                    FixText::Exactly(text) => text.clone(),
                    FixText::InQuotes(text) => format!("\"{text}\""),
                };
                out.replace_range(start + fix.span.start..start + fix.span.end, &text);
            }
        }
        (messages, out)
    }

    #[test]
    fn a_line_is_read_as_what_it_looks_like_and_told_once() {
        for (text, message, expected) in [
            (
                "a:\n\u{a0}\u{a0}b: 1\n\u{a0}\u{a0}c: 2\n",
                "U+00A0",
                "a:\n  b: 1\n  c: 2\n",
            ),
            ("a:\n  -\u{a0}b\n", "U+00A0", "a:\n  - b\n"),
            ("a:\u{a0}b\n", "U+00A0", "a: b\n"),
            ("a\u{ff1a}b\nc: d\n", "U+FF1A", "a: b\nc: d\n"),
            ("a\u{ff1a} b\n", "U+FF1A", "a: b\n"),
            ("a:\n  \u{2013} b\n", "U+2013", "a:\n  - b\n"),
            ("a: b\n\u{3000}\nc: d\n", "not empty", "a: b\n\nc: d\n"),
            ("// x\na: b\n", "`//`", "# x\na: b\n"),
            ("a: b\n; x\n", "`;`", "a: b\n# x\n"),
            ("a: b\n<!-- x -->\nc: d\n", "`<!--`", "a: b\n# x\nc: d\n"),
            ("a:\n  /* x */\n  b: c\n", "`/*`", "a:\n  # x\n  b: c\n"),
            ("```yaml\na: b\n```\n", "Markdown", "a: b\n"),
            ("a: b\n-----\nc: d\n", "5 dashes", "a: b\n---\nc: d\n"),
        ] {
            let (messages, out) = fixed(text);
            assert_eq!(out, expected, "{messages:?}");
            assert!(
                messages.iter().all(|found| found.contains(message)),
                "{messages:?}"
            );
            let (after, _) = fixed(&out);
            assert!(after.is_empty(), "{after:?}\n{out}");
        }
    }

    #[test]
    fn text_stays_text() {
        for text in [
            "a: |\n  // b\n  \u{a0}c\n  ```\n  -----\n",
            "a: \"b\n  // c\"\n",
            "a: b\n  // c\n  note\u{ff1a} d\n",
            "a: b\u{a0}c\n# d\u{a0}e\n",
            "a: https://example.com\nb: c;d\ne: \u{201c}f\u{201d}\n",
        ] {
            let (messages, _) = fixed(text);
            assert!(messages.is_empty(), "{messages:?}\n{text}");
        }
    }

    #[test]
    fn lines_in_a_row_are_one_mistake() {
        let (messages, _) = fixed("a:\n\u{a0}\u{a0}b: 1\n\u{a0}\u{a0}c: 2\n\u{a0}\u{a0}d: 3\n");
        assert_eq!(messages.len(), 1);
    }
}
