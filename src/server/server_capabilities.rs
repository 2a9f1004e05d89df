//! What the server says it can do.

use super::client_capabilities::ClientCapabilities;
use super::code_action::FIX_ALL;
use super::convert::TOKEN_TYPES;
use super::{command, dry_run};
use crate::text::Encoding;
use tower_lsp::ls_types as lsp;

/// What the server can do for a client.
pub(super) fn server_capabilities(client: &ClientCapabilities) -> lsp::ServerCapabilities {
    let encoding = match client.encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
    };
    let pulled = lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
        identifier: Some("immuta".to_owned()),
        inter_file_dependencies: false,
        workspace_diagnostics: false,
        ..lsp::DiagnosticOptions::default()
    });
    lsp::ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
                ..lsp::TextDocumentSyncOptions::default()
            },
        )),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(
                // A quote, a parenthesis or a comma begins a key, a text, or an argument in an expression.
                [":", " ", "<", "\"", "-", "@", "'", "(", ","]
                    .map(str::to_owned)
                    .to_vec(),
            ),
            ..lsp::CompletionOptions::default()
        }),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        document_highlight_provider: Some(lsp::OneOf::Left(true)),
        document_link_provider: Some(lsp::DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        }),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        signature_help_provider: Some(lsp::SignatureHelpOptions {
            trigger_characters: Some(["(", ","].map(str::to_owned).to_vec()),
            retrigger_characters: Some(vec![")".to_owned()]),
            ..lsp::SignatureHelpOptions::default()
        }),
        semantic_tokens_provider: Some(
            lsp::SemanticTokensOptions {
                legend: lsp::SemanticTokensLegend {
                    token_types: TOKEN_TYPES.iter().map(|(_, name)| name.clone()).collect(),
                    token_modifiers: vec![lsp::SemanticTokenModifier::DEPRECATED],
                },
                range: Some(true),
                full: Some(lsp::SemanticTokensFullOptions::Bool(true)),
                ..lsp::SemanticTokensOptions::default()
            }
            .into(),
        ),
        code_action_provider: Some(lsp::CodeActionProviderCapability::Options(
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![
                    lsp::CodeActionKind::QUICKFIX,
                    lsp::CodeActionKind::new(FIX_ALL),
                    lsp::CodeActionKind::new(dry_run::KIND),
                ]),
                ..lsp::CodeActionOptions::default()
            },
        )),
        code_lens_provider: Some(lsp::CodeLensOptions {
            resolve_provider: Some(false),
        }),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: command::COMMANDS
                .iter()
                .map(|&name| name.to_owned())
                .collect(),
            ..lsp::ExecuteCommandOptions::default()
        }),
        diagnostic_provider: client.pulls.then_some(pulled),
        ..lsp::ServerCapabilities::default()
    }
}
