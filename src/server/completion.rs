//! `textDocument/completion`.

use super::state::State;
use super::{convert, question};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn complete(
    state: &Arc<State>,
    params: lsp::CompletionParams,
) -> Result<Option<lsp::CompletionResponse>> {
    let place = params.text_document_position;
    question::answer(state, place, |state, understood, options, offset| {
        let (text, client) = (&understood.text, state.abilities());
        let items = features::complete(text, &understood.syntax, options.kind, offset);
        let items = items
            .into_iter()
            .map(|item| convert::completion(item, text, &client));
        Some(lsp::CompletionResponse::Array(items.collect()))
    })
    .await
}
