//! Where in a spec the cursor is, resolved once for whoever asks: completion, hover, signature help.

use crate::catalog::Kind;
use crate::spec::{Spec, kind_of};
use crate::syntax::{Cursor, Document, Syntax, Value};
use std::cell::OnceCell;

/// The cursor in a text, the spec around it, and that spec with the line of the cursor repaired.
pub(super) struct SpecCursor<'s> {
    pub(super) syntax: &'s Syntax,
    pub(super) offset: usize,
    /// The spec around the cursor as it is.
    pub(super) spec: Option<Spec<'s>>,
    /// The kind that settings give the file.
    fixed: Option<&'static Kind>,
    /// Whoever finds an answer in the spec as it is does without.
    cursor: OnceCell<Option<Cursor>>,
}

/// The document around a cursor, repaired. It may be a spec.
#[derive(Clone, Copy)]
pub(super) struct Repaired<'c> {
    pub(super) cursor: &'c Cursor,
    pub(super) document: Document<'c>,
    pub(super) root: Value<'c>,
    /// The kind of spec it is, if it is one.
    pub(super) kind: Option<&'static Kind>,
}

impl<'s> SpecCursor<'s> {
    /// The cursor at an offset. `fixed` is the kind that settings give the file.
    pub(super) fn new(syntax: &'s Syntax, fixed: Option<&'static Kind>, offset: usize) -> Self {
        let document = syntax.document_at(offset);
        Self {
            syntax,
            offset,
            spec: document.and_then(|document| Spec::read(document, fixed)),
            fixed,
            cursor: OnceCell::new(),
        }
    }

    /// Returns the repaired document, or `None` where nothing can be typed or nothing is left of it.
    pub(super) fn repaired(&self) -> Option<Repaired<'_>> {
        let cursor = self.cursor.get_or_init(|| self.syntax.cursor(self.offset));
        let cursor = cursor.as_ref()?;
        let document = cursor.document()?;
        // The mark may hide from the repaired document what the document as it is still shows.
        let as_it_is = || kind_of(&self.syntax.document_at(self.offset)?, self.fixed);
        Some(Repaired {
            cursor,
            document,
            root: document.root()?,
            kind: kind_of(&document, self.fixed).or_else(as_it_is),
        })
    }
}

impl<'c> Repaired<'c> {
    /// Returns the spec that the document is, or `None` if it is none.
    pub(super) fn spec(&self) -> Option<Spec<'c>> {
        Some(Spec {
            document: self.document,
            kind: self.kind?,
            root: self.root,
        })
    }
}
