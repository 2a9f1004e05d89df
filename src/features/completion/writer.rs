//! Writes drafts down as snippets, in the notation of the place they go to.

use super::draft::Draft;
use crate::syntax::{Dialect, Kind, Notation, Spot, Value, quoted};

/// How a document is indented.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// How far what is in a mapping stands to the right of its key.
    unit: usize,
    /// How far the dashes of a list stand to the right of its key.
    dash: usize,
}

impl Layout {
    /// The layout of a document, from its first entries that show it.
    pub(super) fn of(root: Value<'_>) -> Self {
        let entries = root.entries();
        let of_json = (root.dialect() == Dialect::Json)
            .then(|| entries.first().map(|entry| entry.key.column()));
        let nested = |kind: Kind| {
            let of_kind = entries
                .iter()
                .map(|entry| entry.value)
                .find(move |value| value.kind() == kind && !value.is_flow());
            of_kind.map(|value| value.column().saturating_sub(root.column()))
        };
        let sensible = |unit: &usize| (2..=8).contains(unit);
        let unit = of_json
            .unwrap_or_else(|| nested(Kind::Mapping))
            .filter(sensible)
            .unwrap_or(2);
        let dash = nested(Kind::Sequence).filter(|dash| *dash == 0 || sensible(dash));
        Self {
            unit,
            dash: dash.unwrap_or(unit),
        }
    }
}

/// Writes one item; it counts the stops.
pub(super) struct Writer {
    notation: Notation,
    layout: Layout,
    /// Whether collections in JSON go over several lines.
    multiline: bool,
    /// The column, from the indentation of the cursor's line, that what is written starts in.
    hang: usize,
    stops: usize,
}

impl Writer {
    pub(super) fn new(spot: &Spot, layout: Layout) -> Self {
        Self {
            notation: spot.notation,
            layout,
            multiline: spot.notation == Notation::Json && !spot.inline,
            hang: if spot.notation == Notation::Block {
                spot.hang
            } else {
                0
            },
            stops: 0,
        }
    }

    /// A whole entry.
    pub(super) fn entry(mut self, key: &str, draft: &Draft) -> String {
        let text = self.pair(key, draft, self.hang);
        self.finish(text)
    }

    /// What stands behind the colon of a key, with the space or the line break before it.
    pub(super) fn behind_colon(mut self, draft: &Draft) -> String {
        let text = self.value(draft, self.hang);
        self.finish(text)
    }

    /// A node by itself: an item, or what stands behind its dash.
    pub(super) fn node(mut self, draft: &Draft) -> String {
        let text = self.inline(draft, self.hang);
        self.finish(text)
    }

    /// The only stop, with nothing in it, is where the cursor ends up.
    fn finish(&self, text: String) -> String {
        if self.stops == 1 {
            text.replace("$1", "$0")
        } else {
            text
        }
    }

    fn pair(&mut self, key: &str, draft: &Draft, column: usize) -> String {
        quoted(key, self.notation) + ":" + &self.value(draft, column)
    }

    /// What follows a key in this column.
    fn value(&mut self, draft: &Draft, column: usize) -> String {
        let block = self.notation == Notation::Block;
        match draft {
            Draft::Mapping(_) if block => {
                let column = column + self.layout.unit;
                line(column) + &self.inline(draft, column)
            }
            Draft::List(items) if block => {
                let column = column + self.layout.dash;
                let item = |item| line(column) + "- " + &self.inline(item, column + 2);
                items.iter().map(item).collect()
            }
            Draft::Block { literal } if block => {
                let header = if *literal { " |" } else { " >-" };
                header.to_owned() + &line(column + self.layout.unit) + &self.stop()
            }
            _ => " ".to_owned() + &self.inline(draft, column),
        }
    }

    /// A node whose first line stands in this column already.
    fn inline(&mut self, draft: &Draft, column: usize) -> String {
        match draft {
            Draft::Hole { options, text } => self.hole(options, *text),
            Draft::Path(example) => self.hole(std::slice::from_ref(example), true),
            Draft::Block { .. } => self.hole(&[], true),
            Draft::Text(text) => escaped(&quoted(text, self.notation), &['$', '}', '\\']),
            Draft::Snippet { body, text } if *text && self.notation == Notation::Json => {
                // The backslashes that JSON needs are themselves escaped in a snippet.
                let body = body.replace('"', r#"\\""#).replace('\n', r"\\n");
                format!("\"{body}\"")
            }
            Draft::Snippet { body, .. } => body.clone(),
            Draft::Mapping(entries) if self.notation == Notation::Block => {
                if entries.is_empty() {
                    return self.hole(&[], true);
                }
                let written: Vec<_> = entries
                    .iter()
                    .map(|(key, draft)| self.pair(key, draft, column))
                    .collect();
                written.join(&line(column))
            }
            Draft::List(items) if self.notation == Notation::Block => {
                let written: Vec<_> = items
                    .iter()
                    .map(|item| "- ".to_owned() + &self.inline(item, column + 2))
                    .collect();
                written.join(&line(column))
            }
            Draft::Mapping(entries) => {
                let inner = column + self.layout.unit;
                let written = entries
                    .iter()
                    .map(|(key, draft)| self.pair(key, draft, inner))
                    .collect();
                self.bracketed('{', written, '}', column)
            }
            Draft::List(items) => {
                let inner = column + self.layout.unit;
                let written = items.iter().map(|item| self.inline(item, inner)).collect();
                self.bracketed('[', written, ']', column)
            }
        }
    }

    fn bracketed(&mut self, open: char, parts: Vec<String>, close: char, column: usize) -> String {
        let parts = if parts.is_empty() {
            vec![self.stop()]
        } else {
            parts
        };
        if !self.multiline {
            return format!("{open}{}{close}", parts.join(", "));
        }
        let inner = line(column + self.layout.unit);
        format!(
            "{open}{inner}{}{}{close}",
            parts.join(&format!(",{inner}")),
            line(column)
        )
    }

    fn stop(&mut self) -> String {
        self.stops += 1;
        format!("${}", self.stops)
    }

    fn hole(&mut self, options: &[String], text: bool) -> String {
        let stop = self.stops + 1;
        let in_json = text && self.notation == Notation::Json;
        let written = |option: &String| match text && !in_json {
            true => quoted(option, self.notation),
            false => option.clone(),
        };
        let options: Vec<_> = options.iter().map(written).collect();
        let hole = match options.as_slice() {
            [] => self.stop(),
            [only] => format!("${{{stop}:{}}}", escaped(only, &['$', '}', '\\'])),
            several => {
                let choices: Vec<_> = several
                    .iter()
                    .map(|c| escaped(c, &['$', '}', '\\', ',', '|']))
                    .collect();
                format!("${{{stop}|{}|}}", choices.join(","))
            }
        };
        self.stops = stop;
        if in_json { format!("\"{hole}\"") } else { hole }
    }
}

/// A text within a snippet.
fn escaped(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if special.contains(&char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// A line break and the indentation of the next line.
fn line(column: usize) -> String {
    format!("\n{}", " ".repeat(column))
}
