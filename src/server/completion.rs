//! `textDocument/completion`.

use super::state::State;
use super::{blocking, convert};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn complete(
    state: &Arc<State>,
    params: lsp::CompletionParams,
) -> Result<Option<lsp::CompletionResponse>> {
    let place = params.text_document_position;
    let Some(document) = state.document(&place.text_document.uri) else {
        return Ok(None);
    };
    let (state, open) = (Arc::clone(state), Arc::clone(&document));
    blocking::run(&open, move |_| {
        let options = state.options(&document)?;
        let understood = document.understood();
        let client = state.abilities();
        let offset = understood
            .text
            .offset(convert::position(place.position), client.encoding)
            .ok()?;
        let items = features::complete(&understood.text, &understood.syntax, options.kind, offset);
        let items = items
            .into_iter()
            .map(|item| convert::completion(item, &understood.text, &client));
        Some(lsp::CompletionResponse::Array(items.collect()))
    })
    .await
}
