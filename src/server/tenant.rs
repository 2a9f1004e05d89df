//! Which tenant is asked for a file, and with which key.

use super::session::Session;
use crate::features::dry_run::Trouble;
use crate::project;
use crate::tenant::{
    ApiKey, Cause, Choice, Client, Failure, KeyFrom, Limits, NoTenant, Origin, Wishes,
};
use std::sync::Arc;
use std::time::Duration;
use tower_lsp::ls_types::request::Request;

/// `immuta/credentials`, from the server to the client: the key for one tenant.
enum Credentials {}

impl Request for Credentials {
    type Params = serde_json::Value;
    type Result = serde_json::Value;
    const METHOD: &'static str = "immuta/credentials";
}

/// The tenant for a file whose repository names a profile, and a client of it.
pub(super) async fn client_for(
    session: &Arc<Session>,
    repository_profile: Option<String>,
) -> Result<(Choice, Client), Trouble> {
    let (choice, wishes) = choice_for(session, repository_profile).await?;
    client_of(session, choice, &wishes).await
}

/// A client of a tenant that was chosen, and the choice with the key that is used.
pub(super) async fn client_of(
    session: &Arc<Session>,
    mut choice: Choice,
    wishes: &Wishes,
) -> Result<(Choice, Client), Trouble> {
    if let Some(key) = ask_for_key(session, &choice.origin).await {
        choice.key = Some((key, KeyFrom::Client));
    }
    let Some((key, _)) = &choice.key else {
        return Err(Trouble::NoTenant(wishes.no_key(&choice.origin)));
    };
    let limits = limits(session, &choice.origin)
        .await
        .map_err(Trouble::Failed)?;
    let (origin, key) = (choice.origin.clone(), key.clone());
    // Certificates are read, of which there are many.
    let made = tokio::task::spawn_blocking(move || Client::new(origin, key, &limits));
    let client = made.await.unwrap_or_else(|error| {
        Err(Failure {
            origin: choice.origin.clone(),
            cause: Cause::Setup(error.to_string()),
        })
    });
    Ok((choice, client.map_err(Trouble::Failed)?))
}

/// The tenant for a file whose repository names a profile, without asking the client for anything.
pub(super) async fn choice_for(
    session: &Arc<Session>,
    repository_profile: Option<String>,
) -> Result<(Choice, Wishes), Trouble> {
    let settings = session.settings();
    let gathered = tokio::task::spawn_blocking(move || {
        // Profiles that cannot be read are as good as none; `immuta-ls doctor` tells why.
        let configuration = project::cli_configuration().ok().flatten();
        Wishes {
            url: settings.tenant.url.clone(),
            profile: settings.tenant.profile.clone(),
            repository_profile,
            ..Wishes::of_user(&environment, configuration.as_deref())
        }
    });
    let wishes = gathered
        .await
        .map_err(|_| Trouble::NoTenant(NoTenant::None))?;
    let choice = wishes.choose().map_err(Trouble::NoTenant)?;
    Ok((choice, wishes))
}

/// The value of an environment variable.
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The key that the client keeps for a tenant.
async fn ask_for_key(session: &Arc<Session>, origin: &Origin) -> Option<ApiKey> {
    if !session.capabilities().credentials {
        return None;
    }
    let params = serde_json::json!({ "host": origin.as_str() });
    let answer = session.outgoing.request::<Credentials>(params).await?;
    ApiKey::new(answer.get("apiKey")?.as_str()?)
}

/// How requests are made, as the user's settings say.
async fn limits(session: &Arc<Session>, origin: &Origin) -> Result<Limits, Failure> {
    let tenant = session.settings().tenant.clone();
    let mut limits = Limits::default();
    if let Some(seconds) = tenant.timeout {
        limits.timeout = Duration::from_secs(seconds.clamp(1, 3_600));
    }
    // A client may send an empty text for what is not set.
    let Some(path) = tenant.ca_file.filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(limits);
    };
    let read = tokio::task::spawn_blocking(move || project::certificates(&path)).await;
    limits.certificates = match read {
        Ok(Ok(certificates)) => Some(certificates),
        Ok(Err(error)) => {
            return Err(Failure {
                origin: origin.clone(),
                cause: Cause::Setup(format!("`tenant.caFile`: {error}")),
            });
        }
        Err(_) => None,
    };
    Ok(limits)
}
