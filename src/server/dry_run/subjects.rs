//! What a dry run is about: specs of open documents as they are in the editor, and of other files as they are on
//! the disk.

use super::super::blocking::{self, GoOn};
use super::super::session::Session;
use super::super::tenant::environment;
use crate::features::dry_run::{DryRunError, DryRunOutcome, RemoteDiagnostic, errors_in, name_of};
use crate::project::{Opened, Selected, Selection, SourceFile};
use crate::rules::check_text;
use crate::spec::Spec;
use crate::tenant::{Answer, Origin, Payload, RequestError, ResolvedTenant};
use crate::text::Text;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// How many specs one run is about at most.
const MOST: usize = 1_000;

/// What the command's arguments ask for.
pub(super) struct Wanted {
    uris: Vec<lsp::Uri>,
    /// The number of the document within a single file.
    document: Option<usize>,
}

impl Wanted {
    /// Reads the arguments. Returns `None` if they make no sense.
    pub(super) fn read(arguments: &[serde_json::Value]) -> Option<Self> {
        let uri = |value: &serde_json::Value| value.as_str()?.parse().ok();
        let uris: Option<Vec<lsp::Uri>> = match arguments.first()? {
            serde_json::Value::Array(all) => all.iter().map(uri).collect(),
            one => Some(vec![uri(one)?]),
        };
        let document = match arguments.get(1) {
            None | Some(serde_json::Value::Null) => None,
            Some(number) => Some(usize::try_from(number.as_u64()?).ok()?),
        };
        let uris = uris.filter(|uris| !uris.is_empty())?;
        Some(Self { uris, document })
    }
}

/// One spec: a document of a file.
pub(super) struct Subject {
    pub(super) uri: lsp::Uri,
    /// What people call it.
    pub(super) name: String,
    pub(super) repository_profile: Option<String>,
    /// The errors of its own that it has.
    pub(super) errors: Vec<RemoteDiagnostic>,
    document: usize,
    file: Arc<SourceFile>,
}

/// The specs that are asked for.
pub(super) async fn read(session: &Arc<Session>, wanted: Wanted) -> Vec<Subject> {
    let session = Arc::clone(session);
    let read = blocking::run(move |go_on| {
        let mut subjects = Vec::new();
        let mut seen = HashSet::new();
        for uri in &wanted.uris {
            for (uri, path) in files(&session, uri, go_on) {
                if !go_on.ask() || subjects.len() >= MOST {
                    break;
                }
                if seen.insert(uri.clone()) {
                    subjects.extend(specs(&session, &uri, path.as_deref()));
                }
            }
        }
        if let Some(document) = wanted.document {
            subjects.retain(|subject: &Subject| subject.document == document);
        }
        subjects.truncate(MOST);
        subjects
    });
    read.await.unwrap_or_default()
}

/// The documents that a URI stands for: itself, or what is below a folder. An open document keeps the URI that its
/// client gave it, which may be spelled in another way than we would.
fn files(session: &Session, uri: &lsp::Uri, go_on: &GoOn) -> Vec<(lsp::Uri, Option<PathBuf>)> {
    let path = uri.to_file_path().map(std::borrow::Cow::into_owned);
    let Some(folder) = path.as_deref().filter(|_| session.document(uri).is_none()) else {
        return vec![(uri.clone(), path)];
    };
    let open = session.all_documents().into_iter();
    let open = open.filter_map(|(uri, document)| Some((document.path.clone()?, uri)));
    let open: HashMap<PathBuf, lsp::Uri> = open.collect();
    let below = Selection::new_while([folder], &|| go_on.ask())
        .files
        .into_iter();
    let files = below.filter_map(|Selected { path, .. }| {
        let uri = match open.get(&path) {
            Some(uri) => uri.clone(),
            None if path == folder => uri.clone(),
            None => lsp::Uri::from_file_path(&path)?,
        };
        Some((uri, Some(path)))
    });
    files.collect()
}

/// The specs of one file: as it is in the editor, or else on the disk.
fn specs(session: &Session, uri: &lsp::Uri, path: Option<&Path>) -> Vec<Subject> {
    let near = path.unwrap_or(Path::new(""));
    let Some(options) = session.options_for(near) else {
        return Vec::new();
    };
    let file = match session.document(uri) {
        Some(document) => document.snapshot().map(|snapshot| {
            let analysis = document.analysis(&snapshot);
            SourceFile {
                path: near.to_owned(),
                text: analysis.text.clone(),
                syntax: analysis.syntax.clone(),
                kind: options.kind,
                settings: session.file_settings(near),
            }
        }),
        None => path
            .and_then(|path| session.open(path))
            .and_then(|opened| match opened {
                Opened::File(file) => Some(SourceFile {
                    kind: options.kind,
                    ..*file
                }),
                _ => None,
            }),
    };
    let Some(file) = file.map(Arc::new) else {
        return Vec::new();
    };
    let findings = check_text(&file.text, &file.syntax, &options);
    let name = path.and_then(Path::file_name).map_or_else(
        || uri.as_str().to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    file.specs()
        .map(|spec| Subject {
            uri: uri.clone(),
            name: name_of(&name, &spec, file.has_many_documents()),
            repository_profile: file.settings.settings.tenant.profile.clone(),
            errors: errors_in(&spec, &findings, &file.text),
            document: spec.document.index,
            file: Arc::clone(&file),
        })
        .collect()
}

impl Subject {
    fn spec(&self) -> Option<Spec<'_>> {
        self.file
            .specs()
            .find(|spec| spec.document.index == self.document)
    }

    /// The text it was read from.
    pub(super) fn text(&self) -> &Text {
        &self.file.text
    }

    /// The bytes that are its own: all if it is alone in its text.
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        if self.file.has_many_documents() {
            self.spec().map_or(0..0, |spec| spec.document.range())
        } else {
            0..usize::MAX
        }
    }

    /// Whether it is clear that it is for a tenant: it is not if nobody but its repository names one, in settings with
    /// a mistake.
    pub(super) fn may_go_to(&self, resolved: &ResolvedTenant) -> Result<(), DryRunError> {
        let settings = &self.file.settings;
        match settings.settings.problems.first() {
            Some(problem) if !resolved.source.is_chosen() => {
                let path = settings.path.as_deref().unwrap_or(Path::new(""));
                let words = format!("{}: {problem}", path.display());
                Err(DryRunError::OddSettings(words))
            }
            _ => Ok(()),
        }
    }

    /// What is sent; with errors of its own only if the user says so.
    pub(super) fn payload(&self, with_errors: bool) -> Result<Payload, DryRunError> {
        if !self.errors.is_empty() && !with_errors {
            return Err(DryRunError::Errors(self.errors.clone()));
        }
        let spec = self.spec().ok_or(DryRunError::Broken)?;
        Payload::new(&spec, &self.file.text, &environment)
            .map_err(|missing| DryRunError::Missing(missing.to_string()))
    }

    /// What came of it.
    pub(super) fn asked(
        &self,
        tenant: Option<Origin>,
        result: Result<Answer, DryRunError>,
    ) -> DryRunOutcome {
        DryRunOutcome {
            name: self.name.clone(),
            kind: self.spec().map_or("", |spec| spec.kind.name),
            tenant,
            result,
        }
    }

    /// A failure as the spec sees it. The larger the spec and the more the tenant says, the longer this takes.
    pub(super) async fn located(&self, failure: RequestError) -> DryRunError {
        let (file, document) = (Arc::clone(&self.file), self.document);
        let located = tokio::task::spawn_blocking(move || {
            let spec = file.specs().find(|spec| spec.document.index == document);
            match spec {
                Some(spec) => DryRunError::of(failure, &spec, &file.text),
                None => DryRunError::Failed(failure),
            }
        });
        located.await.unwrap_or(DryRunError::Broken)
    }
}
