//! `textDocument/didOpen`, `didChange`, `didClose`: state changes at once, work is spawned.

use super::buffer::OutOfStep;
use super::document::Document;
use super::session::Session;
use super::{convert, diagnostics, names};
use crate::project::detect_dialect;
use crate::syntax::Dialect;
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types as lsp;

pub(super) fn open(session: &Arc<Session>, params: lsp::DidOpenTextDocumentParams) {
    let item = params.text_document;
    let path = item.uri.to_file_path().map(std::borrow::Cow::into_owned);
    let dialect = match item.language_id.as_str() {
        "json" | "jsonc" => Dialect::Json,
        "yaml" => Dialect::Yaml,
        _ => detect_dialect(path.as_deref().unwrap_or(Path::new("")), &item.text),
    };
    let document = Document::new(path, dialect, &item.text, item.version);
    let document = session.insert(item.uri.clone(), document);
    names::consider(session, &document);
    diagnostics::push(session, item.uri, document);
}

pub(super) fn change(session: &Arc<Session>, params: lsp::DidChangeTextDocumentParams) {
    let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
    let Some(document) = session.document(&uri) else {
        return;
    };
    let changes = params.content_changes.into_iter().map(convert::change);
    match document.change(changes.collect(), version, session.encoding()) {
        Ok(regions) => {
            let any = session.remote_diagnostics.follow(&uri, &regions);
            changed(session, uri, document, any);
        }
        Err(reason) => lost(session, uri, document, &reason),
    }
}

/// Notices a change that is malformed. The library would pass over it, and the document be out of step without a word.
pub(super) fn notice_malformed(session: &Arc<Session>, request: &Request) {
    let Some(params) = request.params() else {
        return;
    };
    let malformed = match request.method() {
        "textDocument/didChange" => lsp::DidChangeTextDocumentParams::deserialize(params).is_err(),
        "textDocument/didOpen" => lsp::DidOpenTextDocumentParams::deserialize(params).is_err(),
        _ => false,
    };
    let uri = params.pointer("/textDocument/uri");
    let uri = uri.filter(|_| malformed).and_then(|uri| uri.as_str());
    let Some(uri) = uri.and_then(|uri| uri.parse().ok()) else {
        return;
    };
    if let Some(document) = session.document(&uri)
        && document.lose()
    {
        lost(session, uri, document, &OutOfStep::Malformed);
    }
}

/// Says that a document is out of step, and takes back what was said about it.
fn lost(session: &Arc<Session>, uri: lsp::Uri, document: Arc<Document>, reason: &OutOfStep) {
    tracing::warn!(%reason, "a document is out of step with its client");
    session.outgoing.log(
        lsp::MessageType::WARNING,
        format!(
            "{}: {reason}. Nothing is reported for this document until its whole text is sent or it is reopened.",
            uri.as_str()
        ),
    );
    let any = session.remote_diagnostics.forget(&uri);
    changed(session, uri, document, any);
}

/// Has what depends on the text made anew. `remote` tells whether a tenant has said something about the document.
fn changed(session: &Arc<Session>, uri: lsp::Uri, document: Arc<Document>, remote: bool) {
    names::consider(session, &document);
    if remote && session.pulls() {
        diagnostics::publish_remote(session, &uri, None);
    }
    diagnostics::push(session, uri, document);
}

pub(super) fn close(session: &Arc<Session>, params: lsp::DidCloseTextDocumentParams) {
    let uri = params.text_document.uri;
    // There is nothing to take back about a document that was not open.
    let was_open = session.remove(&uri);
    let remote = session.remote_diagnostics.forget(&uri);
    if was_open && (remote || !session.pulls()) {
        session.outgoing.publish_soon(uri, Vec::new(), None);
    }
}
