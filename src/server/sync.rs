//! `textDocument/didOpen`, `didChange`, `didClose`: session changes at once, work is spawned.

use super::convert;
use super::diagnostics;
use super::document::{Document, Lost};
use super::session::Session;
use crate::project::dialect_of;
use crate::syntax::Dialect;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

pub(super) fn open(session: &Arc<Session>, params: lsp::DidOpenTextDocumentParams) {
    let item = params.text_document;
    let path = item.uri.to_file_path().map(std::borrow::Cow::into_owned);
    let named = path.as_deref().and_then(dialect_of);
    let dialect = match item.language_id.as_str() {
        "json" | "jsonc" => Dialect::Json,
        "yaml" => Dialect::Yaml,
        _ => named.unwrap_or_default(),
    };
    let document = Document::new(path, dialect, &item.text, item.version);
    let document = session.insert(item.uri.clone(), document);
    diagnostics::push(session, item.uri, document);
}

pub(super) fn change(session: &Arc<Session>, params: lsp::DidChangeTextDocumentParams) {
    let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
    let Some(document) = session.document(&uri) else {
        return;
    };
    let changes: Vec<_> = params
        .content_changes
        .into_iter()
        .map(convert::change)
        .collect();
    let complained = match document.change(changes, version, session.encoding()) {
        Ok(regions) => session.remote_diagnostics.follow(&uri, &regions),
        Err(lost) => {
            let complained = session.remote_diagnostics.forget(&uri);
            tell(session, &uri, &lost);
            complained
        }
    };
    if complained && session.pulls() {
        diagnostics::publish_complaints(session, &uri, None);
    }
    diagnostics::push(session, uri, document);
}

/// Tells the client's log of changes that make no sense.
fn tell(session: &Arc<Session>, uri: &lsp::Uri, lost: &Lost) {
    let message = format!("{}: {lost}; waiting for the whole text", uri.as_str());
    session.outgoing.log(lsp::MessageType::WARNING, message);
}

pub(super) fn close(session: &Arc<Session>, params: lsp::DidCloseTextDocumentParams) {
    let uri = params.text_document.uri;
    session.remove(&uri);
    let complained = session.remote_diagnostics.forget(&uri);
    if !session.pulls() || complained {
        session.outgoing.publish_soon(uri, Vec::new(), None);
    }
}
