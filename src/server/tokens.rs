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
    request::about(session, &document.uri, move |session, analysis, options| {
        let (text, encoding) = (&analysis.text, session.encoding());
        let offset = |position| text.offset(convert::position(position), encoding);
        let within = match range {
            None => 0..text.len(),
            Some(range) => offset(range.start)..offset(range.end),
        };
        let tokens = features::tokens(&analysis.syntax, options.kind, &within);
        Some(convert::tokens(&tokens, text, encoding))
    })
    .await
}
