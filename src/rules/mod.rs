//! Floor 6: what is wrong with a spec. One rule a file; [`RULES`] is their registry.
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
mod ignore;
mod invalid_value;
mod missing_field;
mod name_characters;
mod order;
mod other_payload;
mod people;
mod purpose_path;
mod query_parameter;
mod regex;
mod secret;
mod spellings;
mod syntax;
mod tab_before_value;
mod template;
mod unknown_anchor;
mod unknown_field;
mod unknown_name;
mod unlisted;
mod v1;
mod wrong_type;

mod fill;
mod place;
mod words;
mod wrong_form;

pub use check::{Checker, Options, check_text};

use crate::diagnostics::{Diagnostic, Severity};
use crate::spec::Node;
pub use crate::spec::has_placeholder;
use crate::syntax::Layout;
use crate::tenant::names::Names;
use std::ops::Range;
use std::sync::Arc;

/// Where the rules put what they find.
#[derive(Debug, Default)]
pub struct Report {
    kind: &'static str,
    code: &'static str,
    /// The names that the tenant has, for the rules that ask.
    names: Option<Arc<Names>>,
    /// How the document is written.
    layout: Layout,
    found: Vec<Found>,
}

/// A diagnostic, and how often it is shown.
#[derive(Debug)]
struct Found {
    diagnostic: Diagnostic,
    /// Whether showing it once a document is enough.
    once: bool,
}

impl Report {
    /// An empty report on a spec of a kind.
    fn on(kind: &'static str, names: Option<&Arc<Names>>, layout: Layout) -> Self {
        Self {
            kind,
            names: names.cloned(),
            layout,
            ..Self::default()
        }
    }

    /// How the document is written, for fixes to follow.
    fn layout(&self) -> Layout {
        self.layout
    }

    /// Adds a diagnostic.
    pub fn add(
        &mut self,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.found.push(Found {
            diagnostic: Diagnostic {
                code: self.code,
                kind: self.kind,
                severity,
                range,
                message: message.into(),
                related: Vec::new(),
                fixes: Vec::new(),
            },
            once: false,
        });
        // Just pushed.
        let last = self.found.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the vector is not empty")]
        &mut self.found[last].diagnostic
    }

    /// Has the last diagnostic shown only once a document, if it is found there several times.
    pub fn once(&mut self) {
        if let Some(last) = self.found.last_mut() {
            last.once = true;
        }
    }

    /// Adds a diagnostic whose code is not the rule's own: one rule may speak for several codes.
    pub fn add_as(
        &mut self,
        code: &'static str,
        severity: Severity,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
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
    /// How much its diagnostics matter; several where that depends on how sure the fact is.
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
    &name_characters::RULE,
    &regex::RULE,
    &spellings::OTHER,
    &spellings::CASE,
    &unlisted::RULE,
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
    &people::UNREACHED,
    &people::BOTH,
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
    &other_payload::RULE,
    &directive::RULE,
    &ignore::RULE,
];

/// The rules that need not be certain what a value is: they look at how it is written, or find that out themselves.
static OF_ANYTHING: &[&Rule] = &[
    &tab_before_value::RULE,
    &duplicate_key::RULE,
    &unknown_anchor::RULE,
    &v1::RULE,
];

/// So many fixes are proven in one scalar: each proof reads all of it. Once they are applied, the next ones are offered.
const MAX_FIXES: usize = 64;

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code).copied()
}

#[cfg(test)]
mod tests;
