//! What Immuta accepts, as data: kinds of specs, their fields, values and documentation, and how we know of each.
//!
//! The facts are in the `*.yaml` files of this directory; the head of `data.yaml` describes their format. `build.rs`
//! checks them and writes them as statics of the types in `model.rs`, `vocabulary.rs`, `names.rs` and `tenant.rs`.
//! Everything that knows about Immuta reads these tables: completion, hover, rules and the exported JSON Schemas.

mod access;
mod condition;
mod function;
mod lookup;
mod meaning;
mod model;
mod names;
mod schema;
mod snippet;
mod source;
mod tenant;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use access::{
    Access, DATA, FieldMeaning, POLICY, PROJECT, Reading, function_meaning, functions_meaning,
    has_orchestrated_masking, is_built_in_group, is_text_type, meaning, tag_level, token_meaning,
    value_meaning,
};
pub use condition::*;
pub use function::{Signature, functions_within};
pub use meaning::Meaning;
pub use model::*;
pub use names::*;
pub use schema::{json_schema, json_schema_of_any};
pub(crate) use snippet::expand as expand_snippet;
pub use source::*;
pub use tenant::*;
pub use vocabulary::*;

include!(concat!(env!("OUT_DIR"), "/catalog.rs"));

/// Every kind of spec.
pub fn kinds() -> &'static [Kind] {
    KINDS
}

/// The kind with this short name: `data`.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Payloads of other endpoints that are easily taken for a spec.
pub fn other_payloads() -> &'static [OtherPayload] {
    OTHER_PAYLOADS
}

/// Every token of the name templates.
pub fn tokens() -> &'static [Token] {
    TOKENS
}

/// The token of the name templates with this name, in any casing.
pub fn token(name: &str) -> Option<&'static Token> {
    TOKENS
        .iter()
        .find(|token| token.name.eq_ignore_ascii_case(name))
}

/// Every function and variable of the policy expressions.
pub fn functions() -> &'static [Function] {
    FUNCTIONS
}

/// The function or variable with this name, `@` included.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// Every kind of thing that a tenant has names for.
pub fn name_lists() -> &'static [&'static NameList] {
    NAMES
}

/// The kind of thing with this name: `data source`.
pub fn name_list(name: &str) -> Option<&'static NameList> {
    NAMES.iter().find(|list| list.name == name).copied()
}

/// How a tenant is talked to.
pub fn tenant_api() -> &'static TenantApi {
    &TENANT
}

/// Where facts come from, by short name: `V2-DATA`.
pub fn source(name: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.name == name)
}
