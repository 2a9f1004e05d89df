//! Values as the floors above see them: one tree, however the text is cut.

use super::context::Context;
use super::decode::{self, Decoded};
use super::dialect::Dialect;
use super::reading::Reading;
use super::scalar::{ScalarType, Style};
use super::segments::Syntax;
use super::tree::{Data, NodeId, Pair};
use std::borrow::Cow;
use std::ops::Range;

/// How many merge keys and aliases one question may follow.
const BUDGET: usize = 64;

/// A value of a document. Ranges are byte offsets in the document's text.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    pub(super) syntax: &'a Syntax,
    pub(super) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A node of one segment.
    Node { segment: usize, node: NodeId },
    /// The root mapping of the document whose first content is this segment.
    Root { segment: usize },
    /// The sequence whose items follow this segment.
    Items { segment: usize },
}

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Keys and values.
    Mapping,
    /// Items.
    Sequence,
    /// A scalar.
    Scalar,
    /// A reference to an anchor.
    Alias,
    /// Nothing, where a value could be.
    Missing,
    /// Text that could not be understood.
    Broken,
}

/// A key and its value.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The key.
    pub key: Value<'a>,
    /// The value.
    pub value: Value<'a>,
}

impl<'a> Entry<'a> {
    /// The key's text.
    pub fn name(&self) -> Cow<'a, str> {
        self.key.text().unwrap_or_default()
    }

    /// Whether it is a merge key, `<<`.
    pub fn is_merge(&self) -> bool {
        self.key.source() == "<<"
    }
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {:?}", self.kind(), self.range())
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.syntax, other.syntax) && self.place == other.place
    }
}

impl<'a> Value<'a> {
    pub(super) fn node(syntax: &'a Syntax, segment: usize, node: NodeId) -> Self {
        Self {
            syntax,
            place: Place::Node { segment, node },
        }
    }

    pub(super) fn root(syntax: &'a Syntax, segment: usize) -> Self {
        Self {
            syntax,
            place: Place::Root { segment },
        }
    }

    pub(super) fn reading(self) -> Option<(&'a Reading, usize)> {
        match self.place {
            Place::Node { segment, .. } => {
                Some((self.syntax.reading(segment)?, self.syntax.start(segment)))
            }
            _ => None,
        }
    }

    fn data(self) -> Option<(&'a Data, Range<usize>)> {
        let Place::Node { node, .. } = self.place else {
            return None;
        };
        let (reading, start) = self.reading()?;
        let node = reading.arena.get(node)?;
        let range = node.range();
        Some((&node.data, start + range.start..start + range.end))
    }

    pub(super) fn sibling(self, node: NodeId) -> Self {
        match self.place {
            Place::Node { segment, .. } | Place::Root { segment } | Place::Items { segment } => {
                Self::node(self.syntax, segment, node)
            }
        }
    }

    /// What kind of value it is.
    pub fn kind(self) -> Kind {
        match self.place {
            Place::Root { .. } => Kind::Mapping,
            Place::Items { .. } => Kind::Sequence,
            Place::Node { .. } => match self.data() {
                Some((Data::Mapping(_), _)) => Kind::Mapping,
                Some((Data::Sequence(_), _)) => Kind::Sequence,
                Some((Data::Scalar { .. }, _)) => Kind::Scalar,
                Some((Data::Alias, _)) => Kind::Alias,
                Some((Data::Missing, _)) => Kind::Missing,
                Some((Data::Broken, _)) | None => Kind::Broken,
            },
        }
    }

    /// The bytes it covers.
    pub fn range(self) -> Range<usize> {
        match self.place {
            Place::Node { .. } => self.data().map_or(0..0, |(_, range)| range),
            Place::Root { segment } => {
                let last = self
                    .syntax
                    .document_segments(segment)
                    .last()
                    .unwrap_or(segment);
                let start = self.syntax.content_start(segment);
                start..self.syntax.content_end(last).max(start)
            }
            Place::Items { segment } => {
                let items = self.syntax.item_segments(segment);
                let end = items.clone().next_back().unwrap_or(segment);
                self.syntax.content_start(items.start)..self.syntax.content_end(end)
            }
        }
    }

    /// The entries of a mapping, as written: merge keys among them.
    pub fn entries(self) -> Vec<Entry<'a>> {
        self.each_entry().collect()
    }

    fn each_entry(self) -> impl Iterator<Item = Entry<'a>> {
        let segments = match self.place {
            Place::Root { segment } => Some(self.syntax.entry_segments(segment)),
            _ => None,
        };
        let spread = segments.into_iter().flatten();
        let spread = spread.flat_map(move |segment| entries_of(self.syntax, segment));
        let pairs = self.pairs().iter().map(move |pair| self.entry(pair));
        pairs.chain(spread)
    }

    /// The pairs of a mapping within one segment.
    fn pairs(self) -> &'a [Pair] {
        match self.data() {
            Some((Data::Mapping(pairs), _)) => pairs,
            _ => &[],
        }
    }

    fn entry(self, pair: &Pair) -> Entry<'a> {
        Entry {
            key: self.sibling(pair.key),
            value: self.sibling(pair.value),
        }
    }

    /// The items of a sequence.
    pub fn items(self) -> Vec<Value<'a>> {
        match self.place {
            Place::Root { .. } => Vec::new(),
            Place::Items { segment } => self
                .syntax
                .item_segments(segment)
                .flat_map(|segment| items_of(self.syntax, segment))
                .collect(),
            Place::Node { .. } => match self.data() {
                Some((Data::Sequence(items), _)) => {
                    items.iter().map(|item| self.sibling(*item)).collect()
                }
                _ => Vec::new(),
            },
        }
    }

    /// The first items of a sequence, at most as many as given. No others are parsed.
    pub fn first_items(self, most: usize) -> Vec<Value<'a>> {
        match self.place {
            Place::Items { segment } => self
                .syntax
                .item_segments(segment)
                .flat_map(|segment| items_of(self.syntax, segment))
                .take(most)
                .collect(),
            _ => {
                let mut items = self.items();
                items.truncate(most);
                items
            }
        }
    }

    /// Whether it is a sequence whose items are segments of their own.
    pub fn is_cut(self) -> bool {
        matches!(self.place, Place::Items { .. })
    }

    /// Whether it is a sequence or mapping that holds nothing: `[]`, `{}`.
    pub fn is_empty_collection(self) -> bool {
        match self.place {
            Place::Root { .. } | Place::Items { .. } => false,
            Place::Node { .. } => match self.data() {
                Some((Data::Mapping(pairs), _)) => pairs.is_empty(),
                Some((Data::Sequence(items), _)) => items.is_empty(),
                _ => false,
            },
        }
    }

    /// The first value under a key of a mapping; what merge keys bring counts too.
    pub fn get(self, key: &str) -> Option<Value<'a>> {
        let mut budget = BUDGET;
        self.find(key, &mut budget)
    }

    fn find(self, key: &str, budget: &mut usize) -> Option<Value<'a>> {
        if let Some(entry) = self.each_entry().find(|entry| entry.name() == key) {
            return Some(entry.value);
        }
        let merges = self.each_entry().filter(Entry::is_merge);
        for source in merges.flat_map(|merge| merge.merge_sources()) {
            *budget = budget.checked_sub(1)?;
            let found = source.resolved().find(key, budget);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether all that a mapping holds is known: nothing in it was given up, and every merge key leads
    /// to a mapping.
    pub fn is_complete(self) -> bool {
        let lost = match self.place {
            Place::Node { node, .. } => self
                .reading()
                .is_some_and(|(reading, _)| reading.arena.is_incomplete(node)),
            Place::Root { segment } => self.syntax.entry_segments(segment).any(|segment| {
                loses_entries(self.syntax, segment) || hides_entries(self.syntax, segment)
            }),
            Place::Items { .. } => false,
        };
        !lost
            && self.each_entry().filter(Entry::is_merge).all(|merge| {
                let sources = merge.merge_sources();
                sources
                    .iter()
                    .all(|source| source.resolved().kind() == Kind::Mapping)
            })
    }

    /// What an alias refers to; any other value as it is.
    pub fn resolved(self) -> Value<'a> {
        let mut value = self;
        for _ in 0..BUDGET {
            let Some(target) = value.target() else { break };
            value = target;
        }
        value
    }

    /// The anchored value an alias names.
    pub fn target(self) -> Option<Value<'a>> {
        let Place::Node { segment, .. } = self.place else {
            return None;
        };
        let (Data::Alias, range) = self.data()? else {
            return None;
        };
        let name = self.source().strip_prefix('*')?;
        let anchor = self.syntax.anchor(name, segment, range.start)?;
        Some(Self::node(self.syntax, anchor.segment, anchor.node))
    }

    /// The language it is written in.
    pub fn dialect(self) -> Dialect {
        self.syntax.dialect()
    }

    /// The text as written; empty for a value that spans segments.
    pub fn source(self) -> &'a str {
        let (Place::Node { segment, .. }, Some((_, range))) = (self.place, self.data()) else {
            return "";
        };
        let start = self.syntax.start(segment);
        self.syntax
            .segment_text(segment)
            .get(range.start - start..range.end - start)
            .unwrap_or_default()
    }

    pub(super) fn scalar(self) -> Option<(Style, ScalarType, usize)> {
        match self.data()? {
            (
                Data::Scalar {
                    style,
                    resolved,
                    indent,
                },
                _,
            ) => Some((*style, *resolved, *indent as usize)),
            _ => None,
        }
    }

    /// What a scalar says, without quotes, escapes and folding.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let (style, _, indent) = self.scalar()?;
        Some(decode::text(self.source(), style, indent))
    }

    /// Returns the source of a range of the document, or `None` if it is not within this value.
    pub fn source_of(self, range: &Range<usize>) -> Option<&'a str> {
        let start = self.range().start;
        self.source()
            .get(range.start.checked_sub(start)?..range.end.checked_sub(start)?)
    }

    /// A scalar's text with the way back to the document.
    pub fn decoded(self) -> Option<Decoded> {
        let (style, _, indent) = self.scalar()?;
        let decoded = decode::decode(self.source(), style, indent);
        Some(decoded.starting_at(self.range().start))
    }

    /// How a scalar is written.
    pub fn style(self) -> Option<Style> {
        self.scalar().map(|(style, ..)| style)
    }

    /// The type a scalar resolves to.
    pub fn scalar_type(self) -> Option<ScalarType> {
        self.scalar().map(|(_, resolved, _)| resolved)
    }

    /// Whether it is a plain scalar.
    pub fn is_plain(self) -> bool {
        self.style() == Some(Style::Plain)
    }

    /// Whether it has a tag that YAML does not have, such as `!vault`: only some application knows what it is.
    pub fn is_opaque(self) -> bool {
        match (self.place, self.reading()) {
            (Place::Node { node, .. }, Some((reading, _))) => reading.arena.is_tagged(node),
            _ => false,
        }
    }

    /// Whether nothing is said: no value, or `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Missing || self.scalar_type() == Some(ScalarType::Null)
    }
}

impl<'a> Entry<'a> {
    /// The values that a merge key brings in.
    pub fn merge_sources(&self) -> Vec<Value<'a>> {
        let value = self.value.resolved();
        if value.kind() == Kind::Sequence {
            value.items()
        } else {
            vec![self.value]
        }
    }
}

/// The entries of a segment that holds entries of a root mapping. The last one's value may be the items of the segments
/// that follow.
pub(super) fn entries_of(syntax: &Syntax, segment: usize) -> impl Iterator<Item = Entry<'_>> {
    let root = syntax.reading(segment).and_then(|reading| reading.root);
    let root = root.map(|root| Value::node(syntax, segment, root));
    let pairs = root.map_or(&[][..], Value::pairs);
    let cut = syntax
        .is_item(segment + 1)
        .then(|| pairs.len().saturating_sub(1));
    let items = Value {
        syntax,
        place: Place::Items { segment },
    };
    let entries = root
        .into_iter()
        .flat_map(|root| root.pairs().iter().map(move |pair| root.entry(pair)));
    entries.enumerate().map(move |(index, entry)| {
        let value = if cut == Some(index) {
            items
        } else {
            entry.value
        };
        Entry { value, ..entry }
    })
}

/// The items of a segment that holds items.
pub(super) fn items_of(syntax: &Syntax, segment: usize) -> Vec<Value<'_>> {
    let root = syntax.reading(segment).and_then(|reading| reading.root);
    root.map(|root| Value::node(syntax, segment, root).items())
        .unwrap_or_default()
}

/// Whether a segment that should hold an entry of a root mapping holds something that is none.
pub(super) fn loses_entries(syntax: &Syntax, segment: usize) -> bool {
    let is_entry = syntax.context(segment).is_some_and(Context::is_entry);
    is_entry && entries_of(syntax, segment).next().is_none()
}

/// Whether a merge conflict in a segment hides entries of the root mapping.
fn hides_entries(syntax: &Syntax, segment: usize) -> bool {
    syntax
        .reading(segment)
        .is_some_and(|reading| reading.hides_entries)
}
