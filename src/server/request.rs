//! A request about a document, or a position in it: what completion, hover and the like have in common.

use super::document::{Analysis, Document};
use super::session::Session;
use super::{blocking, convert};
use crate::rules::Options;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// Answers a request about a position. Returns `None` for a document that is not open, is out of step, or is left out by
/// settings. A position beyond the end of its line or of the text means that end.
pub(super) async fn at_position<T: Send + 'static>(
    session: &Arc<Session>,
    place: lsp::TextDocumentPositionParams,
    answer: impl FnOnce(&Session, &Analysis, &Options, usize) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let Some(document) = session.document(&place.text_document.uri) else {
        return Ok(None);
    };
    // Taken before anything is waited for: the position is one of this text.
    let Some(snapshot) = document.snapshot() else {
        return Ok(None);
    };
    let position = convert::position(place.position);
    let offset = snapshot.text.offset(position, session.encoding());
    let is_light = document.is_light_at(&snapshot, offset);
    let (session, on) = (Arc::clone(session), Arc::clone(&document));
    blocking::run_on(&document, is_light, move |_| {
        let options = session.options(&on)?;
        answer(&session, &on.analysis(&snapshot), &options, offset)
    })
    .await
}

/// Answers a request about a whole document, from its text as it is when this is called.
pub(super) async fn about<T: Send + 'static>(
    session: &Arc<Session>,
    uri: &lsp::Uri,
    answer: impl FnOnce(&Session, &Analysis, &Options) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let Some(document) = session.document(uri) else {
        return Ok(None);
    };
    let Some(snapshot) = document.snapshot() else {
        return Ok(None);
    };
    let is_light = document.is_light_throughout(&snapshot);
    let (session, on): (_, Arc<Document>) = (Arc::clone(session), Arc::clone(&document));
    blocking::run_on(&document, is_light, move |_| {
        let options = session.options(&on)?;
        answer(&session, &on.analysis(&snapshot), &options)
    })
    .await
}
