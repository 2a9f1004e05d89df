//! `textDocument/signatureHelp`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn help(
    session: &Arc<Session>,
    params: lsp::SignatureHelpParams,
) -> Result<Option<lsp::SignatureHelp>> {
    let place = params.text_document_position_params;
    request::at_position(session, place, |_, analysis, options, offset| {
        let signature = features::signature(&analysis.syntax, options.kind, offset)?;
        Some(convert::signature(signature))
    })
    .await
}
