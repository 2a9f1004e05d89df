//! Items whose dash has no space behind it: `-type: x` among `- type: y`.
//!
//! YAML reads such a line as a key that starts with a dash. Where a list is, or may begin, it is meant for an
//! item: it is read with the space, and every offset is counted back to the text as it is.

use super::conflict;
use super::context::Context;
use super::error::SyntaxError;
use super::levels::Levels;
use super::line::{Kind, Level};
use super::scanner::Scanner;
use super::spaced::Spaced;
use super::wording;

/// Whether a line starts with a dash that a key follows at once.
pub(super) fn is_glued(line: &str) -> bool {
    word(line).is_some()
}

/// The length of the dash and the key.
fn word(line: &str) -> Option<usize> {
    let behind = line.trim_start_matches(' ').strip_prefix('-')?;
    let is_word = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    let value = behind.trim_start_matches(is_word).strip_prefix(':')?;
    let key = behind.starts_with(|first: char| first.is_ascii_alphabetic());
    let ends = value.is_empty() || value.starts_with([' ', '\t', '\n', '\r']);
    (key && ends).then(|| 1 + behind.len() - value.len() - 1)
}

/// Takes a line with such a dash into a text.
fn take(spaced: &mut Spaced, line: &str, start: usize, indent: usize) {
    let (dash, rest) = line.split_at(line.len().min(indent + 1));
    let place = start + dash.len();
    spaced.text.push_str(dash);
    spaced.space_before(place);
    spaced.text.push_str(rest);
    let word = start + indent..start + indent + word(line).unwrap_or(1);
    let message = wording::GLUED_DASH;
    let error = SyntaxError::new(word, message).fixed("Add the space", place..place, " ");
    spaced.errors.push(error);
}

/// Puts the space behind each dash that can only be that of an item: items stand in its column, or a key
/// waits for its value. Returns `None` if there is none.
pub(super) fn space(text: &str, context: Context) -> Option<Spaced> {
    if !text.lines().any(is_glued) {
        return None;
    }
    let mut spaced = Spaced::default();
    let mut scanner = Scanner::new();
    scanner.within(context.root());
    let list = |column| Level {
        column,
        mapping: false,
    };
    let mut levels = Levels {
        open: context.dash().into_iter().map(list).collect(),
    };
    // The column of the key that the line above leaves without a value.
    let mut waiting = None;
    let mut at = 0;
    for content in text.split_inclusive('\n') {
        let start = at;
        at += content.len();
        // What a merge left behind is no line of the text.
        let conflict = conflict::marker(content).is_some();
        let mut line = scanner.line(if conflict { "" } else { content });
        if line.kind != Kind::Code {
            spaced.text.push_str(content);
            continue;
        }
        levels.leave(line.indent);
        let fits = levels.list() == Some(line.indent)
            || waiting.is_some_and(|column| column <= line.indent);
        if fits && !line.item && is_glued(content) {
            scanner.reset();
            let done = spaced.text.len();
            take(&mut spaced, content, start, line.indent);
            line = scanner.line(spaced.text.get(done..).unwrap_or_default());
        } else {
            spaced.text.push_str(content);
        }
        if !line.item {
            // A key ends a list that stands in its own column.
            levels.end_list(line.indent);
        }
        levels.enter(&scanner.levels, |level| level, |_| ());
        let key = scanner.levels.last().filter(|level| level.mapping);
        waiting = key.filter(|_| line.bare).map(|level| level.column);
    }
    spaced.is_changed().then_some(spaced)
}
