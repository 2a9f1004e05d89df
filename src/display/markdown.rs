//! Markdown, in which foreign text cannot be markup.

use std::fmt;
use std::ops::AddAssign;

/// Text in Markdown (CommonMark, and what GitHub and editors add to it).
///
/// It is put together from literals and the texts of the catalog, both `'static`, and from [`Foreign`](super::Foreign) text, which is
/// escaped. There is no way to make one from text that is made at run time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown(String);

impl Markdown {
    /// The source.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The source.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A link of our own.
    pub fn link(label: &'static str, url: &'static str) -> Self {
        Self(format!("[{label}]({url})"))
    }

    /// This with something after it.
    #[must_use]
    pub fn with(mut self, part: impl Into<Self>) -> Self {
        self += part;
        self
    }

    /// Parts with something between each two.
    pub fn join(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut joined = Self::default();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                joined += between;
            }
            joined += part;
        }
        joined
    }

    /// Text as code. No other markup is looked for in code, and no mentions or addresses.
    pub(super) fn code(text: &str) -> Self {
        // The fence has to be of another length than any run of backticks within. Nothing at all cannot be code.
        let text = if text.is_empty() { " " } else { text };
        let longest = longest_run(text);
        let fence = "`".repeat(longest + 1);
        // One space at both ends is taken off again, and parts a backtick from the fence.
        let pads = longest > 0 || text.starts_with(' ') && text.ends_with(' ');
        let pad = if pads && !text.trim().is_empty() {
            " "
        } else {
            ""
        };
        Self(format!("{fence}{pad}{text}{pad}{fence}"))
    }

    /// Lines of code in a language.
    pub(super) fn block(language: &str, text: &str) -> Self {
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        Self(format!("{fence}{language}\n{text}\n{fence}"))
    }

    /// Text in which a run of backticks and the next of the same length have code between them.
    pub(super) fn prose(text: &str) -> Self {
        let mut prose = Self::default();
        let mut rest = text;
        while let Some(start) = rest.find('`') {
            let (before, opened) = rest.split_at_checked(start).unwrap_or((rest, ""));
            let inner = opened.trim_start_matches('`');
            let fence = opened.len() - inner.len();
            prose.escape(before);
            rest = match closing(inner, fence) {
                Some((code, after)) => {
                    prose += Self::code(code);
                    after
                }
                None => {
                    prose.0.push_str(&"\\`".repeat(fence));
                    inner
                }
            };
        }
        prose.escape(rest);
        prose
    }

    /// Text in which nothing is markup.
    pub(super) fn escaped(text: &str) -> Self {
        let mut markdown = Self::default();
        markdown.escape(text);
        markdown
    }

    /// Adds text in which nothing is markup.
    fn escape(&mut self, text: &str) {
        let starts = self.0.is_empty();
        let trimmed = text.trim_start();
        // Four spaces at the start of a line would make it code.
        if trimmed.len() < text.len() {
            self.0.push(' ');
        }
        let mut before = self.0.chars().next_back();
        let mut second = None;
        let mut number = starts;
        for (index, c) in trimmed.char_indices() {
            match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '!' | '|' | '&' | '~' | '$' => {
                    self.0.extend(['\\', c]);
                }
                // What begins a list, a rule or an underline where it begins a line.
                '-' | '+' | '=' if starts && index == 0 => self.0.extend(['\\', c]),
                '.' | ')' if number && index > 0 && ends(trimmed, index) => {
                    self.0.extend(['\\', c]);
                }
                // GitHub links `@name`, `#1` and `name@example.com`, whether escaped or not.
                '@' => self.0.extend([c, BREAK]),
                '#' => self.0.extend(['\\', c, BREAK]),
                // `https://`, `//example.com` and `www.` are links without any markup, perhaps together with what is
                // before this text.
                '/' | ':' if before.is_none_or(|before| before == c) => {
                    self.0.extend([BREAK, c]);
                }
                '.' if before.is_none()
                    || [before, second]
                        .iter()
                        .all(|c| matches!(c, Some('w' | 'W'))) =>
                {
                    self.0.extend([BREAK, c]);
                }
                other => self.0.push(other),
            }
            number &= c.is_ascii_digit();
            (second, before) = (before, Some(c));
        }
    }
}

/// A space of no width: what it parts is no address and no mention.
const BREAK: char = '\u{200b}';

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Whether white space or nothing is behind a character of one byte.
fn ends(text: &str, index: usize) -> bool {
    let after = text.get(index + 1..).unwrap_or_default();
    after.is_empty() || after.starts_with(char::is_whitespace)
}

/// What is before and after the first run of exactly so many backticks.
fn closing(text: &str, fence: usize) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find('`')?;
        let run = text.get(start..)?;
        let length = run.len() - run.trim_start_matches('`').len();
        if length == fence {
            return Some((text.get(..start)?, text.get(start + length..)?));
        }
        from = start + length;
    }
}

impl<T: Into<Self>> AddAssign<T> for Markdown {
    fn add_assign(&mut self, part: T) {
        let part = part.into();
        // Two runs of backticks would be one.
        if self.0.ends_with('`') && part.0.starts_with('`') {
            self.0.push(BREAK);
        }
        self.0.push_str(&part.0);
    }
}

impl From<&'static str> for Markdown {
    fn from(ours: &'static str) -> Self {
        Self(ours.to_owned())
    }
}

impl From<usize> for Markdown {
    fn from(number: usize) -> Self {
        Self(number.to_string())
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
