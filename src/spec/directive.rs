//! Comments that speak to this program: `# immuta-ls: kind=data`, `# immuta-ls: ignore[code]`,
//! `# immuta-ls: ignore-file`.

use std::ops::Range;

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// The document is of this kind.
    Kind(String),
    /// The file is left alone.
    IgnoreFile,
    /// Findings with these codes on this line or the next are not reported.
    Ignore(Vec<String>),
}

/// The name that starts a directive within a comment.
pub(super) const MARK: &str = "immuta-ls";

/// A comment to this program, on a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed<'t> {
    /// Where its `#` is on the line.
    pub start: usize,
    /// What it says, and where.
    pub said: &'t str,
    /// Where that is on the line.
    pub range: Range<usize>,
    /// What it asks for; `None` if it is not understood.
    pub directive: Option<Directive>,
}

/// Returns what a line of text says to this program, understood or not.
pub fn addressed(line: &str) -> Option<Addressed<'_>> {
    let starts = line.match_indices('#').map(|(start, _)| start);
    let mut found = starts.filter_map(|start| {
        let before = line.get(..start)?;
        if !before.is_empty() && !before.ends_with([' ', '\t']) {
            return None;
        }
        let text = line.get(start + 1..)?;
        let named = text.trim_start();
        let (name, rest) = named.split_at_checked(MARK.len())?;
        if !name.eq_ignore_ascii_case(MARK) {
            return None;
        }
        let (said, directive) = match rest.strip_prefix(':') {
            Some(said) => (said.trim(), directive(said.trim())),
            // Prose may name the program.
            None => (rest.trim(), None),
        };
        let is_directive = rest.starts_with(':') || looks_like_directive(said);
        let at = line.len() - rest.trim_start_matches(':').trim_start().len();
        is_directive.then(|| Addressed {
            start,
            said,
            range: at..at + said.len(),
            directive,
        })
    });
    found.next()
}

/// Whether a text reads as a directive, were it marked as one.
fn looks_like_directive(text: &str) -> bool {
    let starts = ["ignore[", "ignore-file", "kind="];
    starts.iter().any(|start| text.starts_with(start))
}

/// What a directive asks for. A reason may follow.
fn directive(said: &str) -> Option<Directive> {
    let word = said.split_whitespace().next().unwrap_or_default();
    if let Some(kind) = word.strip_prefix("kind=") {
        return Some(Directive::Kind(kind.to_owned()));
    }
    if word == "ignore-file" {
        return Some(Directive::IgnoreFile);
    }
    let codes = said.strip_prefix("ignore[")?.split_once(']')?.0;
    let codes = codes.split(',').map(str::trim);
    let codes: Vec<_> = codes.filter(|code| !code.is_empty()).collect();
    (!codes.is_empty()).then(|| Directive::Ignore(codes.into_iter().map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directives(line: &str) -> Option<Directive> {
        addressed(line)?.directive
    }

    #[test]
    fn a_directive_stands_in_a_comment() {
        assert_eq!(
            directives("# immuta-ls: kind=data"),
            Some(Directive::Kind("data".into()))
        );
        assert_eq!(
            directives("  x: 1 # immuta-ls: ignore[a, b]"),
            Some(Directive::Ignore(vec!["a".into(), "b".into()]))
        );
        assert_eq!(
            directives("#immuta-ls: ignore-file"),
            Some(Directive::IgnoreFile)
        );
        assert_eq!(
            directives("# immuta-ls: kind=policy because it has no key yet"),
            Some(Directive::Kind("policy".into()))
        );
        assert_eq!(
            directives("# immuta-ls: ignore-file (made by a script)"),
            Some(Directive::IgnoreFile)
        );
        assert_eq!(
            directives("x: 1 # Ids only. # Immuta-LS: ignore[a] see #12"),
            Some(Directive::Ignore(vec!["a".into()]))
        );
        assert_eq!(directives("x: immuta-ls: kind=data"), None);
        assert_eq!(directives("x: a#immuta-ls: kind=data"), None);
        assert_eq!(directives("# immuta-ls: nonsense"), None);
        assert_eq!(directives("# immuta-ls: ignore[a"), None);
        assert_eq!(directives("# immuta-ls: ignore[ ]"), None);
    }

    #[test]
    fn what_is_not_understood_is_noticed() {
        let line = "x: 1 # immuta-ls: nonsense \n";
        let found = addressed(line).unwrap();
        assert_eq!((found.start, found.said), (5, "nonsense"));
        assert_eq!(line.get(found.range), Some("nonsense"));
        assert!(addressed("# immuta-ls ignore[a]").is_some());
        assert!(addressed("# immuta-ls:").is_some());
        assert_eq!(addressed("# immuta-ls knows what kind this is"), None);
        assert_eq!(addressed("# Ask immuta-ls: it knows."), None);
    }
}
