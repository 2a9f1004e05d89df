//! Floor 5: who may see what.
//!
//! [`model`] is what specs and facts come to: data sources, policies, projects, people; [`read`] makes it from specs.
//! [`evaluate`] answers, for a person
//! and a data source, three questions: is the person subscribed, which rows are there, and in what form is each column
//! shown. Everything here is pure: a [`World`] goes in, [`Answer`]s come out.
//!
//! Immuta's documents contradict each other in places and are silent in others, and no file says all that a tenant
//! knows. So nothing is decided that is not known: every open question is answered in each way that the facts allow
//! ([`inquiry`]), and only what comes out the same in all of them is told. Otherwise the answer is "cannot tell", with the
//! questions that made the difference.

mod answer;
mod evaluate;
pub mod explain;
mod inquiry;
mod model;
pub mod policy_tests;
mod read;

pub use answer::{Answer, Cause, Form, Masking, Question, Rows, Subscribed};
pub use evaluate::{Case, columns, rows, subscribed};
pub use model::{
    Action, Attributes, Audience, Circumstance, Circumstances, Column, Condition, Effect,
    Entitlement, Level, Mask, MaskKind, Match, Operator, Origin, Owner, Persona, Policy,
    PolicyBody, Project, Rule, Selector, Source, Subscription, TableLocation, Target, Traits,
    World,
};
pub use read::{Conflict, File, read_rule};

/// What is never known from files, a sentence each.
pub fn notes() -> impl Iterator<Item = &'static str> {
    crate::catalog::NOTES.iter().map(|(_, says)| *says)
}

#[cfg(test)]
mod tests;
