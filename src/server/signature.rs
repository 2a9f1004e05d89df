//! `textDocument/signatureHelp`.

use super::state::State;
use super::{convert, question};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn help(
    state: &Arc<State>,
    params: lsp::SignatureHelpParams,
) -> Result<Option<lsp::SignatureHelp>> {
    let place = params.text_document_position_params;
    question::answer(state, place, |_, understood, options, offset| {
        let (text, syntax) = (&understood.text, &understood.syntax);
        let signature = features::signature(text, syntax, options.kind, offset)?;
        Some(convert::signature(signature))
    })
    .await
}
