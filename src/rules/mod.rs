//! Floor 6: what is wrong with a spec. One rule a file; [`RULES`] is their registry.
//!
//! A rule looks at one [`Node`] at a time and adds findings to a [`Report`]. What it knows about Immuta it
//! has from the catalog. [`Checker`] runs the rules over a document and keeps what they found, segment by
//! segment, as long as the text of the segment stays the same.

mod check;
mod checked;
mod items;
mod listed;
mod look;

mod conflicting_fields;
mod content;
mod cut_off;
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
mod unknown_tag;
mod unlisted;
mod v1;
mod wrong_type;

mod fill;
mod place;
mod report;
mod rule;
mod words;
mod wrong_form;

pub use crate::spec::has_placeholder;
pub use check::{Checker, Options, check_text};
pub use report::Report;
pub use rule::Rule;

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
    &cut_off::RULE,
    &content::REQUIRED_TEXT_RULE,
    &content::BASE64_RULE,
    &query_parameter::RULE,
    &secret::RULE,
    &unknown_anchor::RULE,
    &unknown_tag::RULE,
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

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code).copied()
}

#[cfg(test)]
mod tests;
