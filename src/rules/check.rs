//! Running the rules over a text, and keeping what they found piece by piece.

use super::duplicate_source::{self, Identity};
use super::{Edit, Finding, RULES, Report, Rule, Severity, syntax as syntax_rule};
use crate::catalog::Kind;
use crate::spec::{Directive, Form, Node, Spec, directives, picked};
use crate::syntax::{Part, Splice, Syntax};
use crate::text::Text;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What settings say about checking a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The kind that settings give the file.
    pub kind: Option<&'static Kind>,
    /// Severities by code, where they differ from the rules' own; `None` switches a rule off.
    pub severities: HashMap<String, Option<Severity>>,
}

impl Options {
    /// The kind that settings give a file, and their tables of rules; a later table goes before an earlier
    /// one. What is neither a severity nor `off` is passed over.
    pub fn new<'s>(
        kind: Option<&'static Kind>,
        tables: impl IntoIterator<Item = &'s BTreeMap<String, String>>,
    ) -> Self {
        let rows = tables.into_iter().flatten();
        Self {
            kind,
            severities: rows
                .filter_map(|(code, name)| match Severity::named(name) {
                    None if name == "off" => Some((code.clone(), None)),
                    None => None,
                    known => Some((code.clone(), known)),
                })
                .collect(),
        }
    }
}

/// The rule about directives that silence nothing.
pub(super) static UNUSED_IGNORE: Rule = Rule {
    code: "unused-ignore",
    summary: "An `ignore` comment silences nothing",
    severities: &[Severity::Hint],
    doc: "A comment `# immuta-ls: ignore[code]` is there, but nothing with that code is found on its line or the \
          line below. Perhaps what it silenced has been mended; then remove the comment.",
    check: None,
};

/// What is wrong with a text, in order.
pub fn check_text(text: &Text, syntax: &Syntax, options: &Options) -> Vec<Finding> {
    Checker::default().run(text, syntax, options, &|| true).unwrap_or_default()
}

/// The rules over one text. It follows the text's edits.
#[derive(Debug, Default)]
pub struct Checker {
    cells: Vec<Cell>,
    /// Identities of pieces that went since the last run.
    gone: Vec<u64>,
    /// Where duplicates are: the piece and the place of the identity in it. Nothing where that has to be
    /// found out anew.
    duplicates: Option<Vec<(usize, usize)>>,
}

/// What is kept of one piece.
#[derive(Debug, Clone, Default)]
struct Cell {
    checked: Option<Arc<Checked>>,
    /// Whether there is nothing in it but, at most, one finding that is told once a document.
    quiet: bool,
    /// The code of that finding.
    once: Option<&'static str>,
}

/// What the rules found in one piece; ranges count from the piece's start.
#[derive(Debug, Default)]
struct Checked {
    basis: Basis,
    findings: Vec<Finding>,
    identities: Vec<Identity>,
    ignores: Vec<Ignore>,
}

/// What the findings of a piece depend on besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Basis {
    kind: &'static str,
    steering: Vec<Option<String>>,
}

/// A directive that silences, in offsets from the piece's start.
#[derive(Debug, Clone)]
struct Ignore {
    /// The kind of spec it stands in.
    kind: &'static str,
    line: std::ops::Range<usize>,
    /// Whether nothing but the comment is on the line, so that it speaks of the next.
    alone: bool,
    codes: Vec<String>,
}

impl Checker {
    /// Follows an edit of the text.
    pub fn splice(&mut self, syntax: &Syntax, splice: Splice) {
        let end = (splice.at + splice.removed).min(self.cells.len());
        let at = splice.at.min(end);
        let fresh = std::iter::repeat_n(Cell::default(), splice.added);
        for cell in self.cells.splice(at..end, fresh) {
            let identities = cell.checked.iter().flat_map(|checked| &checked.identities);
            self.gone.extend(identities.map(|identity| identity.hash));
        }
        if splice.added != splice.removed {
            self.duplicates = None;
        }
        if splice.anchors {
            for (piece, cell) in self.cells.iter_mut().enumerate() {
                if syntax.has_aliases(piece) {
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
    ) -> Option<Vec<Finding>> {
        if self.cells.len() != syntax.piece_count() {
            self.cells = vec![Cell::default(); syntax.piece_count()];
            self.duplicates = None;
        }
        let mut findings = Vec::new();
        let mut ignores = Vec::new();
        let mut came = Vec::new();
        for document in syntax.documents() {
            let Some(spec) = Spec::read(document, options.kind) else {
                continue;
            };
            let root = spec.form();
            let basis = Basis {
                kind: spec.kind.name,
                steering: root.steering(),
            };
            let mut once = Vec::new();
            for piece in document.pieces() {
                let Some(cell) = self.cells.get_mut(piece) else { continue };
                if cell.checked.as_ref().is_none_or(|checked| checked.basis != basis) {
                    if !go_on() {
                        self.duplicates = None;
                        return None;
                    }
                    let checked = check_piece(&spec, &root, syntax, piece, &basis);
                    came.extend(checked.identities.iter().map(|identity| identity.hash));
                    *cell = Cell::of(checked);
                }
                collect(cell, syntax.start(piece), &mut once, &mut findings, &mut ignores);
            }
            findings.extend(check_root(&spec, &root, &mut once));
        }
        if came != self.gone || self.duplicates.is_none() {
            self.duplicates = Some(self.find_duplicates(syntax, options));
        }
        self.gone.clear();
        self.report_duplicates(text, syntax, &mut findings);
        findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
        silence(text, &ignores, &mut findings);
        settle(&mut findings, options);
        Some(findings)
    }

    fn find_duplicates(&self, syntax: &Syntax, options: &Options) -> Vec<(usize, usize)> {
        let mut duplicates = Vec::new();
        for document in syntax.documents() {
            if Spec::read(document, options.kind).is_none() {
                continue;
            }
            let mut seen: HashMap<u64, usize> = HashMap::new();
            for piece in document.pieces() {
                for (index, identity) in self.identities(piece).iter().enumerate() {
                    let count = seen.entry(identity.hash).or_default();
                    if *count > 0 {
                        duplicates.push((piece, index));
                    }
                    *count += 1;
                }
            }
        }
        duplicates
    }

    fn identities(&self, piece: usize) -> &[Identity] {
        let checked = self.cells.get(piece).and_then(|cell| cell.checked.as_ref());
        checked.map_or(&[], |checked| &checked.identities)
    }

    fn report_duplicates(&self, text: &Text, syntax: &Syntax, findings: &mut Vec<Finding>) {
        for (piece, index) in self.duplicates.iter().flatten() {
            let Some(checked) = self.cells.get(*piece).and_then(|cell| cell.checked.as_ref()) else { continue };
            let Some(identity) = checked.identities.get(*index) else { continue };
            let mut report = Report::on(checked.basis.kind);
            let first = (0..=*piece).find_map(|earlier| {
                let found = self.identities(earlier).iter().find(|i| i.hash == identity.hash)?;
                Some(text.line_at(syntax.start(earlier) + found.range.start) + 1)
            });
            let start = syntax.start(*piece);
            let range = start + identity.range.start..start + identity.range.end;
            duplicate_source::report(identity, range, first, &mut report);
            findings.append(&mut report.findings);
        }
    }
}

impl Cell {
    fn of(checked: Checked) -> Self {
        let once = match checked.findings.as_slice() {
            [] => None,
            [only] if only.once => Some(only.code),
            _ => None,
        };
        let quiet = checked.ignores.is_empty() && checked.findings.len() == usize::from(once.is_some());
        Self {
            checked: Some(Arc::new(checked)),
            quiet,
            once,
        }
    }
}

/// Adds what was found in one piece to what was found in the text.
fn collect(
    cell: &Cell,
    start: usize,
    once: &mut Vec<&'static str>,
    findings: &mut Vec<Finding>,
    ignores: &mut Vec<Ignore>,
) {
    if cell.quiet && cell.once.is_none_or(|code| once.contains(&code)) {
        return;
    }
    let Some(checked) = &cell.checked else { return };
    for finding in &checked.findings {
        if finding.once {
            if once.contains(&finding.code) {
                continue;
            }
            once.push(finding.code);
        }
        findings.push(finding.moved(|offset| start + offset));
    }
    ignores.extend(checked.ignores.iter().map(|ignore| Ignore {
        line: start + ignore.line.start..start + ignore.line.end,
        ..ignore.clone()
    }));
}

fn check_piece(spec: &Spec<'_>, root: &Form<'_>, syntax: &Syntax, piece: usize, basis: &Basis) -> Checked {
    let mut report = Report::on(spec.kind.name);
    let start = syntax.start(piece);
    let mut identities = Vec::new();
    syntax_rule::problems(&spec.document, syntax, piece, &mut report);
    let items_of_cut = matches!(spec.document.part(piece), Part::Items { .. });
    spec.visit_piece(root, piece, &mut |node| {
        look(node, &mut report);
        // The items of a sequence that is cut are compared across pieces.
        if items_of_cut && node.entry.is_none() && node.parent.is_some_and(|p| p.value == root.value) {
            identities.extend(node.form.into_iter().flat_map(duplicate_source::identity));
        }
    });
    // What an alias leads to may stand in another piece, which may move on its own.
    let inside = start..=start + syntax.piece_text(piece).len();
    let within = |edit: &Edit| inside.contains(&edit.range.start) && inside.contains(&edit.range.end);
    for finding in &mut report.findings {
        finding.fixes.retain(|fix| fix.edits.iter().all(within));
    }
    let findings = report.findings.iter().map(|finding| finding.moved(|offset| offset.saturating_sub(start)));
    let findings = findings.collect();
    for identity in &mut identities {
        identity.range = identity.range.start.saturating_sub(start)..identity.range.end.saturating_sub(start);
    }
    Checked {
        basis: basis.clone(),
        findings,
        identities,
        ignores: ignores(syntax.piece_text(piece), spec.kind.name),
    }
}

/// What the rules say of the root mapping itself.
fn check_root(spec: &Spec<'_>, root: &Form<'_>, once: &mut Vec<&'static str>) -> Vec<Finding> {
    let mut report = Report::on(spec.kind.name);
    let object = picked(spec.root, spec.root_types()).is_some();
    look(
        &Node {
            value: spec.root,
            types: spec.root_types(),
            entry: None,
            field: None,
            parent: None,
            form: object.then_some(root),
        },
        &mut report,
    );
    report.findings.retain(|finding| {
        let told = finding.once && once.contains(&finding.code);
        if finding.once && !told {
            once.push(finding.code);
        }
        !told
    });
    report.findings
}

fn look(node: &Node<'_, '_>, report: &mut Report) {
    for rule in RULES {
        if let Some(check) = rule.check {
            report.code = rule.code;
            check(node, report);
        }
    }
}

fn ignores(text: &str, kind: &'static str) -> Vec<Ignore> {
    if !text.contains("immuta-ls:") {
        return Vec::new();
    }
    let mut ignores = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(Directive::Ignore(codes)) = directives(line) {
            ignores.push(Ignore {
                kind,
                line: start..start + line.trim_end().len(),
                alone: line.trim_start().starts_with('#'),
                codes,
            });
        }
        start += line.len();
    }
    ignores
}

/// Takes out what directives silence; a code that silences nothing is a finding itself.
fn silence(text: &Text, ignores: &[Ignore], findings: &mut Vec<Finding>) {
    let mut unused = Vec::new();
    for ignore in ignores {
        let own = text.line_at(ignore.line.start);
        let lines = own..=own + usize::from(ignore.alone);
        for code in &ignore.codes {
            let before = findings.len();
            findings.retain(|f| f.code != code || !lines.contains(&text.line_at(f.range.start)));
            if findings.len() == before {
                unused.push(Finding {
                    code: UNUSED_IGNORE.code,
                    kind: ignore.kind,
                    severity: Severity::Hint,
                    message: format!("nothing with the code `{code}` is found here; the comment silences nothing"),
                    range: ignore.line.clone(),
                    fixes: Vec::new(),
                    once: false,
                });
            }
        }
    }
    findings.append(&mut unused);
}

/// Gives findings the severities that settings ask for.
fn settle(findings: &mut Vec<Finding>, options: &Options) {
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
