//! What a merge leaves behind where two sides changed the same lines: of a conflict only the first side
//! counts, so that nothing is found twice, and the whole is one problem.

use super::error::SyntaxError;
use super::wording;
use std::ops::Range;

/// A line that a merge put between the sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// `<<<<<<< ours`
    Start,
    /// `||||||| base` or `=======`: what follows does not count.
    Other,
    /// `>>>>>>> theirs`
    End,
}

/// The marker that a line is.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let (sign, behind) = line.split_at_checked(7)?;
    let alone = behind.trim_end().is_empty();
    match sign {
        _ if !alone && !behind.starts_with(' ') => None,
        "<<<<<<<" => Some(Marker::Start),
        "|||||||" => Some(Marker::Other),
        "=======" => alone.then_some(Marker::Other),
        ">>>>>>>" => Some(Marker::End),
        _ => None,
    }
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Outside of conflicts.
    Neither,
    /// On the side that counts.
    Kept,
    /// In a conflict without an end, where nothing tells the sides apart: all of it counts.
    Endless,
    /// On a side that does not count.
    Hidden,
}

impl Side {
    /// Goes on to a line and tells whether it is none of the text. `below` gives the lines behind it.
    pub(super) fn enter<T: AsRef<str>, L: Iterator<Item = T>>(
        &mut self,
        line: &str,
        below: impl FnOnce() -> L,
    ) -> bool {
        let marker = marker(line);
        let hidden = *self == Self::Hidden || marker.is_some();
        match (marker, *self) {
            (Some(Marker::Start), _) => *self = Self::Kept,
            (Some(Marker::Other), Self::Kept) => {
                *self = if is_ended(below()) {
                    Self::Hidden
                } else {
                    Self::Endless
                };
            }
            (Some(Marker::End), _) => *self = Self::Neither,
            _ => {}
        }
        hidden
    }
}

/// Whether the conflict ends in these lines: before another one starts, or another document.
fn is_ended<T: AsRef<str>>(lines: impl Iterator<Item = T>) -> bool {
    for line in lines {
        let line = line.as_ref();
        match marker(line) {
            Some(Marker::End) => return true,
            Some(Marker::Start) => return false,
            _ if super::characters::is_document_marker(line) => return false,
            _ => {}
        }
    }
    false
}

/// A text without its conflicts.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// The text, as long as the original: spaces stand where the markers and the other sides were.
    pub(super) text: String,
    /// One for each conflict that starts in it.
    pub(super) errors: Vec<SyntaxError>,
    /// What was replaced.
    pub(super) hidden: Vec<Range<usize>>,
    /// The places at which a hidden side has something, with its indentation.
    pub(super) lost: Vec<(usize, usize)>,
    /// The least indentation of the entries in a hidden side.
    pub(super) indent: Option<usize>,
}

/// Takes the conflicts out of a text. `side` is where it starts. Returns `None` if it has none.
pub(super) fn settle(text: &str, mut side: Side) -> Option<Settled> {
    let starts = |line| marker(line) == Some(Marker::Start);
    if side == Side::Neither && !text.lines().any(starts) {
        return None;
    }
    let mut settled = Settled::default();
    let mut at = 0;
    // Where the hidden side starts, as long as nothing was seen in it.
    let mut unseen = None;
    // Whether the line before was replaced, too.
    let mut adjoins = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end();
        let before = side;
        let below = || text.get(at..).unwrap_or_default().lines();
        let hidden = side.enter(line, below);
        // A marker without a beginning is a mistake of its own.
        if !hidden || before == Side::Neither && side == Side::Neither {
            settled.text.push_str(line);
            adjoins = false;
            continue;
        }
        let of_line = start..start + content.len();
        match marker(line) {
            Some(Marker::Start) => settled.errors.push(error(of_line.clone())),
            Some(_) => unseen = (side == Side::Hidden).then_some(start),
            None if !content.is_empty() && !content.trim_start().starts_with('#') => {
                let indent = content.len() - content.trim_start().len();
                settled
                    .lost
                    .extend(unseen.take().map(|place| (place, indent)));
                if !super::characters::is_item(content) {
                    settled.indent = Some(settled.indent.map_or(indent, |least| least.min(indent)));
                }
            }
            None => {}
        }
        match settled.hidden.last_mut() {
            Some(last) if adjoins => last.end = of_line.end,
            _ => settled.hidden.push(of_line),
        }
        adjoins = true;
        let blank = |byte| {
            if matches!(byte, b'\n' | b'\r') {
                char::from(byte)
            } else {
                ' '
            }
        };
        settled.text.extend(line.bytes().map(blank));
    }
    (!settled.hidden.is_empty()).then_some(settled)
}

fn error(range: Range<usize>) -> SyntaxError {
    SyntaxError::new(range, wording::CONFLICT)
}
