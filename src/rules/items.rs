//! The items of the root's lists where one segment holds them all, as in JSON. What is found in an item is kept as
//! long as its lines stay the same, so that an edit costs what it touches.

use super::duplicate_item::{self, Identity};
use super::look::look;
use super::report::{Found, Report};
use crate::catalog::Type;
use crate::spec::{Form, Node, picked, walk};
use crate::syntax::{Layout, Syntax, Value};
use crate::tenant::names::Names;
use std::collections::{HashMap, VecDeque, hash_map};
use std::ops::Range;
use std::sync::Arc;

/// So many items are looked through for one that was there before.
const LOOK_AHEAD: usize = 1_000;

/// What the findings of all segments of a document depend on.
pub(super) struct Shared<'s> {
    pub(super) kind: &'static str,
    pub(super) names: Option<&'s Arc<Names>>,
    pub(super) layout: Layout,
    /// The number of the basis.
    pub(super) basis: usize,
}

/// What was found in one item.
#[derive(Debug)]
pub(super) struct Item {
    /// The lines it is on.
    lines: Box<str>,
    place: Place,
    /// What was found; ranges count from the start of its lines.
    found: Vec<Found>,
    identities: Vec<Identity>,
}

/// Where an item is and what it is meant to be.
#[derive(Debug, Clone)]
struct Place {
    /// Its bytes, from the start of its lines.
    within: Range<usize>,
    /// The field it is an item of, and what that takes.
    field: Option<&'static str>,
    types: &'static [Type],
    certain: bool,
    /// The number of the basis it was checked on.
    basis: usize,
}

/// The items of a segment while the rules go through it.
pub(super) struct Items<'s, 'a> {
    syntax: &'a Syntax,
    segment: usize,
    root: Value<'a>,
    shared: &'s Shared<'s>,
    /// Whether items are taken.
    taken: bool,
    /// What is known from the text before the edit and may come yet, in order.
    known: VecDeque<Item>,
    kept: Vec<Item>,
    /// The end of the last item in the segment.
    end: usize,
    /// The identities in the list that is gone through, and where each was seen first.
    seen: HashMap<u64, Range<usize>>,
}

impl Shared<'_> {
    /// An empty report.
    pub(super) fn report(&self) -> Report {
        Report::on(self.kind, self.names, self.layout)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.within == other.within
            && self.field == other.field
            && std::ptr::eq(self.types, other.types)
            && self.certain == other.certain
            && self.basis == other.basis
    }
}

impl<'s, 'a> Items<'s, 'a> {
    pub(super) fn new(
        syntax: &'a Syntax,
        segment: usize,
        root: &Form<'a>,
        shared: &'s Shared<'s>,
        known: Vec<Item>,
    ) -> Self {
        Self {
            syntax,
            segment,
            root: root.value,
            shared,
            taken: Self::are_taken(syntax, segment),
            known: known.into(),
            kept: Vec::new(),
            end: 0,
            seen: HashMap::new(),
        }
    }

    /// Whether the items of a segment are taken. One that is a segment of its own is not.
    pub(super) fn are_taken(syntax: &Syntax, segment: usize) -> bool {
        syntax.reads_alone(segment) && !syntax.is_item(segment)
    }

    /// What to keep.
    pub(super) fn done(self) -> Vec<Item> {
        self.kept
    }

    /// Whether a node is the value, or an item of the value, of an entry of the root.
    fn is_of_root(&self, node: &Node<'_, 'a>) -> bool {
        let of_root = node.parent.is_some_and(|parent| parent.value == self.root);
        of_root && self.taken
    }

    /// Begins a list, if a node is one whose items are taken. Returns whether it is.
    pub(super) fn begin(&mut self, node: &Node<'_, 'a>) -> bool {
        let is_list = node.entry.is_some()
            && !node.value.is_cut()
            && self.is_of_root(node)
            && matches!(picked(node.value, node.types), Some(Type::List(_)));
        if is_list {
            self.seen.clear();
        }
        is_list
    }

    /// Takes an item of a list of the root: adds what is found in it to the report. Returns `false` if it is none.
    pub(super) fn take(&mut self, node: &Node<'_, 'a>, report: &mut Report) -> bool {
        if node.entry.is_some() || !self.is_of_root(node) {
            return false;
        }
        let start = self.syntax.start(self.segment);
        let range = node.value.range();
        let range = range.start.saturating_sub(start)..range.end.saturating_sub(start);
        let lines = self.lines(&range);
        self.end = range.end;
        let Some(lines) = lines.filter(|lines| self.syntax.is_read_alone(self.segment, lines))
        else {
            let (found, identities) = self.check(node);
            self.compare(&identities, 0, report);
            report.found.extend(found);
            return true;
        };
        let at = start + lines.start;
        let content = self.syntax.segment_text(self.segment).get(lines.clone());
        let content = content.unwrap_or_default();
        let place = Place {
            within: range.start - lines.start..range.end - lines.start,
            field: node.field.map(|field| field.name),
            types: node.types,
            certain: node.certain,
            basis: self.shared.basis,
        };
        if let Some(item) = self.known(content, &place) {
            self.compare(&item.identities, at, report);
            let found = item.found.iter();
            report
                .found
                .extend(found.map(|found| found.moved(|offset| at + offset)));
            self.kept.push(item);
            return true;
        }
        let (found, mut identities) = self.check(node);
        self.compare(&identities, 0, report);
        if are_within(&found, &(at..at + content.len())) {
            let moved = |offset: usize| offset.saturating_sub(at);
            for identity in &mut identities {
                identity.range = moved(identity.range.start)..moved(identity.range.end);
            }
            self.kept.push(Item {
                lines: content.into(),
                place,
                found: found.iter().map(|found| found.moved(moved)).collect(),
                identities,
            });
        }
        report.found.extend(found);
        true
    }

    /// The whole lines that an item is on, in the segment, without the last line break. Returns `None` if another item
    /// ends there.
    fn lines(&self, item: &Range<usize>) -> Option<Range<usize>> {
        let text = self.syntax.segment_text(self.segment);
        let before = text.get(self.end..item.start)?;
        let start = match before.rfind('\n') {
            Some(at) => self.end + at + 1,
            None if self.end == 0 => 0,
            None => return None,
        };
        let after = text.get(item.end..)?;
        Some(start..item.end + after.find('\n').unwrap_or(after.len()))
    }

    /// What is known of an item.
    fn known(&mut self, lines: &str, place: &Place) -> Option<Item> {
        let is_same = |item: &Item| *item.lines == *lines && item.place == *place;
        let index = self.known.iter().take(LOOK_AHEAD).position(is_same)?;
        self.known.drain(..index);
        self.known.pop_front()
    }

    /// Has the rules look at an item.
    fn check(&self, node: &Node<'_, 'a>) -> (Vec<Found>, Vec<Identity>) {
        let mut report = self.shared.report();
        walk(node, &mut |node| look(node, false, &mut report));
        let item = node.types.first();
        let identities = item.map(|item| duplicate_item::of_item(node.value, item, node.field));
        (report.found, identities.unwrap_or_default())
    }

    /// Reports what an item shares with one before it in its list.
    fn compare(&mut self, identities: &[Identity], at: usize, report: &mut Report) {
        for identity in identities {
            let range = at + identity.range.start..at + identity.range.end;
            match self.seen.entry(identity.hash) {
                hash_map::Entry::Occupied(first) => {
                    let first = Some(first.get().clone());
                    duplicate_item::report(identity, range, first, report);
                }
                hash_map::Entry::Vacant(vacant) => drop(vacant.insert(range)),
            }
        }
    }
}

/// Whether all that was found is about these bytes alone.
fn are_within(found: &[Found], bytes: &Range<usize>) -> bool {
    found.iter().all(|found| {
        let related = found.diagnostic.related.iter();
        let edits = found.diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        let ranges = related.map(|related| &related.range);
        let mut ranges = ranges.chain(edits.map(|edit| &edit.range));
        ranges.all(|range| bytes.start <= range.start && range.end <= bytes.end)
    })
}
