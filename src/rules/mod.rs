//! Floor 5: what is wrong with a spec. One rule a file; [`RULES`] is their registry.
//!
//! A rule looks at one [`Node`] at a time and adds findings to a [`Report`]. What it knows about Immuta it
//! has from the catalog. [`Checker`] runs the rules over a document and keeps what they found, segment by
//! segment, as long as the text of the segment stays the same.

mod check;

mod conflicting_fields;
mod content;
mod directive;
mod duplicate_item;
mod duplicate_key;
mod expression;
mod hazards;
mod invalid_value;
mod missing_field;
mod order;
mod purpose_path;
mod query_parameter;
mod secret;
mod syntax;
mod tab_before_value;
mod template;
mod unknown_anchor;
mod unknown_field;
mod unknown_name;
mod v1;
mod wrong_type;

mod fill;
mod misplaced;
mod place;
mod suggest;
mod words;
mod wrong_form;

pub use check::{Checker, Options, check_text};

use crate::catalog::Status;
use crate::spec::Node;
use crate::tenant::names::Names;
use std::ops::Range;
use std::sync::Arc;

/// How much a finding matters. The order is from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something we only infer, or a way to do better.
    Hint,
    /// A consequence worth knowing.
    Information,
    /// A hazard, or a mistake that is near certain.
    Warning,
    /// The tenant will refuse this, or do something else than it says.
    Error,
}

impl Severity {
    /// How loudly a fact of this status may be held against somebody: only what is documented and not
    /// contradicted makes an error.
    pub fn of(status: Status) -> Self {
        match status {
            Status::Documented => Self::Error,
            Status::Observed => Self::Warning,
            Status::Inferred | Status::Contradictory => Self::Hint,
        }
    }

    /// The name, as settings and output spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Hint, Self::Information, Self::Warning, Self::Error]
            .into_iter()
            .find(|severity| severity.name() == name)
    }
}

/// Something wrong, or worth knowing, at a place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The code of the rule that found it.
    pub code: &'static str,
    /// The kind of spec it is in, by its short name.
    pub kind: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in the user's words, with the way out.
    pub message: String,
    /// The bytes it is about.
    pub range: Range<usize>,
    /// Ways to mend it; the first is the best.
    pub fixes: Vec<Fix>,
    /// Whether telling it once a document is enough.
    pub once: bool,
}

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "Change to `Snowflake`".
    pub title: String,
    /// The edits, none overlapping another.
    pub edits: Vec<Edit>,
    /// Whether it is certain to be what was meant, so that nobody needs to look at it: only such a fix may
    /// be applied unasked.
    pub sure: bool,
    /// Whether it is so much of a guess that it is not to be put before the others.
    pub doubtful: bool,
}

/// New text in the place of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What comes instead.
    pub text: String,
}

impl Finding {
    /// Adds a way to mend it that is one edit, and that somebody should look at.
    pub fn fix(&mut self, title: impl Into<String>, range: Range<usize>, text: impl Into<String>) {
        self.fix_with(title, range, text, false);
    }

    /// Adds a way to mend it that is one edit and certain to be what was meant.
    pub fn sure_fix(
        &mut self,
        title: impl Into<String>,
        range: Range<usize>,
        text: impl Into<String>,
    ) {
        self.fix_with(title, range, text, true);
    }

    fn fix_with(
        &mut self,
        title: impl Into<String>,
        range: Range<usize>,
        text: impl Into<String>,
        sure: bool,
    ) {
        self.fixes.push(Fix {
            title: title.into(),
            edits: vec![Edit {
                range,
                text: text.into(),
            }],
            sure,
            doubtful: false,
        });
    }

    /// Says that the fix just added is a guess.
    fn doubt(&mut self, doubtful: bool) {
        if let Some(last) = self.fixes.last_mut() {
            last.doubtful = doubtful;
        }
    }

    /// The same finding in a text where it stands elsewhere.
    #[must_use]
    fn moved(&self, by: impl Fn(usize) -> usize) -> Self {
        let shift = |range: &Range<usize>| by(range.start)..by(range.end);
        let mut finding = self.clone();
        finding.range = shift(&finding.range);
        for edit in finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.range = shift(&edit.range);
        }
        finding
    }
}

/// Where the rules put what they find.
#[derive(Debug, Default)]
pub struct Report {
    kind: &'static str,
    code: &'static str,
    /// The names that the tenant has, for the rules that ask.
    names: Option<Arc<Names>>,
    findings: Vec<Finding>,
}

impl Report {
    /// An empty report on a spec of a kind.
    fn on(kind: &'static str, names: Option<&Arc<Names>>) -> Self {
        Self {
            kind,
            names: names.cloned(),
            ..Self::default()
        }
    }

    /// Adds a finding.
    pub fn add(
        &mut self,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.findings.push(Finding {
            code: self.code,
            kind: self.kind,
            severity,
            message: message.into(),
            range,
            fixes: Vec::new(),
            once: false,
        });
        // Just pushed.
        let last = self.findings.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the vector is not empty")]
        &mut self.findings[last]
    }

    /// Findings whose code is not the rule's own: one rule may speak for several codes.
    pub fn add_as(
        &mut self,
        code: &'static str,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let finding = self.add(severity, range, message);
        finding.code = code;
        finding
    }
}

/// A rule: what it is called, what it says, and how it looks.
pub struct Rule {
    /// Its code. It never changes meaning.
    pub code: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// How much its findings matter; several where that depends on how sure the fact is.
    pub severities: &'static [Severity],
    /// Why it matters and what to do, in Markdown.
    pub doc: &'static str,
    /// What it does with each node; nothing for rules that another one, or the checker, speaks for.
    check: Option<fn(&Node<'_, '_>, &mut Report)>,
}

/// All rules, in the order in which they are listed.
pub static RULES: &[&Rule] = &[
    &syntax::RULE,
    &missing_field::RULE,
    &unknown_field::RULE,
    &wrong_type::RULE,
    &wrong_type::QUOTED_RULE,
    &invalid_value::RULE,
    &conflicting_fields::RULE,
    &duplicate_key::RULE,
    &duplicate_item::RULE,
    &template::RULE,
    &tab_before_value::RULE,
    &expression::SYNTAX_RULE,
    &expression::UNKNOWN_RULE,
    &expression::ARGUMENTS_RULE,
    &expression::DIALECT_RULE,
    &expression::DEPRECATED_RULE,
    &unknown_name::RULE,
    &content::REQUIRED_TEXT_RULE,
    &content::BASE64_RULE,
    &query_parameter::RULE,
    &secret::RULE,
    &unknown_anchor::RULE,
    &v1::RULE,
    &order::MISSING_OTHERWISE,
    &order::UNREACHABLE,
    &purpose_path::RULE,
    &hazards::REMOVES_OWNERS,
    &hazards::FREEZES_COLUMNS,
    &hazards::SCHEMA_MONITORING,
    &hazards::HARD_DELETE,
    &hazards::K_ANONYMIZATION,
    &hazards::NO_APPROVER,
    &hazards::IMPLIES_EQUALIZATION,
    &hazards::RETIRED_FIELD,
    &hazards::CANNOT_BE_STAGED,
    &hazards::NEEDS_PROJECT,
    &directive::RULE,
    &check::UNUSED_IGNORE,
];

/// The rules that need not be certain what a value is: they look at how it is written, or find that out themselves.
static OF_ANYTHING: &[&Rule] = &[
    &tab_before_value::RULE,
    &duplicate_key::RULE,
    &unknown_anchor::RULE,
    &v1::RULE,
];

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code).copied()
}

/// Whether a text is, or holds, a placeholder such as `${NAME}` or `{{ NAME }}` that something fills in
/// before the push. Nothing can be said of such a text.
pub fn has_placeholder(text: &str) -> bool {
    let within = |open, close| {
        text.split_once(open)
            .is_some_and(|(_, rest)| rest.contains(close))
    };
    within("${", "}") || within("{{", "}}")
}

#[cfg(test)]
mod tests;
