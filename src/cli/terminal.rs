//! Standard output and standard error: what is foreign is written so that it acts on no terminal and in no log, and a
//! reader that goes away changes nothing.

use crate::display::Foreign;
use std::borrow::Cow;
use std::io::{ErrorKind, Result, Write};

/// Tells of a problem on standard error.
pub(super) fn complain(problem: &dyn std::fmt::Display) {
    let problem = problem.to_string();
    let _ = writeln!(anstream::stderr(), "immuta-ls: {}", Foreign(&problem));
}

/// Standard output with colors, if it has any.
pub(super) fn colored() -> impl Write {
    Heedless(anstream::stdout().lock())
}

/// Standard output as it is.
pub(super) fn plain() -> impl Write {
    Heedless(std::io::stdout().lock())
}

/// A stream whose reader may go away: the rest is written to nobody, and how the command ends is what it found.
struct Heedless<W>(W);

impl<W: Write> Write for Heedless<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

/// Lines of a file for a terminal. No byte moves: what acts on a terminal beyond ASCII, or in the log of a workflow, is
/// replaced by something of the same length. ASCII is left to the renderer.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    let is_active = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if !text.contains(is_active) && !text.contains("##[") {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if is_active(c) { '\u{b7}' } else { c };
    let shown: String = text.chars().map(shown).collect();
    Cow::Owned(shown.replace("##[", "# ["))
}

/// Writes a value as one line of JSON that acts in no place where it may be shown.
pub(super) fn json(value: &impl serde::Serialize) -> Result<()> {
    let json = serde_json::to_string(value)?;
    let mut line = String::with_capacity(json.len() + 1);
    // None of these has a meaning in JSON outside of strings.
    for c in json.replace("##[", "##\\u005b").chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' => line.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => line.push(c),
        }
    }
    line.push('\n');
    plain().write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_bytes() {
        for (text, expected) in [
            ("a: \u{9b}31m", "a: \u{b7}31m"),
            ("##[error]x", "# [error]x"),
            ("###[error]x", "## [error]x"),
            ("é: 1", "é: 1"),
        ] {
            assert_eq!(lines(text), expected);
            assert_eq!(lines(text).len(), text.len());
        }
    }
}
