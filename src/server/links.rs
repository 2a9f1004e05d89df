//! `textDocument/documentLink`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn links(
    session: &Arc<Session>,
    params: lsp::DocumentLinkParams,
) -> Result<Option<Vec<lsp::DocumentLink>>> {
    let uri = params.text_document.uri;
    request::about(session, &uri, |session, analysis, options| {
        let links = features::links(&analysis.syntax, options.kind).into_iter();
        let link = |link: features::Link| {
            Some(lsp::DocumentLink {
                range: convert::range(&link.range, &analysis.text, session.encoding()),
                // An address that cannot be read leads nowhere.
                target: Some(link.target.parse().ok()?),
                tooltip: link.tooltip,
                data: None,
            })
        };
        Some(links.filter_map(link).collect())
    })
    .await
}
