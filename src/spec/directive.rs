//! Comments that speak to this program: `# immuta-ls: kind=data`, `# immuta-ls: ignore[code]`,
//! `# immuta-ls: ignore-file`.

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

/// What starts a directive within a comment.
pub(super) const MARK: &str = "immuta-ls:";

/// What a line of text says to this program, understood or not.
pub fn addressed(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once(MARK)?;
    before.trim_end().ends_with('#').then_some(rest.trim())
}

/// The directive in one line of text.
pub fn directives(line: &str) -> Option<Directive> {
    let rest = addressed(line)?;
    // A reason may follow.
    let word = rest.split_whitespace().next().unwrap_or_default();
    if let Some(kind) = word.strip_prefix("kind=") {
        return Some(Directive::Kind(kind.to_owned()));
    }
    if word == "ignore-file" {
        return Some(Directive::IgnoreFile);
    }
    let codes = rest.strip_prefix("ignore[")?.split(']').next()?;
    Some(Directive::Ignore(
        codes
            .split(',')
            .map(|code| code.trim().to_owned())
            .collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(directives("x: immuta-ls: kind=data"), None);
        assert_eq!(directives("# immuta-ls: nonsense"), None);
    }
}
