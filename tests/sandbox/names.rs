//! The endpoints that list what exists.

use super::Guest;
use serde_json::{Value, json};

/// The names of the rows under a key, or of a bare list.
fn names(body: &Value, key: &str) -> Vec<String> {
    let rows = if key.is_empty() { body } else { &body[key] };
    let rows = rows.as_array().expect("a list").iter();
    rows.map(|row| row["name"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn tags_are_searched_and_limited() {
    let guest = Guest::new().await;
    let list = async |query: &str| names(&guest.get(&format!("/tag{query}")).await.body, "");
    assert_eq!(
        list("?searchText=pii").await,
        ["PII", "PII.Email", "PII.Phone"]
    );
    assert_eq!(list("?searchText=PII&limit=2").await, ["PII", "PII.Email"]);
    let all = list("?searchText=pii&includeAllSystemTags=true").await;
    assert_eq!(all.len(), 5, "{all:?}");
    assert!(all.contains(&"Discovered.PII.Email".to_owned()));
    let without = list("?searchText=pii&includeAllSystemTags=true&excludedHierarchies[]=PII").await;
    assert_eq!(without, ["Discovered.PII", "Discovered.PII.Email"]);
    let less = "&excludedHierarchies[]=PII&excludedHierarchies[]=Discovered";
    let without = list(&format!("?searchText=pii&includeAllSystemTags=true{less}")).await;
    assert_eq!(without, [""; 0]);
    assert_eq!(list("?excludedSource=curated").await, [""; 0]);
    assert_eq!(list("?source=elsewhere").await, [""; 0]);
    let rows = guest.get("/tag?searchText=pii").await.body;
    assert_eq!(rows[0]["hasLeafNodes"], true);
    assert_eq!(rows[1]["hasLeafNodes"], false);
    assert_eq!(rows[1]["displayName"], "Email");
    assert_eq!(rows[1]["source"], "curated");
}

#[tokio::test]
async fn purposes_come_as_a_tree_when_asked() {
    let guest = Guest::new().await;
    let list = guest.get("/governance/purpose?noLimit=true").await.body;
    assert_eq!(names(&list, "purposes"), ["Fraud detection", "Research"]);
    assert_eq!(list["count"], 2);
    let id = &list["purposes"][1]["id"];
    let flat = guest.get(&format!("/governance/purpose/{id}")).await.body;
    assert_eq!(flat["subpurposes"], json!([]));
    let address = format!("/governance/purpose/{id}?includeSubpurposes=true");
    let tree = guest.get(&address).await.body;
    assert_eq!(
        names(&tree, "subpurposes"),
        ["Research.Churn", "Research.Pricing"]
    );
    assert_eq!(guest.get("/governance/purpose/0").await.status, 404);
}

#[tokio::test]
async fn pages_have_a_size_and_an_offset() {
    let guest = Guest::new().await;
    let mut all = Vec::new();
    for offset in [0, 3, 6, 9] {
        let address = format!("/dataSource?size=3&offset={offset}");
        let body = guest.get(&address).await.body;
        assert_eq!(body["count"], 8);
        all.extend(names(&body, "hits"));
    }
    assert_eq!(all, names(&guest.get("/dataSource").await.body, "hits"));
    assert_eq!(all.len(), 8);
    assert_eq!(guest.get("/dataSource?size=many").await.status, 400);
    let body = guest.get("/bim/user?size=1&offset=1").await.body;
    assert_eq!(body["hits"][0]["userid"], "bo@example.com");
    assert_eq!(body["count"], 3);
    let body = guest.get("/project?size=0").await.body;
    assert_eq!(body, json!({ "hits": [], "count": 1 }));
    let body = guest.get("/domain?offset=1").await.body;
    assert_eq!(names(&body, "data"), ["Finance"]);
}

#[tokio::test]
async fn without_a_size_there_are_pages_too() {
    let guest = Guest::new().await;
    for number in 0..30 {
        let spec = format!("{{projectKey: p{number}, name: Project {number}}}");
        guest.pushed("project", &spec).await;
    }
    let body = guest.get("/project").await.body;
    assert_eq!(
        (names(&body, "hits").len(), &body["count"]),
        (25, &json!(31))
    );
}

#[tokio::test]
async fn data_sources_are_found_by_name() {
    let guest = Guest::new().await;
    let body = guest
        .get("/dataSource?searchText=ORDERS&nameOnly=true")
        .await
        .body;
    assert_eq!(names(&body, "hits"), ["orders", "public.orders"]);
    assert_eq!(body["hits"][0].as_object().expect("a mapping").len(), 2);
    let body = guest
        .get("/dataSource?schema=ledger&idOnly=true")
        .await
        .body;
    assert_eq!(body["count"], 2);
    assert_eq!(body["hits"][0].as_object().expect("a mapping").len(), 1);
    let row = guest.get("/dataSource/name/public.orders").await.body;
    assert_eq!(row["remoteTable"], "ORDERS");
    assert_eq!(row["blobHandlerType"], "Snowflake");
    assert_eq!(row["connectionString"], "acme-sales.example.com/SALES");
    assert_eq!(guest.get("/dataSource/name/nothing").await.status, 404);
}

#[tokio::test]
async fn people_are_listed() {
    let guest = Guest::new().await;
    let body = guest.get("/bim/group?searchText=analysts").await.body;
    assert_eq!(names(&body, "hits"), ["analysts", "web-analysts"]);
    let authorizations = &body["hits"][0]["authorizations"];
    assert_eq!(
        *authorizations,
        json!({ "department": ["Sales", "Finance"] })
    );
    let body = guest.get("/bim/user?userid=ADA").await.body;
    assert_eq!(body["hits"][0]["profile"]["name"], "Ada Example");
    assert_eq!(body["count"], 1);
    let body = guest.get("/bim/iam").await.body;
    assert_eq!(body[0]["id"], "bim");
    let body = guest.get("/bim/rpc/user/current").await.body;
    assert_eq!(body["userid"], "ada@example.com");
}

#[tokio::test]
async fn domains_are_at_two_addresses() {
    let guest = Guest::new().await;
    let new = guest.get("/domain").await.body;
    let old = guest.get("/collection?type=domain").await.body;
    assert_eq!(new, old);
    assert_eq!(names(&new, "data"), ["Sales", "Finance"]);
    assert_eq!(guest.get("/collection").await.status, 400);
}

#[tokio::test]
async fn policies_and_projects_are_listed() {
    let guest = Guest::new().await;
    let body = guest.get("/policy/global").await.body;
    assert_eq!(body[0]["policyKey"], "PII: open to auditors");
    assert_eq!(body[1]["type"], "data");
    let body = guest.get("/project?searchText=churn").await.body;
    assert_eq!(body["hits"][0]["projectKey"], "churn-analysis");
}

#[tokio::test]
async fn without_admin_people_stay_unknown() {
    let guest = Guest::of(false).await;
    for address in ["/bim/group", "/bim/user", "/bim/iam"] {
        let answer = guest.get(address).await;
        assert_eq!(answer.status, 403, "{address}");
        assert_eq!(answer.body["error"], "Forbidden");
    }
    for address in ["/bim/rpc/user/current", "/tag", "/domain"] {
        assert_eq!(guest.get(address).await.status, 200, "{address}");
    }
}
