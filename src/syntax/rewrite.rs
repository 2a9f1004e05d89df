//! Changing a part of what a scalar says, in the way the scalar is written.

use super::scalar::{self, Style};
use super::write::{double_quoted, escaped, is_plain};
use super::{Dialect, Value};
use std::ops::Range;

impl Value<'_> {
    /// What to put where, for a text to come in the place of a part of this scalar's text: quotes are doubled or
    /// escaped as its style asks for, and a plain scalar that could not stay plain gets quotes. Nothing where
    /// the style cannot say the new text, as a block scalar cannot where lines are missing.
    pub fn rewritten(self, part: &Range<usize>, new: &str) -> Option<(Range<usize>, String)> {
        let (style, _, indent) = self.scalar()?;
        let decoded = self.decoded()?;
        let (before, after) = (
            decoded.text.get(..part.start)?,
            decoded.text.get(part.end..)?,
        );
        let wanted = [before, new, after].concat();
        let start = self.range().start;
        let source = self.source();
        let is_json = self.dialect() == Dialect::Json;
        if style == Style::Plain && !is_plain(&wanted, self.is_in_brackets()) {
            return Some((self.range(), in_quotes(&wanted)));
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
        // The proof: what is written now reads as what was wanted.
        let reads = scalar::text(&changed, style, indent) == wanted;
        let stays = !is_json || !written.contains(['\n', '\r']);
        (reads && stays).then(|| (start + range.start..start + range.end, written))
    }

    /// Whether a plain scalar here must do without commas and brackets.
    fn is_in_brackets(self) -> bool {
        self.dialect() == Dialect::Yaml && self.is_in_flow()
    }
}

/// A text in quotes, in those it needs no escapes in if there are any.
pub fn in_quotes(text: &str) -> String {
    let breaks = text.contains(['\n', '\r', '\t']);
    if !breaks && text.contains('"') && !text.contains('\'') {
        return format!("'{text}'");
    }
    let simple = !breaks && !text.contains(['\'', '\\']);
    match simple {
        true => format!("'{text}'"),
        false => double_quoted(text),
    }
}
