//! Comments, told apart from the text of scalars that looks like one.

use super::scalar::Style;
use super::segments::Syntax;
use std::ops::Range;

/// The scalars of a segment, in order; offsets are those of the document's text.
#[derive(Debug, Clone, Default)]
pub struct Scalars {
    scalars: Vec<Scalar>,
}

#[derive(Debug, Clone)]
struct Scalar {
    start: usize,
    /// What it says. The header of a block scalar, such as `|`, is no part of it: a comment may follow that.
    text: Range<usize>,
}

impl Syntax {
    /// Returns the scalars of a segment.
    pub fn scalars(&self, segment: usize) -> Scalars {
        let Some(reading) = self.reading(segment) else {
            return Scalars::default();
        };
        let start = self.start(segment);
        let text = self.segment_text(segment);
        let scalars = reading.arena.scalars().map(|(range, style)| {
            let source = text.get(range.clone()).unwrap_or_default();
            let header = match style {
                Style::Literal | Style::Folded => source.find('\n').unwrap_or(source.len()),
                _ => 0,
            };
            let from = start + range.start;
            Scalar {
                start: from,
                text: from + header..from + source.trim_end().len().max(header),
            }
        });
        let mut scalars: Vec<_> = scalars.collect();
        scalars.sort_by_key(|scalar| scalar.start);
        Scalars { scalars }
    }
}

impl Scalars {
    /// Whether the byte at an offset is part of what a scalar says, so that a `#` there starts no comment.
    pub fn hold(&self, offset: usize) -> bool {
        let after = self
            .scalars
            .partition_point(|scalar| scalar.start <= offset);
        let before = after.checked_sub(1).and_then(|at| self.scalars.get(at));
        before.is_some_and(|scalar| scalar.text.contains(&offset))
    }

    /// Returns where the scalars end that start in a range, at the furthest; the end of the range if none goes beyond.
    pub fn end(&self, range: &Range<usize>) -> usize {
        let from = self
            .scalars
            .partition_point(|scalar| scalar.start < range.start);
        let inside = self.scalars.iter().skip(from);
        let inside = inside.take_while(|scalar| scalar.start < range.end);
        inside
            .map(|scalar| scalar.text.end)
            .max()
            .unwrap_or(0)
            .max(range.end)
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::{Dialect, Syntax};
    use crate::text::Text;

    #[test]
    fn text_of_a_scalar_is_no_comment() {
        for (text, expected) in [
            ("a: 1 # c\n", false),
            ("a: |\n  # c\n", true),
            ("a: | # c\n  b\n", false),
            ("a: >-\n  b # c\n  d\n", true),
            ("a: \"b\n  # c\"\n", true),
            ("a: 'b # c'\n", true),
            ("a: b\n  # c\nd: e\n", false),
            ("a: [b, # c\n  d]\n", false),
            ("- |\n  # c\n", true),
        ] {
            let syntax = Syntax::new(&Text::from(text), Dialect::Yaml);
            let at = text.find('#').unwrap();
            let scalars = syntax.scalars(syntax.segment_at(at));
            assert_eq!(scalars.hold(at), expected, "{text}");
        }
        let text = r##"{"a": "# c"}"##;
        let syntax = Syntax::new(&Text::from(text), Dialect::Json);
        assert!(syntax.scalars(0).hold(text.find('#').unwrap()));
    }

    #[test]
    fn the_scalars_of_a_line_end_where_the_last_does() {
        for (text, expected) in [
            ("a: 1\nb: 2\n", 4),
            ("a: |\n  b\n  c\nd: e\n", 12),
            ("a: \"b\n\n  c\" # d\n", 11),
            ("a:\n  - |\n    b\n", 2),
            ("a: b\n  c\n# d\n", 8),
        ] {
            let syntax = Syntax::new(&Text::from(text), Dialect::Yaml);
            let line = text.find('\n').unwrap();
            let scalars = syntax.scalars(syntax.segment_at(0));
            assert_eq!(scalars.end(&(0..line)), expected, "{text}");
        }
    }
}
