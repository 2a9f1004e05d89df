//! Floor 3: a document understood as a spec: which kind it is and which shape each of its nodes has.

mod detect;
mod diff;
mod directive;
mod form;
mod prefilter;
mod requires;
pub mod skeleton;
pub mod suggest;
mod v1;
mod walk;

pub use detect::{Detected, detect, is_settled, kind_of, other_payload};
pub use diff::{Diff, Meant, OtherVariant, Swapped, TooHigh, Unknown};
pub use diff::{is_beside, misplaced_below, other_variant};
pub use directive::{Directive, addressed, directives};
pub use form::{Choice, Form};
pub use prefilter::may_be_spec;
pub use v1::{is_v1, v2_value};
pub use walk::{Node, picked, walk};

use crate::catalog::{Kind, Type};
use crate::syntax::{Document, Entry, Value};

/// A document that is a spec.
#[derive(Clone, Copy)]
pub struct Spec<'a> {
    /// The document.
    pub document: Document<'a>,
    /// Which kind of spec it is.
    pub kind: &'static Kind,
    /// Its root mapping.
    pub root: Value<'a>,
}

impl<'a> Spec<'a> {
    /// Reads a document as a spec. `fixed` is the kind that settings give its file, if any; a modeline in
    /// the document goes before that, and both before what the content looks like.
    pub fn read(document: Document<'a>, fixed: Option<&'static Kind>) -> Option<Self> {
        let kind = kind_of(&document, fixed)?;
        let root = document.root()?;
        Some(Self {
            document,
            kind,
            root,
        })
    }

    /// The root mapping with its shape.
    pub fn form(&self) -> Form<'a> {
        Form::new(self.root, self.kind.root)
    }

    /// What the root of a spec may be.
    pub fn root_types(&self) -> &'static [Type] {
        std::slice::from_ref(&self.kind.root_type)
    }

    /// The root entry with this key.
    pub fn entry(&self, name: &str) -> Option<Entry<'a>> {
        self.root
            .entries()
            .into_iter()
            .find(|entry| entry.name() == name)
    }
}

/// Whether a text is, or holds, a placeholder such as `${NAME}` or `{{ NAME }}` that something fills in
/// before the push. Nothing can be said of such a text.
pub fn has_placeholder(text: &str) -> bool {
    let within = |open, close| {
        text.split_once(open)
            .is_some_and(|(_, rest)| rest.contains(close))
    };
    // What SOPS has encrypted is decrypted before the push.
    let is_encrypted = text.starts_with("ENC[") && text.ends_with(']');
    within("${", "}") || within("{{", "}}") || is_encrypted
}
