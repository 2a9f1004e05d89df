//! Comments that silence diagnostics, `# immuta-ls: ignore[code]`, and those of them that silence nothing.

use super::Rule;
use crate::diagnostics::{Diagnostic, Severity, is_code};
use crate::spec::{Directive, addressed};
use crate::syntax::{Scalars, Syntax};
use crate::text::Text;
use std::collections::HashMap;
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

pub(super) static RULE: Rule = Rule {
    code: "unused-ignore",
    summary: "An `ignore` comment silences nothing",
    severities: &[Severity::Hint],
    fixes: false,
    doc: "A comment `# immuta-ls: ignore[code]` is there, but no problem with that code is on its line or, if it is on \
          a line of its own, on the line below. Perhaps the problem has been fixed; then remove the comment.",
    check: None,
};

/// A directive may be this many lines of comments above the line that it is about.
const MAX_COMMENTS: usize = 8;

/// A directive that silences. Its range counts from the start of whatever text it was found in.
#[derive(Debug, Clone)]
pub(super) struct Ignore {
    /// The kind of spec it stands in.
    kind: &'static str,
    /// The comment.
    range: Range<usize>,
    /// Whether nothing but the comment is on the line, so that it speaks of the next.
    alone: bool,
    codes: Vec<String>,
}

impl Ignore {
    /// Returns the same directive in a text in which its own starts at an offset.
    pub(super) fn moved(&self, start: usize) -> Self {
        Self {
            range: start + self.range.start..start + self.range.end,
            ..self.clone()
        }
    }
}

/// Returns the directives of a segment that silence something; their ranges count from its start.
pub(super) fn ignores(syntax: &Syntax, segment: usize, kind: &'static str) -> Vec<Ignore> {
    let text = syntax.segment_text(segment);
    if !text.contains('#') {
        return Vec::new();
    }
    let mut ignores = Vec::new();
    let mut scalars = None;
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(found) = addressed(line)
            && let Some(Directive::Ignore(codes)) = found.directive
            && !scalars
                .get_or_insert_with(|| syntax.scalars(segment))
                .hold(syntax.start(segment) + line_start + found.start)
        {
            ignores.push(Ignore {
                kind,
                range: line_start + found.start..line_start + found.range.end,
                alone: line.trim_start().starts_with('#'),
                codes,
            });
        }
        line_start += line.len();
    }
    ignores
}

/// The lines that a directive covers: its own or, if it is alone on it, the next that is not a comment as well; and the
/// further lines of a text that begins there, which has no room for comments.
fn covered(
    ignore: &Ignore,
    text: &Text,
    mut scalars_at: impl FnMut(usize) -> Rc<Scalars>,
) -> RangeInclusive<usize> {
    let own = text.line_at(ignore.range.start);
    let below = text.lines_from(own + 1);
    let comments = below
        .take(MAX_COMMENTS)
        .take_while(|line| line.trim_start().starts_with('#'));
    let last = if ignore.alone {
        own + 1 + comments.count()
    } else {
        own
    };
    let start = text.line_start(last);
    let lines = start..text.line_start(last + 1).saturating_sub(1).max(start);
    let end = scalars_at(start).end(&lines);
    own..=text.line_at(end).max(last)
}

/// Takes out what directives silence. A code that silences nothing is a diagnostic itself.
pub(super) fn silence(
    text: &Text,
    syntax: &Syntax,
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
    let mut by_segment: HashMap<usize, Rc<Scalars>> = HashMap::new();
    let mut scalars_at = |offset| {
        let segment = syntax.segment_at(offset);
        let known = by_segment.entry(segment);
        Rc::clone(known.or_insert_with(|| Rc::new(syntax.scalars(segment))))
    };
    for ignore in ignores {
        let lines = covered(ignore, text, &mut scalars_at);
        for code in &ignore.codes {
            let found: Vec<_> = lines
                .clone()
                .filter_map(|line| by_place.remove(&(line, code.as_str())))
                .flatten()
                .collect();
            if found.is_empty() && is_code(code) {
                unused.push(Diagnostic {
                    code: RULE.code,
                    kind: ignore.kind,
                    severity: Severity::Hint,
                    range: ignore.range.clone(),
                    message: format!(
                        "This silences nothing: there is no `{code}` problem here. Remove it."
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
