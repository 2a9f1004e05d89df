//! What a person may see of a data source.
//!
//! [`person`] says what somebody has and does; [`expression`] what Immuta's functions say of them; [`scope`] which
//! policies a data source has; [`chain`] which rule of a list applies. On these stand the three questions: [`subscription`],
//! [`rows`](mod@rows) and [`columns`].

mod chain;
mod columns;
mod expression;
mod naming;
mod person;
mod rows;
mod scope;
mod subscription;

pub use columns::columns;
pub use rows::rows;
pub use subscription::subscribed;

use super::answer::Question;
use super::model::{Persona, Project, Source, World};
use super::{Cause, inquiry::Inquiry};
use crate::catalog::Reading;

/// Somebody in front of a data source.
#[derive(Clone, Copy)]
pub struct Case<'w> {
    /// All that is known.
    pub world: &'w World,
    /// The data source.
    pub source: &'w Source,
    /// The person.
    pub persona: &'w Persona,
}

impl<'w> Case<'w> {
    /// The project that the person works in, if it is a known one.
    fn project(&self) -> Option<&'w Project> {
        self.world.project(self.persona.project.as_deref()?)
    }
}

/// A question that a row of the catalog asks.
fn question(reading: &'static Reading, what: &str) -> Question {
    Question {
        text: reading.asks.replace("{}", what),
        fact: Some(reading.fact),
    }
}

/// A cause without a place of its own.
fn note(inquiry: &mut Inquiry, text: String) {
    inquiry.because(Cause { text, origin: None });
}
