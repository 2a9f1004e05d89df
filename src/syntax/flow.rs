//! Large brackets in a segment of YAML, such as JSON that was pasted: they go through the reader of JSON as far as they
//! are like it, because the grammar of YAML takes an order of magnitude longer over them.
//!
//! The grammar reads the rest of the segment, with an empty pair of brackets in their place.

use super::broken::Broken;
use super::characters::has_control_character;
use super::context::Context;
use super::tree::{Arena, NodeId};
use super::{json, yaml};

/// Reads a segment. Returns `None` if it is not mainly a collection in brackets, or not one like JSON.
pub(super) fn read(text: &str, context: Context) -> Option<(Arena, NodeId)> {
    let start = start(text)?;
    let (brackets, end) = json::read_flow(text, start)?;
    let (before, inside, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    let rest = after.lines().next().unwrap_or_default().trim_start();
    let alone = rest.is_empty() || rest.starts_with('#') && after.starts_with(' ');
    if !alone || inside.contains('\t') || has_control_character(inside) {
        return None;
    }
    // A line that is not deeper than the mapping around may be taken for an entry of it.
    let deep = |line: &str| match context.root() {
        Some(root) => line.len() - line.trim_start_matches(' ').len() > root,
        None => !line.starts_with(['-', '.', '%']),
    };
    if !inside.lines().skip(1).all(deep) {
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
