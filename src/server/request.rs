//! A request about a document, or a position in it: what completion, hover and the like have in common.

use super::document::Understood;
use super::session::Session;
use super::{blocking, convert};
use crate::rules::Options;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// Answers a request about a position from what is understood of the newest text. Nothing comes back for a document that
/// is not open, that settings leave out, or that has no such place.
pub(super) async fn at_position<T: Send + 'static>(
    session: &Arc<Session>,
    place: lsp::TextDocumentPositionParams,
    answer: impl FnOnce(&Session, &Understood, &Options, usize) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let position = convert::position(place.position);
    about(
        session,
        &place.text_document.uri,
        move |session, understood, options| {
            let offset = understood.text.offset(position, session.encoding()).ok()?;
            answer(session, understood, options, offset)
        },
    )
    .await
}

/// Answers a request about a whole document.
pub(super) async fn about<T: Send + 'static>(
    session: &Arc<Session>,
    uri: &lsp::Uri,
    answer: impl FnOnce(&Session, &Understood, &Options) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let Some(document) = session.document(uri) else {
        return Ok(None);
    };
    let (session, open) = (Arc::clone(session), Arc::clone(&document));
    blocking::run(&open, move |_| {
        let options = session.options(&document)?;
        let understood = document.understood();
        answer(&session, &understood, &options)
    })
    .await
}
