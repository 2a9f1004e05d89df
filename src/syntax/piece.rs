//! One piece of a document: its text and, once somebody asked, its value tree.

use super::conflict::Side;
use super::cut::Context;
use super::dash::Spaced;
use super::recover::{self, Problem, Repaired};
use super::tree::{Arena, NodeId};
use super::{Dialect, conflict, dash, json, yaml};
use std::ops::Range;
use std::sync::OnceLock;

/// More rows than this the YAML grammar's scanner cannot count.
const MAX_ROWS: usize = 32_000;

/// A piece. It never changes: an edit makes a new one.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: Box<str>,
    dialect: Dialect,
    parsed: OnceLock<Parsed>,
}

/// A piece understood.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) arena: Arena,
    pub(super) root: Option<NodeId>,
    pub(super) problems: Vec<Problem>,
    /// Whether a merge conflict hides entries of the root mapping.
    pub(super) hides_entries: bool,
}

impl Piece {
    pub(super) fn new(text: &str, dialect: Dialect) -> Self {
        Self {
            text: with_one_kind_of_break(text),
            dialect,
            parsed: OnceLock::new(),
        }
    }

    /// The value tree. The first call parses.
    pub(super) fn parsed(&self, context: Context) -> &Parsed {
        self.parsed.get_or_init(|| match self.dialect {
            _ if context == Context::Prologue => Parsed::default(),
            Dialect::Yaml => parse_yaml(&self.text, context),
            Dialect::Json => parse_json(&self.text),
        })
    }
}

impl Parsed {
    /// Counts every offset in the text as it was before it got its spaces.
    fn move_back(&mut self, spaced: Spaced) {
        self.arena.move_each(|offset| spaced.original(offset));
        let moved = |range: &Range<usize>| spaced.original(range.start)..spaced.original(range.end);
        for problem in &mut self.problems {
            problem.range = moved(&problem.range);
            if let Some(mend) = &mut problem.mend {
                mend.range = moved(&mend.range);
            }
        }
        self.problems.extend(spaced.problems);
    }
}

fn parse_json(text: &str) -> Parsed {
    let settled = conflict::settle(text, Side::Neither);
    let mut read = json::read(settled.as_ref().map_or(text, |settled| &settled.text));
    if let Some(settled) = settled {
        for (place, indent) in settled.lost {
            read.arena.mark_incomplete(place, indent, &settled.text);
        }
        read.problems.extend(settled.problems);
        read.problems.sort_by_key(|problem| problem.range.start);
    }
    Parsed {
        arena: read.arena,
        root: read.root,
        problems: read.problems,
        ..Parsed::default()
    }
}

fn parse_yaml(text: &str, context: Context) -> Parsed {
    if text.bytes().filter(|b| *b == b'\n').count() > MAX_ROWS {
        return unread(
            text,
            format!("this block is longer than {MAX_ROWS} lines and is not checked"),
        );
    }
    let settled = conflict::settle(text, context.side());
    let source = settled.as_ref().map_or(text, |settled| &settled.text);
    let spaced = dash::space(source, context);
    let source = spaced.as_ref().map_or(source, |spaced| &spaced.text);
    let moved = |offset| {
        spaced
            .as_ref()
            .map_or(offset, |spaced| spaced.moved(offset))
    };
    let hidden = settled.iter().flat_map(|settled| &settled.hidden);
    let hidden = hidden.map(|range| moved(range.start)..moved(range.end));
    let lost = settled.iter().flat_map(|settled| &settled.lost);
    let lost = lost.map(|(place, indent)| (moved(*place), *indent));
    let (hidden, lost) = (hidden.collect(), lost.collect());
    let mut parsed = read_yaml(source, context.root(), hidden, lost);
    if let Some(spaced) = spaced {
        parsed.move_back(spaced);
    }
    if let Some(settled) = settled {
        parsed.hides_entries = settled
            .indent
            .is_some_and(|indent| Some(indent) <= context.root());
        parsed.problems.extend(settled.problems);
    }
    parsed.problems.sort_by_key(|problem| problem.range.start);
    parsed
}

/// Reads a text in which stretches are `hidden`, so that at some places something is `lost`.
fn read_yaml(
    text: &str,
    root: Option<usize>,
    hidden: Vec<Range<usize>>,
    lost: Vec<(usize, usize)>,
) -> Parsed {
    let Some(tree) = yaml::parse(text) else {
        return unread(text, "this is nested too deep to be checked".to_owned());
    };
    if tree.root_node().has_error() || recover::has_control_character(text) {
        let mut repaired = Repaired::new(text, root);
        repaired.broken.extend(hidden);
        repaired.lost.extend(lost);
        return recover(repaired);
    }
    let (mut arena, root) = yaml::lower(&tree, text, &hidden);
    for (place, indent) in lost {
        arena.mark_incomplete(place, indent, text);
    }
    Parsed {
        arena,
        root,
        ..Parsed::default()
    }
}

/// Takes out mistakes until the rest parses.
fn recover(mut repaired: Repaired) -> Parsed {
    const ROUNDS: usize = 16;
    let mut tree = yaml::parse(&repaired.text);
    for _ in 0..ROUNDS {
        match &tree {
            Some(failed) if failed.root_node().has_error() => {
                if !repaired.take_out_failure() {
                    break;
                }
                tree = yaml::parse(&repaired.text);
            }
            _ => break,
        }
    }
    let Some(tree) = tree else {
        return Parsed::default();
    };
    let (mut arena, root) = yaml::lower(&tree, &repaired.text, &repaired.broken);
    for (place, indent) in &repaired.lost {
        arena.mark_incomplete(*place, *indent, &repaired.text);
    }
    Parsed {
        arena,
        root,
        problems: repaired.problems,
        ..Parsed::default()
    }
}

/// A piece that is not read, and why.
fn unread(text: &str, message: String) -> Parsed {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    Parsed {
        problems: vec![Problem {
            range: 0..end,
            message,
            mend: None,
        }],
        ..Parsed::default()
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
