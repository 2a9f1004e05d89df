//! `textDocument/hover`.

use super::state::State;
use super::{convert, question};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn hover(
    state: &Arc<State>,
    params: lsp::HoverParams,
) -> Result<Option<lsp::Hover>> {
    let place = params.text_document_position_params;
    question::answer(state, place, |state, understood, options, offset| {
        let hover = features::hover(
            &understood.syntax,
            options.kind,
            options.names.as_deref(),
            offset,
        )?;
        let range = convert::range(&hover.range, &understood.text, state.encoding());
        Some(lsp::Hover {
            contents: lsp::HoverContents::Markup(convert::markdown(hover.markdown)),
            range: Some(range),
        })
    })
    .await
}
