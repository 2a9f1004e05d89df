//! A document read as a spec.

use super::detect::kind_of;
use super::form::Form;
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
