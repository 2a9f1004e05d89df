//! Who may come in, how bodies are read, and what is kept of a request.

use super::{Guest, KEY, answer, example};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn the_key_lets_in_with_and_without_a_scheme() {
    let guest = Guest::new().await;
    let status = async |authorization: Option<&str>| {
        let mut request = guest.request(Method::GET, "/bim/rpc/user/current");
        if let Some(authorization) = authorization {
            request = request.header("Authorization", authorization);
        }
        let answer = answer(request.send().await.expect("an answer")).await;
        (answer.status, answer.body["error"].clone())
    };
    assert_eq!(status(Some(KEY)).await, (200, Value::Null));
    assert_eq!(
        status(Some(&format!("Bearer {KEY}"))).await,
        (200, Value::Null)
    );
    let no = || (401, json!("Unauthorized"));
    assert_eq!(status(None).await, no());
    assert_eq!(status(Some("")).await, no());
    assert_eq!(status(Some("another")).await, no());
    assert_eq!(status(Some(&format!("Basic {KEY}"))).await, no());
}

#[tokio::test]
async fn without_a_key_nothing_is_pushed() {
    let guest = Guest::new().await;
    let before = guest.state();
    let request = guest.request(Method::POST, "/api/v2/purpose");
    let response = request.body("name: Anything").send().await;
    assert_eq!(response.expect("an answer").status(), 401);
    assert_eq!(before, guest.state());
}

#[tokio::test]
async fn json_and_yaml_are_read() {
    let guest = Guest::new().await;
    let push = async |content_type: &str, body: &str| {
        let request = guest.request(Method::POST, "/api/v2/purpose?dryRun=true");
        let request = request.header("Content-Type", content_type);
        let answer = super::send(request.body(body.to_owned())).await;
        (answer.status, answer.body["message"].to_string())
    };
    for (content_type, body) in [
        ("application/json", r#"{"name": "Audit"}"#),
        ("application/json; charset=utf-8", r#"{"name": "Audit"}"#),
        ("text/plain", r#"{"name": "Audit"}"#),
        ("text/plain", "name: Audit"),
        (
            "application/x-yaml",
            "\u{feff}x: &x {name: Audit}\n<<: *x\n",
        ),
    ] {
        let (status, message) = push(content_type, body).await;
        let merged = body.contains("<<");
        assert_eq!(status, if merged { 422 } else { 200 }, "{body}: {message}");
    }
    for (content_type, body) in [
        ("application/json", "name: Audit"),
        ("text/plain", "name: [Audit"),
        ("text/plain", "name: Audit\n---\nname: Research\n"),
    ] {
        let (status, message) = push(content_type, body).await;
        assert_eq!(status, 400, "{body}: {message}");
        assert!(message.contains("cannot be read"), "{message}");
    }
    assert_eq!(push("text/plain", "").await.0, 422);
    assert_eq!(push("text/plain", "- a\n- b").await.0, 422);
}

#[tokio::test]
async fn parameters_are_read_strictly() {
    let guest = Guest::new().await;
    let spec = example("research.purpose.yaml");
    for endpoint in [
        "purpose?dryRun=yes",
        "purpose?reAcknowledgeRequired=1",
        "data?wait=long",
    ] {
        assert_eq!(guest.push(endpoint, &spec).await.status, 400, "{endpoint}");
    }
    let spec = example("redshift.data.json");
    assert_eq!(
        guest.push("data?dryRun=true&wait=-1", &spec).await.status,
        200
    );
}

#[tokio::test]
async fn elsewhere_there_is_nothing() {
    let guest = Guest::new().await;
    assert_eq!(guest.get("/api/v2/nothing").await.status, 404);
    assert_eq!(guest.get("/api/v2/data").await.status, 405);
}

#[tokio::test]
async fn requests_are_kept() {
    let guest = Guest::new().await;
    guest.push("purpose?dryRun=true", "name: Audit").await;
    guest.get("/tag?limit=1").await;
    let requests = guest.sandbox.tenant.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].method, "POST");
    assert_eq!(requests[0].path, "/api/v2/purpose");
    assert_eq!(requests[0].query, "dryRun=true");
    assert_eq!(requests[0].headers["authorization"], KEY);
    assert_eq!(requests[0].headers["content-type"], "text/plain");
    assert_eq!(requests[0].body, "name: Audit");
    assert_eq!(requests[1].path, "/tag");

    // The same over HTTP, for tests that are not written in Rust; asking leaves no trace.
    let told = guest.get("/sandbox/requests").await;
    assert_eq!(told.body, json!(requests));
    assert_eq!(guest.sandbox.tenant.requests().len(), 2);
    let state = guest.get("/sandbox/state").await.body;
    assert_eq!(
        state,
        serde_json::from_str::<Value>(&guest.state()).expect("JSON")
    );
}
