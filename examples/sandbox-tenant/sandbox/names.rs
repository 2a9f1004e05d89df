//! The endpoints that list what exists: for completion, and to tell whether a name is known.

use super::data;
use super::http::{Parameters, flag, number, text};
use super::read;
use super::refusal::Refusal;
use super::state::{Connection, DataSource, Purpose};
use super::tenant::Tenant;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

type Tenancy = State<Arc<Tenant>>;
type Answer = Result<Json<Value>, Refusal>;

/// How many there are on a page for which no `size` was asked.
const PAGE: usize = 25;

pub(crate) fn router() -> Router<Arc<Tenant>> {
    Router::new()
        .route("/tag", get(tags))
        .route("/governance/purpose", get(purposes))
        .route("/governance/purpose/{id}", get(purpose))
        .route("/project", get(projects))
        .route("/dataSource", get(data_sources))
        .route("/dataSource/name/{name}", get(data_source))
        .route("/bim/group", get(groups))
        .route("/bim/user", get(users))
        .route("/bim/iam", get(identity_managers))
        .route("/bim/rpc/user/current", get(current_user))
        .route("/domain", get(domains))
        .route("/collection", get(collections))
        .route("/policy/global", get(policies))
}

async fn tags(State(tenant): Tenancy, query: Query<Parameters>) -> Answer {
    let all = flag(&query, "includeAllSystemTags")?;
    let limit = number(&query, "limit")?.map_or(usize::MAX, |limit| limit.try_into().unwrap_or(0));
    let source = text(&query, "source").is_none_or(|source| source == "curated");
    let excluded = text(&query, "excludedSource").is_some_and(|source| source == "curated");
    let names: Vec<_> = tenant.world.all_tags().collect();
    let tag = |(index, name): (usize, &&str)| {
        let below = format!("{name}.");
        let system = tenant.world.system_tags.iter().any(|tag| tag == name);
        let display = name.rsplit('.').next().unwrap_or(name);
        json!({
            "id": index + 1,
            "name": name,
            "displayName": display,
            "description": null,
            "color": null,
            "source": "curated",
            "hasLeafNodes": names.iter().any(|other| other.starts_with(&below)),
            "systemCreated": system,
            "deleted": false,
        })
    };
    let rows = names.iter().enumerate().map(tag);
    let rows = rows
        .filter(|row| all || row.get("systemCreated") == Some(&json!(false)))
        .filter(|row| source && !excluded && is_found(&query, row))
        .filter(|row| !is_within_excluded(&query, row))
        .take(limit);
    Ok(Json(rows.collect()))
}

/// Whether a tag is one of `excludedHierarchies`, or below one.
fn is_within_excluded(query: &Parameters, row: &Value) -> bool {
    let name = read::text(row, "name").unwrap_or_default();
    let excluded = query
        .iter()
        .filter(|(key, _)| key.starts_with("excludedHierarchies"));
    excluded
        .flat_map(|(_, roots)| roots.split(','))
        .any(|root| {
            name.strip_prefix(root)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
}

async fn purposes(State(tenant): Tenancy) -> Answer {
    let state = tenant.state();
    let rows: Vec<_> = state
        .purposes
        .values()
        .map(|purpose| purpose_row(purpose, false))
        .collect();
    Ok(Json(json!({ "count": rows.len(), "purposes": rows })))
}

async fn purpose(
    State(tenant): Tenancy,
    Path(id): Path<String>,
    query: Query<Parameters>,
) -> Answer {
    let whole = flag(&query, "includeSubpurposes")?;
    let state = tenant.state();
    let mut all = state.all_purposes().into_iter();
    let found = all.find(|purpose| purpose.id.to_string() == id);
    let found = found.ok_or_else(|| Refusal::new(404, format!("There is no purpose {id}")))?;
    Ok(Json(purpose_row(found, whole)))
}

fn purpose_row(purpose: &Purpose, whole: bool) -> Value {
    let inner = purpose.subpurposes.iter().filter(|_| whole);
    json!({
        "id": purpose.id,
        "name": purpose.name,
        "description": purpose.description,
        "acknowledgement": purpose.acknowledgement,
        "subpurposes": inner.map(|inner| purpose_row(inner, true)).collect::<Vec<_>>(),
        "staged": false,
        "deleted": false,
    })
}

async fn projects(State(tenant): Tenancy, query: Query<Parameters>) -> Answer {
    let projects = tenant.state().projects;
    let rows = projects.iter().map(|(key, kept)| {
        let name = kept.spec.get("name");
        json!({ "id": kept.id, "name": name, "projectKey": key, "type": "project" })
    });
    hits(&query, rows.collect())
}

async fn data_sources(State(tenant): Tenancy, query: Query<Parameters>) -> Answer {
    let state = tenant.state();
    let wanted = text(&query, "schema");
    let rows = state.connections.values().flat_map(|connection| {
        let sources = connection.sources.values();
        let sources =
            sources.filter(|source| wanted.is_none_or(|schema| *schema == source.sql_schema));
        sources.map(|source| data_source_row(connection, source))
    });
    hits(&query, rows.collect())
}

async fn data_source(State(tenant): Tenancy, Path(name): Path<String>) -> Answer {
    let state = tenant.state();
    let mut rows = state.connections.values().flat_map(|connection| {
        connection
            .sources
            .values()
            .map(move |source| (connection, source))
    });
    let found = rows.find(|(_, source)| source.name == name);
    let (connection, source) = found
        .ok_or_else(|| Refusal::new(404, format!("There is no data source named \"{name}\"")))?;
    Ok(Json(data_source_row(connection, source)))
}

fn data_source_row(connection: &Connection, source: &DataSource) -> Value {
    let address = data::address(&connection.details);
    json!({
        "id": source.id,
        "name": source.name,
        "sqlSchemaName": source.sql_schema,
        "blobHandlerType": connection.details.get("handler"),
        "remoteSchema": source.remote_schema,
        "remoteTable": source.remote_table,
        "connectionString": address.map(|(host, database)| format!("{host}/{database}")),
        "deleted": false,
        "disabled": source.disabled,
    })
}

async fn groups(State(tenant): Tenancy, query: Query<Parameters>) -> Answer {
    as_admin(&tenant)?;
    let rows = tenant
        .world
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            json!({
                "id": index + 1,
                "iamid": group.iam,
                "name": group.name,
                "email": null,
                "authorizations": lower_cased(&group.attributes),
            })
        });
    hits(&query, rows.collect())
}

async fn users(State(tenant): Tenancy, query: Query<Parameters>) -> Answer {
    as_admin(&tenant)?;
    let asked = |key: &str, value: &str| {
        let wanted = text(&query, key).map(str::to_lowercase);
        wanted.is_none_or(|wanted| value.to_lowercase().contains(&wanted))
    };
    let users = tenant.world.users.iter().enumerate();
    let rows = users
        .filter(|(_, user)| asked("userid", &user.login) && asked("name", &user.name))
        .map(|(index, _)| user_row(&tenant, index));
    hits(&query, rows.collect())
}

async fn current_user(State(tenant): Tenancy) -> Answer {
    let mut users = tenant.world.users.iter();
    let caller = users.position(|user| user.login == tenant.world.caller);
    Ok(Json(
        caller.map_or(Value::Null, |index| user_row(&tenant, index)),
    ))
}

fn user_row(tenant: &Tenant, index: usize) -> Value {
    let user = tenant.world.users.get(index).map(|user| {
        json!({
            "id": index + 1,
            "iamid": user.iam,
            "userid": user.login,
            "profile": { "name": user.name, "email": user.login },
            "permissions": user.permissions,
            "authorizations": lower_cased(&user.attributes),
        })
    });
    user.unwrap_or_default()
}

async fn identity_managers(State(tenant): Tenancy) -> Answer {
    as_admin(&tenant)?;
    Ok(Json(json!(tenant.world.identity_managers)))
}

async fn domains(State(tenant): Tenancy, query: Query<Parameters>) -> Answer {
    let rows = tenant.world.domains.iter().map(|domain| {
        json!({
            "id": domain.id,
            "name": domain.name,
            "description": domain.description,
            "type": "domain",
            "assignmentType": null,
            "tags": [],
        })
    });
    let name = text(&query, "name")
        .map(str::to_lowercase)
        .unwrap_or_default();
    let named = |row: &Value| {
        let text = read::text(row, "name").unwrap_or_default();
        text.to_lowercase().contains(&name)
    };
    let page = page(&query, rows.filter(named).collect())?;
    Ok(Json(json!({ "data": page })))
}

async fn collections(tenant: Tenancy, query: Query<Parameters>) -> Answer {
    match text(&query, "type") {
        Some("domain") => domains(tenant, query).await,
        _ => Err(Refusal::new(
            400,
            "The only type of collection here is \"domain\"",
        )),
    }
}

async fn policies(State(tenant): Tenancy) -> Answer {
    let policies = tenant.state().policies;
    let rows = policies.iter().map(|(key, kept)| {
        let spec = &kept.spec;
        json!({
            "id": kept.id,
            "policyKey": key,
            "name": spec.get("name"),
            "type": spec.get("type"),
            "staged": read::is_true(spec, "staged"),
            "template": read::is_true(spec, "template"),
            "certification": spec.get("certification"),
        })
    });
    Ok(Json(rows.collect()))
}

fn as_admin(tenant: &Tenant) -> Result<(), Refusal> {
    if tenant.admin {
        return Ok(());
    }
    Err(Refusal::new(
        403,
        "This takes a permission that the owner of the API key lacks",
    ))
}

/// The keys of attributes come back in lower case.
fn lower_cased(attributes: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, &Vec<String>> {
    let pairs = attributes.iter();
    pairs
        .map(|(key, values)| (key.to_lowercase(), values))
        .collect()
}

/// The rows that are asked for, and how many there are on all pages.
fn hits(query: &Parameters, mut rows: Vec<Value>) -> Answer {
    rows.retain(|row| is_found(query, row));
    let count = rows.len();
    let mut rows = page(query, rows)?;
    for row in &mut rows {
        let kept: &[&str] = match (flag(query, "idOnly")?, flag(query, "nameOnly")?) {
            (true, _) => &["id"],
            (_, true) => &["id", "name"],
            _ => continue,
        };
        if let Some(row) = row.as_object_mut() {
            row.retain(|key, _| kept.contains(&key.as_str()));
        }
    }
    Ok(Json(json!({ "hits": rows, "count": count })))
}

fn page(query: &Parameters, rows: Vec<Value>) -> Result<Vec<Value>, Refusal> {
    let whole = |name: &str, default: usize| -> Result<usize, Refusal> {
        let number = number(query, name)?;
        Ok(number.map_or(default, |number| number.try_into().unwrap_or(0)))
    };
    let (offset, size) = (whole("offset", 0)?, whole("size", PAGE)?);
    Ok(rows.into_iter().skip(offset).take(size).collect())
}

/// Whether a row's name contains what is searched for, in any casing.
fn is_found(query: &Parameters, row: &Value) -> bool {
    let Some(wanted) = text(query, "searchText") else {
        return true;
    };
    let name = read::text(row, "name").unwrap_or_default();
    name.to_lowercase().contains(&wanted.to_lowercase())
}
