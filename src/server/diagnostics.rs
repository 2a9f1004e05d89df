//! Diagnostics: pulled by clients that can, pushed to those that cannot.

use super::document::Document;
use super::state::State;
use super::{blocking, convert, names};
use crate::text::Text;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types as lsp;

/// How long the client may take to answer a request of the server's.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Requests for a push that are not answered yet; one task at a time answers them all.
#[derive(Default)]
pub(super) struct Wanted(AtomicUsize);

/// Checks a document in the background and publishes what is found, unless the client pulls.
pub(super) fn push(state: &Arc<State>, uri: lsp::Uri, document: Arc<Document>) {
    if state.pulls() || document.wanted.0.fetch_add(1, Ordering::AcqRel) > 0 {
        return;
    }
    let state = Arc::clone(state);
    tokio::spawn(async move {
        loop {
            let wanted = document.wanted.0.load(Ordering::Acquire);
            publish(&state, &uri, &document).await;
            let done =
                document
                    .wanted
                    .0
                    .compare_exchange(wanted, 0, Ordering::AcqRel, Ordering::Acquire);
            if done.is_ok() {
                return;
            }
        }
    });
}

async fn publish(state: &Arc<State>, uri: &lsp::Uri, document: &Arc<Document>) {
    let Ok(Some((version, mut found))) = check(state, document).await else {
        return;
    };
    if let Some((text, _)) = document.latest() {
        found.extend(complaints(state, uri, &text));
    }
    let open = state
        .document(uri)
        .is_some_and(|open| Arc::ptr_eq(&open, document));
    if open && document.version() == version {
        state
            .client
            .publish_diagnostics(uri.clone(), found, Some(version))
            .await;
    }
}

/// `textDocument/diagnostic`.
pub(super) async fn pull(
    state: &Arc<State>,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReportResult> {
    let items = match state.document(&params.text_document.uri) {
        Some(document) => match check(state, &document).await? {
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
    state: &Arc<State>,
    document: &Arc<Document>,
) -> Result<Option<(i32, Vec<lsp::Diagnostic>)>> {
    let (state, open) = (Arc::clone(state), Arc::clone(document));
    blocking::run(document, move |go_on| {
        let document = open;
        let Some(options) = state.options(&document) else {
            return Some((document.version(), Vec::new()));
        };
        let (version, findings) = document.check(&options, &|| go_on.ask())?;
        let understood = document.understood();
        let text = &understood.text;
        let client = state.abilities();
        names::of_use(&state, &document, || understood.is_spec(&options));
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
pub(super) fn publish_complaints(state: &Arc<State>, uri: &lsp::Uri, text: Option<&Text>) {
    let document = state.document(uri);
    if let Some(document) = &document
        && !state.pulls()
    {
        return push(state, uri.clone(), Arc::clone(document));
    }
    let open = document.and_then(|open| Some((open.latest()?.0, open.version())));
    let Some((text, version)) = open
        .map(|(text, version)| (text, Some(version)))
        .or_else(|| text.map(|text| (text.clone(), None)))
    else {
        return;
    };
    let found = complaints(state, uri, &text);
    let (client, uri) = (state.client.clone(), uri.clone());
    tokio::spawn(async move { client.publish_diagnostics(uri, found, version).await });
}

fn complaints(state: &State, uri: &lsp::Uri, text: &Text) -> Vec<lsp::Diagnostic> {
    let all = state.complaints.of(uri).into_iter();
    all.map(|complained| convert::complaint(&complained, text, state.encoding()))
        .collect()
}

/// Files changed on the disk: settings among them, perhaps, or specs that are not open.
pub(super) fn changed_on_disk(state: &Arc<State>, changes: &[lsp::FileEvent]) {
    for change in changes
        .iter()
        .filter(|change| state.document(&change.uri).is_none())
    {
        if state.complaints.forget(&change.uri) {
            let (client, uri) = (state.client.clone(), change.uri.clone());
            tokio::spawn(async move { client.publish_diagnostics(uri, Vec::new(), None).await });
        }
    }
}

/// Has all open documents checked anew: something they depend on changed.
pub(super) fn refresh_all(state: &Arc<State>) {
    let client = state.abilities();
    if !client.pulls {
        for (uri, document) in state.all_documents() {
            push(state, uri, document);
        }
    } else if client.refreshes {
        let client = state.client.clone();
        tokio::spawn(async move {
            tokio::time::timeout(PATIENCE, client.workspace_diagnostic_refresh()).await
        });
    }
}
