//! Regular expressions that no engine takes.
//!
//! Which engine Immuta has is not documented, so nothing is said of what some engine understands: lookarounds, named
//! groups, possessive quantifiers and the like.

use super::{Report, Rule, has_placeholder, place};
use crate::catalog::Content;
use crate::diagnostics::Severity;
use crate::spec::Node;
use crate::text::{InScalar, Span};

pub(super) static RULE: Rule = Rule {
    code: "invalid-regex",
    summary: "A regular expression that does not compile",
    severities: &[Severity::Warning],
    fixes: false,
    doc: "\
A parenthesis or a bracket is not closed, or `*`, `+` or `?` has nothing to repeat. No engine for regular expressions takes that.

```yaml
circumstances:
  - type: columnRegex
    regex: \"*email*\"        # `.*email.*`
```

`*` repeats what is before it; for any text write `.*`.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some((written, text)) = place::text(node) else {
        return;
    };
    if text.content != Content::Regex || has_placeholder(&written) {
        return;
    }
    let Some((part, message)) = broken(&written) else {
        return;
    };
    let decoded = node.value.decoded();
    let range = decoded.map_or(node.value.range(), |decoded| decoded.document_range(part));
    report.add(Severity::Warning, range, message);
}

/// What is wrong with a regular expression in every engine, and where; `None` also where engines differ about what it means.
fn broken(pattern: &str) -> Option<(Span<InScalar>, &'static str)> {
    // Quoting and free spacing give all other characters another meaning.
    if pattern.contains("\\Q") || pattern.contains("(?x") {
        return None;
    }
    let mut open = Vec::new();
    // Whether there is something that can be repeated.
    let mut can_repeat = false;
    let mut chars = pattern.char_indices();
    while let Some((at, char)) = chars.next() {
        let place = Span::new(at, at + char.len_utf8());
        match char {
            '\\' => {
                if chars.next().is_none() {
                    return Some((place, "This `\\` escapes nothing."));
                }
                can_repeat = true;
            }
            '[' => {
                let length = class(chars.as_str());
                match length {
                    Class::Closed(length) => {
                        let rest = chars.as_str().get(length..)?;
                        let start = pattern.len() - rest.len();
                        while chars.offset() < start && chars.next().is_some() {}
                    }
                    Class::Open => return Some((place, "This `[` is never closed.")),
                    Class::Disputed => return None,
                }
                can_repeat = true;
            }
            '(' => {
                open.push(place);
                can_repeat = false;
                // `(?` starts a group of another sort.
                let rest = chars.as_str();
                if rest.starts_with(['?', '*']) {
                    chars.next();
                }
            }
            ')' => {
                if open.pop().is_none() {
                    return Some((place, "This `)` closes nothing."));
                }
                can_repeat = true;
            }
            '|' => can_repeat = false,
            '*' | '+' | '?' if !can_repeat => {
                return Some((
                    place,
                    "There is nothing to repeat before this. For any text write `.*`.",
                ));
            }
            _ => can_repeat = true,
        }
    }
    open.pop().map(|place| (place, "This `(` is never closed."))
}

/// A class of characters, `[a-z]`.
enum Class {
    /// It ends after so many bytes.
    Closed(usize),
    /// It never ends.
    Open,
    /// Engines do not agree where it ends.
    Disputed,
}

/// Reads a class from behind its `[`.
fn class(text: &str) -> Class {
    let inner = text.strip_prefix('^').unwrap_or(text);
    // Some read an empty class here, others a `]`. Some nest classes.
    if inner.starts_with(']') {
        return Class::Disputed;
    }
    let mut escaped = false;
    for (at, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => return Class::Disputed,
            ']' => return Class::Closed(at + 1),
            _ => {}
        }
    }
    Class::Open
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn what_no_engine_takes_is_found() {
        for (pattern, at) in [
            ("*email*", 0),
            (".*(email", 2),
            (".*email)", 7),
            (".*[a-z", 2),
            ("a|*b", 2),
            ("(+a)", 1),
            ("name\\", 4),
            ("?x", 0),
        ] {
            assert_eq!(
                broken(pattern).map(|(range, _)| range.start),
                Some(at),
                "{pattern}"
            );
        }
    }

    #[test]
    fn what_some_engine_takes_is_left_alone() {
        for pattern in [
            "",
            ".*email.*",
            "(?i)email",
            "(?<name>a)",
            "(?=a)b",
            "(?:a|b)+",
            "a*?",
            "a++",
            "[]a]",
            "[[:alpha:]]",
            "\\Q(\\E",
            "[^)(]+",
            "\\(",
            "a{2,3}",
            "{",
            "^ssn$",
            "(a)?",
            "|a",
            "()",
            "[a\\]]*",
            "(?#x)a",
            "\u{e4}*",
        ] {
            assert_eq!(broken(pattern), None, "{pattern}");
        }
    }
}
