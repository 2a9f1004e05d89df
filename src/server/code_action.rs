//! `textDocument/codeAction`: a quick fix for each way to fix a diagnostic, one action for all that can be fixed
//! safely, and the dry run.

use super::client_capabilities::ClientCapabilities;
use super::document::{Analysis, Checked};
use super::session::Session;
use super::{blocking, convert, dry_run};
use crate::diagnostics::{self, Applicability, Diagnostic, Edit};
use crate::display::Foreign;
use crate::rules::Options;
use crate::spec::Spec;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The kind of the action that fixes everything.
pub(super) const FIX_ALL: &str = "source.fixAll.immuta";

pub(super) async fn actions(
    session: &Arc<Session>,
    params: lsp::CodeActionParams,
) -> Result<Option<lsp::CodeActionResponse>> {
    let Some(document) = session.document(&params.text_document.uri) else {
        return Ok(None);
    };
    // Taken before anything is waited for: the range is one of this text.
    let Some(snapshot) = document.snapshot() else {
        return Ok(None);
    };
    let is_light = document.is_light_throughout(&snapshot);
    let (session, on) = (Arc::clone(session), Arc::clone(&document));
    blocking::run_on(&document, is_light, move |go_on| {
        let client = session.capabilities();
        let options = session.options(&on)?;
        let Checked { analysis, findings } = on.check(&options, &|| go_on.ask())??;
        if !analysis.is_of(&snapshot) {
            return None;
        }
        let about = CodeActions {
            uri: params.text_document.uri,
            analysis,
            client,
        };
        let wanted = |kind: &str| {
            let only = params.context.only.as_deref();
            only.is_none_or(|kinds| {
                kinds
                    .iter()
                    .any(|k| kind == k.as_str() || kind.starts_with(&format!("{}.", k.as_str())))
            })
        };
        let dry_run = || {
            let trusted = about.client.trusted && wanted(dry_run::KIND);
            trusted.then(|| about.dry_run(&options, params.range.start))?
        };
        if !about.client.code_actions {
            let command = dry_run()?.command?;
            return Some(vec![lsp::CodeActionOrCommand::Command(command)]);
        }
        let mut actions = Vec::new();
        if wanted("quickfix") {
            let near = findings
                .iter()
                .filter(|finding| about.touches(finding, params.range));
            actions.extend(near.flat_map(|finding| about.fixes(finding)));
        }
        // Offered when asked for by name: as one of many it would be in the way.
        if params.context.only.is_some() && wanted(FIX_ALL) {
            actions.extend(about.fix_all(&findings));
        }
        actions.extend(dry_run());
        Some(
            actions
                .into_iter()
                .map(lsp::CodeActionOrCommand::CodeAction)
                .collect(),
        )
    })
    .await
}

struct CodeActions {
    uri: lsp::Uri,
    analysis: Arc<Analysis>,
    client: ClientCapabilities,
}

impl CodeActions {
    fn touches(&self, finding: &Diagnostic, range: lsp::Range) -> bool {
        let at = convert::range(&finding.range, &self.analysis.text, self.client.encoding);
        at.start <= range.end && range.start <= at.end
    }

    fn fixes(&self, finding: &Diagnostic) -> Vec<lsp::CodeAction> {
        let fixes = finding.fixes.iter().enumerate();
        fixes
            .map(|(index, fix)| lsp::CodeAction {
                title: Foreign(&fix.title).message(),
                kind: Some(lsp::CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![convert::diagnostic(
                    finding,
                    &self.uri,
                    &self.analysis.text,
                    &self.client,
                )]),
                edit: Some(self.workspace_edit(fix.edits.iter())),
                is_preferred: Some(index == 0 && fix.applicability > Applicability::DisplayOnly),
                ..lsp::CodeAction::default()
            })
            .collect()
    }

    /// The dry run of the spec at a position.
    fn dry_run(&self, options: &Options, position: lsp::Position) -> Option<lsp::CodeAction> {
        let position = convert::position(position);
        let offset = self.analysis.text.offset(position, self.client.encoding);
        let spec = self.analysis.syntax.document_at(offset)?;
        let spec = Spec::read(spec, options.kind)?;
        Some(lsp::CodeAction {
            title: dry_run::TITLE.to_owned(),
            kind: Some(lsp::CodeActionKind::new(dry_run::KIND)),
            command: Some(dry_run::command_for(&self.uri, spec.document.index)),
            ..lsp::CodeAction::default()
        })
    }

    fn fix_all(&self, findings: &[Diagnostic]) -> Option<lsp::CodeAction> {
        let edits = diagnostics::fix_all(findings, Applicability::Safe);
        if edits.is_empty() {
            return None;
        }
        Some(lsp::CodeAction {
            title: "Fix all that can be fixed safely".to_owned(),
            kind: Some(lsp::CodeActionKind::new(FIX_ALL)),
            edit: Some(self.workspace_edit(edits.iter())),
            ..lsp::CodeAction::default()
        })
    }

    fn workspace_edit<'e>(&self, edits: impl Iterator<Item = &'e Edit>) -> lsp::WorkspaceEdit {
        let edits: Vec<_> = edits
            .map(|edit| lsp::TextEdit {
                range: convert::range(&edit.range, &self.analysis.text, self.client.encoding),
                new_text: edit.text.clone(),
            })
            .collect();
        if !self.client.versioned_edits {
            return lsp::WorkspaceEdit {
                changes: Some([(self.uri.clone(), edits)].into()),
                ..lsp::WorkspaceEdit::default()
            };
        }
        let document = lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                uri: self.uri.clone(),
                version: Some(self.analysis.version),
            },
            edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
        };
        lsp::WorkspaceEdit {
            document_changes: Some(lsp::DocumentChanges::Edits(vec![document])),
            ..lsp::WorkspaceEdit::default()
        }
    }
}
