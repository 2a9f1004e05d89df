//! `textDocument/documentHighlight`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn highlights(
    session: &Arc<Session>,
    params: lsp::DocumentHighlightParams,
) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
    let place = params.text_document_position_params;
    let uri = place.text_document.uri;
    request::about(session, &uri, move |session, analysis, options| {
        let (text, encoding) = (&analysis.text, session.encoding());
        let offset = text.offset(convert::position(place.position), encoding);
        let found = features::highlights(&analysis.syntax, options.kind, offset);
        let highlight = |found: features::Highlight| lsp::DocumentHighlight {
            range: convert::range(&found.range, text, encoding),
            kind: Some(if found.is_definition {
                lsp::DocumentHighlightKind::WRITE
            } else {
                lsp::DocumentHighlightKind::READ
            }),
        };
        // `null` has an editor mark equal words by itself, as it does where it has no server.
        (!found.is_empty()).then(|| found.into_iter().map(highlight).collect())
    })
    .await
}
