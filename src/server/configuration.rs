//! Settings of the client: asked for at the start and when the client says that they changed.

use super::diagnostics::{self, PATIENCE};
use super::names;
use super::state::State;
use crate::workspace::Settings;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// The section that is ours.
const SECTION: &str = "immuta";

/// Asks for the settings, and to be told when they change.
pub(super) fn start(state: &Arc<State>) {
    let abilities = state.abilities();
    if abilities.registers_configuration {
        let client = state.client.clone();
        tokio::spawn(async move {
            let registration = lsp::Registration {
                id: "configuration".to_owned(),
                method: "workspace/didChangeConfiguration".to_owned(),
                register_options: Some(serde_json::json!({ "section": SECTION })),
            };
            tokio::time::timeout(PATIENCE, client.register_capability(vec![registration])).await
        });
    }
    if abilities.configuration {
        ask(state);
    }
}

/// The client says that settings changed; what it sends along may be the section, hold it, or be nothing.
pub(super) fn changed(state: &Arc<State>, sent: &serde_json::Value) {
    match sent.get(SECTION) {
        Some(section) => apply(state, section),
        None if state.abilities().configuration => ask(state),
        None => {}
    }
}

fn ask(state: &Arc<State>) {
    let state = Arc::clone(state);
    tokio::spawn(async move {
        let item = lsp::ConfigurationItem {
            scope_uri: None,
            section: Some(SECTION.to_owned()),
        };
        let answer = tokio::time::timeout(PATIENCE, state.client.configuration(vec![item])).await;
        let sections = answer.ok().and_then(Result::ok).unwrap_or_default();
        match sections.first().filter(|section| !section.is_null()) {
            Some(section) => apply(&state, section),
            // There are none; what waited for them need not wait any more.
            None if state.settle() => names::of_use_in_all(&state),
            None => {}
        }
    });
}

fn apply(state: &Arc<State>, section: &serde_json::Value) {
    let settings = Settings::from_json(section);
    for problem in &settings.problems {
        let (client, problem) = (state.client.clone(), problem.clone());
        tokio::spawn(async move { client.log_message(lsp::MessageType::WARNING, problem).await });
    }
    let before = state.settings();
    let lenses = before.code_lens != settings.code_lens;
    let moves = before.tenant != settings.tenant;
    state.set_settings(settings);
    state.settle();
    // Not before: what is fetched from now on is of the new tenant.
    if moves {
        state.names.forget();
    }
    diagnostics::refresh_all(state);
    if lenses && state.abilities().refreshes_lenses {
        let client = state.client.clone();
        tokio::spawn(
            async move { tokio::time::timeout(PATIENCE, client.code_lens_refresh()).await },
        );
    }
}
