//! Comments to this program that it does not understand.

use super::{Report, Rule, words};
use crate::catalog;
use crate::diagnostics::{CODES, Severity, is_code};
use crate::spec::suggest;
use crate::spec::{Directive, addressed, directives};

pub(super) static RULE: Rule = Rule {
    code: "unknown-directive",
    summary: "A comment to this program that it does not understand",
    severities: &[Severity::Warning],
    doc: "\
A comment that starts with `immuta-ls:` says something to this program, and this one says nothing it knows. So it does
nothing: a finding is not silenced, a file is not of the kind it should be.

```yaml
# immuta-ls: ignore                  # of which rule? `ignore[removes-owners]`
# immuta-ls: ignore[remove-owners]   # the rule is called `removes-owners`
# immuta-ls: kind=policies           # `kind=policy`
```

There are `kind=data` (or `policy`, `project`, `purpose`) and `ignore-file` at the top of a file, and `ignore[code, …]` on a
line or above it.",
    check: None,
};

/// Reports what is not understood in the text of a segment that starts at an offset.
pub(super) fn problems(text: &str, start: usize, report: &mut Report) {
    if !text.contains("immuta-ls:") {
        return;
    }
    let mut at = start;
    for line in text.split_inclusive('\n') {
        if let Some(said) = addressed(line)
            && let Some(message) = misunderstood(said, line)
        {
            let from = at + line.find(said).unwrap_or(0);
            report.add_as(
                RULE.code,
                Severity::Warning,
                from..from + said.len(),
                message,
            );
        }
        at += line.len();
    }
}

fn misunderstood(said: &str, line: &str) -> Option<String> {
    match directives(line) {
        None => Some(format!(
            "{} says nothing we know; there are `ignore[code]`, `ignore-file` and `kind=…`",
            words::shown(said)
        )),
        Some(Directive::IgnoreFile) => None,
        Some(Directive::Kind(name)) => {
            let kinds = || catalog::kinds().iter().map(|kind| kind.name);
            let known = catalog::kind(&name).is_some();
            (!known).then(|| unknown(&name, "kind of spec", kinds()))
        }
        Some(Directive::Ignore(codes)) => {
            let code = codes.iter().find(|code| !is_code(code))?;
            Some(unknown(code, "rule", CODES.iter().copied()))
        }
    }
}

fn unknown<'a>(name: &str, what: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let head = format!("{} is no {what}", words::shown(name));
    match suggest::closest(name, known.clone()) {
        Some(guess) => format!("{head}; did you mean `{}`?", guess.word),
        None if known.clone().count() < 6 => {
            format!("{head}; there are {}", words::listed(known, "and"))
        }
        None => head,
    }
}
