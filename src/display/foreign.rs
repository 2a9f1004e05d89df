//! Text that somebody else wrote, and its rendering for each place.

use super::markdown::Markdown;
use std::borrow::Cow;
use std::fmt;

/// Text that somebody else wrote.
///
/// Displayed, it is one line without anything that acts on a terminal or in the log of a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign<'t>(pub &'t str);

/// What stands for a character that cannot be shown.
const REPLACEMENT: char = '\u{fffd}';

impl<'t> Foreign<'t> {
    /// The text as one line of plain characters, for a place that knows no markup at all.
    pub fn plain(self) -> Cow<'t, str> {
        if !self.0.contains(|c| shown(c) != c) {
            return Cow::Borrowed(self.0);
        }
        Cow::Owned(self.0.chars().map(shown).collect())
    }

    /// The text with its lines, each as [`plain`](Self::plain).
    pub fn lines(self) -> String {
        let lines = self
            .0
            .split('\n')
            .map(|line| Foreign(line.trim_end_matches('\r')).plain());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The text for `window/showMessage`, `window/logMessage`, the title of some progress and the like: plain text by
    /// the protocol, in which clients find links and icons all the same.
    pub fn message(self) -> String {
        // VS Code makes `[label](command:…)` a link that runs a command, and `$(name)` an icon.
        self.plain().replace("](", "] (").replace("$(", "$ (")
    }

    /// The text as code in Markdown: nothing in it is markup.
    pub fn code(self) -> Markdown {
        Markdown::code(&self.plain())
    }

    /// The text as code in a cell of a table in Markdown.
    pub fn cell(self) -> Markdown {
        // A backslash before the one that takes the bar's meaning away would take its own.
        let text = self.plain().replace("\\|", "\\\u{200b}|");
        Markdown::code(&text.replace('|', "\\|"))
    }

    /// The text as a block of code in a language, with its lines, in Markdown.
    pub fn block(self, language: &'static str) -> Markdown {
        let lines = self.0.lines().map(|line| Foreign(line).plain());
        Markdown::block(language, &lines.collect::<Vec<_>>().join("\n"))
    }

    /// The text in Markdown, where what stands between backticks is code, and nothing else is markup.
    pub fn prose(self) -> Markdown {
        Markdown::prose(&self.plain())
    }
}

impl fmt::Display for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        // A runner takes a line for a command that begins with `::`, after white space, or that has `##[` anywhere.
        let text = match plain.trim_start().strip_prefix("::") {
            Some(rest) => Cow::Owned(format!(": :{rest}")),
            None => plain,
        };
        f.pad(&text.replace("##[", "## ["))
    }
}

/// Whether a character is shown as it is: whether it is neither white space that breaks a line nor one that acts or
/// that nobody sees.
pub fn is_shown(c: char) -> bool {
    shown(c) == c
}

/// A character as it may be shown: white space that breaks a line is a space, and a control character, one that turns
/// the direction of the text around or one that nobody sees is replaced.
fn shown(c: char) -> char {
    match c {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(REPLACEMENT),
        '\u{7f}' => '\u{2421}',
        // C1; the controls of the bidirectional algorithm; interlinear annotations; tags; byte order mark.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => REPLACEMENT,
        other => other,
    }
}

impl From<Foreign<'_>> for Markdown {
    fn from(foreign: Foreign<'_>) -> Self {
        Self::escaped(&foreign.plain())
    }
}
