//! Diagnostics: pulled by clients that can, pushed to those that cannot.

use super::document::{Checked, Document};
use super::session::Session;
use super::{blocking, convert};
use crate::project::{SETTINGS_FILE, Settings};
use crate::text::Text;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::WorkspaceDiagnosticRefresh;

/// The diagnostics of a document.
struct Report {
    /// What was checked; `None` if there was nothing to check.
    checked: Option<Checked>,
    items: Vec<lsp::Diagnostic>,
}

/// Checks a document in the background and publishes what is found, unless the client pulls.
pub(super) fn push(session: &Arc<Session>, uri: lsp::Uri, document: Arc<Document>) {
    if session.pulls() || document.wanted.fetch_add(1, Ordering::AcqRel) > 0 {
        return;
    }
    let session = Arc::clone(session);
    tokio::spawn(async move {
        let mut last = None;
        loop {
            let wanted = document.wanted.load(Ordering::Acquire);
            publish(&session, &uri, &document, &mut last).await;
            let done =
                document
                    .wanted
                    .compare_exchange(wanted, 0, Ordering::AcqRel, Ordering::Acquire);
            if done.is_ok() {
                return;
            }
        }
    });
}

/// What was published last: the version and what was found in it.
type Published = (i32, String);

async fn publish(
    session: &Arc<Session>,
    uri: &lsp::Uri,
    document: &Arc<Document>,
    last: &mut Option<Published>,
) {
    let Ok(Some(report)) = check(session, uri, document).await else {
        return;
    };
    let Report { checked, mut items } = report;
    let open = session
        .document(uri)
        .is_some_and(|open| Arc::ptr_eq(&open, document));
    if !open {
        return;
    }
    let version = match &checked {
        Some(checked) if !document.is_newest(&checked.analysis) => return,
        Some(checked) => checked.analysis.version,
        None => document.version(),
    };
    // An analysis that nobody holds follows the next edit in place.
    drop(checked);
    if let Some(snapshot) = document.snapshot() {
        items.extend(remote(session, uri, &snapshot.text));
    }
    // Of a burst of edits the last is often looked at before all of them have asked for it.
    let found = Some((version, result_id(&items)));
    if *last == found {
        return;
    }
    *last = found;
    let outgoing = &session.outgoing;
    outgoing.publish(uri.clone(), items, Some(version)).await;
}

/// `textDocument/diagnostic`.
pub(super) async fn pull(
    session: &Arc<Session>,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReportResult> {
    let items = match session.document(&params.text_document.uri) {
        Some(document) => match check(session, &params.text_document.uri, &document).await? {
            Some(report) => report.items,
            None => return Err(Error::new(ErrorCode::RequestCancelled)),
        },
        None => Vec::new(),
    };
    let result_id = result_id(&items);
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        lsp::DocumentDiagnosticReport::Unchanged(lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport {
                result_id,
            },
        })
    } else {
        lsp::DocumentDiagnosticReport::Full(lsp::RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items,
            },
        })
    };
    Ok(lsp::DocumentDiagnosticReportResult::Report(report))
}

/// The id of a result: what it is made of. The same diagnostics have the same id, whatever led to them.
fn result_id(items: &[lsp::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Checks the newest text of a document. Returns `None` if nobody waits for it any more.
async fn check(
    session: &Arc<Session>,
    uri: &lsp::Uri,
    document: &Arc<Document>,
) -> Result<Option<Report>> {
    let (session, on, uri) = (Arc::clone(session), Arc::clone(document), uri.clone());
    blocking::run_on(document, document.is_light(), move |go_on| {
        let client = session.capabilities();
        let is_settings = on
            .path
            .as_deref()
            .is_some_and(|path| path.ends_with(SETTINGS_FILE));
        if is_settings && let Some(snapshot) = on.snapshot() {
            let problems = Settings::from_yaml(&snapshot.text.to_string()).problems;
            let items = problems.iter();
            let items = items.map(|problem| convert::problem(problem, &snapshot.text, &client));
            return Some(Report {
                items: items.collect(),
                checked: None,
            });
        }
        let checked = match session.options(&on) {
            Some(options) => on.check(&options, &|| go_on.ask())?,
            None => None,
        };
        let items = checked.iter().flat_map(|checked| {
            let text = &checked.analysis.text;
            let findings = checked.findings.iter();
            let uri = &uri;
            findings.map(|finding| convert::diagnostic(finding, uri, text, &client))
        });
        Some(Report {
            items: items.collect(),
            checked,
        })
    })
    .await
}

/// Shows what a tenant says about a document. `text` is that of a document that is not open.
pub(super) fn publish_remote(session: &Arc<Session>, uri: &lsp::Uri, text: Option<&Text>) {
    let document = session.document(uri);
    if let Some(document) = &document
        && !session.pulls()
    {
        return push(session, uri.clone(), Arc::clone(document));
    }
    let open = document.and_then(|open| open.snapshot());
    let open = open.map(|open| (open.text, Some(open.version)));
    let Some((text, version)) = open.or_else(|| text.map(|text| (text.clone(), None))) else {
        return;
    };
    let found = remote(session, uri, &text);
    session.outgoing.publish_soon(uri.clone(), found, version);
}

fn remote(session: &Session, uri: &lsp::Uri, text: &Text) -> Vec<lsp::Diagnostic> {
    let all = session.remote_diagnostics.of(uri).into_iter();
    all.map(|complained| convert::complaint(&complained, text, session.encoding()))
        .collect()
}

/// Files changed on the disk: what a tenant said about those that are not open is no longer about what is there.
pub(super) fn changed_on_disk(session: &Arc<Session>, changes: &[lsp::FileEvent]) {
    for change in changes
        .iter()
        .filter(|change| session.document(&change.uri).is_none())
    {
        if session.remote_diagnostics.forget(&change.uri) {
            let outgoing = &session.outgoing;
            outgoing.publish_soon(change.uri.clone(), Vec::new(), None);
        }
    }
}

/// Has all open documents checked anew: something they depend on changed.
pub(super) fn refresh_all(session: &Arc<Session>) {
    let documents = session.all_documents();
    for (_, document) in &documents {
        document.forget_options();
    }
    let client = session.capabilities();
    if !client.pulls {
        for (uri, document) in documents {
            push(session, uri, document);
        }
    } else if client.refreshes {
        session.outgoing.ask::<WorkspaceDiagnosticRefresh>(());
    }
}
