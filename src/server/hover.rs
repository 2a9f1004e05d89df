//! `textDocument/hover`.

use super::state::State;
use super::{blocking, convert};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn hover(
    state: &Arc<State>,
    params: lsp::HoverParams,
) -> Result<Option<lsp::Hover>> {
    let place = params.text_document_position_params;
    let Some(document) = state.document(&place.text_document.uri) else {
        return Ok(None);
    };
    let (state, open) = (Arc::clone(state), Arc::clone(&document));
    blocking::run(&open, move |_| {
        let options = state.options(&document)?;
        let understood = document.understood();
        let encoding = state.encoding();
        let offset = understood
            .text
            .offset(convert::position(place.position), encoding)
            .ok()?;
        let hover = features::hover(&understood.syntax, options.kind, offset)?;
        Some(lsp::Hover {
            contents: lsp::HoverContents::Markup(convert::markdown(hover.markdown)),
            range: Some(convert::range(&hover.range, &understood.text, encoding)),
        })
    })
    .await
}
