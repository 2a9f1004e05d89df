//! The style of a document.

use super::super::quote::Quotes;
use super::super::scalar::Style;
use super::super::{Dialect, Document, Kind, Value};

/// How many values of a document are looked at: its style shows early.
const LOOKED_AT: usize = 200;

/// How many entries or items of one collection are looked at.
const SIBLINGS: usize = 20;

/// How a document is written. What it does not show is as most people have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How far what is in a mapping is to the right of its key.
    pub unit: usize,
    /// How far the dashes of a list are to the right of its key.
    pub dash: usize,
    /// The quotes that it prefers.
    pub quotes: Quotes,
    /// How its lines end.
    pub line_break: &'static str,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            unit: 2,
            dash: 2,
            quotes: Quotes::Single,
            line_break: "\n",
        }
    }
}

/// What was seen of a style.
#[derive(Default)]
struct Seen {
    unit: Option<usize>,
    dash: Option<usize>,
    single: usize,
    double: usize,
    left: usize,
}

impl Layout {
    /// The style of a document.
    pub fn of(document: &Document<'_>) -> Self {
        document.root().map_or_else(Self::default, Self::of_root)
    }

    /// The style of the document that a value is the root of.
    pub fn of_root(root: Value<'_>) -> Self {
        let mut seen = Seen {
            left: LOOKED_AT,
            ..Seen::default()
        };
        seen.value(root, None);
        let default = Self::default();
        let unit = seen.unit.unwrap_or(default.unit);
        Self {
            unit,
            dash: seen.dash.unwrap_or(unit),
            quotes: if seen.double > seen.single {
                Quotes::Double
            } else {
                Quotes::Single
            },
            line_break: root.line_break(),
        }
    }
}

impl Seen {
    /// Looks at a value under a key, or at one that is not.
    fn value(&mut self, value: Value<'_>, key: Option<Value<'_>>) {
        let Some(left) = self.left.checked_sub(1) else {
            return;
        };
        self.left = left;
        let json = value.dialect() == Dialect::Json;
        match value.kind() {
            Kind::Mapping => {
                let entries = value.entries();
                let shown = match key {
                    // In JSON the first key shows it, if it is on a line of its own.
                    _ if json => entries.first().map(|entry| entry.key.column()),
                    Some(key) if !value.is_flow() => value.column().checked_sub(key.column()),
                    _ => None,
                };
                let sensible = |unit: &usize| (2..=8).contains(unit);
                self.unit = self.unit.or(shown.filter(sensible));
                for entry in entries.iter().take(SIBLINGS) {
                    self.value(entry.value, Some(entry.key));
                }
            }
            Kind::Sequence => {
                if let Some(key) = key.filter(|_| !json && !value.is_flow()) {
                    let dash = value.column().checked_sub(key.column());
                    let sensible = |dash: &usize| *dash == 0 || (2..=8).contains(dash);
                    self.dash = self.dash.or(dash.filter(sensible));
                }
                for item in value.first_items(SIBLINGS) {
                    self.value(item, None);
                }
            }
            Kind::Scalar => match value.style() {
                Some(Style::SingleQuoted) => self.single += 1,
                Some(Style::DoubleQuoted) if !json => self.double += 1,
                _ => {}
            },
            Kind::Alias | Kind::Missing | Kind::Broken => {}
        }
    }
}
