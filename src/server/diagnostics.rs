//! Diagnostics: pulled by clients that can, pushed to those that cannot.

use super::document::Document;
use super::session::Session;
use super::{blocking, convert, names};
use crate::text::Text;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::WorkspaceDiagnosticRefresh;

/// Checks a document in the background and publishes what is found, unless the client pulls.
pub(super) fn push(session: &Arc<Session>, uri: lsp::Uri, document: Arc<Document>) {
    if session.pulls() || document.wanted.fetch_add(1, Ordering::AcqRel) > 0 {
        return;
    }
    let session = Arc::clone(session);
    tokio::spawn(async move {
        loop {
            let wanted = document.wanted.load(Ordering::Acquire);
            publish(&session, &uri, &document).await;
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

async fn publish(session: &Arc<Session>, uri: &lsp::Uri, document: &Arc<Document>) {
    let Ok(Some((version, mut found))) = check(session, document).await else {
        return;
    };
    if let Some((text, _)) = document.latest() {
        found.extend(complaints(session, uri, &text));
    }
    let open = session
        .document(uri)
        .is_some_and(|open| Arc::ptr_eq(&open, document));
    if open && document.version() == version {
        let outgoing = &session.outgoing;
        outgoing.publish(uri.clone(), found, Some(version)).await;
    }
}

/// `textDocument/diagnostic`.
pub(super) async fn pull(
    session: &Arc<Session>,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReportResult> {
    let items = match session.document(&params.text_document.uri) {
        Some(document) => match check(session, &document).await? {
            Some((_, items)) => items,
            None => return Err(Error::new(ErrorCode::RequestCancelled)),
        },
        None => Vec::new(),
    };
    let report = lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport {
            result_id: None,
            items,
        },
    };
    Ok(lsp::DocumentDiagnosticReportResult::Report(
        lsp::DocumentDiagnosticReport::Full(report),
    ))
}

async fn check(
    session: &Arc<Session>,
    document: &Arc<Document>,
) -> Result<Option<(i32, Vec<lsp::Diagnostic>)>> {
    let (session, open) = (Arc::clone(session), Arc::clone(document));
    blocking::run(document, move |go_on| {
        let document = open;
        let Some(options) = session.options(&document) else {
            return Some((document.version(), Vec::new()));
        };
        let (version, findings) = document.check(&options, &|| go_on.ask())?;
        let understood = document.understood();
        let text = &understood.text;
        let client = session.capabilities();
        names::of_use(&session, &document, || understood.is_spec(&options));
        Some((
            version,
            findings
                .iter()
                .map(|f| convert::diagnostic(f, text, &client))
                .collect(),
        ))
    })
    .await
}

/// Shows what a tenant complains about in a document. `text` is that of a document that is not open.
pub(super) fn publish_complaints(session: &Arc<Session>, uri: &lsp::Uri, text: Option<&Text>) {
    let document = session.document(uri);
    if let Some(document) = &document
        && !session.pulls()
    {
        return push(session, uri.clone(), Arc::clone(document));
    }
    let open = document.and_then(|open| Some((open.latest()?.0, open.version())));
    let Some((text, version)) = open
        .map(|(text, version)| (text, Some(version)))
        .or_else(|| text.map(|text| (text.clone(), None)))
    else {
        return;
    };
    let found = complaints(session, uri, &text);
    session.outgoing.publish_soon(uri.clone(), found, version);
}

fn complaints(session: &Session, uri: &lsp::Uri, text: &Text) -> Vec<lsp::Diagnostic> {
    let all = session.remote_diagnostics.of(uri).into_iter();
    all.map(|complained| convert::complaint(&complained, text, session.encoding()))
        .collect()
}

/// Files changed on the disk: settings among them, perhaps, or specs that are not open.
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
    let client = session.capabilities();
    if !client.pulls {
        for (uri, document) in session.all_documents() {
            push(session, uri, document);
        }
    } else if client.refreshes {
        session.outgoing.ask::<WorkspaceDiagnosticRefresh>(());
    }
}
