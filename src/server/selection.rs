//! `textDocument/selectionRange`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The ranges around each of the positions.
pub(super) async fn selection_ranges(
    session: &Arc<Session>,
    params: lsp::SelectionRangeParams,
) -> Result<Option<Vec<lsp::SelectionRange>>> {
    let positions = params.positions;
    let uri = params.text_document.uri;
    request::about(session, &uri, move |session, analysis, options| {
        let (text, encoding) = (&analysis.text, session.encoding());
        let around = positions.into_iter().map(|position| {
            let offset = text.offset(convert::position(position), encoding);
            let around = features::selections(&analysis.syntax, options.kind, offset);
            let ranges = around
                .iter()
                .map(|range| convert::range(range, text, encoding));
            let mut selection = None;
            for range in ranges.rev() {
                let parent = selection.map(Box::new);
                selection = Some(lsp::SelectionRange { range, parent });
            }
            // There has to be one for each position.
            selection.unwrap_or_else(|| lsp::SelectionRange {
                range: convert::range(&(offset..offset), text, encoding),
                parent: None,
            })
        });
        Some(around.collect())
    })
    .await
}
