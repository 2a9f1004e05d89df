//! What `check` prints: text with excerpts for people, JSON for programs, workflow commands for GitHub.

use super::terminal;
use crate::catalog;
use crate::diagnostics::{Diagnostic, Severity};
use crate::display::Foreign;
use crate::text::{Encoding, Text};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: each finding with the lines it is about.
    Text,
    /// For programs: one object.
    Json,
    /// For GitHub Actions: one workflow command a finding.
    Github,
}

/// A file and what was found in it.
#[derive(Default)]
pub(super) struct Checked {
    pub(super) path: String,
    /// What it says, if anything was found in it.
    pub(super) text: Text,
    pub(super) findings: Vec<Diagnostic>,
    /// Whether any of its documents is a spec.
    pub(super) spec: bool,
}

pub(super) fn write(checked: &[Checked], format: Format) -> std::io::Result<()> {
    match format {
        Format::Text => text(checked),
        Format::Json => json(checked),
        Format::Github => github(checked),
    }
}

fn text(checked: &[Checked]) -> std::io::Result<()> {
    let mut out = terminal::colored();
    for file in checked {
        for finding in &file.findings {
            writeln!(out, "{}\n", excerpt(&file.path, &file.text, finding))?;
        }
    }
    let specs = checked.iter().filter(|file| file.spec).count();
    if specs > 0 {
        return writeln!(out, "{}", summary(checked, specs));
    }
    let skipped = match checked.len() {
        0 => String::new(),
        others => format!(" ({} skipped)", counted(others, "file", "files")),
    };
    writeln!(out, "No Immuta spec found{skipped}.")?;
    writeln!(
        out,
        "Specs are recognised by root keys such as `connectionKey` or `policyKey`. Otherwise add `# immuta-ls: kind=policy` \
         as the first line, or list the files under `files.kinds` in immuta-ls.yaml."
    )
}

/// One finding with an excerpt of its lines and one before and behind them.
pub(super) fn excerpt(path: &str, text: &Text, finding: &Diagnostic) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let first = text.line_at(finding.range.start).saturating_sub(1);
    let last = text.line_at(finding.range.end) + 1;
    let lines = text.line_start(first)..text.line_start(last + 1);
    let excerpt = text.slice(lines.clone());
    let within = shown(
        &excerpt,
        finding.range.start - lines.start..finding.range.end - lines.start,
    );
    let message = Foreign(&finding.message).to_string();
    let path = Foreign(path).to_string();
    let related: Vec<_> = finding
        .related
        .iter()
        .map(|related| (&related.range, Foreign(&related.message).to_string()))
        .collect();
    let mut annotations = vec![AnnotationKind::Primary.span(within)];
    let mut elsewhere = Vec::new();
    for (range, label) in &related {
        if lines.contains(&range.start) && range.end <= lines.end {
            let within = shown(&excerpt, range.start - lines.start..range.end - lines.start);
            annotations.push(AnnotationKind::Context.span(within).label(label));
        } else {
            elsewhere.push(line_of(&path, text, range, label));
        }
    }
    let group = level
        .primary_title(&message)
        .id(finding.code)
        .element(
            Snippet::source(terminal::lines(&excerpt))
                .line_start(first + 1)
                .path(&path)
                .annotations(annotations),
        )
        .elements(elsewhere);
    Renderer::styled().render(&[group])
}

/// The line in which a range starts, with a label at the range.
fn line_of<'a>(
    path: &'a str,
    text: &Text,
    range: &Range<usize>,
    label: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let line = text.line_at(range.start);
    let start = text.line_start(line);
    let content = terminal::lines(&text.line(line)).into_owned();
    let within = range.start - start..range.end.saturating_sub(start).min(content.len());
    Snippet::source(content)
        .line_start(line + 1)
        .path(path)
        .annotation(AnnotationKind::Context.span(within).label(label))
}

/// At most the range's first line: a finding about a block is about how it starts.
fn shown(excerpt: &str, range: Range<usize>) -> Range<usize> {
    let inside = excerpt.get(range.clone()).unwrap_or_default();
    let line = inside.split(['\n', '\r']).next().unwrap_or_default();
    range.start..range.start + line.len()
}

fn summary(checked: &[Checked], specs: usize) -> String {
    let findings = || checked.iter().flat_map(|file| &file.findings);
    let mut parts = Vec::new();
    for (severity, one, many) in [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Information, "information", "information"),
        (Severity::Hint, "hint", "hints"),
    ] {
        let count = findings()
            .filter(|finding| finding.severity == severity)
            .count();
        if count > 0 {
            parts.push(counted(count, one, many));
        }
    }
    let found = if parts.is_empty() {
        "no problems".to_owned()
    } else {
        parts.join(", ")
    };
    let others = match checked.len() - specs {
        0 => String::new(),
        others => format!(
            " ({} skipped)",
            counted(others, "other file", "other files")
        ),
    };
    format!(
        "{} checked{others}: {found}",
        counted(specs, "spec file", "spec files")
    )
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    files: usize,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    path: &'a str,
    kind: &'a str,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    range: JsonRange,
    url: Option<&'a str>,
    fix: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<JsonRelated<'a>>,
}

/// Another place that belongs to a diagnostic.
#[derive(Serialize)]
struct JsonRelated<'a> {
    path: &'a str,
    range: JsonRange,
    message: &'a str,
}

#[derive(Serialize)]
pub(super) struct JsonRange {
    start: JsonPosition,
    end: JsonPosition,
}

/// Both count from 1; columns count characters.
#[derive(Serialize)]
struct JsonPosition {
    line: usize,
    column: usize,
}

impl JsonRange {
    pub(super) fn new(range: &Range<usize>, text: &Text) -> Self {
        let position = |offset| {
            let position = text.position(offset, Encoding::Utf32);
            JsonPosition {
                line: position.line + 1,
                column: position.column + 1,
            }
        };
        Self {
            start: position(range.start),
            end: position(range.end),
        }
    }
}

fn json(checked: &[Checked]) -> std::io::Result<()> {
    let diagnostics = checked.iter().flat_map(|file| {
        file.findings.iter().map(|finding| JsonDiagnostic {
            path: &file.path,
            kind: finding.kind,
            code: finding.code,
            severity: finding.severity.name(),
            message: &finding.message,
            range: JsonRange::new(&finding.range, &file.text),
            url: catalog::kind(finding.kind).map(|kind| kind.url),
            fix: !finding.fixes.is_empty(),
            related: finding
                .related
                .iter()
                .map(|related| JsonRelated {
                    path: &file.path,
                    range: JsonRange::new(&related.range, &file.text),
                    message: &related.message,
                })
                .collect(),
        })
    });
    let report = JsonReport {
        version: 1,
        files: checked.len(),
        diagnostics: diagnostics.collect(),
    };
    terminal::json(&report)
}

fn github(checked: &[Checked]) -> std::io::Result<()> {
    let mut out = terminal::plain();
    for file in checked {
        for finding in &file.findings {
            workflow_command(&mut out, &file.path, &file.text, finding)?;
        }
    }
    Ok(())
}

/// A finding as a workflow command.
pub(super) fn workflow_command(
    out: &mut dyn Write,
    path: &str,
    text: &Text,
    finding: &Diagnostic,
) -> std::io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let JsonRange { start, end } = JsonRange::new(&finding.range, text);
    writeln!(
        out,
        "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
        property(&from_root(path)),
        start.line,
        start.column,
        end.line,
        end.column,
        property(finding.code),
        data(&finding.message)
    )
}

/// The path of a file as GitHub knows it, from the root of the repository on, wherever in it the step runs.
fn from_root(path: &str) -> String {
    let root = std::env::var_os("GITHUB_WORKSPACE").filter(|root| !root.is_empty());
    let near = root.and_then(|root| {
        let root = std::path::absolute(root).ok()?;
        let path = std::path::absolute(path).ok()?;
        Some(path.strip_prefix(root).ok()?.to_string_lossy().into_owned())
    });
    near.unwrap_or_else(|| path.to_owned())
}

/// The escapes of a workflow command's message.
fn data(text: &str) -> String {
    let is_active = |c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\t');
    text.replace(is_active, "\u{fffd}")
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The escapes of a workflow command's properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
