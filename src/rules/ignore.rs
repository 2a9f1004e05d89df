//! Comments that silence diagnostics, `# immuta-ls: ignore[code]`, and those of them that silence nothing.

use super::Rule;
use crate::diagnostics::{Diagnostic, Severity, is_code};
use crate::spec::{Directive, directives};
use crate::text::Text;
use std::collections::HashMap;
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "unused-ignore",
    summary: "An `ignore` comment silences nothing",
    severities: &[Severity::Hint],
    doc: "A comment `# immuta-ls: ignore[code]` is there, but nothing with that code is found on its line or the \
          line below. Perhaps what it silenced has been fixed; then remove the comment.",
    check: None,
};

/// A directive that silences. Its line counts from the start of whatever text it was found in.
#[derive(Debug, Clone)]
pub(super) struct Ignore {
    /// The kind of spec it stands in.
    kind: &'static str,
    line: Range<usize>,
    /// Whether nothing but the comment is on the line, so that it speaks of the next.
    alone: bool,
    codes: Vec<String>,
}

impl Ignore {
    /// Returns the same directive in a text in which its own starts at an offset.
    pub(super) fn moved(&self, start: usize) -> Self {
        Self {
            line: start + self.line.start..start + self.line.end,
            ..self.clone()
        }
    }
}

/// Returns the directives in a text that silence something.
pub(super) fn ignores(text: &str, kind: &'static str) -> Vec<Ignore> {
    if !text.contains("immuta-ls:") {
        return Vec::new();
    }
    let mut ignores = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(Directive::Ignore(codes)) = directives(line) {
            ignores.push(Ignore {
                kind,
                line: start..start + line.trim_end().len(),
                alone: line.trim_start().starts_with('#'),
                codes,
            });
        }
        start += line.len();
    }
    ignores
}

/// Takes out what directives silence. A code that silences nothing is a diagnostic itself.
pub(super) fn silence(
    text: &Text,
    ignores: &[Ignore],
    diagnostics: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    if ignores.is_empty() {
        return diagnostics;
    }
    let mut by_place: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let line = text.line_at(diagnostic.range.start);
        by_place
            .entry((line, diagnostic.code))
            .or_default()
            .push(index);
    }
    let mut silenced = vec![false; diagnostics.len()];
    let mut unused = Vec::new();
    for ignore in ignores {
        let own = text.line_at(ignore.line.start);
        for code in &ignore.codes {
            let lines = own..=own + usize::from(ignore.alone);
            let found: Vec<_> = lines
                .filter_map(|line| by_place.remove(&(line, code.as_str())))
                .flatten()
                .collect();
            if found.is_empty() && is_code(code) {
                unused.push(Diagnostic {
                    code: RULE.code,
                    kind: ignore.kind,
                    severity: Severity::Hint,
                    range: ignore.line.clone(),
                    message: format!(
                        "nothing with the code `{code}` is found here; the comment silences nothing"
                    ),
                    related: Vec::new(),
                    fixes: Vec::new(),
                });
            }
            for index in found {
                if let Some(flag) = silenced.get_mut(index) {
                    *flag = true;
                }
            }
        }
    }
    let kept = diagnostics.into_iter().zip(silenced);
    kept.filter(|(_, silenced)| !silenced)
        .map(|(diagnostic, _)| diagnostic)
        .chain(unused)
        .collect()
}
