//! Changing a part of what a scalar says, in the way the scalar is written.

use super::decode;
use super::dialect::Dialect;
use super::quote::{Quotes, escaped, in_quotes, is_plain};
use super::scalar::Style;
use super::value::Value;
use crate::text::{InScalar, Span};
use std::ops::Range;

impl Value<'_> {
    /// What to put where, for a text to come in the place of a part of this scalar's text: quotes are doubled or
    /// escaped as its style asks for, and a plain scalar that could not stay plain gets the quotes given. Returns
    /// `None` if the style cannot say the new text, as a block scalar cannot where lines are missing.
    pub fn rewritten(
        self,
        part: Span<InScalar>,
        new: &str,
        quotes: Quotes,
    ) -> Option<(Range<usize>, String)> {
        let (style, _, indent) = self.scalar()?;
        let decoded = self.decoded()?;
        let (before, after) = (
            decoded.text.get(..part.start)?,
            decoded.text.get(part.end..)?,
        );
        let wanted = [before, new, after].concat();
        let start = self.range().start;
        let source = self.source();
        if style == Style::Plain && !is_plain(&wanted, self.is_in_brackets()) {
            return Some((self.range(), in_quotes(&wanted, quotes)));
        }
        let written = match style {
            Style::Plain | Style::Literal | Style::Folded => new.to_owned(),
            Style::SingleQuoted => new.replace('\'', "''"),
            Style::DoubleQuoted => escaped(new),
        };
        let range = decoded.source_range(part);
        let changed = [
            source.get(..range.start)?,
            &written,
            source.get(range.end..)?,
        ]
        .concat();
        // A further line would need indentation, and the first line tells a block scalar how much of it.
        let is_line = !written.contains(['\n', '\r']);
        let indents = written.starts_with(' ') && part.start == 0;
        // The proof: what is written now reads as what was wanted.
        let reads = decode::text(&changed, style, indent) == wanted;
        (reads && is_line && !indents).then(|| (start + range.start..start + range.end, written))
    }

    /// Whether a plain scalar here must do without commas and brackets.
    fn is_in_brackets(self) -> bool {
        self.dialect() == Dialect::Yaml && self.is_in_flow()
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test may stop")]
mod tests {
    use crate::syntax::{Dialect, Quotes, Syntax, Value};
    use crate::text::Text;

    /// The source after `old` gives way to `new` in the text of the scalar that is `a`.
    fn changed(source: &str, old: &str, new: &str) -> Option<String> {
        let dialect = if source.starts_with('{') && source.contains("\"a\"") {
            Dialect::Json
        } else {
            Dialect::Yaml
        };
        let syntax = Syntax::new(&Text::from(source), dialect);
        let root = syntax.document_at(0).and_then(|document| document.root());
        let value = root
            .and_then(|root| Value::get(root, "a"))
            .expect("a value");
        let text = value.text().expect("a scalar");
        let start = text.find(old).expect("a part of the text");
        let (range, new) =
            value.rewritten((start..start + old.len()).into(), new, Quotes::Single)?;
        Some([&source[..range.start], &new, &source[range.end..]].concat())
    }

    #[test]
    fn a_text_is_written_as_the_scalar_is() {
        for (source, old, new, expected) in [
            ("a: x y", "y", "'z'", "a: x 'z'"),
            ("a: 'x y'", "y", "'z'", "a: 'x ''z'''"),
            ("a: 'it''s y'", "it's", "'", "a: ''' y'"),
            ("a: \"x \\u00e9\"", "é", "\"\\", "a: \"x \\\"\\\\\""),
            ("{\"a\": \"x y\"}", "y", "\"z\"", "{\"a\": \"x \\\"z\\\"\"}"),
            ("a: >-\n  x\n  y\n", "x", "'z'", "a: >-\n  'z'\n  y\n"),
            ("a: >-\n  x\n  y\n", "x y", "z", "a: >-\n  z\n"),
            ("a: |\n  x y\n  z\n", "y", "\"\\", "a: |\n  x \"\\\n  z\n"),
        ] {
            assert_eq!(
                changed(source, old, new).as_deref(),
                Some(expected),
                "{source}"
            );
        }
    }

    #[test]
    fn a_plain_scalar_that_cannot_stay_plain_gets_quotes() {
        for (source, old, new, expected) in [
            ("a: x y", "x", "@f", "a: '@f y'"),
            ("a: x y", "x", "@f('a')", "a: \"@f('a') y\""),
            ("a: x y # c", "y", "y: z", "a: 'x y: z' # c"),
            ("{a: x y, b: 1}", "y", "f(1, 2)", "{a: 'x f(1, 2)', b: 1}"),
            ("a: x, y", "y", "z", "a: x, z"),
        ] {
            assert_eq!(
                changed(source, old, new).as_deref(),
                Some(expected),
                "{source}"
            );
        }
    }

    #[test]
    fn what_a_style_cannot_say_is_not_written() {
        for (source, old, new) in [
            ("a: |\n  x\n", "x", "y\nz"),
            ("a: >-\n  x\n", "x", "y\nz"),
            ("a: 'x'", "x", "y\nz"),
            ("a: |\n  x\n", "x", " y"),
        ] {
            assert_eq!(changed(source, old, new), None, "{source}");
        }
    }
}
