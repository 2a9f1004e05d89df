//! What of a text can be folded away: mappings, sequences, scalars of several lines, comments, and regions that comments
//! mark.

use super::extent::{of_entry, of_item, of_value};
use crate::catalog::Kind;
use crate::spec::Spec;
use crate::syntax::{Dialect, Document, Kind as ValueKind, Syntax, Value};
use crate::text::Text;
use std::ops::Range;

/// Lines that can be folded into the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// The first line, from 0.
    pub first: usize,
    /// The last line. It is below the first.
    pub last: usize,
    /// What they are.
    pub kind: FoldKind,
}

/// What lines that can be folded are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// A value.
    Value,
    /// Comments.
    Comment,
    /// What is between `# region` and `# endregion`.
    Region,
}

/// The folds of the specs in a text, by their first line. No two begin on the same line.
pub fn folds(text: &Text, syntax: &Syntax, fixed: Option<&'static Kind>) -> Vec<Fold> {
    let mut folds = Folds {
        text,
        found: Vec::new(),
    };
    for document in syntax.documents() {
        if let Some(spec) = Spec::read(document, fixed) {
            folds.inside(spec.root);
            if syntax.dialect() == Dialect::Yaml {
                folds.comments(syntax, &document);
            }
        }
    }
    // Of those that begin on one line, an item and its first entry, the one that is around the other.
    folds
        .found
        .sort_by_key(|fold| (fold.first, usize::MAX - fold.last));
    folds.found.dedup_by_key(|fold| fold.first);
    folds.found
}

struct Folds<'t> {
    text: &'t Text,
    found: Vec<Fold>,
}

impl Folds<'_> {
    fn add(&mut self, range: &Range<usize>, kind: FoldKind) {
        let first = self.text.line_at(range.start);
        let last = self.text.line_at(range.end);
        if first < last {
            self.found.push(Fold { first, last, kind });
        }
    }

    fn inside(&mut self, value: Value<'_>) {
        match value.kind() {
            ValueKind::Mapping => {
                for entry in value.entries() {
                    let range = of_entry(&entry);
                    let end = shown_end(entry.value).unwrap_or(range.end);
                    self.add(&(range.start..end.max(range.start)), FoldKind::Value);
                    self.inside(entry.value);
                }
            }
            ValueKind::Sequence => {
                for item in value.items() {
                    if let (Some(range), Some(end)) = (of_item(item), shown_end(item)) {
                        self.add(&(range.start..end.max(range.start)), FoldKind::Value);
                    }
                    self.inside(item);
                }
            }
            _ => {}
        }
    }

    fn comments(&mut self, syntax: &Syntax, document: &Document<'_>) {
        let mut block: Option<Range<usize>> = None;
        let mut regions = Vec::new();
        for segment in document.segments() {
            let text = syntax.segment_text(segment);
            let scalars = text.contains('#').then(|| syntax.scalars(segment));
            let mut at = syntax.start(segment);
            let mut after_return = false;
            for line in text.split_inclusive(['\n', '\r']) {
                let start = at + line.len() - line.trim_start().len();
                at += line.len();
                // The second half of CRLF.
                if std::mem::replace(&mut after_return, line.ends_with('\r')) && line == "\n" {
                    continue;
                }
                let content = line.trim();
                let is_held = scalars.as_ref().is_some_and(|held| held.hold(start));
                let comment = content.strip_prefix('#').filter(|_| !is_held);
                let range = start..start + content.len();
                match comment.map(|comment| marker(comment.trim_start())) {
                    Some(Marker::None) => {
                        let from = block.map_or(range.start, |block| block.start);
                        block = Some(from..range.end);
                        continue;
                    }
                    Some(Marker::Start) => regions.push(range.start),
                    Some(Marker::End) => {
                        if let Some(from) = regions.pop() {
                            self.add(&(from..range.end), FoldKind::Region);
                        }
                    }
                    None => {}
                }
                if let Some(block) = block.take() {
                    self.add(&block, FoldKind::Comment);
                }
            }
        }
        if let Some(block) = block {
            self.add(&block, FoldKind::Comment);
        }
    }
}

/// Where a value ends that is folded: a closing bracket on a line of its own stays.
fn shown_end(value: Value<'_>) -> Option<usize> {
    let range = of_value(value)?;
    let source = value.source().trim_end();
    let inner = match value.kind() {
        ValueKind::Mapping | ValueKind::Sequence if value.is_flow() => {
            source.strip_suffix(['}', ']']).map(str::trim_end)
        }
        _ => None,
    };
    Some(inner.map_or(range.end, |inner| range.start + inner.len()))
}

enum Marker {
    Start,
    End,
    None,
}

/// What a comment marks, by its text after the `#`.
fn marker(comment: &str) -> Marker {
    match comment.split_whitespace().next() {
        Some("region") => Marker::Start,
        Some("endregion") => Marker::End,
        _ => Marker::None,
    }
}
