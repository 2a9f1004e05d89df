//! The fallback where a piece is too broken to find the mark in it: of its lines only those stay that by
//! their indentation hold the mark or stand beside it, and of those only what cannot break.

use super::super::context::Context;
use super::super::line::{Kind, Line, LineError};
use super::block::Above;
use super::context::{MARK, part};

/// The lines around the mark, and where the mark is in them.
pub(super) fn skeleton(text: &str, mark: usize, context: Context) -> Option<(String, usize)> {
    let start = part(text, 0..mark).rfind('\n').map_or(0, |i| i + 1);
    let (above, below) = text.split_at_checked(start)?;
    let marked = below.lines().next()?;
    let column = marked.len() - marked.trim_start().len();
    let mut lines = Above::new(context);
    let mut kept: Vec<(usize, String)> = Vec::new();
    for content in above.lines() {
        let line = lines.take(content, 0);
        let tabbed = matches!(line.error, Some(LineError::Tab(_)));
        if line.kind == Kind::Code
            && !tabbed
            && lines
                .levels
                .open
                .iter()
                .any(|level| level.column == line.indent)
        {
            kept.retain(|(indent, _)| *indent <= line.indent);
            kept.extend(safe(content, line, &lines).map(|text| (line.indent, text)));
        }
    }
    kept.retain(|(indent, _)| *indent <= column);
    kept.push((column, marked.to_owned()));
    for content in below.lines().skip(1) {
        let mut alone = Above::new(context);
        let line = alone.take(content, 0);
        let code = line.kind == Kind::Code;
        if code && line.indent < column {
            break;
        }
        if code && line.indent == column && line.item == marked.trim_start().starts_with("- ") {
            kept.extend(safe(content, line, &alone).map(|text| (column, text)));
        }
    }
    let text = kept
        .iter()
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
        + "\n";
    let mark = text.find(MARK)?;
    Some((text, mark))
}

/// What of a line can be read by itself: all of it, or only its key.
fn safe(content: &str, line: Line, scan: &Above) -> Option<String> {
    let colon = line.colon?;
    let opens_text = content.trim_end().ends_with(['|', '>', '-', '+']);
    let whole = line.error.is_none() && !scan.scanner.unclosed() && !opens_text;
    let end = if whole { content.len() } else { colon + 1 };
    Some(part(content, 0..end).trim_end().to_owned())
}
