//! Whether the quotes and parentheses of an expression close under any reading of it.
//!
//! Warehouses do not agree on what a backslash in a text means, what begins a comment, and whether dollars are
//! quotes, and an expression does not say which warehouse it is for. So all readings are followed at once, and
//! only what does not close under any of them does not close.

use std::collections::BTreeSet;

/// More readings than this are not followed.
const MAX_READINGS: usize = 64;

/// What is certain about the quotes and parentheses of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Balance {
    /// There is a reading under which all of them close.
    Closed,
    /// Under every reading a quote stays open.
    OpenQuote,
    /// Quotes may close, but parentheses do not.
    Parentheses,
}

/// Where a reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mode<'t> {
    Code,
    /// Between quotes.
    Quoted(&'t str),
    /// In a comment up to the end of the line.
    Line,
    /// In a comment up to `*/`.
    Block,
}

/// One way to read the text up to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Reading<'t> {
    at: usize,
    mode: Mode<'t>,
    depth: usize,
    /// Whether a parenthesis closed nothing.
    stray: bool,
}

/// What is certain about the quotes and parentheses of a text.
pub fn balance(text: &str) -> Balance {
    let mut readings = BTreeSet::from([Reading {
        at: 0,
        mode: Mode::Code,
        depth: 0,
        stray: false,
    }]);
    let mut quotes_close = false;
    while let Some(reading) = readings.pop_first() {
        if readings.len() > MAX_READINGS {
            return Balance::Closed;
        }
        if reading.at < text.len() {
            reading.step(text, &mut |next| {
                readings.insert(next);
            });
            continue;
        }
        if !matches!(reading.mode, Mode::Quoted(_)) {
            quotes_close = true;
            if reading.depth == 0 && !reading.stray || reading.mode == Mode::Block {
                return Balance::Closed;
            }
        }
    }
    if quotes_close {
        Balance::Parentheses
    } else {
        Balance::OpenQuote
    }
}

impl<'t> Reading<'t> {
    /// Reads on, in each way that the next characters can be read.
    fn step(self, text: &'t str, go: &mut dyn FnMut(Self)) {
        let rest = text.get(self.at..).unwrap_or_default();
        let width = rest.chars().next().map_or(1, char::len_utf8);
        let to = |bytes: usize, mode: Mode<'t>| Self {
            at: self.at + bytes,
            mode,
            ..self
        };
        match self.mode {
            Mode::Quoted(quote) => {
                if rest.starts_with(quote) {
                    go(to(quote.len(), Mode::Code));
                    return;
                }
                go(to(width, self.mode));
                if rest.starts_with('\\') && quote.len() < 4 && !quote.starts_with('$') {
                    let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
                    go(to(1 + escaped, self.mode));
                }
            }
            Mode::Line if rest.starts_with(['\n', '\r']) => go(to(1, Mode::Code)),
            Mode::Line => go(to(width, Mode::Line)),
            Mode::Block if rest.starts_with("*/") => go(to(2, Mode::Code)),
            Mode::Block => go(to(width, Mode::Block)),
            Mode::Code => self.code(rest, width, go),
        }
    }

    fn code(self, rest: &'t str, width: usize, go: &mut dyn FnMut(Self)) {
        let to = |bytes: usize, mode: Mode<'t>| Self {
            at: self.at + bytes,
            mode,
            ..self
        };
        if let Some(quote) = ["'''", "\"\"\""].iter().find(|q| rest.starts_with(**q)) {
            go(to(3, Mode::Quoted(quote)));
        }
        if let Some(quote) = ["'", "\"", "`"].iter().find(|q| rest.starts_with(**q)) {
            return go(to(1, Mode::Quoted(quote)));
        }
        if rest.starts_with("--") {
            return go(to(2, Mode::Line));
        }
        if rest.starts_with("/*") {
            return go(to(2, Mode::Block));
        }
        if rest.starts_with('#') || rest.starts_with("//") {
            go(to(1, Mode::Line));
        }
        if let Some(tag) = dollar_quote(rest) {
            go(to(tag.len(), Mode::Quoted(tag)));
        }
        let mut next = to(width, Mode::Code);
        match rest.chars().next() {
            Some('(') => next.depth += 1,
            Some(')') if self.depth == 0 => next.stray = true,
            Some(')') => next.depth -= 1,
            _ => {}
        }
        go(next);
    }
}

/// `$$` or `$tag$` at the beginning of a text.
fn dollar_quote(text: &str) -> Option<&str> {
    let tag = text.strip_prefix('$')?;
    let end = tag.find('$')?;
    let name = tag.get(..end)?;
    let fits = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    fits.then(|| text.get(..end + 2))?
}
