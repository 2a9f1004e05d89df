//! Reading one segment: from its own text and its context to a value tree and syntax errors.

use super::broken::Broken;
use super::characters::has_control_character;
use super::conflict::Side;
use super::context::Context;
use super::dialect::Dialect;
use super::error::SyntaxError;
use super::outdented::outdented;
use super::recover::Repaired;
use super::tree::{Arena, NodeId};
use super::{conflict, flow, glued_dash, json, meant, wording, yaml};
use std::ops::Range;
use std::sync::OnceLock;
use tree_sitter::{InputEdit, Point, Tree};

/// The most bytes that a debug build reads afresh after an edit, to compare.
pub(super) const MAX_COMPARED: usize = 64 * 1024;

/// More rows than this the YAML grammar's scanner cannot count.
const MAX_ROWS: usize = 32_000;

/// Above this length a segment's syntax tree is kept, so that an edit costs what it changes: a shorter segment is
/// parsed anew in less time than its tree takes to copy and keep.
const KEEP_TREE: usize = if cfg!(test) { 0 } else { 4096 };

/// Above this length the brackets in a segment are read by themselves.
const LARGE: usize = KEEP_TREE;

/// The text of a segment and, once somebody asked, what it says. It never changes: an edit makes another one.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) text: Box<str>,
    /// Whether there may be anchors in it.
    pub(super) anchors: bool,
    /// Whether there may be aliases in it.
    pub(super) aliases: bool,
    dialect: Dialect,
    /// The syntax tree of the text as it was, with the edit since: to parse from.
    edited: Option<Tree>,
    reading: OnceLock<Reading>,
}

/// What a segment says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) arena: Arena,
    pub(super) root: Option<NodeId>,
    pub(super) errors: Vec<SyntaxError>,
    /// Whether a merge conflict hides entries of the root mapping.
    pub(super) hides_entries: bool,
    /// The parts, in order, in which a value reads the same wherever the whole lines that it is on stand.
    pub(super) alone: Vec<Range<usize>>,
    /// The syntax tree, if it is of the text as it is and worth keeping.
    tree: Option<Tree>,
}

impl Content {
    pub(super) fn new(text: &str, dialect: Dialect) -> Self {
        let yaml = dialect == Dialect::Yaml;
        Self {
            anchors: yaml && text.contains('&'),
            aliases: yaml && text.contains('*'),
            text: with_one_kind_of_break(text),
            dialect,
            edited: None,
            reading: OnceLock::new(),
        }
    }

    /// A text that came from this one by an edit.
    pub(super) fn edited(&self, text: &str) -> Self {
        let new = Self::new(text, self.dialect);
        let tree = self.reading.get().and_then(|reading| reading.tree.clone());
        let edited = tree.map(|mut tree| {
            tree.edit(&difference(&self.text, &new.text));
            tree
        });
        Self { edited, ..new }
    }

    /// Whether there is a syntax tree to go on from after an edit.
    pub(super) fn has_tree(&self) -> bool {
        let reading = self.reading.get();
        reading.is_some_and(|reading| reading.tree.is_some())
    }

    /// What it says. The first call reads it.
    pub(super) fn reading(&self, context: Context) -> &Reading {
        self.reading.get_or_init(|| match self.dialect {
            Dialect::Yaml if context == Context::Prologue => Reading {
                errors: meant::text(&self.text, context).map_or(Vec::new(), |meant| meant.errors),
                ..Reading::default()
            },
            Dialect::Json if context == Context::Prologue => Reading::default(),
            Dialect::Yaml => parse_yaml(&self.text, context, self.edited.as_ref()),
            Dialect::Json => parse_json(&self.text),
        })
    }
}

impl Reading {
    /// Moves every offset.
    fn move_each(&mut self, to: impl Fn(usize) -> usize) {
        self.arena.move_each(&to);
        for error in &mut self.errors {
            error.span = error.span.convert(&to);
            if let Some(fix) = &mut error.fix {
                fix.span = fix.span.convert(&to);
            }
        }
    }
}

fn parse_json(text: &str) -> Reading {
    let settled = conflict::settle(text, Side::Neither);
    let mut read = json::read(settled.as_ref().map_or(text, |settled| &settled.text));
    // A conflict decides what counts around it, and mistakes past the most that are told are not seen.
    let alone = settled.is_none() && read.errors.len() < json::MAX_MISTAKES;
    if let Some(settled) = settled {
        read.arena.mark_all_incomplete(&settled.lost, &settled.text);
        read.errors.extend(settled.errors);
        read.errors.sort_by_key(|error| error.span.start);
    }
    let parts = if alone {
        between(0..text.len(), &read.errors)
    } else {
        Vec::new()
    };
    Reading {
        arena: read.arena,
        root: read.root,
        errors: read.errors,
        alone: parts,
        ..Reading::default()
    }
}

/// The parts of a range of a text that no error touches, with a byte behind each for its line break.
fn between(range: Range<usize>, errors: &[SyntaxError]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    for error in errors {
        if start < error.span.start {
            parts.push(start..error.span.start);
        }
        start = start.max(error.span.end + 1);
    }
    if start <= range.end {
        parts.push(start..range.end + 1);
    }
    parts
}

/// Reads a segment of YAML. `edited` is the syntax tree of what it was, if there is one.
fn parse_yaml(text: &str, context: Context, edited: Option<&Tree>) -> Reading {
    if text.len() > LARGE
        && context.side() == Side::Neither
        && outdented(text, context).is_none()
        && let Some(reading) = parse_flow(text, context)
    {
        return reading;
    }
    parse_block(text, context, edited)
}

/// Reads a segment that is mainly a large collection in brackets. Returns `None` if it is none, or too little in it is
/// like JSON.
fn parse_flow(text: &str, context: Context) -> Option<Reading> {
    if let Some((arena, root)) = flow::read(text, context) {
        return Some(Reading {
            arena,
            root: Some(root),
            alone: between(0..text.len(), &[]),
            ..Reading::default()
        });
    }
    let condensed = flow::condense(text, context)?;
    let mut reading = parse_block(&condensed.text, context, None);
    reading.tree = None;
    reading.move_each(|offset| condensed.original(offset));
    if !reading.arena.is_all_incomplete() {
        reading.alone = condensed.lines(text).collect();
    }
    let broken = !reading.errors.is_empty();
    condensed.restore(&mut reading.arena, broken)?;
    Some(reading)
}

fn parse_block(text: &str, context: Context, edited: Option<&Tree>) -> Reading {
    if text.bytes().filter(|b| *b == b'\n').count() > MAX_ROWS {
        return unread(text, wording::too_long(MAX_ROWS));
    }
    let settled = conflict::settle(text, context.side());
    let source = settled.as_ref().map_or(text, |settled| &settled.text);
    let meant = meant::text(source, context);
    let outdented = outdented(source, context).filter(|_| meant.is_none());
    let in_line = || outdented.as_ref().and_then(|item| item.put_in_line(source));
    let spaced = meant.or_else(in_line);
    let spaced = spaced.or_else(|| glued_dash::space(source, context));
    let source = spaced.as_ref().map_or(source, |spaced| &spaced.text);
    let mut reading = if settled.is_none() && spaced.is_none() {
        read_yaml(text, context.root(), edited, Hidden::default())
    } else {
        let moved = |offset| {
            spaced
                .as_ref()
                .map_or(offset, |spaced| spaced.moved(offset))
        };
        let settled = settled.iter();
        let hidden = settled.clone().flat_map(|settled| &settled.hidden);
        let lost = settled.flat_map(|settled| &settled.lost);
        let hidden = Hidden {
            ranges: hidden
                .map(|range| moved(range.start)..moved(range.end))
                .collect(),
            lost: lost
                .map(|(place, indent)| (moved(*place), *indent))
                .collect(),
        };
        Reading {
            tree: None,
            ..read_yaml(source, context.root(), None, hidden)
        }
    };
    if let Some(spaced) = spaced {
        reading.move_each(|offset| spaced.original(offset));
        reading.errors.extend(spaced.errors);
    }
    if let Some(settled) = settled {
        reading.hides_entries = settled
            .indent
            .is_some_and(|indent| Some(indent) <= context.root());
        reading.errors.extend(settled.errors);
    }
    reading.errors.extend(outdented.map(|item| item.error));
    reading.errors.sort_by_key(|error| error.span.start);
    reading
}

/// What does not count in a text.
#[derive(Default)]
struct Hidden {
    ranges: Vec<Range<usize>>,
    /// The places, with their indentation, at which something is lost with it.
    lost: Vec<(usize, usize)>,
}

/// Whether a tree says of a text what one made anew does.
fn is_as_fresh(tree: &Tree, text: &str) -> bool {
    let said = |tree: &Tree| format!("{:?}", yaml::lower(tree, text, &Broken::new(Vec::new())));
    yaml::parse(text, None).is_some_and(|fresh| said(tree) == said(&fresh))
}

fn read_yaml(text: &str, root: Option<usize>, edited: Option<&Tree>, hidden: Hidden) -> Reading {
    let from_edited = edited.and_then(|edited| yaml::parse(text, Some(edited)));
    let sound = from_edited.filter(|tree| !tree.root_node().has_error());
    debug_assert!(
        text.len() > MAX_COMPARED || sound.iter().all(|tree| is_as_fresh(tree, text)),
        "a tree that follows an edit does not equal a fresh one"
    );
    let Some(tree) = sound.or_else(|| yaml::parse(text, None)) else {
        return unread(text, wording::TOO_DEEP.to_owned());
    };
    if tree.root_node().has_error() || has_control_character(text) {
        let mut repaired = Repaired::new(text, root);
        let Some(tree) = repaired.parse() else {
            return Reading::default();
        };
        let broken = Broken::new([repaired.broken, hidden.ranges].concat());
        let (mut arena, root) = yaml::lower(&tree, &repaired.text, &broken);
        arena.mark_all_incomplete(&[repaired.lost, hidden.lost].concat(), &repaired.text);
        return Reading {
            arena,
            root,
            errors: repaired.errors,
            ..Reading::default()
        };
    }
    let (mut arena, root) = yaml::lower(&tree, text, &Broken::new(hidden.ranges));
    arena.mark_all_incomplete(&hidden.lost, text);
    Reading {
        arena,
        root,
        tree: (text.len() > KEEP_TREE).then_some(tree),
        ..Reading::default()
    }
}

/// A segment that is not read, and why.
fn unread(text: &str, message: String) -> Reading {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    Reading {
        errors: vec![SyntaxError::unread(0..end, message)],
        ..Reading::default()
    }
}

/// A lone CR becomes LF, so that everything behind this sees LF or CRLF only.
fn with_one_kind_of_break(text: &str) -> Box<str> {
    if !text.contains('\r') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let lone = char == '\r' && chars.peek() != Some(&'\n');
        out.push(if lone { '\n' } else { char });
    }
    out.into_boxed_str()
}

/// What differs between a text before an edit and after it, as one edit.
fn difference(before: &str, after: &str) -> InputEdit {
    let (old, new) = (before.as_bytes(), after.as_bytes());
    let same = |(a, b): &(&u8, &u8)| a == b;
    let start = old.iter().zip(new).take_while(same).count();
    let room = old.len().min(new.len()) - start;
    let ends = old.iter().rev().zip(new.iter().rev()).take(room);
    let tail = ends.take_while(same).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(old, start),
        old_end_position: point(old, old_end),
        new_end_position: point(new, new_end),
    }
}

fn point(text: &[u8], offset: usize) -> Point {
    let before = text.get(..offset).unwrap_or_default();
    let row = before.iter().filter(|b| **b == b'\n').count();
    let start = before
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |i| i + 1);
    Point::new(row, offset - start)
}
