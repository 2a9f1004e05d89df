//! The sandbox tenant does what its README says. See `examples/sandbox-tenant/`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on says so and stops"
)]

#[path = "../../examples/sandbox-tenant/sandbox/mod.rs"]
mod sandbox;

mod access;
mod data;
mod names;
mod objects;

use sandbox::{Options, Sandbox};
use serde_json::Value;
use std::path::Path;

const KEY: &str = "key-of-a-test";

/// A tenant, and somebody who talks to it.
struct Guest {
    sandbox: Sandbox,
    http: reqwest::Client,
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: u16,
    body: Value,
}

impl Guest {
    async fn new() -> Self {
        Self::of(true).await
    }

    /// A guest whose key may list people, or not.
    async fn of(admin: bool) -> Self {
        // The client wants one even for plain HTTP; a second test in this process finds it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let options = Options {
            port: 0,
            key: KEY.to_owned(),
            admin,
        };
        Self {
            sandbox: Sandbox::start(options).await.expect("it starts"),
            http: reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client"),
        }
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.sandbox.url);
        self.http.request(method, url)
    }

    async fn get(&self, path: &str) -> Answer {
        send(self.request(reqwest::Method::GET, path)).await
    }

    async fn delete(&self, path: &str) -> Answer {
        send(self.request(reqwest::Method::DELETE, path)).await
    }

    /// Pushes a YAML spec to an endpoint, `data?dryRun=true` for example, as the documents show it.
    async fn push(&self, endpoint: &str, spec: &str) -> Answer {
        let request = self.request(reqwest::Method::POST, &format!("/api/v2/{endpoint}"));
        let request = request.header("Content-Type", "text/plain");
        send(request.body(spec.to_owned())).await
    }

    /// The same for a spec that is accepted.
    async fn pushed(&self, endpoint: &str, spec: &str) -> Value {
        let answer = self.push(endpoint, spec).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// The same for a spec that is refused: the path, code and message of each problem.
    async fn refused(&self, endpoint: &str, spec: &str) -> String {
        let before = self.state();
        let answer = self.push(endpoint, spec).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert_eq!(before, self.state());
        let problems = answer.body["validation"].as_array().expect("a list");
        let lines: Vec<_> = problems
            .iter()
            .map(|problem| {
                let text = |key: &str| problem[key].as_str().expect("a text");
                format!("{}: {}: {}", text("path"), text("code"), text("message"))
            })
            .collect();
        lines.join("\n")
    }

    fn state(&self) -> String {
        self.sandbox.tenant.dump().expect("the state")
    }
}

async fn send(request: reqwest::RequestBuilder) -> Answer {
    let request = request.header("Authorization", KEY);
    answer(request.send().await.expect("an answer")).await
}

async fn answer(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let text = response.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    Answer { status, body }
}

/// A spec of the examples.
fn example(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    std::fs::read_to_string(folder.join(name)).expect("an example")
}

/// The names in a list of an answer.
fn names(body: &Value, key: &str) -> Vec<String> {
    let items = body[key].as_array().expect("a list").iter();
    items
        .map(|item| item.as_str().expect("a text").to_owned())
        .collect()
}

/// Every spec among the examples that is not broken on purpose is taken, as it is written, and each does something of
/// its own.
#[tokio::test]
async fn the_examples_are_accepted() {
    let guest = Guest::new().await;
    let before = guest.state();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut lines = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_str().expect("a name");
        let parts: Vec<_> = name.split('.').collect();
        let [stem, kind, _] = parts[..] else { continue };
        if stem.starts_with("broken") || kind == "immuta-test" {
            continue;
        }
        let endpoint = format!("{kind}?dryRun=true");
        let body = guest.pushed(&endpoint, &example(name)).await;
        assert_eq!(body["dryRun"], true, "{name}");
        lines.push(format!("{stem}: {}", effect(&body)));
    }
    lines.sort();
    assert_eq!(before, guest.state());
    expect_test::expect![[r#"
        bigquery: 2 creating
        churn: creatingWorkspace, 1 numberOfDataSourcesAdded, 1 numberOfDataSourcesRemoved, updating
        databricks: 3 creating
        mask-pii: updating
        redshift: 2 noChange
        research: updating
        snowflake-key-pair: 1 creating, 1 deleting, 1 noChange, tagsUpdated, 1 updating
        subscribe-finance: creating"#]]
    .assert_eq(&lines.join("\n"));
}

/// What an answer tells of, with the lengths of its lists; what it denies and ids left out.
fn effect(body: &Value) -> String {
    let entries = body.as_object().expect("a mapping").iter();
    let entries = entries.filter(|(key, _)| *key != "dryRun" && !key.ends_with("Id"));
    let told = entries.filter_map(|(key, value)| match value {
        Value::Bool(true) => Some(key.clone()),
        Value::Number(number) if number.as_u64() != Some(0) => Some(format!("{number} {key}")),
        Value::Array(items) if !items.is_empty() => Some(format!("{} {key}", items.len())),
        _ => None,
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The templates of the catalog have the form that the tenant asks for, whatever they name.
#[tokio::test]
async fn the_templates_are_well_formed() {
    let guest = Guest::new().await;
    for kind in immuta_ls::catalog::kinds() {
        for template in kind.templates {
            let endpoint = format!("{}?dryRun=true", kind.name);
            let answer = guest.push(&endpoint, &template.text()).await;
            let validation = answer.body.get("validation");
            let problems = validation.and_then(Value::as_array);
            for problem in problems.into_iter().flatten() {
                assert_eq!(
                    problem["code"], "reference",
                    "{}: {problem}",
                    template.label
                );
            }
            let known = matches!(answer.status, 200 | 422);
            assert!(known, "{}: {answer:?}", template.label);
        }
    }
}
