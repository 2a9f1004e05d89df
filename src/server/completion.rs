//! `textDocument/completion`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn complete(
    session: &Arc<Session>,
    params: lsp::CompletionParams,
) -> Result<Option<lsp::CompletionResponse>> {
    let place = params.text_document_position;
    request::at_position(session, place, |session, analysis, options, offset| {
        let (text, client) = (&analysis.text, session.capabilities());
        let names = options.names.as_deref();
        let found = features::complete(text, &analysis.syntax, options.kind, names, offset);
        let items = found.items.into_iter();
        let items = items.map(|item| convert::completion(item, text, &client));
        let items = items.collect();
        Some(if found.complete {
            lsp::CompletionResponse::Array(items)
        } else {
            lsp::CompletionResponse::List(lsp::CompletionList {
                is_incomplete: true,
                items,
            })
        })
    })
    .await
}
