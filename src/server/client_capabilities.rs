//! What the client can do, settled once.

use crate::text::Encoding;
use serde_json::Value;
use tower_lsp::ls_types::{self as lsp, PositionEncodingKind};

/// The capabilities of a client that make a difference here.
#[derive(Debug, Clone, Default)]
pub(super) struct ClientCapabilities {
    /// How it counts columns.
    pub(super) encoding: Encoding,
    /// Whether it pulls diagnostics; otherwise they are pushed.
    pub(super) pulls: bool,
    /// Whether it can be asked to pull anew.
    pub(super) refreshes: bool,
    /// Whether it can be asked for settings.
    pub(super) configuration: bool,
    /// Whether it tells of changed settings only when asked to.
    pub(super) registers_configuration: bool,
    /// Whether it understands snippets.
    pub(super) snippets: bool,
    /// Whether it indents the lines of a completion as the line they go to. One that does not say so either way does.
    pub(super) adjusts_indentation: bool,
    /// Whether edits may name the version of the document they are for.
    pub(super) versioned_edits: bool,
    /// Whether it understands code actions as such, not only commands.
    pub(super) code_actions: bool,
    /// Whether diagnostics may link to their rule's page.
    pub(super) links: bool,
    /// Whether it shows other places that belong to a diagnostic.
    pub(super) related_information: bool,
    /// Whether it shows symbols inside of symbols.
    pub(super) nested_symbols: bool,
    /// Whether it shows progress that the server begins.
    pub(super) progress: bool,
    /// Whether it can be asked to show a document.
    pub(super) shows_documents: bool,
    /// Whether it can be asked to have lenses made anew.
    pub(super) refreshes_lenses: bool,
    /// Whether it keeps API keys, and can be asked for them.
    pub(super) credentials: bool,
    /// Whether it shows reports itself.
    pub(super) reports: bool,
    /// Whether the user trusts the workspace. In one that is not trusted no request is made.
    pub(super) trusted: bool,
}

impl ClientCapabilities {
    /// What a client says of itself. `options` are its `initializationOptions`.
    pub(super) fn new(capabilities: &lsp::ClientCapabilities, options: Option<&Value>) -> Self {
        let option = |name: &str| options.and_then(|options| options.get(name)?.as_bool());
        let window = capabilities.window.as_ref();
        let document = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let pull = document.and_then(|d| d.diagnostic.as_ref());
        let push = document.and_then(|d| d.publish_diagnostics.as_ref());
        let completion = document
            .and_then(|d| d.completion.as_ref())
            .and_then(|c| c.completion_item.as_ref());
        let edits = workspace.and_then(|w| w.workspace_edit.as_ref());
        let actions = document.and_then(|d| d.code_action.as_ref());
        Self {
            encoding: encoding(capabilities),
            pulls: pull.is_some(),
            refreshes: is(workspace
                .and_then(|w| w.diagnostics.as_ref())
                .and_then(|d| d.refresh_support)),
            configuration: is(workspace.and_then(|w| w.configuration)),
            registers_configuration: is(workspace
                .and_then(|w| w.did_change_configuration.as_ref())
                .and_then(|d| d.dynamic_registration)),
            adjusts_indentation: completion
                .and_then(|c| c.insert_text_mode_support.as_ref())
                .is_none_or(|modes| {
                    modes
                        .value_set
                        .contains(&lsp::InsertTextMode::ADJUST_INDENTATION)
                }),
            snippets: is(completion.and_then(|c| c.snippet_support)),
            versioned_edits: is(edits.and_then(|e| e.document_changes)),
            code_actions: actions.is_some_and(|a| a.code_action_literal_support.is_some()),
            related_information: is(push.and_then(|p| p.related_information)),
            links: is(push.and_then(|p| p.code_description_support)),
            nested_symbols: is(document
                .and_then(|d| d.document_symbol.as_ref())
                .and_then(|s| s.hierarchical_document_symbol_support)),
            progress: is(window.and_then(|w| w.work_done_progress)),
            // Helix can, and does not say so among its capabilities.
            shows_documents: is(option("showDocument"))
                || window
                    .and_then(|w| w.show_document.as_ref())
                    .is_some_and(|s| s.support),
            refreshes_lenses: is(workspace
                .and_then(|w| w.code_lens.as_ref())
                .and_then(|l| l.refresh_support)),
            credentials: is(option("credentials")),
            reports: is(option("reports")),
            // A client that knows no such thing has its user decide what to open.
            trusted: option("trusted") != Some(false),
        }
    }
}

fn is(flag: Option<bool>) -> bool {
    flag == Some(true)
}

/// UTF-8 if the client offers it, else UTF-16.
fn encoding(capabilities: &lsp::ClientCapabilities) -> Encoding {
    let general = capabilities.general.as_ref();
    let offered = general
        .and_then(|g| g.position_encodings.as_deref())
        .unwrap_or_default();
    if offered.contains(&PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else {
        Encoding::Utf16
    }
}
