//! `textDocument/semanticTokens/full` and `/range`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The tokens of a document, or of a range of it.
pub(super) async fn tokens(
    session: &Arc<Session>,
    document: lsp::TextDocumentIdentifier,
    range: Option<lsp::Range>,
) -> Result<Option<Vec<lsp::SemanticToken>>> {
    request::about(
        session,
        &document.uri,
        move |session, understood, options| {
            let (text, encoding) = (&understood.text, session.encoding());
            let offset = |position| text.offset(convert::position(position), encoding).ok();
            let within = match range {
                None => 0..text.len(),
                // An end behind the last line means the end of the text.
                Some(range) => offset(range.start)?..offset(range.end).unwrap_or(text.len()),
            };
            let tokens = features::tokens(&understood.syntax, options.kind, &within);
            Some(convert::tokens(&tokens, text, encoding))
        },
    )
    .await
}
