//! `textDocument/hover`.

use super::session::Session;
use super::{convert, request};
use crate::features;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn hover(
    session: &Arc<Session>,
    params: lsp::HoverParams,
) -> Result<Option<lsp::Hover>> {
    let place = params.text_document_position_params;
    request::at_position(session, place, |session, analysis, options, offset| {
        let hover = features::hover(
            &analysis.syntax,
            options.kind,
            options.names.as_deref(),
            offset,
        )?;
        let range = convert::range(&hover.range, &analysis.text, session.encoding());
        Some(lsp::Hover {
            contents: lsp::HoverContents::Markup(convert::markdown(hover.markdown)),
            range: Some(range),
        })
    })
    .await
}
