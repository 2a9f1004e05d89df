//! The fallback where a piece is too broken to find the mark in it: of its lines only those stay that the
//! indentation says are around the mark, and of those only what cannot break.

use super::super::lines::{Kind, Line, Scanner};
use super::{MARK, part};

/// The lines around the mark, and where the mark is now.
pub(super) fn skeleton(text: &str, mark: usize) -> Option<(String, usize)> {
    let start = part(text, 0..mark).rfind('\n').map_or(0, |i| i + 1);
    let marked = part(text, start..text.len()).lines().next()?;
    let column = mark - start;
    let dashed = marked.trim_start().starts_with("- ");
    let indent = marked.len() - marked.trim_start().len();
    let mut above = Vec::new();
    let mut level = column;
    if dashed {
        level = indent;
    }
    for line in part(text, 0..start).lines().rev() {
        let Some(kept) = Kept::of(line) else { continue };
        if kept.content <= level || kept.indent < level {
            level = if kept.content == level { kept.indent.min(level) } else { kept.indent };
            above.push(kept.text);
        }
    }
    let mut below = Vec::new();
    for line in part(text, start + marked.len()..text.len()).lines() {
        let Some(kept) = Kept::of(line) else { continue };
        if kept.indent < column {
            break;
        }
        if kept.indent == column && kept.content == column {
            below.push(kept.text);
        }
    }
    above.reverse();
    above.push(marked.to_owned());
    above.extend(below);
    let text = above.join("\n") + "\n";
    let mark = text.find(MARK)?;
    Some((text, mark))
}

/// A line that a skeleton may need.
struct Kept {
    indent: usize,
    /// The column of its key.
    content: usize,
    text: String,
}

impl Kept {
    fn of(line: &str) -> Option<Self> {
        let mut scanner = Scanner::new();
        let scanned: Line = scanner.line(line);
        let key = scanner.levels.last().filter(|level| level.mapping)?.column;
        let colon = scanned.colon.filter(|_| scanned.kind == Kind::Code)?;
        let whole = scanned.mistake.is_none() && !scanner.unclosed() && !line.trim_end().ends_with(['|', '>', '-', '+']);
        Some(Self {
            indent: scanned.indent,
            content: key,
            text: if whole { line.to_owned() } else { part(line, 0..colon + 1).to_owned() },
        })
    }
}
