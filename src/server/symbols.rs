//! `textDocument/documentSymbol`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn symbols(
    session: &Arc<Session>,
    params: lsp::DocumentSymbolParams,
) -> Result<Option<lsp::DocumentSymbolResponse>> {
    let uri = params.text_document.uri.clone();
    request::about(
        session,
        &params.text_document.uri,
        move |session, analysis, options| {
            let symbols = features::symbols(&analysis.syntax, options.kind);
            let (text, encoding) = (&analysis.text, session.encoding());
            Some(if session.capabilities().nested_symbols {
                let nested = symbols.into_iter();
                let nested = nested.map(|symbol| convert::symbol(symbol, text, encoding));
                lsp::DocumentSymbolResponse::Nested(nested.collect())
            } else {
                lsp::DocumentSymbolResponse::Flat(convert::flat_symbols(
                    symbols, &uri, text, encoding,
                ))
            })
        },
    )
    .await
}
