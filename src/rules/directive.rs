//! Comments to this program that it does not understand.

use super::{Report, Rule, words};
use crate::catalog;
use crate::diagnostics::{CODES, Severity, is_code};
use crate::spec::suggest;
use crate::spec::{Addressed, Directive, addressed};
use crate::syntax::Syntax;
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "unknown-directive",
    summary: "A comment to this program that has no effect",
    severities: &[Severity::Warning],
    fixes: false,
    doc: "\
A comment that starts with `immuta-ls:` is a directive, and this one has no effect: a problem is not silenced, a file is
not of the kind it should be.

```yaml
# immuta-ls: ignore                  # of which rule? `ignore[removes-owners]`
# immuta-ls: ignore[remove-owners]   # the rule is called `removes-owners`
# immuta-ls: kind=policies           # `kind=policy`
```

The directives are `kind=data` (or `policy`, `project`, `purpose`) and `ignore-file` above the first key of a file, and
`ignore[code, …]` on a line or above it. On the line of a key, or above it, `ignore` covers all lines of the key's value
where that is text. A reason may follow a directive.",
    check: None,
};

/// Reports what is not understood in a segment of a document.
pub(super) fn problems(syntax: &Syntax, segment: usize, is_head: bool, report: &mut Report) {
    let text = syntax.segment_text(segment);
    if !text.contains('#') {
        return;
    }
    let mut scalars = None;
    let mut line_start = syntax.start(segment);
    for line in text.split_inclusive('\n') {
        if let Some(found) = addressed(line)
            && !scalars
                .get_or_insert_with(|| syntax.scalars(segment))
                .hold(line_start + found.start)
        {
            for (message, range) in misunderstood(&found, is_head) {
                let range = line_start + range.start..line_start + range.end;
                report.add_as(RULE.code, Severity::Warning, range, message);
            }
        }
        line_start += line.len();
    }
}

/// Returns what is wrong with a directive, and where on its line. `is_head` is whether it is above the first key.
fn misunderstood(found: &Addressed<'_>, is_head: bool) -> Vec<(String, Range<usize>)> {
    let whole = found.range.clone();
    let too_late = |name: &str| {
        let message = format!("`{name}` must be above the first key. Here it has no effect.");
        (message, whole.clone())
    };
    match &found.directive {
        None => vec![(unreadable(found.said), or_comment(found))],
        Some(Directive::IgnoreFile) if !is_head => vec![too_late("ignore-file")],
        Some(Directive::IgnoreFile) => Vec::new(),
        Some(Directive::Kind(name)) if catalog::kind(name).is_none() => {
            let kinds = catalog::kinds().iter().map(|kind| kind.name);
            vec![(unknown(name, "kind of spec", kinds), whole)]
        }
        Some(Directive::Kind(name)) if !is_head => vec![too_late(&format!("kind={name}"))],
        Some(Directive::Kind(_)) => Vec::new(),
        Some(Directive::Ignore(codes)) => {
            let wrong = codes.iter().filter(|code| !is_code(code));
            let told = wrong.map(|code| {
                let at = found.said.find(code.as_str()).unwrap_or(0) + whole.start;
                (
                    unknown(code, "rule", CODES.iter().copied()),
                    at..at + code.len(),
                )
            });
            told.collect()
        }
    }
}

/// Where a directive says something, or the comment where it says nothing.
fn or_comment(found: &Addressed<'_>) -> Range<usize> {
    if found.said.is_empty() {
        found.start..found.range.end
    } else {
        found.range.clone()
    }
}

fn unreadable(said: &str) -> String {
    let known = "Use `# immuta-ls: ignore[code]`, `# immuta-ls: ignore-file` or `# immuta-ls: kind=policy`.";
    if said.is_empty() {
        format!("This directive says nothing. {known}")
    } else {
        format!("{} is not a valid directive. {known}", words::shown(said))
    }
}

fn unknown<'a>(name: &str, what: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let head = format!("Unknown {what} {}.", words::shown(name));
    match suggest::closest(name, known.clone()) {
        Some(guess) => format!("{head} Did you mean `{}`?", guess.word),
        None if known.clone().count() < 6 => {
            format!("{head} Use {}.", words::listed(known, "or"))
        }
        None => head,
    }
}
