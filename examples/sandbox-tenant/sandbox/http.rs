//! The router: who may come in, which endpoint answers, and how a body is read.

use super::refusal::Refusal;
use super::tenant::{Recorded, Tenant};
use super::{data, names, policy, project, purpose};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What follows the `?` of an address. A name may come more than once.
pub(crate) type Parameters = Vec<(String, String)>;

type Tenancy = State<Arc<Tenant>>;
type Answer = Result<Json<Value>, Refusal>;

/// Everything the tenant answers.
pub(crate) fn router(tenant: Arc<Tenant>) -> Router {
    Router::new()
        .route("/api/v2/data", post(push_data))
        .route("/api/v2/data/{key}", delete(delete_data))
        .route("/api/v2/policy", post(push_policy))
        .route("/api/v2/project", post(push_project))
        .route("/api/v2/project/{key}", delete(delete_project))
        .route("/api/v2/purpose", post(push_purpose))
        .merge(names::router())
        .route("/sandbox/state", get(state))
        .route("/sandbox/requests", get(requests))
        .fallback(async || Refusal::new(404, "There is nothing at this address"))
        .method_not_allowed_fallback(async || Refusal::new(405, "Not by this method"))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&tenant), admit))
        .with_state(tenant)
}

/// What tests ask of the sandbox; a tenant has nothing like it. It is not recorded.
const ABOUT_ITSELF: &str = "/sandbox/";

/// Keeps every request, and lets those in that bring the key.
async fn admit(State(tenant): Tenancy, request: Request, next: Next) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX)
        .await
        .map_err(|error| Refusal::new(400, error.to_string()))?;
    let headers = parts.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    let headers: BTreeMap<_, _> = headers.collect();
    let authorization = headers.get("authorization").cloned();
    let path = parts.uri.path().to_owned();
    if !path.starts_with(ABOUT_ITSELF) {
        tenant.record(Recorded {
            method: parts.method.to_string(),
            path,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        });
    }
    match authorization {
        None => Err(Refusal::new(
            401,
            "The header Authorization with an API key is missing",
        )),
        Some(key) if !tenant.admits(&key) => Err(Refusal::new(401, "This API key is not valid")),
        Some(_) => Ok(next.run(Request::from_parts(parts, Body::from(body))).await),
    }
}

async fn push_data(
    State(tenant): Tenancy,
    query: Query<Parameters>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let dry_run = flag(&query, "dryRun")?;
    number(&query, "wait")?;
    let spec = spec(&headers, &body)?;
    tenant
        .apply(dry_run, |state| {
            data::plan(&tenant.world, state, &spec, dry_run)
        })
        .map(Json)
}

async fn push_policy(
    State(tenant): Tenancy,
    query: Query<Parameters>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let dry_run = flag(&query, "dryRun")?;
    flag(&query, "reCertify")?;
    let spec = spec(&headers, &body)?;
    tenant
        .apply(dry_run, |state| {
            policy::plan(&tenant.world, state, &spec, dry_run)
        })
        .map(Json)
}

async fn push_project(
    State(tenant): Tenancy,
    query: Query<Parameters>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let dry_run = flag(&query, "dryRun")?;
    flag(&query, "deleteDataSourcesOnWorkspaceDelete")?;
    let spec = spec(&headers, &body)?;
    tenant
        .apply(dry_run, |state| {
            project::plan(&tenant.world, state, &spec, dry_run)
        })
        .map(Json)
}

async fn push_purpose(
    State(tenant): Tenancy,
    query: Query<Parameters>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let dry_run = flag(&query, "dryRun")?;
    flag(&query, "reAcknowledgeRequired")?;
    let spec = spec(&headers, &body)?;
    tenant
        .apply(dry_run, |state| purpose::plan(state, &spec, dry_run))
        .map(Json)
}

async fn delete_data(
    State(tenant): Tenancy,
    query: Query<Parameters>,
    Path(key): Path<String>,
) -> Answer {
    let dry_run = flag(&query, "dryRun")?;
    tenant
        .apply(dry_run, |state| data::delete(state, &key, dry_run))
        .map(Json)
}

async fn delete_project(
    State(tenant): Tenancy,
    query: Query<Parameters>,
    Path(key): Path<String>,
) -> Answer {
    let dry_run = flag(&query, "dryRun")?;
    tenant
        .apply(dry_run, |state| project::delete(state, &key, dry_run))
        .map(Json)
}

/// A body as a value: JSON if it says that it is, else YAML, whatever it says.
fn spec(headers: &HeaderMap, body: &[u8]) -> Result<Value, Refusal> {
    let malformed = |error: String| Refusal::new(400, format!("The body cannot be read: {error}"));
    let text = std::str::from_utf8(body).map_err(|error| malformed(error.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if content_type.is_some_and(|name| name.contains("json")) {
        return serde_json::from_str(text).map_err(|error| malformed(error.to_string()));
    }
    let mut value: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| malformed(error.to_string()))?;
    value
        .apply_merge()
        .map_err(|error| malformed(error.to_string()))?;
    serde_json::to_value(value).map_err(|error| malformed(error.to_string()))
}

/// A parameter's text.
pub(crate) fn text<'a>(query: &'a Parameters, name: &str) -> Option<&'a str> {
    let mut found = query.iter().filter(|(key, _)| key == name);
    found.next().map(|(_, text)| text.as_str())
}

/// A parameter that is `true` or `false`; left out, it is false.
pub(crate) fn flag(query: &Parameters, name: &str) -> Result<bool, Refusal> {
    match text(query, name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => {
            let message = format!("{name} is \"{other}\", and may be true or false");
            Err(Refusal::new(400, message))
        }
    }
}

/// A parameter that is a whole number.
pub(crate) fn number(query: &Parameters, name: &str) -> Result<Option<i64>, Refusal> {
    let Some(text) = text(query, name) else {
        return Ok(None);
    };
    let number = text.parse().map_err(|_| {
        let message = format!("{name} is \"{text}\", and may be a whole number");
        Refusal::new(400, message)
    })?;
    Ok(Some(number))
}

async fn state(State(tenant): Tenancy) -> Result<String, Refusal> {
    tenant
        .dump()
        .map_err(|error| Refusal::new(500, error.to_string()))
}

async fn requests(State(tenant): Tenancy) -> Json<Vec<Recorded>> {
    Json(tenant.requests())
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self.body())).into_response()
    }
}
