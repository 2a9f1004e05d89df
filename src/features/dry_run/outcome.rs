//! What came of asking a tenant about a spec.

use super::locate;
use crate::diagnostics::{Diagnostic, Severity};
use crate::spec::Spec;
use crate::tenant::{Answer, NoTenant, Origin, RequestError, RequestErrorKind};
use crate::text::Text;
use std::ops::Range;

/// What came of asking about one spec.
#[derive(Debug)]
pub struct DryRunOutcome {
    /// What people call the spec: its file, and which document of it where there are several.
    pub name: String,
    /// The kind of spec, by its short name.
    pub kind: &'static str,
    /// The tenant, if it came to that.
    pub tenant: Option<Origin>,
    /// What it answers.
    pub result: Result<Answer, DryRunError>,
}

/// Why there is no answer.
#[derive(Debug, Clone)]
pub enum DryRunError {
    /// The spec has errors of its own, and was not sent.
    Errors(Vec<RemoteDiagnostic>),
    /// A placeholder in it has no value, and it was not sent.
    Missing(String),
    /// The settings of its repository have a mistake, this one, and nobody but the repository names the tenant.
    OddSettings(String),
    /// There is no tenant to send it to.
    NoTenant(NoTenant),
    /// The tenant says no, to something in the spec.
    Refused(RequestError, Vec<RemoteDiagnostic>),
    /// There is no answer to work with.
    Failed(RequestError),
    /// The run ended before the request was through.
    Broken,
}

/// What is wrong with a spec and where: a complaint of a tenant, or an error of the spec's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteDiagnostic {
    /// The code of the rule that found it; [`TENANT`] for what the tenant says.
    pub code: &'static str,
    /// The bytes it is about.
    pub range: Range<usize>,
    /// Its line, from 0.
    pub line: usize,
    /// What is wrong, in the tenant's words, or in ours.
    pub message: String,
}

/// The code of what a tenant complains about.
pub const TENANT: &str = "tenant";

/// The name of a spec: that of its file, and which document of it where there are several.
pub fn name_of(file: &str, spec: &Spec<'_>, one_of_many: bool) -> String {
    if one_of_many {
        format!("{file} (document {})", spec.document.index + 1)
    } else {
        file.to_owned()
    }
}

/// The errors among findings that are about one spec.
pub fn errors_in(spec: &Spec<'_>, findings: &[Diagnostic], text: &Text) -> Vec<RemoteDiagnostic> {
    let range = spec.document.range();
    let errors = findings.iter().filter(|finding| {
        finding.severity == Severity::Error && range.contains(&finding.range.start)
    });
    let errors = errors.map(|finding| RemoteDiagnostic {
        code: finding.code,
        range: finding.range.clone(),
        line: text.line_at(finding.range.start),
        message: finding.message.clone(),
    });
    errors.collect()
}

impl DryRunError {
    /// A failure as the spec sees it: where the tenant's complaints belong.
    pub fn of(error: RequestError, spec: &Spec<'_>, text: &Text) -> Self {
        let complaints = error.kind.complaints();
        if complaints.is_empty() {
            return Self::Failed(error);
        }
        let ranges = locate(spec, complaints).into_iter();
        let complained = complaints
            .iter()
            .zip(ranges)
            .map(|(complaint, range)| RemoteDiagnostic {
                code: TENANT,
                line: text.line_at(range.start),
                range,
                message: complaint.message.clone(),
            });
        let mut complained: Vec<_> = complained.collect();
        complained.sort_by_key(|complained| complained.range.start);
        Self::Refused(error, complained)
    }

    /// What is wrong in the spec.
    pub fn diagnostics(&self) -> &[RemoteDiagnostic] {
        match self {
            Self::Refused(_, complained) | Self::Errors(complained) => complained,
            _ => &[],
        }
    }

    /// Whether the tenant says that it was no dry run.
    pub fn is_not_dry(&self) -> bool {
        matches!(self, Self::Failed(error) if error.kind == RequestErrorKind::NotDry)
    }

    /// Whether the spec is at fault, rather than what is around it.
    pub fn is_in_spec(&self) -> bool {
        matches!(self, Self::Errors(_) | Self::Refused(..))
    }

    /// One word for it, for programs.
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Errors(_) | Self::Missing(_) | Self::OddSettings(_) | Self::NoTenant(_) => {
                "not-sent"
            }
            Self::Refused(..) => "refused",
            Self::Failed(_) | Self::Broken => "failed",
        }
    }
}

impl std::fmt::Display for DryRunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Errors(errors) => match errors.len() {
                1 => f.write_str("Not sent: it has an error of its own."),
                many => write!(f, "Not sent: it has {many} errors of its own."),
            },
            Self::Missing(words) => f.write_str(words),
            Self::OddSettings(mistake) => write!(
                f,
                "Not sent: it may be for another tenant, because the settings have a mistake. {mistake}"
            ),
            Self::NoTenant(reason) => reason.fmt(f),
            // What it says is told where it belongs.
            Self::Refused(error, _) => match &error.kind {
                RequestErrorKind::Refused { status, .. } => write!(
                    f,
                    "{} refuses this spec (status {status}).",
                    error.origin.host()
                ),
                _ => error.fmt(f),
            },
            Self::Failed(error) => error.fmt(f),
            Self::Broken => f.write_str(
                "Nothing is known about this spec: the run ended before it was through.",
            ),
        }
    }
}
