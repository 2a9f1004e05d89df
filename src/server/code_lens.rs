//! `textDocument/codeLens`: the dry run above each spec.

use super::state::State;
use super::{convert, dry_run, question};
use crate::spec::Spec;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(super) async fn lenses(
    state: &Arc<State>,
    params: lsp::CodeLensParams,
) -> Result<Option<Vec<lsp::CodeLens>>> {
    if !state.abilities().trusted || state.settings().code_lens == Some(false) {
        return Ok(None);
    }
    let uri = params.text_document.uri.clone();
    question::about(
        state,
        &params.text_document.uri,
        move |state, understood, options| {
            let specs = understood
                .syntax
                .documents()
                .filter_map(|document| Spec::read(document, options.kind));
            let lens = |spec: Spec<'_>| {
                let start = spec.root.range().start;
                lsp::CodeLens {
                    range: convert::range(&(start..start), &understood.text, state.encoding()),
                    command: Some(dry_run_command(&uri, spec.document.index)),
                    data: None,
                }
            };
            Some(specs.map(lens).collect())
        },
    )
    .await
}

/// The command that asks about one spec.
pub(super) fn dry_run_command(uri: &lsp::Uri, document: usize) -> lsp::Command {
    lsp::Command {
        title: dry_run::TITLE.to_owned(),
        command: dry_run::COMMAND.to_owned(),
        arguments: Some(vec![uri.as_str().into(), document.into()]),
    }
}
