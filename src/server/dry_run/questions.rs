//! What the user is asked before anything is sent.
//!
//! Some clients cannot ask. Their user is told what would be asked, and says yes by running the same command again.

use super::super::confirmations::TIME_LIMIT;
use super::super::session::Session;
use super::subjects::Subject;
use crate::tenant::ResolvedTenant;
use std::sync::Arc;
use tower_lsp::jsonrpc::ErrorCode;
use tower_lsp::ls_types as lsp;

/// Why a run ends before anything is sent.
pub(super) enum Stop {
    /// The user says so.
    Cancelled,
    /// The client cannot ask. This is what the user has to know before the same command is a yes.
    Unasked(String),
}

/// Whether specs that have errors are sent as well.
pub(super) async fn about_errors(
    session: &Arc<Session>,
    subjects: &[Subject],
) -> Result<bool, Stop> {
    let with_errors: Vec<_> = subjects.iter().filter(|s| !s.errors.is_empty()).collect();
    let question = match (with_errors.as_slice(), subjects.len()) {
        ([], _) => return Ok(true),
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
        (some, all) => format!("{} of {all} specs have errors.", some.len()),
    };
    let all_have_errors = with_errors.len() == subjects.len();
    let (send, skip) = if all_have_errors {
        ("Send all the same", "Do not send")
    } else {
        ("Send all", "Skip those")
    };
    let instead = format!("Nothing is sent yet; run it again to send all the same. {question}");
    let kind = lsp::MessageType::WARNING;
    let answer = ask(session, kind, question, &[send, skip], instead).await?;
    if answer != send && all_have_errors {
        return Err(Stop::Cancelled);
    }
    Ok(answer == send)
}

/// Has the user agree that specs are sent to a tenant. Asked once a tenant.
pub(super) async fn agree(
    session: &Arc<Session>,
    resolved: &ResolvedTenant,
    count: usize,
) -> Result<(), Stop> {
    let origin = resolved.origin.to_string();
    let agreements = session.agreements.clone();
    let known = origin.clone();
    let before = tokio::task::spawn_blocking(move || agreements.has(&known)).await;
    if before.unwrap_or(false) {
        return Ok(());
    }
    let what = match count {
        1 => "This spec goes".to_owned(),
        many => format!("These {many} specs go"),
    };
    let from = resolved.key.as_ref().map(|(_, from)| from.to_string());
    let from = from.unwrap_or_default();
    let question = format!(
        "{what} to {origin} as written, with `${{NAME}}` placeholders filled in from the environment, to ask what a push would \
         do. Nothing is changed there. The address is from {}, the API key from {}. You are asked this once for each tenant. Continue?",
        resolved.source, from,
    );
    let instead = format!(
        "Nothing is sent yet; run it again to send to {origin} (from {}, key from {from}). What is written goes there, with \
         `${{NAME}}` placeholders filled in from the environment.",
        resolved.source,
    );
    let (kind, send) = (lsp::MessageType::INFO, "Send");
    if ask(session, kind, question, &[send, "Cancel"], instead).await? != send {
        return Err(Stop::Cancelled);
    }
    let agreements = session.agreements.clone();
    let kept = tokio::task::spawn_blocking(move || agreements.add(&origin));
    drop(kept.await);
    Ok(())
}

/// The title of the answer that the user chooses, the first of them for yes. `instead` is what a client that cannot
/// ask tells.
async fn ask(
    session: &Arc<Session>,
    kind: lsp::MessageType,
    question: String,
    answers: &[&'static str],
    instead: String,
) -> Result<String, Stop> {
    let outgoing = &session.outgoing;
    let answer = outgoing.question(TIME_LIMIT, kind, &question, answers);
    match answer.await {
        Some(Ok(Some(answer))) => Ok(answer.title),
        Some(Err(error)) if error.code == ErrorCode::MethodNotFound => {
            let yes = answers
                .first()
                .filter(|_| session.confirmations.is_pending(&instead));
            yes.map(|yes| (*yes).to_owned())
                .ok_or(Stop::Unasked(instead))
        }
        _ => Err(Stop::Cancelled),
    }
}
