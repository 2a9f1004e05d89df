//! Which tenant is asked for a file, and with which key.

use super::session::Session;
use crate::features::dry_run::DryRunError;
use crate::project;
use crate::tenant::{
    ApiKey, Client, KeySource, Limits, NoTenant, Origin, RequestError, RequestErrorKind,
    ResolvedTenant, TenantSources,
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
) -> Result<(ResolvedTenant, Client), DryRunError> {
    let (resolved, sources) = resolve_for(session, repository_profile).await?;
    client_of(session, resolved, &sources).await
}

/// A client of a tenant that was chosen, and the choice with the key that is used.
pub(super) async fn client_of(
    session: &Arc<Session>,
    mut resolved: ResolvedTenant,
    sources: &TenantSources,
) -> Result<(ResolvedTenant, Client), DryRunError> {
    if let Some(key) = ask_for_key(session, &resolved.origin).await {
        resolved.key = Some((key, KeySource::Client));
    }
    let Some((key, _)) = &resolved.key else {
        return Err(DryRunError::NoTenant(sources.no_key(&resolved.origin)));
    };
    let limits = limits(session, &resolved.origin)
        .await
        .map_err(DryRunError::Failed)?;
    let (origin, key) = (resolved.origin.clone(), key.clone());
    // Certificates are read, of which there are many.
    let made = tokio::task::spawn_blocking(move || Client::new(origin, key, &limits));
    let client = made.await.unwrap_or_else(|error| {
        Err(RequestError {
            origin: resolved.origin.clone(),
            kind: RequestErrorKind::Setup(error.to_string()),
        })
    });
    Ok((resolved, client.map_err(DryRunError::Failed)?))
}

/// The tenant for a file whose repository names a profile, without asking the client for anything.
pub(super) async fn resolve_for(
    session: &Arc<Session>,
    repository_profile: Option<String>,
) -> Result<(ResolvedTenant, TenantSources), DryRunError> {
    let settings = session.settings();
    let gathered = tokio::task::spawn_blocking(move || {
        // Profiles that cannot be read are as good as none; `immuta-ls doctor` tells why.
        let configuration = project::cli_configuration().ok().flatten();
        TenantSources {
            url: settings.tenant.url.clone(),
            profile: settings.tenant.profile.clone(),
            repository_profile,
            ..TenantSources::of_user(&environment, configuration.as_deref())
        }
    });
    let sources = gathered
        .await
        .map_err(|_| DryRunError::NoTenant(NoTenant::None))?;
    let resolved = sources.resolve().map_err(DryRunError::NoTenant)?;
    Ok((resolved, sources))
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
async fn limits(session: &Arc<Session>, origin: &Origin) -> Result<Limits, RequestError> {
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
            return Err(RequestError {
                origin: origin.clone(),
                kind: RequestErrorKind::Setup(format!("`tenant.caFile`: {error}")),
            });
        }
        Err(_) => None,
    };
    Ok(limits)
}
