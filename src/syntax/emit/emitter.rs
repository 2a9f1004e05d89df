//! Writes fragments.

use super::super::dialect::Notation;
use super::super::quote::{double_quoted, quoted};
use super::{Blank, Fragment, Hole, Layout};

/// Marks a stop with nothing in it while it is not known whether it is the only one. No scalar has it: a control
/// character is written as an escape.
const STOP: char = '\u{1}';

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A snippet of LSP, with stops for what is to be filled in.
    Snippet,
    /// Text as it will be: each hole holds its first option.
    Plain,
}

/// Writes one fragment in the notation of a place. All that is special in a snippet is escaped here and nowhere else.
#[derive(Debug)]
pub struct Emitter {
    notation: Notation,
    layout: Layout,
    /// Whether collections in brackets go over several lines.
    multiline: bool,
    form: Written,
    stops: usize,
}

impl Emitter {
    /// A writer for a place. `multiline` is whether collections in brackets go over several lines.
    pub fn new(notation: Notation, layout: Layout, multiline: bool, form: Written) -> Self {
        Self {
            notation,
            layout,
            multiline,
            form,
            stops: 0,
        }
    }

    /// An entry whose key is in a column.
    pub fn entry(mut self, key: &str, value: &Fragment, column: usize) -> String {
        let text = self.pair(key, value, column);
        self.finish(text)
    }

    /// Entries whose keys are in a column, on lines of their own if the notation has them or `multiline` is set.
    pub fn entries(mut self, entries: &[(String, Fragment)], column: usize) -> String {
        let text = self.pairs(entries, column);
        self.finish(text)
    }

    /// What comes after the colon of a key in a column, with the space or the line break before it.
    pub fn after_colon(mut self, value: &Fragment, column: usize) -> String {
        let text = self.value(value, column);
        self.finish(text)
    }

    /// A node by itself, from a column on: an item, or what comes after its dash.
    pub fn node(mut self, value: &Fragment, column: usize) -> String {
        let text = self.inline(value, column);
        self.finish(text)
    }

    /// The only stop, with nothing in it, is where the cursor ends up.
    fn finish(&self, text: String) -> String {
        match self.form {
            Written::Plain => text,
            Written::Snippet if self.stops == 1 => text.replace(&format!("{STOP}1"), "$0"),
            Written::Snippet => text.replace(STOP, "$"),
        }
    }

    fn is_block(&self) -> bool {
        self.notation == Notation::Block
    }

    fn pairs(&mut self, entries: &[(String, Fragment)], column: usize) -> String {
        let separator = match self.notation {
            Notation::Block => self.line(column),
            _ if self.multiline => format!(",{}", self.line(column)),
            _ => ", ".to_owned(),
        };
        let written: Vec<_> = entries
            .iter()
            .map(|(key, value)| self.pair(key, value, column))
            .collect();
        written.join(&separator)
    }

    fn pair(&mut self, key: &str, value: &Fragment, column: usize) -> String {
        self.settled(&self.scalar(key)) + ":" + &self.value(value, column)
    }

    /// What follows a key in this column.
    fn value(&mut self, value: &Fragment, column: usize) -> String {
        match value {
            Fragment::Mapping(entries)
                if self.is_block() && self.is_written(entries.is_empty()) =>
            {
                let column = column + self.layout.unit;
                self.line(column) + &self.inline(value, column)
            }
            Fragment::List(items) if self.is_block() && self.is_written(items.is_empty()) => {
                let column = column + self.layout.dash;
                self.line(column) + &self.items(items, column)
            }
            Fragment::Block { literal, text } if self.is_block() => {
                let header = if *literal { " |" } else { " >-" };
                let line = self.line(column + self.layout.unit);
                let written = match self.form {
                    Written::Snippet => self.stop(),
                    Written::Plain if text.trim().is_empty() => {
                        return " ".to_owned() + &self.scalar("");
                    }
                    Written::Plain => text.replace('\n', &line),
                };
                header.to_owned() + &line + &written
            }
            _ => " ".to_owned() + &self.inline(value, column),
        }
    }

    /// Whether a collection is written in block form: an empty one is only where somebody fills it in.
    fn is_written(&self, empty: bool) -> bool {
        !empty || self.form == Written::Snippet
    }

    /// A node whose first line is in this column already.
    fn inline(&mut self, value: &Fragment, column: usize) -> String {
        match value {
            Fragment::Hole(hole) => self.hole(hole),
            Fragment::Block { text, .. } => match self.form {
                Written::Snippet => self.hole(&Hole::string()),
                Written::Plain => self.scalar(text),
            },
            Fragment::Text(text) => self.settled(&self.scalar(text)),
            Fragment::Word(word) => self.settled(word),
            Fragment::Snippet { body, string } => self.snippet(body, *string),
            Fragment::Mapping(entries) if self.is_block() && !entries.is_empty() => {
                self.pairs(entries, column)
            }
            Fragment::List(items) if self.is_block() && !items.is_empty() => {
                self.items(items, column)
            }
            Fragment::Mapping(_) | Fragment::List(_)
                if self.is_block() && self.is_written(true) =>
            {
                self.hole(&Hole::string())
            }
            Fragment::Mapping(entries) => {
                let inner = column + self.layout.unit;
                let written = self.pairs(entries, inner);
                self.bracketed('{', written, '}', column)
            }
            Fragment::List(items) => {
                let inner = column + self.layout.unit;
                let written: Vec<_> = items.iter().map(|item| self.inline(item, inner)).collect();
                let separator = if self.multiline {
                    format!(",{}", self.line(inner))
                } else {
                    ", ".to_owned()
                };
                self.bracketed('[', written.join(&separator), ']', column)
            }
        }
    }

    fn items(&mut self, items: &[Fragment], column: usize) -> String {
        let written: Vec<_> = items
            .iter()
            .map(|item| "- ".to_owned() + &self.inline(item, column + 2))
            .collect();
        written.join(&self.line(column))
    }

    fn bracketed(&mut self, open: char, inside: String, close: char, column: usize) -> String {
        let inside = match self.form {
            Written::Snippet if inside.is_empty() => self.stop(),
            Written::Plain if inside.is_empty() => return format!("{open}{close}"),
            _ => inside,
        };
        if self.multiline {
            let (inner, outer) = (self.line(column + self.layout.unit), self.line(column));
            format!("{open}{inner}{inside}{outer}{close}")
        } else {
            format!("{open}{inside}{close}")
        }
    }

    /// A line break and the indentation of the next line.
    fn line(&self, column: usize) -> String {
        format!("{}{}", self.layout.line_break, " ".repeat(column))
    }

    fn scalar(&self, text: &str) -> String {
        quoted(text, self.notation, self.layout.quotes)
    }

    fn settled(&self, text: &str) -> String {
        match self.form {
            Written::Snippet => as_snippet(text),
            Written::Plain => text.to_owned(),
        }
    }

    fn stop(&mut self) -> String {
        self.stops += 1;
        format!("{STOP}{}", self.stops)
    }

    fn hole(&mut self, hole: &Hole) -> String {
        let string = hole.blank == Blank::String;
        if self.form == Written::Plain {
            return match (hole.options.first(), hole.blank) {
                (Some(text), Blank::String) => self.scalar(text),
                (Some(text), _) => text.clone(),
                (None, Blank::String) => self.scalar(""),
                (None, Blank::Number) => "0".to_owned(),
                (None, Blank::Any) => "null".to_owned(),
            };
        }
        // In JSON the quotes are around the stop, so that they stay whatever is filled in.
        let in_json = string && self.notation == Notation::Json;
        let written = |option: &String| match (string, in_json) {
            (true, true) => {
                let quoted = double_quoted(option);
                let inside = quoted
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'));
                inside.unwrap_or_default().to_owned()
            }
            (true, false) => self.scalar(option),
            (false, _) => option.clone(),
        };
        let options: Vec<_> = hole.options.iter().map(written).collect();
        let stop = self.stops + 1;
        let written = match options.as_slice() {
            [] => self.stop(),
            [only] => format!("${{{stop}:{}}}", as_snippet(only)),
            several => {
                let choices: Vec<_> = several
                    .iter()
                    .map(|choice| escaped(choice, &['$', '}', '\\', ',', '|']))
                    .collect();
                format!("${{{stop}|{}|}}", choices.join(","))
            }
        };
        self.stops = stop;
        if in_json {
            format!("\"{written}\"")
        } else {
            written
        }
    }

    fn snippet(&self, body: &str, string: bool) -> String {
        if string && self.notation == Notation::Json {
            // The backslashes that JSON needs are themselves escaped in a snippet.
            let body = body.replace('"', r#"\\""#).replace('\n', r"\\n");
            format!("\"{body}\"")
        } else {
            body.to_owned()
        }
    }
}

/// A text as it is within a snippet.
pub fn as_snippet(text: &str) -> String {
    escaped(text, &['$', '}', '\\'])
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::expand_snippet;

    fn written(value: &Fragment, notation: Notation, written: Written) -> String {
        Emitter::new(notation, Layout::default(), false, written).entry("k", value, 0)
    }

    #[test]
    fn what_is_special_in_a_snippet_is_inserted_as_it_is() {
        let names = ["${NAME}", "a\\b", "$1", "x}y", "a,b|c", "\"q\" $0"];
        for notation in [Notation::Block, Notation::Flow, Notation::Json] {
            for name in names {
                let hole = |options: &[&str]| {
                    Fragment::Hole(Hole {
                        options: options.iter().map(|&option| option.to_owned()).collect(),
                        ..Hole::string()
                    })
                };
                for value in [
                    Fragment::Text(name.to_owned()),
                    hole(&[name]),
                    hole(&[name, "other"]),
                    Fragment::List(vec![Fragment::Text(name.to_owned())]),
                    Fragment::Mapping(vec![(name.to_owned(), Fragment::Text(name.to_owned()))]),
                ] {
                    let plain = written(&value, notation, Written::Plain);
                    let snippet = written(&value, notation, Written::Snippet);
                    assert_eq!(expand_snippet(&snippet), plain, "{snippet}");
                }
            }
        }
    }

    #[test]
    fn the_layout_is_that_of_the_document() {
        let list = |text: &str| Fragment::List(vec![Fragment::Text(text.to_owned())]);
        let value = Fragment::Mapping(vec![("a".to_owned(), list("x: y"))]);
        let layout = Layout {
            unit: 4,
            dash: 0,
            quotes: crate::syntax::Quotes::Double,
            line_break: "\r\n",
        };
        let emitter =
            |notation, multiline| Emitter::new(notation, layout, multiline, Written::Plain);
        assert_eq!(
            emitter(Notation::Block, false).entry("k", &value, 2),
            "k:\r\n      a:\r\n      - \"x: y\""
        );
        assert_eq!(
            emitter(Notation::Flow, false).entry("k", &value, 2),
            "k: {a: [\"x: y\"]}"
        );
        assert_eq!(
            emitter(Notation::Json, true).entry("k", &list("x"), 4),
            "\"k\": [\r\n        \"x\"\r\n    ]"
        );
    }
}
