//! From tree-sitter's tree of a YAML piece to the value tree.

use super::broken::Broken;
use super::characters::WHITE;
use super::decode;
use super::scalar::{self, ScalarType, Style};
use super::tree::{Arena, Data, NodeId, Pair};
use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;
use tree_sitter::{Language, Node, Parser, Tree};

/// How deep collections may be nested before the rest is given up: no file of a person comes near, and
/// the stack is safe from files of others.
const MAX_DEPTH: usize = 200;

thread_local! {
    static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
}

/// The columns that blocks may start in. The grammar's scanner keeps the open blocks in a buffer for 253 of
/// them, writes on behind its end, and tree-sitter aborts the process over that. Blocks within each
/// other stand in columns of their own, but for the list in the column of its key.
const MAX_COLUMNS: usize = 120;

/// Parses a segment, from the edited tree of what it was if there is one. Returns `None` if it is nested too deep.
pub(super) fn parse(text: &str, edited: Option<&Tree>) -> Option<Tree> {
    if is_too_deep(text) {
        return None;
    }
    PARSER.with_borrow_mut(|slot| {
        let parser = match slot {
            Some(parser) => parser,
            None => {
                let mut parser = Parser::new();
                parser.set_language(&LANGUAGE).ok()?;
                slot.insert(parser)
            }
        };
        parser.parse(text, edited)
    })
}

/// Whether blocks may be nested deeper than the grammar can bear.
pub(super) fn is_too_deep(text: &str) -> bool {
    const INDICATORS: [char; 5] = [' ', '\t', '-', '?', ':'];
    let prefix = |line: &str| line.len() - line.trim_start_matches(INDICATORS).len();
    if text.lines().all(|line| prefix(line) < MAX_COLUMNS) {
        return false;
    }
    let mut columns = HashSet::new();
    for line in text.lines() {
        let end = prefix(line);
        let dashes = line
            .bytes()
            .take(end)
            .enumerate()
            .filter(|(_, byte)| !byte.is_ascii_whitespace());
        columns.extend(dashes.map(|(column, _)| column).chain([end]));
    }
    columns.len() > MAX_COLUMNS
}

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| tree_sitter_yaml::LANGUAGE.into());

/// The node kinds that matter here, at the grammar's number for them: every node is asked for its kind.
static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut kinds = vec![Kind::Other; LANGUAGE.node_kind_count()];
    for (name, kind) in NAMES {
        let number = usize::from(LANGUAGE.id_for_node_kind(name, true));
        if let Some(slot) = kinds.get_mut(number) {
            *slot = kind;
        }
    }
    kinds
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Wrapper,
    Document,
    Mapping,
    Pair,
    Sequence,
    Item,
    Plain,
    Single,
    Double,
    Block,
    Alias,
    Anchor,
    Tag,
    Other,
}

const NAMES: [(&str, Kind); 20] = [
    ("stream", Kind::Wrapper),
    ("document", Kind::Document),
    ("block_node", Kind::Wrapper),
    ("flow_node", Kind::Wrapper),
    ("block_mapping", Kind::Mapping),
    ("flow_mapping", Kind::Mapping),
    ("block_mapping_pair", Kind::Pair),
    ("flow_pair", Kind::Pair),
    ("block_sequence", Kind::Sequence),
    ("flow_sequence", Kind::Sequence),
    ("block_sequence_item", Kind::Item),
    ("plain_scalar", Kind::Plain),
    ("single_quote_scalar", Kind::Single),
    ("double_quote_scalar", Kind::Double),
    ("block_scalar", Kind::Block),
    ("alias", Kind::Alias),
    ("anchor", Kind::Anchor),
    ("tag", Kind::Tag),
    ("comment", Kind::Other),
    ("ERROR", Kind::Other),
];

fn kind(node: Node<'_>) -> Kind {
    let number = usize::from(node.kind_id());
    KINDS.get(number).copied().unwrap_or(Kind::Other)
}

/// Lowers the first document of a tree. `broken` are the stretches of the text that were replaced to make
/// it parse; what they touch is not understood.
pub(super) fn lower(tree: &Tree, text: &str, broken: &Broken) -> (Arena, Option<NodeId>) {
    let mut lowering = Lowering {
        text,
        broken,
        arena: Arena::default(),
    };
    let root = tree.root_node();
    let mut cursor = root.walk();
    let document = root
        .children(&mut cursor)
        .find(|child| kind(*child) == Kind::Document);
    let root = document.and_then(|node| lowering.content(node, -1, 0));
    (lowering.arena, root)
}

struct Lowering<'t> {
    text: &'t str,
    broken: &'t Broken,
    arena: Arena,
}

impl Lowering<'_> {
    /// The node inside of wrappers, with the properties found on the way. `parent` is the indentation of
    /// what holds it, which block scalars count from.
    fn content(&mut self, node: Node<'_>, parent: isize, depth: usize) -> Option<NodeId> {
        let mut cursor = node.walk();
        let mut anchor = None;
        let mut tag = None;
        let mut found = None;
        for child in node.children(&mut cursor) {
            match kind(child) {
                Kind::Anchor => anchor = Some(child.byte_range()),
                Kind::Tag => tag = Some(child.byte_range()),
                Kind::Other => {}
                Kind::Wrapper => found = self.content(child, parent, depth).or(found),
                _ => found = self.node(child, parent, depth).or(found),
            }
        }
        let end = node.end_byte();
        if found.is_none() && (anchor.is_some() || tag.is_some()) {
            found = Some(self.arena.add(end..end, Data::Missing));
        }
        let id = found?;
        if let Some(range) = anchor {
            self.arena.name(range.start + 1..range.end, id);
        }
        if let Some(range) = tag {
            self.apply_tag(range, id);
        }
        Some(id)
    }

    /// A tag of the core schema settles a scalar's type, if the scalar can be read as such.
    fn apply_tag(&mut self, tag: Range<usize>, id: NodeId) {
        let forced = match self.text.get(tag.clone()).unwrap_or_default() {
            "!!str" | "!" => ScalarType::String,
            "!!int" => ScalarType::Integer,
            "!!float" => ScalarType::Float,
            "!!bool" => ScalarType::Boolean,
            "!!null" => ScalarType::Null,
            name if is_foreign(name) => {
                self.arena.tag(tag, id);
                return;
            }
            _ => return,
        };
        let text = self.text;
        if let Some(node) = self.arena.get_mut(id) {
            let source = text.get(node.range()).unwrap_or_default();
            match &mut node.data {
                Data::Scalar {
                    style,
                    resolved,
                    indent,
                } => {
                    let plain = scalar::resolve(&decode::text(source, *style, *indent as usize));
                    *resolved = match (forced, plain) {
                        (ScalarType::Float, ScalarType::Integer) => forced,
                        _ if plain == forced => forced,
                        _ => ScalarType::String,
                    };
                }
                data @ Data::Missing if forced == ScalarType::String => {
                    *data = Data::Scalar {
                        style: Style::Plain,
                        resolved: forced,
                        indent: 0,
                    };
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, node: Node<'_>, parent: isize, depth: usize) -> Option<NodeId> {
        let range = node.byte_range();
        if depth > MAX_DEPTH {
            return Some(self.arena.add(range, Data::Broken));
        }
        match kind(node) {
            Kind::Mapping => Some(self.mapping(node, depth)),
            Kind::Sequence => Some(self.sequence(node, parent, depth)),
            // A lone `a: b` in a flow sequence is a mapping of one entry.
            Kind::Pair => {
                let id = self.arena.add(range, Data::Broken);
                let pair = self.pair(node, depth);
                self.arena
                    .set(id, Data::Mapping(pair.into_iter().collect()));
                Some(id)
            }
            Kind::Plain => Some(self.scalar(range, Style::Plain, parent)),
            Kind::Single => Some(self.scalar(range, Style::SingleQuoted, parent)),
            Kind::Double => Some(self.scalar(range, Style::DoubleQuoted, parent)),
            Kind::Block => {
                let literal = self.text.as_bytes().get(range.start) == Some(&b'|');
                let style = if literal {
                    Style::Literal
                } else {
                    Style::Folded
                };
                Some(self.scalar(range, style, parent))
            }
            Kind::Alias => Some(self.arena.add(range, Data::Alias)),
            _ => None,
        }
    }

    fn mapping(&mut self, node: Node<'_>, depth: usize) -> NodeId {
        let id = self
            .arena
            .add(trimmed(self.text, node.byte_range()), Data::Broken);
        let mut pairs = Vec::new();
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match kind(child) {
                Kind::Pair => pairs.extend(self.pair(child, depth)),
                // `{a, b}`: keys without values.
                Kind::Wrapper => {
                    if let Some(key) = self.content(child, -1, depth + 1) {
                        let end = child.end_byte();
                        let value = self.arena.add(end..end, Data::Missing);
                        pairs.push(Pair { key, value });
                    }
                }
                _ => {}
            }
        }
        self.arena.set(id, Data::Mapping(pairs));
        id
    }

    fn pair(&mut self, node: Node<'_>, depth: usize) -> Option<Pair> {
        let indent = column(node);
        let mut cursor = node.walk();
        let mut colon = None;
        let mut key = None;
        let mut value = None;
        for child in node.children(&mut cursor) {
            if child.kind() == ":" {
                colon = Some(child.end_byte());
            } else if kind(child) == Kind::Wrapper {
                let content = self.content(child, indent, depth + 1);
                if colon.is_none() {
                    key = content;
                } else {
                    value = content;
                }
            }
        }
        let start = node.start_byte();
        let key = key.unwrap_or_else(|| self.arena.add(start..start, Data::Missing));
        let end = colon.unwrap_or_else(|| node.end_byte());
        let value = value.unwrap_or_else(|| self.missing(end));
        Some(Pair { key, value })
    }

    /// A value that is not there, or that was taken out because it was broken.
    fn missing(&mut self, at: usize) -> NodeId {
        let line_end = self
            .text
            .get(at..)
            .and_then(|rest| rest.find(['\n', '\r']))
            .map_or(self.text.len(), |i| at + i);
        match self.broken.first_in(&(at..line_end)) {
            Some(range) => self.arena.add(range, Data::Broken),
            None => self.arena.add(at..at, Data::Missing),
        }
    }

    fn sequence(&mut self, node: Node<'_>, parent: isize, depth: usize) -> NodeId {
        let id = self
            .arena
            .add(trimmed(self.text, node.byte_range()), Data::Broken);
        let mut items = Vec::new();
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match kind(child) {
                Kind::Item => {
                    let indent = column(child);
                    let item = self.content(child, indent, depth + 1);
                    items.push(item.unwrap_or_else(|| self.missing(child.start_byte() + 1)));
                }
                Kind::Wrapper => items.extend(self.content(child, parent, depth + 1)),
                Kind::Pair => items.extend(self.node(child, parent, depth + 1)),
                _ => {}
            }
        }
        self.arena.set(id, Data::Sequence(items));
        id
    }

    fn scalar(&mut self, range: Range<usize>, style: Style, parent: isize) -> NodeId {
        let (range, indent) = match style {
            Style::Literal | Style::Folded => {
                let (range, indent) = block_extent(self.text, range.start, parent);
                (self.before_broken(range), indent)
            }
            _ => (range, 0),
        };
        if self.broken.touches(&range) {
            return self.arena.add(range, Data::Broken);
        }
        let source = self.text.get(range.clone()).unwrap_or_default();
        let resolved = match style {
            Style::Plain => scalar::resolve(source),
            _ => ScalarType::String,
        };
        let data = Data::Scalar {
            style,
            resolved,
            indent: super::tree::to_u32(indent),
        };
        self.arena.add(range, data)
    }

    /// A block scalar without the lines at its end that are empty only because a mistake was taken out
    /// there.
    fn before_broken(&self, range: Range<usize>) -> Range<usize> {
        let Some(first) = self.broken.first_in(&range) else {
            return range;
        };
        let before = self.text.get(range.start..first.start).unwrap_or_default();
        let line = before
            .rfind('\n')
            .map_or(first.start, |i| range.start + i + 1);
        range.start..line
    }
}

/// The column where a node starts, in bytes.
fn column(node: Node<'_>) -> isize {
    isize::try_from(node.start_position().column).unwrap_or(isize::MAX)
}

/// Whether a tag is none of YAML's own, so that only some application knows it: `!vault`.
fn is_foreign(tag: &str) -> bool {
    let own = ["!!", "!<tag:yaml.org,"];
    tag.len() > 1 && !own.iter().any(|start| tag.starts_with(start))
}

/// A range without the white space and comments that the grammar counts to a collection's end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = text.get(range.clone()).unwrap_or_default();
    range.start..range.start + inside.trim_end_matches(WHITE).len()
}

/// Where a block scalar ends and how far its content is indented. It ends before the first line that is
/// neither empty nor indented that far; empty lines behind the content belong to it.
fn block_extent(text: &str, start: usize, parent: isize) -> (Range<usize>, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let mut lines = rest.split_inclusive('\n');
    let header = lines.next().unwrap_or_default();
    let explicit = header
        .bytes()
        .skip(1)
        .take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9'))
        .find(u8::is_ascii_digit)
        .map(|b| usize::try_from(parent.max(0)).unwrap_or(0) + usize::from(b - b'0'));
    let spaces = |line: &str| line.bytes().take_while(|b| *b == b' ').count();
    let blank = |line: &str| line.trim_matches([' ', '\n', '\r']).is_empty();
    let indent = explicit.unwrap_or_else(|| {
        lines
            .clone()
            .find(|line| !blank(line))
            .map(spaces)
            .filter(|spaces| isize::try_from(*spaces).is_ok_and(|s| s > parent))
            .unwrap_or(usize::MAX)
    });
    let body: usize = lines
        .take_while(|line| blank(line) || spaces(line) >= indent)
        .map(str::len)
        .sum();
    (start..start + header.len() + body, indent)
}
