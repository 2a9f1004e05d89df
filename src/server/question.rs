//! A question about a document, or a place in it: what completion, hover and the like have in common.

use super::document::Understood;
use super::state::State;
use super::{blocking, convert};
use crate::rules::Options;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// Answers a question from what is understood of the newest text. Nothing comes back for a document that
/// is not open, that settings leave out, or that has no such place.
pub(super) async fn answer<T: Send + 'static>(
    state: &Arc<State>,
    place: lsp::TextDocumentPositionParams,
    answer: impl FnOnce(&State, &Understood, &Options, usize) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let position = convert::position(place.position);
    about(
        state,
        &place.text_document.uri,
        move |state, understood, options| {
            let offset = understood.text.offset(position, state.encoding()).ok()?;
            answer(state, understood, options, offset)
        },
    )
    .await
}

/// Answers a question about a whole document.
pub(super) async fn about<T: Send + 'static>(
    state: &Arc<State>,
    uri: &lsp::Uri,
    answer: impl FnOnce(&State, &Understood, &Options) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let Some(document) = state.document(uri) else {
        return Ok(None);
    };
    let (state, open) = (Arc::clone(state), Arc::clone(&document));
    blocking::run(&open, move |_| {
        let options = state.options(&document)?;
        let understood = document.understood();
        answer(&state, &understood, &options)
    })
    .await
}
