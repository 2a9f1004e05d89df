//! What a scalar says: its text without quotes, escapes, folding and indentation, and the way back to the source.

use super::scalar::Style;
use crate::text::{InScalar, Span};
use std::borrow::Cow;
use std::ops::Range;

/// The decoded text of a scalar and where each part of it stands in the source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Where the scalar starts in the document.
    start: usize,
    /// Places where the two run apart: `(offset in text, offset in source)`, ascending. From each place
    /// on both advance together, up to the next.
    marks: Vec<(usize, usize)>,
}

impl Decoded {
    /// The same for a scalar that starts at an offset of the document.
    pub(super) fn starting_at(self, start: usize) -> Self {
        Self { start, ..self }
    }

    /// Returns where a part of the text stands in the document: an escape is there as a whole, and no line break after it.
    pub fn document_range(&self, part: Span<InScalar>) -> Range<usize> {
        let range = self.source_range(part);
        self.start + range.start..self.start + range.end
    }

    /// Returns the offset in the text of an offset in the document, or `None` if the scalar starts after it. What stands for
    /// no text, such as indentation, belongs to what is behind it.
    pub fn text_offset(&self, offset: usize) -> Option<usize> {
        Some(self.offset_of_source(offset.checked_sub(self.start)?))
    }

    /// The offset in the scalar's source of an offset in its text.
    pub(super) fn source_offset(&self, offset: usize) -> usize {
        let after = self.marks.partition_point(|(text, _)| *text <= offset);
        match after.checked_sub(1).and_then(|i| self.marks.get(i)) {
            Some((text, source)) => source + (offset - text),
            None => offset,
        }
    }

    /// What a part of the text is in the source: an escape is there as a whole, and no line break behind it.
    pub(super) fn source_range(&self, part: Span<InScalar>) -> Range<usize> {
        // Where a line ends there are two marks: the first is its end, the last the start of the next.
        let at = self.marks.partition_point(|(text, _)| *text < part.end);
        let end = match self.marks.get(at).filter(|(text, _)| *text == part.end) {
            Some((_, source)) => *source,
            None => self.source_offset(part.end),
        };
        if part.is_empty() {
            end..end
        } else {
            self.source_offset(part.start).min(end)..end
        }
    }

    /// The offset in the text of an offset in the scalar's source.
    fn offset_of_source(&self, source: usize) -> usize {
        let after = self.marks.partition_point(|(_, at)| *at <= source);
        let end = self
            .marks
            .get(after)
            .map_or(self.text.len(), |(text, _)| *text);
        let known = after.checked_sub(1).and_then(|i| self.marks.get(i));
        let mut offset = match known {
            Some((text, at)) => (text + (source - at)).min(end),
            None => 0,
        };
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn mark(&mut self, source: usize) {
        self.marks.push((self.text.len(), source));
    }

    fn push(&mut self, text: &str, source: usize) {
        self.mark(source);
        self.text.push_str(text);
    }
}

/// Decodes a scalar with its map. `source` is the scalar as written, quotes or block header included;
/// `indent` is the indentation of a block scalar's content.
pub(super) fn decode(source: &str, style: Style, indent: usize) -> Decoded {
    match style {
        Style::Plain => flow_lines(source, 0, style),
        Style::SingleQuoted | Style::DoubleQuoted => flow_lines(strip_quotes(source), 1, style),
        Style::Literal | Style::Folded => block(source, style, indent),
    }
}

/// The text of a scalar; borrowed where it stands in the source as it is.
pub(super) fn text(source: &str, style: Style, indent: usize) -> Cow<'_, str> {
    // Asked for each key and value many times over, so byte by byte.
    let (inner, special) = match style {
        Style::Plain => (source, b'\n'),
        Style::SingleQuoted => (strip_quotes(source), b'\''),
        Style::DoubleQuoted => (strip_quotes(source), b'\\'),
        Style::Literal | Style::Folded => return Cow::Owned(block(source, style, indent).text),
    };
    if inner
        .bytes()
        .any(|b| b == special || b == b'\n' || b == b'\r')
    {
        Cow::Owned(decode(source, style, indent).text)
    } else {
        Cow::Borrowed(inner)
    }
}

fn strip_quotes(source: &str) -> &str {
    let inner = source.get(1..).unwrap_or_default();
    let end = inner.len().saturating_sub(1);
    inner.get(..end).unwrap_or_default()
}

/// Splits at line breaks; each line comes with its offset.
fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut rest = Some(source);
    std::iter::from_fn(move || {
        let text = rest?;
        let start = at;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some((start, text));
        };
        let (line, tail) = text.split_at(end);
        let width = if tail.starts_with("\r\n") { 2 } else { 1 };
        at += end + width;
        rest = tail.get(width..);
        Some((start, line))
    })
}

/// The lines of a plain or quoted scalar, trimmed and folded.
fn flow_lines(source: &str, base: usize, style: Style) -> Decoded {
    let escapes = style == Style::DoubleQuoted;
    let mut out = Decoded::default();
    let all: Vec<_> = lines(source).collect();
    let last = all.len().saturating_sub(1);
    let mut empty = 0;
    let mut escaped_break = false;
    for (index, (start, line)) in all.into_iter().enumerate() {
        let mut text = line;
        let mut at = base + start;
        if index > 0 {
            let trimmed = text.trim_start_matches([' ', '\t']);
            at += text.len() - trimmed.len();
            text = trimmed;
        }
        if index < last {
            text = if escapes {
                trim_end_unescaped(text)
            } else {
                text.trim_end_matches([' ', '\t'])
            };
        }
        if index > 0 {
            if text.is_empty() && index < last {
                empty += 1;
                continue;
            }
            let before = if empty > 0 {
                empty
            } else {
                usize::from(!escaped_break)
            };
            let char = if empty > 0 { "\n" } else { " " };
            out.push(&char.repeat(before), at.saturating_sub(before));
        }
        empty = 0;
        escaped_break = escapes && index < last && ends_in_escape(text);
        if escaped_break {
            text = text.strip_suffix('\\').unwrap_or(text);
        }
        match style {
            Style::SingleQuoted => single_quoted(text, at, &mut out),
            Style::DoubleQuoted => double_quoted(text, at, &mut out),
            _ => out.push(text, at),
        }
        out.mark(at + text.len());
    }
    out
}

/// Trailing white space goes, unless the last of it is escaped: `"a\ `.
fn trim_end_unescaped(text: &str) -> &str {
    let trimmed = text.trim_end_matches([' ', '\t']);
    if trimmed.len() < text.len() && ends_in_escape(trimmed) {
        text.get(..=trimmed.len()).unwrap_or(trimmed)
    } else {
        trimmed
    }
}

fn ends_in_escape(text: &str) -> bool {
    text.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

fn single_quoted(line: &str, at: usize, out: &mut Decoded) {
    out.mark(at);
    let mut rest = line;
    let mut offset = at;
    while let Some(quote) = rest.find("''") {
        let (head, tail) = rest.split_at(quote + 1);
        out.text.push_str(head);
        offset += quote + 2;
        out.mark(offset);
        rest = tail.get(1..).unwrap_or_default();
    }
    out.text.push_str(rest);
}

fn double_quoted(line: &str, at: usize, out: &mut Decoded) {
    out.mark(at);
    let mut chars = line.char_indices();
    while let Some((index, char)) = chars.next() {
        if char != '\\' {
            out.text.push(char);
            continue;
        }
        out.mark(at + index);
        let Some((_, escape)) = chars.next() else {
            break;
        };
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if digits == 0 {
            out.text.push_str(simple_escape(escape));
        } else {
            let mut code = hex(&mut chars, digits);
            // JSON writes characters beyond the first plane as two escapes.
            if let Some(high) = code.filter(|c| (0xd800..0xdc00).contains(c)) {
                let mut ahead = chars.clone();
                let pair = ahead
                    .next()
                    .zip(ahead.next())
                    .map(|((_, a), (_, b))| (a, b));
                let low = (pair == Some(('\\', 'u')))
                    .then(|| hex(&mut ahead, 4))
                    .flatten();
                if let Some(low) = low.filter(|c| (0xdc00..0xe000).contains(c)) {
                    chars = ahead;
                    code = Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                }
            }
            out.text
                .push(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
        }
        let next = chars.clone().next().map_or(line.len(), |(i, _)| i);
        out.mark(at + next);
    }
}

fn hex(chars: &mut std::str::CharIndices<'_>, digits: usize) -> Option<u32> {
    let mut code = 0;
    for _ in 0..digits {
        code = code * 16 + chars.next()?.1.to_digit(16)?;
    }
    Some(code)
}

fn simple_escape(escape: char) -> &'static str {
    match escape {
        '0' => "\0",
        'a' => "\u{7}",
        'b' => "\u{8}",
        't' | '\t' => "\t",
        'n' => "\n",
        'v' => "\u{b}",
        'f' => "\u{c}",
        'r' => "\r",
        'e' => "\u{1b}",
        ' ' => " ",
        '"' => "\"",
        '/' => "/",
        '\\' => "\\",
        'N' => "\u{85}",
        '_' => "\u{a0}",
        'L' => "\u{2028}",
        'P' => "\u{2029}",
        _ => "\u{fffd}",
    }
}

/// A block scalar: `|` or `>` with indicators, then indented lines. The end of the text ends a line, too.
fn block(source: &str, style: Style, indent: usize) -> Decoded {
    let mut out = Decoded::default();
    let ended = source.strip_suffix('\n').unwrap_or(source);
    let mut all = lines(ended.strip_suffix('\r').unwrap_or(ended));
    let header = all.next().map_or("", |(_, line)| line);
    let header = header.split('#').next().unwrap_or_default();
    let (keep, strip) = (header.contains('+'), header.contains('-'));
    let mut breaks = 0;
    // Folding joins two lines only where neither is indented further.
    let mut joins = false;
    let mut first = true;
    for (start, line) in all {
        let spaces = line.bytes().take_while(|b| *b == b' ').count().min(indent);
        let content = line.get(spaces..).unwrap_or_default();
        if content.is_empty() {
            breaks += 1;
            continue;
        }
        let deep = content.starts_with([' ', '\t']);
        if !first {
            let folds = style == Style::Folded && joins && !deep;
            match (folds, breaks) {
                (true, 1) => out.push(" ", start.saturating_sub(1)),
                (true, n) => out.push(&"\n".repeat(n - 1), start.saturating_sub(n - 1)),
                (false, n) => out.push(&"\n".repeat(n), start.saturating_sub(n)),
            }
        } else if breaks > 0 {
            out.push(&"\n".repeat(breaks), start.saturating_sub(breaks));
        }
        out.push(content, start + spaces);
        out.mark(start + line.len());
        joins = !deep;
        first = false;
        breaks = 1;
    }
    if keep {
        out.text.push_str(&"\n".repeat(breaks));
    } else if !strip && !first {
        out.text.push('\n');
    }
    out
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test may panic")]
mod tests {
    use super::*;

    fn decoded(source: &str, style: Style, indent: usize) -> String {
        let decoded = decode(source, style, indent);
        assert_eq!(text(source, style, indent), decoded.text, "both ways agree");
        decoded.text
    }

    #[test]
    fn flow_scalars_fold_their_lines() {
        assert_eq!(decoded("a\n  b\n\n  c", Style::Plain, 0), "a b\nc");
        assert_eq!(decoded("a\r\n  b", Style::Plain, 0), "a b");
        assert_eq!(decoded("'it''s\n  x'", Style::SingleQuoted, 0), "it's x");
        assert_eq!(
            decoded("\"a \\\n   b\\tc\"", Style::DoubleQuoted, 0),
            "a b\tc"
        );
        assert_eq!(decoded("\" a\n\n b \"", Style::DoubleQuoted, 0), " a\nb ");
        assert_eq!(
            decoded("\"\\u00e9\\ud83d\\ude00\"", Style::DoubleQuoted, 0),
            "é😀"
        );
    }

    #[test]
    fn block_scalars_fold_strip_and_keep() {
        assert_eq!(decoded("|\n  a\n   b\n", Style::Literal, 2), "a\n b\n");
        assert_eq!(decoded("|-\n  a\n\n", Style::Literal, 2), "a");
        assert_eq!(decoded("|+\n  a\n\n", Style::Literal, 2), "a\n\n");
        assert_eq!(
            decoded(">\n  a\n  b\n\n  c\n   d\n  e\n", Style::Folded, 2),
            "a b\nc\n d\ne\n"
        );
        assert_eq!(decoded("|\n  a", Style::Literal, 2), "a\n");
    }

    #[test]
    fn a_place_in_the_text_is_found_in_the_source() {
        let place = |source: &str, style, needle: &str| {
            let decoded = decode(source, style, 2);
            let offset = decoded.text.find(needle).unwrap();
            source[decoded.source_offset(offset)..].starts_with(needle)
        };
        assert!(place("'it''s a @x'", Style::SingleQuoted, "@x"));
        assert!(place("\"a\\u00e9\\n@x\"", Style::DoubleQuoted, "@x"));
        assert!(place("a\n   b @x", Style::Plain, "@x"));
        assert!(place(">-\n  a\n  b @x\n", Style::Folded, "@x"));
        assert!(place("|\n  a\n\n  b @x\n", Style::Literal, "b @x"));
    }

    #[test]
    fn a_part_of_the_text_has_its_whole_source_and_back() {
        let source = |source: &'static str, style, part: &str| {
            let decoded = decode(source, style, 2);
            let start = decoded.text.find(part).unwrap();
            let range = decoded.source_range((start..start + part.len()).into());
            assert_eq!(decoded.text_offset(range.start), Some(start), "{source:?}");
            assert_eq!(
                decoded.text_offset(range.end),
                Some(start + part.len()),
                "{source:?}"
            );
            &source[range]
        };
        assert_eq!(
            source("'a ''it'' b'", Style::SingleQuoted, "'it'"),
            "''it''"
        );
        assert_eq!(
            source("\"a \\\"b\\\" c\"", Style::DoubleQuoted, "\"b\""),
            "\\\"b\\\""
        );
        assert_eq!(source("\"a\\u00e9\"", Style::DoubleQuoted, "é"), "\\u00e9");
        assert_eq!(source("a\n   b @x", Style::Plain, "a"), "a");
        assert_eq!(source("a\n   b @x", Style::Plain, "a b"), "a\n   b");
        assert_eq!(source("'aé\n\n  b'", Style::SingleQuoted, "aé"), "aé");
        assert_eq!(source(">-\n  a\n  b @x\n", Style::Folded, "a"), "a");
        assert_eq!(
            source("|\r\n  a\r\n\r\n  b @x\r\n", Style::Literal, "a"),
            "a"
        );
        assert_eq!(source("|\n  a\n  b @x\n", Style::Literal, "@x"), "@x");
    }
}
