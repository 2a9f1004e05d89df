//! Large brackets in a segment of YAML, such as JSON that was pasted: they go through the reader of JSON as far as they
//! are like it, because the grammar of YAML takes an order of magnitude longer over them.
//!
//! The grammar reads the rest of the segment, with an empty pair of brackets in their place. Where they are not like
//! JSON as a whole, because of a mistake or of what only YAML has, this is done with the brackets in them that are.

use super::broken::Broken;
use super::characters::has_control_character;
use super::context::Context;
use super::json::FlowRun;
use super::tree::{Arena, NodeId};
use super::{json, yaml};
use std::ops::Range;

/// Brackets are put aside if they have more bytes than this.
const WORTHWHILE: usize = if cfg!(test) { 0 } else { 256 };

/// So many times its length a text may be read in vain.
const ATTEMPTS: usize = 4;

/// A segment with a pair of brackets in the place of each run of brackets that was put aside.
#[derive(Debug)]
pub(super) struct Condensed {
    pub(super) text: String,
    /// What was put aside, in order.
    runs: Vec<Run>,
}

/// Brackets on lines of their own, with commas between them.
#[derive(Debug)]
struct Run {
    /// Where the brackets in their place start in the condensed text.
    short: usize,
    long: Range<usize>,
    read: FlowRun,
}

/// The brackets in the place of a run.
const PLACE: &str = "{}";

/// Reads a segment. Returns `None` if it is not mainly a collection in brackets, or not one like JSON.
pub(super) fn read(text: &str, context: Context) -> Option<(Arena, NodeId)> {
    let start = start(text)?;
    let (brackets, end) = json::read_flow(text, start).ok()?;
    let (before, inside, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    let rest = after.lines().next().unwrap_or_default().trim_start();
    let alone = rest.is_empty() || rest.starts_with('#') && after.starts_with(' ');
    if !alone || !is_plain(inside, context) {
        return None;
    }
    let empty = if inside.starts_with('{') { "{}" } else { "[]" };
    let short = [before, empty, after].concat();
    if has_control_character(&short) {
        return None;
    }
    let tree = yaml::parse(&short, None).filter(|tree| !tree.root_node().has_error())?;
    let (mut arena, root) = yaml::lower(&tree, &short, &Broken::default());
    let closing = start + empty.len();
    arena.move_each(|offset| match offset.checked_sub(closing) {
        Some(after) => end + after,
        None => offset,
    });
    arena.graft(brackets.arena, brackets.root?)?;
    Some((arena, root?))
}

/// Whether nothing in brackets, which start on the first of these lines, may be taken for something else.
fn is_plain(inside: &str, context: Context) -> bool {
    if inside.contains('\t') || has_control_character(inside) {
        return false;
    }
    // A line that is not deeper than the mapping around may be taken for an entry of it.
    let deep = |line: &str| match context.root() {
        Some(root) => line.len() - line.trim_start_matches(' ').len() > root,
        None => !line.starts_with(['-', '.', '%']),
    };
    inside.lines().skip(1).all(deep)
}

/// Puts aside what is like JSON in a segment that is mainly a collection in brackets. Returns `None` if there is
/// nothing of the kind.
pub(super) fn condense(text: &str, context: Context) -> Option<Condensed> {
    let first = start(text)?;
    let mut condensed = Condensed {
        text: text.get(..first)?.to_owned(),
        runs: Vec::new(),
    };
    let mut budget = ATTEMPTS * text.len();
    // What was taken into the condensed text, and where the next line starts that may begin a run.
    let mut done = first;
    let mut next = first;
    while let Some(rest) = text.get(next..).filter(|rest| !rest.is_empty()) {
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let content = line.trim_start_matches(' ');
        let at = next + line.len() - content.len();
        next += line.len();
        if !content.starts_with(['{', '[']) || at <= first {
            continue;
        }
        let (read, end) = json::read_flow_run(text, at, |item| is_plain(item, context));
        let long = match &read {
            Some(read) if read.end - at > WORTHWHILE => at..read.end,
            _ => {
                budget = budget.checked_sub(end.saturating_sub(at))?;
                continue;
            }
        };
        condensed.text.push_str(text.get(done..at)?);
        condensed.runs.push(Run {
            short: condensed.text.len(),
            long: long.clone(),
            read: read?,
        });
        condensed.text.push_str(PLACE);
        done = long.end;
        let after = text.get(done..)?;
        next = done + after.find('\n').map_or(after.len(), |at| at + 1);
    }
    condensed.text.push_str(text.get(done..)?);
    (!condensed.runs.is_empty()).then_some(condensed)
}

impl Condensed {
    /// Where an offset was in the original.
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self
            .runs
            .partition_point(|run| run.short + PLACE.len() <= offset);
        match before.checked_sub(1).and_then(|at| self.runs.get(at)) {
            Some(run) => run.long.end + offset - (run.short + PLACE.len()),
            None => offset,
        }
    }

    /// The whole lines of what was put aside in a text, each with its line break.
    pub(super) fn lines(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        self.runs.iter().map(|run| {
            let before = text.get(..run.long.start).unwrap_or_default();
            let after = text.get(run.long.end..).unwrap_or_default();
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let end = after.find('\n').unwrap_or(after.len());
            start..run.long.end + end + 1
        })
    }

    /// Puts what was put aside into the tree of the condensed text, the offsets of which are those of the original.
    /// What is `broken` there may have lost some of it. Returns `None` if the tree is not that of the original.
    pub(super) fn restore(self, arena: &mut Arena, broken: bool) -> Option<()> {
        let runs = self.runs.into_iter();
        let runs = runs.map(|run| (run.long, run.read.arena, run.read.items));
        let lost = arena.put(runs.collect())?;
        (lost == 0 || broken).then_some(())
    }
}

/// Where the brackets open that are the value of a segment: first thing in it, or after its key or dash.
fn start(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut key = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let place = at + line.len() - content.len();
        at += line.len();
        let rest = content.strip_prefix("- ").unwrap_or(content);
        let rest = rest.trim_start_matches(' ');
        let place = place + content.len() - rest.len();
        match rest.bytes().next() {
            None | Some(b'\n' | b'\r' | b'#') if rest.len() == content.len() => {}
            Some(b'{' | b'[') => return Some(place),
            // Two keys have no brackets between them.
            _ if key => return None,
            _ => {
                let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
                let name = rest.bytes().take_while(|byte| is_letter(*byte)).count();
                let value = rest.get(name..)?.strip_prefix(':').filter(|_| name > 0)?;
                let inner = value.trim_start_matches(' ');
                match inner.bytes().next() {
                    Some(b'{' | b'[') if inner.len() < value.len() => {
                        return Some(place + rest.len() - inner.len());
                    }
                    None | Some(b'\n' | b'\r') => key = true,
                    _ => return None,
                }
            }
        }
    }
    None
}
