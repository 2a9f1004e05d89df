//! `textDocument/didOpen`, `didChange`, `didClose`: state changes at once, work is spawned.

use super::convert;
use super::diagnostics;
use super::document::{Document, Lost};
use super::state::State;
use crate::syntax::Dialect;
use crate::workspace::dialect_of;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

pub(super) fn open(state: &Arc<State>, params: lsp::DidOpenTextDocumentParams) {
    let item = params.text_document;
    let path = item.uri.to_file_path().map(std::borrow::Cow::into_owned);
    let named = path.as_deref().and_then(dialect_of);
    let dialect = match item.language_id.as_str() {
        "json" | "jsonc" => Dialect::Json,
        "yaml" => Dialect::Yaml,
        _ => named.unwrap_or_default(),
    };
    let document = Document::new(path, dialect, &item.text, item.version);
    let document = state.insert(item.uri.clone(), document);
    diagnostics::push(state, item.uri, document);
}

pub(super) fn change(state: &Arc<State>, params: lsp::DidChangeTextDocumentParams) {
    let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
    let Some(document) = state.document(&uri) else {
        return;
    };
    let changes: Vec<_> = params
        .content_changes
        .into_iter()
        .map(convert::change)
        .collect();
    let complained = match document.change(changes, version, state.encoding()) {
        Ok(regions) => state.complaints.follow(&uri, &regions),
        Err(lost) => {
            let complained = state.complaints.forget(&uri);
            tell(state, &uri, &lost);
            complained
        }
    };
    if complained && state.pulls() {
        diagnostics::publish_complaints(state, &uri, None);
    }
    diagnostics::push(state, uri, document);
}

/// Tells the client's log of changes that make no sense.
fn tell(state: &Arc<State>, uri: &lsp::Uri, lost: &Lost) {
    let message = format!("{}: {lost}; waiting for the whole text", uri.as_str());
    let client = state.client.clone();
    tokio::spawn(async move { client.log_message(lsp::MessageType::WARNING, message).await });
}

pub(super) fn close(state: &Arc<State>, params: lsp::DidCloseTextDocumentParams) {
    let uri = params.text_document.uri;
    state.remove(&uri);
    let complained = state.complaints.forget(&uri);
    if !state.pulls() || complained {
        let client = state.client.clone();
        tokio::spawn(async move { client.publish_diagnostics(uri, Vec::new(), None).await });
    }
}
