//! Running the rules over a text, and keeping what they found segment by segment.

use super::checked::{Checked, Holds, check_root};
use super::duplicate_item::{self, Identity};
use super::ignore::{self, Ignore};
use super::items::{Item, Items, Shared};
use super::listed::Listed;
use super::look::is_first;
use super::report::{Found, Report};
use super::{other_payload, syntax as syntax_rule};
use crate::catalog::Kind;
use crate::diagnostics::{Diagnostic, Severity};
use crate::spec::{self, Spec, misplaced_below};
use crate::syntax::{Layout, SegmentChange, Syntax};
use crate::tenant::names::Names;
use crate::text::Text;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// What settings say about checking a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The kind that settings give the file.
    pub kind: Option<&'static Kind>,
    /// Severities by code, where they differ from the rules' own; `None` switches a rule off.
    pub severities: HashMap<String, Option<Severity>>,
    /// The names that the tenant has, if any are known.
    pub names: Option<Arc<Names>>,
}

impl Options {
    /// The kind that settings give a file, and their tables of rules; a later table goes before an earlier one.
    pub fn new<'s>(
        kind: Option<&'static Kind>,
        tables: impl IntoIterator<Item = &'s BTreeMap<String, Option<Severity>>>,
    ) -> Self {
        let rows = tables.into_iter().flatten();
        Self {
            kind,
            severities: rows.map(|(code, to)| (code.clone(), *to)).collect(),
            names: None,
        }
    }
}

/// What is wrong with a text, in order.
pub fn check_text(text: &Text, syntax: &Syntax, options: &Options) -> Vec<Diagnostic> {
    Checker::default()
        .run(text, syntax, options, &|| true)
        .unwrap_or_default()
}

/// How many bases are kept apart: more than a file has documents, as a rule.
const MAX_BASES: usize = 1_000;

/// The rules over one text. It follows the text's edits.
#[derive(Debug, Default)]
pub struct Checker {
    cells: Vec<Cell>,
    /// What segments were checked on; a document has one basis at a time.
    bases: Vec<Basis>,
    /// The names they were checked with.
    names: Option<Arc<Names>>,
    /// The segments of the documents that were specs in the last run.
    specs: Vec<Range<usize>>,
    /// How often each identity is listed in the segments that are checked.
    listed: Listed,
    /// Identities of segments that went since the last run.
    gone: Vec<u64>,
    /// What was found in the items of the last segment that went and had any.
    items: Vec<Item>,
    /// The duplicates; nothing where they have to be found anew.
    duplicates: Option<Vec<Duplicate>>,
}

/// Something that is listed twice.
#[derive(Debug, Clone, Copy)]
struct Duplicate {
    /// The segment that lists it again, and which of the segment's identities it is.
    segment: usize,
    index: usize,
    /// The segment that lists it first.
    first: usize,
}

/// What is kept of one segment.
#[derive(Debug, Clone, Default)]
struct Cell {
    checked: Option<Arc<Checked>>,
    /// The number of the basis it was checked on.
    basis: usize,
    holds: Holds,
    /// Whether there is nothing in it but, at most, one finding that is told once a document.
    quiet: bool,
    /// The code of that finding.
    once: Option<&'static str>,
}

/// What the findings of a segment depend on besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Basis {
    kind: &'static str,
    controlling_texts: Vec<Option<String>>,
    /// How the document is written, which fixes follow.
    layout: Layout,
    outside: Vec<String>,
}

impl Checker {
    /// Follows an edit of the text.
    pub fn follow(&mut self, syntax: &Syntax, change: SegmentChange) {
        let end = (change.at + change.removed).min(self.cells.len());
        let at = change.at.min(end);
        let fresh = std::iter::repeat_n(Cell::default(), change.added);
        for cell in self.cells.splice(at..end, fresh) {
            self.listed.remove(cell.identities());
            let Some(checked) = cell.checked else {
                continue;
            };
            self.gone.extend(checked.hashes());
            if let Some(checked) = Arc::into_inner(checked).filter(|it| !it.items.is_empty()) {
                self.items = checked.items;
            }
        }
        if change.added != change.removed {
            self.duplicates = None;
        }
        if change.anchors {
            for (segment, cell) in self.cells.iter_mut().enumerate() {
                if syntax.has_aliases(segment) {
                    self.listed.remove(cell.identities());
                    *cell = Cell::default();
                    self.duplicates = None;
                }
            }
        }
    }

    /// Finds what is wrong. `go_on` is asked now and then; once it says no, nothing comes back, and what
    /// was found so far is kept for the next time.
    pub fn run(
        &mut self,
        text: &Text,
        syntax: &Syntax,
        options: &Options,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Vec<Diagnostic>> {
        if self.cells.len() != syntax.segment_count() {
            self.cells = vec![Cell::default(); syntax.segment_count()];
            self.listed = Listed::default();
            self.duplicates = None;
        }
        let names = options.names.as_ref();
        if self.names.as_ref().map(Arc::as_ptr) != names.map(Arc::as_ptr) {
            self.names = names.cloned();
            self.forget();
        }
        let mut findings = Vec::new();
        let mut ignores = Vec::new();
        let mut came = Vec::new();
        let mut specs = Vec::new();
        for document in syntax.documents() {
            let Some(spec) = Spec::read(document, options.kind) else {
                let other = spec::other_payload(&document, options.kind);
                findings.extend(other.and_then(|row| other_payload::diagnostic(&document, row)));
                continue;
            };
            findings.extend(syntax_rule::second_mark(&document, syntax, spec.kind.name));
            specs.push(document.segments());
            let root = spec.form();
            let layout = Layout::of_root(spec.root);
            let basis = self.basis(Basis {
                kind: spec.kind.name,
                controlling_texts: root.controlling_texts(),
                layout,
                outside: misplaced_below(&root).collect(),
            });
            let shared = Shared {
                kind: spec.kind.name,
                names,
                layout,
                basis,
            };
            let mut once = Vec::new();
            let mut last = None;
            for segment in document.segments() {
                let Some(cell) = self.cells.get_mut(segment) else {
                    continue;
                };
                if !cell.is_current(basis, last, syntax.is_item(segment + 1)) {
                    if !go_on() {
                        self.duplicates = None;
                        return None;
                    }
                    let known = if Items::are_taken(syntax, segment) {
                        std::mem::take(&mut self.items)
                    } else {
                        Vec::new()
                    };
                    let checked = Checked::of(&spec, &root, syntax, segment, &shared, known);
                    came.extend(checked.hashes());
                    self.listed.remove(cell.identities());
                    self.listed.add(&checked.identities);
                    *cell = Cell::of(checked, basis);
                }
                last = cell.holds.field;
                collect(
                    cell,
                    syntax.start(segment),
                    &mut once,
                    &mut findings,
                    &mut ignores,
                );
            }
            findings.extend(check_root(&spec, &root, names, layout, &mut once));
        }
        if came != self.gone || specs != self.specs || self.duplicates.is_none() {
            self.specs = specs;
            self.duplicates = Some(if self.listed.are_distinct() {
                Vec::new()
            } else {
                self.find_duplicates()
            });
        }
        self.gone.clear();
        self.report_duplicates(syntax, &mut findings);
        findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
        findings = ignore::silence(text, syntax, &ignores, findings);
        settle(&mut findings, options);
        Some(findings)
    }

    /// The number of a basis.
    fn basis(&mut self, basis: Basis) -> usize {
        let known = self.bases.iter().position(|known| *known == basis);
        known.unwrap_or_else(|| {
            // What was checked on a basis of long ago is checked again should it come back.
            if self.bases.len() >= MAX_BASES {
                self.forget();
            }
            self.bases.push(basis);
            self.bases.len() - 1
        })
    }

    /// Drops what is known of all segments.
    fn forget(&mut self) {
        self.bases.clear();
        self.items.clear();
        self.cells.fill(Cell::default());
        self.listed = Listed::default();
        self.duplicates = None;
    }

    /// Whether the text held a spec in the last run.
    pub fn has_specs(&self) -> bool {
        !self.specs.is_empty()
    }

    fn find_duplicates(&self) -> Vec<Duplicate> {
        let mut duplicates = Vec::new();
        for segments in &self.specs {
            let mut seen: HashMap<u64, usize> = HashMap::new();
            for segment in segments.clone() {
                for (index, identity) in self.identities(segment).iter().enumerate() {
                    match seen.entry(identity.hash) {
                        Entry::Occupied(first) => duplicates.push(Duplicate {
                            segment,
                            index,
                            first: *first.get(),
                        }),
                        Entry::Vacant(vacant) => {
                            vacant.insert(segment);
                        }
                    }
                }
            }
        }
        duplicates
    }

    fn identities(&self, segment: usize) -> &[Identity] {
        self.cells.get(segment).map_or(&[], Cell::identities)
    }

    fn report_duplicates(&self, syntax: &Syntax, findings: &mut Vec<Diagnostic>) {
        for duplicate in self.duplicates.iter().flatten() {
            let kind = self
                .cells
                .get(duplicate.segment)
                .and_then(|cell| self.bases.get(cell.basis));
            let mut report =
                Report::on(kind.map_or("", |basis| basis.kind), None, Layout::default());
            let Some(identity) = self.identities(duplicate.segment).get(duplicate.index) else {
                continue;
            };
            let mut there = self.identities(duplicate.first).iter();
            let first = there.find(|first| first.hash == identity.hash);
            let moved = |range: &Range<usize>, segment: usize| {
                let start = syntax.start(segment);
                start + range.start..start + range.end
            };
            let first = first.map(|first| moved(&first.range, duplicate.first));
            let range = moved(&identity.range, duplicate.segment);
            duplicate_item::report(identity, range, first, &mut report);
            findings.extend(report.found.into_iter().map(|found| found.diagnostic));
        }
    }
}

impl Cell {
    fn identities(&self) -> &[Identity] {
        let checked = self.checked.as_ref();
        checked.map_or(&[], |checked| &checked.identities)
    }

    /// Whether what is kept still holds: what the findings depend on, the field that the segment before ends
    /// in, and whether items follow.
    fn is_current(&self, basis: usize, last: Option<&'static str>, ahead: bool) -> bool {
        let holds = self.holds;
        self.checked.is_some()
            && self.basis == basis
            && holds.ahead == ahead
            && (!holds.items || holds.field == last)
    }

    fn of(checked: Checked, basis: usize) -> Self {
        let once = match checked.found.as_slice() {
            [] => None,
            [only] if only.once => Some(only.diagnostic.code),
            _ => None,
        };
        let quiet =
            checked.ignores.is_empty() && checked.found.len() == usize::from(once.is_some());
        Self {
            basis,
            holds: checked.holds,
            checked: Some(Arc::new(checked)),
            quiet,
            once,
        }
    }
}

/// Adds what was found in one segment to what was found in the text.
fn collect(
    cell: &Cell,
    start: usize,
    once: &mut Vec<&'static str>,
    findings: &mut Vec<Diagnostic>,
    ignores: &mut Vec<Ignore>,
) {
    if cell.quiet && cell.once.is_none_or(|code| once.contains(&code)) {
        return;
    }
    let Some(checked) = &cell.checked else { return };
    for Found {
        diagnostic,
        once: is_once,
    } in &checked.found
    {
        if !is_once || is_first(diagnostic.code, once) {
            findings.push(diagnostic.moved(|offset| start + offset));
        }
    }
    let moved = |ignore: &Ignore| ignore.moved(start);
    ignores.extend(checked.ignores.iter().map(moved));
}

/// Gives findings the severities that settings ask for.
fn settle(findings: &mut Vec<Diagnostic>, options: &Options) {
    if options.severities.is_empty() {
        return;
    }
    findings.retain_mut(|finding| match options.severities.get(finding.code) {
        Some(None) => false,
        Some(Some(severity)) => {
            finding.severity = *severity;
            true
        }
        None => true,
    });
}
