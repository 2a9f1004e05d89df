//! `textDocument/codeLens`: the dry run above each spec.

use super::session::Session;
use super::{convert, dry_run, request};
use crate::spec::Spec;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn lenses(
    session: &Arc<Session>,
    params: lsp::CodeLensParams,
) -> Result<Option<Vec<lsp::CodeLens>>> {
    if !session.capabilities().trusted || session.settings().code_lens == Some(false) {
        return Ok(None);
    }
    let uri = params.text_document.uri.clone();
    request::about(
        session,
        &params.text_document.uri,
        move |session, analysis, options| {
            let specs = analysis
                .syntax
                .documents()
                .filter_map(|document| Spec::read(document, options.kind));
            let lens = |spec: Spec<'_>| {
                let start = spec.root.range().start;
                lsp::CodeLens {
                    range: convert::range(&(start..start), &analysis.text, session.encoding()),
                    command: Some(dry_run::command_for(&uri, spec.document.index)),
                    data: None,
                }
            };
            Some(specs.map(lens).collect())
        },
    )
    .await
}
