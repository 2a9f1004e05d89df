//! What the rules find in one segment, and in the root that all segments of a document share.

use super::duplicate_item::{self, Identity};
use super::ignore::{self, Ignore};
use super::items::{Item, Items, Shared};
use super::look::{is_first, look};
use super::report::{Found, Report};
use super::{directive, syntax as syntax_rule, unknown_tag};
use crate::diagnostics::{Diagnostic, Edit, Related};
use crate::spec::{Form, Node, Spec, picked};
use crate::syntax::{Entry, Layout, Part, Syntax};
use crate::tenant::names::Names;
use std::cell::RefCell;
use std::sync::Arc;

/// What the rules found in one segment; ranges count from the segment's start.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) holds: Holds,
    pub(super) found: Vec<Found>,
    pub(super) identities: Vec<Identity>,
    pub(super) ignores: Vec<Ignore>,
    /// What was found in items that are no segments of their own, for when the segment is edited.
    pub(super) items: Vec<Item>,
}

/// What a segment holds, and what it takes from its neighbours.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holds {
    /// The field of the root that it ends in, and that the items behind it are of.
    pub(super) field: Option<&'static str>,
    /// Whether it holds items of that field itself.
    pub(super) items: bool,
    /// Whether items follow.
    pub(super) ahead: bool,
}

impl Checked {
    /// Has the rules look at a segment. `known` is what was found in the items of the segment as it was.
    pub(super) fn of(
        spec: &Spec<'_>,
        root: &Form<'_>,
        syntax: &Syntax,
        segment: usize,
        shared: &Shared<'_>,
        known: Vec<Item>,
    ) -> Self {
        let report = RefCell::new(shared.report());
        let start = syntax.start(segment);
        let text = syntax.segment_text(segment);
        let mut identities = Vec::new();
        syntax_rule::errors(&spec.document, syntax, segment, &mut report.borrow_mut());
        let is_head = matches!(spec.document.part(segment), Part::Nothing);
        unknown_tag::problems(syntax, segment, &mut report.borrow_mut());
        directive::problems(syntax, segment, is_head, &mut report.borrow_mut());
        let field = |entry: Option<&Entry<'_>>| Some(root.field(&entry?.name())?.name);
        let holds = Holds {
            field: match spec.document.part(segment) {
                Part::Entries(entries) => field(entries.last()),
                Part::Items { of, .. } => field(of.as_ref()),
                Part::Whole(_) | Part::Nothing => None,
            },
            items: syntax.is_item(segment),
            ahead: syntax.is_item(segment + 1),
        };
        let items = RefCell::new(Items::new(syntax, segment, root, shared, known));
        spec.visit_segment_into(
            root,
            segment,
            &mut |node| !items.borrow_mut().take(node, &mut report.borrow_mut()),
            &mut |node| {
                let mut report = report.borrow_mut();
                let compared = items.borrow_mut().begin(node);
                look(node, compared, &mut report);
                // The items of a sequence that is cut are compared across segments.
                if holds.items
                    && node.entry.is_none()
                    && node.parent.is_some_and(|p| p.value == root.value)
                {
                    identities.extend(duplicate_item::identities(node));
                }
            },
        );
        let items = items.into_inner().done();
        let mut report = report.into_inner();
        // What an alias leads to may stand in another segment, which may move on its own.
        let inside = start..=start + text.len();
        let within =
            |edit: &Edit| inside.contains(&edit.range.start) && inside.contains(&edit.range.end);
        for Found { diagnostic, .. } in &mut report.found {
            diagnostic.fixes.retain(|fix| fix.edits.iter().all(within));
            let known = |related: &Related| inside.contains(&related.range.start);
            diagnostic.related.retain(known);
            *diagnostic = diagnostic.moved(|offset| offset.saturating_sub(start));
        }
        for identity in &mut identities {
            identity.range = identity.range.start.saturating_sub(start)
                ..identity.range.end.saturating_sub(start);
        }
        Self {
            holds,
            found: report.found,
            identities,
            ignores: ignore::ignores(syntax, segment, spec.kind.name),
            items,
        }
    }

    /// The hashes of its identities, with a mark behind them so that those of several segments stay apart.
    pub(super) fn hashes(&self) -> impl Iterator<Item = u64> {
        self.identities
            .iter()
            .map(|identity| identity.hash)
            .chain([0])
    }
}

/// What the rules say of the root mapping itself.
pub(super) fn check_root(
    spec: &Spec<'_>,
    root: &Form<'_>,
    names: Option<&Arc<Names>>,
    layout: Layout,
    once: &mut Vec<&'static str>,
) -> Vec<Diagnostic> {
    let mut report = Report::on(spec.kind.name, names, layout);
    let object = picked(spec.root, spec.root_types()).is_some();
    let node = Node {
        value: spec.root,
        types: spec.root_types(),
        entry: None,
        field: None,
        parent: None,
        form: object.then_some(root),
        certain: true,
    };
    look(&node, false, &mut report);
    let found = report.found.into_iter();
    found
        .filter(|found| !found.once || is_first(found.diagnostic.code, once))
        .map(|found| found.diagnostic)
        .collect()
}
