//! Settings of the client: asked for at the start and when the client says that they changed.

use super::session::Session;
use super::{blocking, diagnostics, log, names};
use crate::project::Settings;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::{CodeLensRefresh, RegisterCapability, WorkspaceConfiguration};

/// The section that is ours.
const SECTION: &str = "immuta";

/// Asks for the settings, and to be told when they change.
pub(super) fn start(session: &Arc<Session>) {
    let capabilities = session.capabilities();
    if capabilities.registers_configuration {
        let registration = lsp::Registration {
            id: "configuration".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(serde_json::json!({ "section": SECTION })),
        };
        session
            .outgoing
            .ask::<RegisterCapability>(lsp::RegistrationParams {
                registrations: vec![registration],
            });
    }
    if capabilities.configuration {
        ask(session);
    } else {
        tell(session, &session.settings());
    }
}

/// Tells the user what is wrong with the client's settings.
fn tell(session: &Session, settings: &Settings) {
    if let Some(words) = problems(settings) {
        session.outgoing.show(lsp::MessageType::WARNING, words);
    }
}

/// What is wrong with settings, in one message: the first problem, and how many there are besides. Returns `None` if
/// nothing is.
fn problems(settings: &Settings) -> Option<String> {
    let (first, more) = settings.problems.split_first()?;
    Some(match more.len() {
        0 => first.to_string(),
        1 => format!("{first} There is 1 more problem."),
        more => format!("{first} There are {more} more problems."),
    })
}

/// Takes what a client sends along with `initialize`, before anything else is asked.
///
/// # Errors
/// If reading the settings panics.
pub(super) async fn initialize(
    session: &Session,
    options: Option<&serde_json::Value>,
) -> Result<()> {
    let Some(options) = options else {
        return Ok(());
    };
    // Some clients nest the section, some send it as it is.
    let section = options.get(SECTION).unwrap_or(options).clone();
    let read = blocking::run(move |_| (Settings::from_json(&section), section));
    let (settings, section) = read.await?;
    session.set_settings(settings);
    // Not before: until the client has its answer, it takes no notification.
    set_log_level(session, &section);
    Ok(())
}

/// The client says that settings changed; what it sends along may be the section, hold it, or be nothing.
pub(super) fn changed(session: &Arc<Session>, sent: &serde_json::Value) {
    match sent.get(SECTION) {
        Some(section) => receive(session, section.clone()),
        None if session.capabilities().configuration => ask(session),
        None => {}
    }
}

fn ask(session: &Arc<Session>) {
    let session = Arc::clone(session);
    tokio::spawn(async move {
        let items = vec![lsp::ConfigurationItem {
            scope_uri: None,
            section: Some(SECTION.to_owned()),
        }];
        let answer = session
            .outgoing
            .request::<WorkspaceConfiguration>(lsp::ConfigurationParams { items });
        let sections = answer.await.unwrap_or_default();
        match sections.into_iter().find(|section| !section.is_null()) {
            Some(section) => receive(&session, section),
            // There are none; what waited for them need not wait any more.
            None if session.settle() => names::consider_all(&session),
            None => {}
        }
    });
}

/// Reads settings on a thread, for they may be as large and as odd as a client likes, and has them in force then, unless
/// others have come by that time.
fn receive(session: &Arc<Session>, section: serde_json::Value) {
    set_log_level(session, &section);
    let number = session.settings_sent();
    let session = Arc::clone(session);
    tokio::spawn(async move {
        let settings = blocking::run(move |_| Settings::from_json(&section)).await;
        if let Ok(settings) = settings
            && session.are_newest_settings(number)
        {
            apply(&session, settings);
        }
        session.settings_read(number);
    });
}

fn apply(session: &Arc<Session>, settings: Settings) {
    tell(session, &settings);
    let before = session.settings();
    let lenses = before.code_lens != settings.code_lens;
    let moves = before.tenant != settings.tenant;
    session.set_settings(settings);
    session.settle();
    // Not before: what is fetched from now on is of the new tenant.
    if moves {
        session.names.forget();
    }
    diagnostics::refresh_all(session);
    names::consider_all(session);
    if lenses && session.capabilities().refreshes_lenses {
        session.outgoing.ask::<CodeLensRefresh>(());
    }
}

/// How much of the log the client wants to be sent.
fn set_log_level(session: &Session, section: &serde_json::Value) {
    let level = section
        .get("logLevel")
        .and_then(|level| level.as_str())
        .unwrap_or("off");
    if !log::set_client_level(level) {
        let problem = format!("`logLevel` must be one of `{}`.", log::LEVELS.join("`, `"));
        session.outgoing.log(lsp::MessageType::WARNING, problem);
    }
}
