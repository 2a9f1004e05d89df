//! `textDocument/foldingRange`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn folding_ranges(
    session: &Arc<Session>,
    params: lsp::FoldingRangeParams,
) -> Result<Option<Vec<lsp::FoldingRange>>> {
    let uri = params.text_document.uri;
    request::about(session, &uri, |_, analysis, options| {
        let folds = features::folds(&analysis.text, &analysis.syntax, options.kind);
        Some(folds.into_iter().map(convert::fold).collect())
    })
    .await
}
