//! What the user is asked before anything is sent.

use super::super::state::State;
use super::subjects::Subject;
use crate::tenant::Choice;
use std::sync::Arc;
use std::time::Duration;
use tower_lsp::ls_types as lsp;

/// How long a question stays open. Nothing is sent when it was not answered by then.
const PATIENCE: Duration = Duration::from_secs(300);

/// Whether specs with errors of their own are sent as well. Nothing comes back if nothing is to be sent at all.
pub(super) async fn about_errors(state: &Arc<State>, subjects: &[Subject]) -> Option<bool> {
    let with_errors: Vec<_> = subjects.iter().filter(|s| !s.errors.is_empty()).collect();
    let question = match (with_errors.as_slice(), subjects.len()) {
        ([], _) => return Some(true),
        ([one], _) => {
            let errors = match one.errors.len() {
                1 => "an error".to_owned(),
                many => format!("{many} errors"),
            };
            format!(
                "{} has {errors} of its own, which the tenant will likely refuse it for.",
                one.name
            )
        }
        (some, all) => format!("{} of {all} specs have errors of their own.", some.len()),
    };
    let (send, skip) = match with_errors.len() == subjects.len() {
        true => ("Send all the same", "Do not send"),
        false => ("Send all", "Leave those out"),
    };
    let answer = ask(state, lsp::MessageType::WARNING, question, &[send, skip]).await?;
    match answer == send {
        true => Some(true),
        false if with_errors.len() == subjects.len() => None,
        false => Some(false),
    }
}

/// Whether the user agrees that specs are sent to a tenant. Asked once a tenant.
pub(super) async fn agrees(state: &Arc<State>, choice: &Choice, count: usize) -> bool {
    let origin = choice.origin.to_string();
    let agreements = state.agreements.clone();
    let known = origin.clone();
    let before = tokio::task::spawn_blocking(move || agreements.has(&known)).await;
    if before.unwrap_or(false) {
        return true;
    }
    let what = match count {
        1 => "This spec goes".to_owned(),
        many => format!("These {many} specs go"),
    };
    let from = choice.key.as_ref().map(|(_, from)| from.to_string());
    let question = format!(
        "{what} to {origin} as written, with `${{NAME}}` placeholders filled in from the environment, to ask what a push would \
         do. Nothing is changed there. The address is from {}, the API key from {}. You are asked this once for each tenant.",
        choice.by,
        from.unwrap_or_default(),
    );
    let send = "Send";
    let answer = ask(state, lsp::MessageType::INFO, question, &[send, "Cancel"]).await;
    if answer.as_deref() != Some(send) {
        return false;
    }
    let agreements = state.agreements.clone();
    let kept = tokio::task::spawn_blocking(move || agreements.add(&origin));
    drop(kept.await);
    true
}

/// The title of the answer that the user chooses.
async fn ask(
    state: &Arc<State>,
    kind: lsp::MessageType,
    question: String,
    answers: &[&str],
) -> Option<String> {
    let items = answers.iter().map(|title| lsp::MessageActionItem {
        title: (*title).to_owned(),
        properties: std::collections::HashMap::new(),
    });
    let items: Vec<_> = items.collect();
    let answer = state
        .client
        .show_message_request(kind, question, Some(items));
    let answer = tokio::time::timeout(PATIENCE, answer).await.ok()?.ok()??;
    Some(answer.title)
}
