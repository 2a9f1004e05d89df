//! Lists from tenants that answer well, badly, and without end.

use super::fixture::{many_tags, names};
use super::*;
use crate::catalog::{name_list, name_lists};
use serde_json::{Value, json};
use std::time::SystemTime;

/// The list of a kind of name that a tenant gives who answers like this, and what it was asked.
fn fetched(kind: &str, tenant: impl Fn(&Query) -> Option<Value>) -> (Fetched, Vec<Query>) {
    let mut fetch = Fetch::new(name_list(kind).unwrap()).unwrap();
    let mut asked = Vec::new();
    while let Some(query) = fetch.query() {
        fetch.answer(tenant(&query).as_ref());
        asked.push(query);
        assert!(asked.len() <= 400, "there is no end to it");
    }
    (fetch.finish(), asked)
}

fn list(kind: &str, tenant: impl Fn(&Query) -> Option<Value>) -> List {
    fetched(kind, tenant).0.list
}

fn shown(list: &List) -> Vec<&str> {
    list.entries()
        .iter()
        .map(|name| name.name.as_str())
        .collect()
}

fn parameter(query: &Query, name: &str) -> usize {
    let mut all = query.parameters.iter();
    let value = all.find(|(other, _)| *other == name);
    value.map_or(0, |(_, value)| value.parse().unwrap())
}

/// What a tenant of so many projects says.
fn projects(query: &Query, all: usize, at_once: usize) -> Vec<Value> {
    let offset = parameter(query, "offset");
    let size = parameter(query, "size").min(at_once);
    let part = offset.min(all)..(offset + size).min(all);
    part.map(|index| json!({"id": index, "name": format!("Project {index}")}))
        .collect()
}

#[test]
fn a_list_that_comes_whole_is_complete() {
    let (tags, asked) = fetched("tag", |_| {
        Some(json!([
            {"id": 1, "name": "PII", "hasLeafNodes": true, "deleted": false},
            {"id": 2, "name": "PII.Email", "description": "An address", "hasLeafNodes": false},
            {"id": 3, "name": "Old", "deleted": true},
        ]))
    });
    assert_eq!(asked[0].path, "/tag");
    assert_eq!(
        asked[0].parameters,
        [
            ("includeAllSystemTags", "true".to_owned()),
            ("limit", "50000".to_owned())
        ]
    );
    assert_eq!(asked.len(), 1);
    assert_eq!(tags.list.state(), State::Complete);
    assert_eq!(shown(&tags.list), ["PII", "PII.Email"]);
    let email = tags.list.find("pii.email").unwrap();
    assert_eq!(email.description.as_deref(), Some("An address"));
    assert_eq!(email.id.as_deref(), Some("2"));
}

#[test]
fn a_tag_whose_children_are_not_listed_makes_the_list_incomplete() {
    let tags = list("tag", |_| {
        Some(json!([{"name": "PII", "hasLeafNodes": true}, {"name": "New"}]))
    });
    assert_eq!(tags.state(), State::Incomplete);
    assert_eq!(shown(&tags), ["New", "PII"]);
}

#[test]
fn subpurposes_are_part_of_the_list() {
    let nested = list("purpose", |query| {
        assert_eq!(query.parameters, [("noLimit", "true".to_owned())]);
        Some(
            json!({"count": 1, "purposes": [{"id": 1, "name": "Research", "subpurposes": [
                {"id": 2, "name": "Research.Churn", "subpurposes": [{"id": 3, "name": "Research.Churn.Survey"}]},
                {"id": 4, "name": "Research.Old", "deleted": true},
            ]}]}),
        )
    });
    assert_eq!(
        shown(&nested),
        ["Research", "Research.Churn", "Research.Churn.Survey"]
    );
    assert_eq!(nested.state(), State::Complete);
    // Whether there are none, or they were left out, cannot be told.
    let flat = list("purpose", |_| {
        Some(json!({"purposes": [{"name": "Research"}, {"name": "Sales"}], "count": 2}))
    });
    assert_eq!(flat.state(), State::Incomplete);
    // With ids, each can be asked about.
    let roots = json!({"purposes": [{"id": 7, "name": "Research", "subpurposes": []}, {"id": 8, "name": "Sales"}]});
    for (of_sales, state) in [
        (Some(json!({"id": 8, "name": "Sales"})), State::Complete),
        (None, State::Incomplete),
    ] {
        let asked = list("purpose", |query| match query.path.as_str() {
            "/governance/purpose/7" => {
                assert_eq!(
                    query.parameters,
                    [("includeSubpurposes", "true".to_owned())]
                );
                Some(
                    json!({"id": 7, "name": "Research", "subpurposes": [{"id": 9, "name": "Research.Churn"}]}),
                )
            }
            "/governance/purpose/8" => of_sales.clone(),
            _ => Some(roots.clone()),
        });
        assert_eq!(shown(&asked), ["Research", "Research.Churn", "Sales"]);
        assert_eq!(asked.state(), state);
    }
    // An id that is no plain word would lead elsewhere.
    let odd = list("purpose", |query| {
        assert_eq!(query.path, "/governance/purpose");
        Some(json!([{"id": "../../tag", "name": "Research"}]))
    });
    assert_eq!(odd.state(), State::Incomplete);
    let none = list("purpose", |_| Some(json!({"purposes": [], "count": 0})));
    assert_eq!(none.state(), State::Complete);
}

#[test]
fn pages_are_followed_to_the_end() {
    // As many at once as are asked for, fewer than that, and all at once.
    for at_once in [250, 100, 1] {
        let all = if at_once == 1 { 30 } else { 620 };
        let (found, asked) = fetched("project", |query| {
            Some(json!({"hits": projects(query, all, at_once), "count": all}))
        });
        assert_eq!(found.list.state(), State::Complete, "{at_once}");
        assert_eq!(found.list.entries().len(), all);
        // And one that nothing comes of.
        assert_eq!(asked.len(), all.div_ceil(at_once) + 1);
        assert_eq!(parameter(&asked[1], "offset"), at_once);
    }
    // The count is that of the page.
    let (found, _) = fetched("project", |query| {
        let page = projects(query, 620, 250);
        Some(json!({"count": page.len(), "hits": page}))
    });
    assert_eq!(
        (found.list.entries().len(), found.list.state()),
        (620, State::Complete)
    );
    // The whole list, whatever part of it is asked for; and beyond its end, a refusal.
    let (found, asked) = fetched("project", |_| {
        Some(json!({"hits": [{"name": "A"}], "count": 1}))
    });
    assert_eq!((asked.len(), found.list.state()), (2, State::Complete));
    let found = list("project", |query| {
        let page = projects(query, 3, 250);
        (!page.is_empty()).then(|| json!({"hits": page, "count": 3}))
    });
    assert_eq!((found.entries().len(), found.state()), (3, State::Complete));
    // Nobody says how many there are.
    let (found, asked) = fetched("domain", |query| {
        Some(json!({"data": projects(query, 300, 250)}))
    });
    assert_eq!(found.list.state(), State::Complete);
    assert_eq!((found.list.entries().len(), asked.len()), (300, 3));
}

#[test]
fn what_never_ends_is_ended() {
    // The same page again and again.
    let (found, asked) = fetched("domain", |_| Some(json!([{"name": "A", "id": "1"}])));
    assert_eq!(found.list.state(), State::Incomplete);
    assert_eq!((shown(&found.list), asked.len()), (vec!["A"], 2));
    // Always something new.
    let (found, asked) = fetched("project", |query| {
        Some(json!({"hits": projects(query, usize::MAX, 10), "count": 1_000_000}))
    });
    assert_eq!(found.list.state(), State::Incomplete);
    assert_eq!((found.list.entries().len(), asked.len()), (2_000, 200));
    let (found, _) = fetched("project", |query| {
        let offset = parameter(query, "offset");
        let page = (offset..offset + 30_000).map(|index| json!({"name": index.to_string()}));
        Some(json!({"hits": page.collect::<Vec<_>>()}))
    });
    assert_eq!(found.list.state(), State::Incomplete);
    assert_eq!(found.list.entries().len(), 50_000);
    // As many as were asked for at most: there may be more.
    let tags = list("tag", |query| {
        let all = 0..parameter(query, "limit");
        let all = all.map(|index| json!({"name": index.to_string()}));
        Some(Value::Array(all.collect()))
    });
    assert_eq!(tags.state(), State::Incomplete);
}

#[test]
fn fewer_than_are_counted_are_not_all() {
    let found = list("project", |query| {
        Some(json!({"hits": projects(query, 3, 250), "count": 4}))
    });
    assert_eq!(
        (found.entries().len(), found.state()),
        (3, State::Incomplete)
    );
    let found = list("purpose", |_| {
        Some(json!({"purposes": [{"name": "A"}, {"name": "A.B"}], "count": 3}))
    });
    assert_eq!(found.state(), State::Incomplete);
}

#[test]
fn what_cannot_be_read_is_passed_over() {
    let found = list("identity manager", |_| {
        Some(
            json!([{"id": "bim", "displayname": "Immuta"}, {"displayname": "?"}, 7, null, {"id": ""}, {"id": "a\nb"}]),
        )
    });
    assert_eq!(
        (shown(&found), found.state()),
        (vec!["bim"], State::Incomplete)
    );
    for nonsense in [json!(null), json!("no"), json!({"hits": {}}), json!({})] {
        for kind in name_lists().iter().filter(|list| list.asked().is_some()) {
            let found = list(kind.name, |_| Some(nonsense.clone()));
            assert_eq!(
                found.state(),
                State::Unavailable,
                "{nonsense} {}",
                kind.name
            );
        }
    }
}

#[test]
fn a_failure_leaves_what_came() {
    let found = list("project", |query| {
        let offset = parameter(query, "offset");
        (offset == 0).then(|| json!({"hits": projects(query, 600, 250), "count": 600}))
    });
    assert_eq!(
        (found.entries().len(), found.state()),
        (250, State::Incomplete)
    );
    assert_eq!(list("group", |_| None).state(), State::Unavailable);
}

#[test]
fn what_is_left_midway_is_incomplete() {
    let mut fetch = Fetch::new(name_list("project").unwrap()).unwrap();
    fetch.answer(Some(&json!({"hits": [{"name": "A"}], "count": 2})));
    assert!(fetch.query().is_some());
    let found = fetch.finish().list;
    assert_eq!(
        (shown(&found), found.state()),
        (vec!["A"], State::Incomplete)
    );
}

#[test]
fn texts_without_measure_are_not_kept() {
    let tags = list("tag", |_| {
        let long = "ä".repeat(600);
        Some(json!([{"name": "A", "description": long}, {"name": long}]))
    });
    assert_eq!((shown(&tags), tags.state()), (vec!["A"], State::Incomplete));
    let description = tags.find("A").unwrap().description.as_ref().unwrap();
    assert_eq!(*description, "ä".repeat(500) + "…");
    let mut names = Names::new("tenant.example.com", SystemTime::now());
    for (kind, key) in [("user", "userid"), ("group", "name")] {
        let values: Vec<_> = (0..40_000).map(|value| format!("{kind} {value}")).collect();
        let (found, _) = fetched(kind, |_| {
            Some(json!({"hits": [{key: "a", "authorizations": {"all": values}}], "count": 1}))
        });
        names.add(name_list(kind).unwrap(), found);
    }
    let attributes = names.list(name_list("attribute").unwrap()).unwrap();
    assert_eq!(attributes.find("all").unwrap().values.len(), 49_999);
}

#[test]
fn where_one_request_fails_the_next_is_made() {
    let (found, asked) = fetched("domain", |query| {
        let known =
            query.path == "/collection" && query.parameters.contains(&("type", "domain".into()));
        known.then(|| json!({"data": projects(query, 1, 250)}))
    });
    assert_eq!(
        (shown(&found.list), found.list.state()),
        (vec!["Project 0"], State::Complete)
    );
    let paths: Vec<_> = asked.iter().map(|query| query.path.as_str()).collect();
    assert_eq!(paths, ["/domain", "/collection", "/collection"]);
}

#[test]
fn attributes_are_those_that_users_and_groups_have() {
    let mut names = Names::new("tenant.example.com", SystemTime::now());
    let attributes = name_list("attribute").unwrap();
    assert!(names.list(attributes).is_none());
    for (kind, entry) in [
        (
            "user",
            json!({"userid": "ann", "authorizations": {"department": ["it"], "level": "3"}}),
        ),
        (
            "group",
            json!({"name": "all", "authorizations": {"department": ["finance", "it"]}}),
        ),
    ] {
        let (found, _) = fetched(kind, |_| Some(json!({"hits": [entry], "count": 1})));
        assert_eq!(found.list.state(), State::Complete);
        names.add(name_list(kind).unwrap(), found);
    }
    let list = names.list(attributes).unwrap();
    assert_eq!(list.state(), State::Incomplete);
    assert_eq!(list.find("Department").unwrap().values, ["finance", "it"]);
    assert_eq!(list.find("level").unwrap().values, ["3"]);
}

#[test]
fn names_are_found_in_any_case() {
    let names = names("complete: {tag: {pii: , PII: , Other: }, domain: {A: {id: Abc-1}}}");
    let tags = names.list(name_list("tag").unwrap()).unwrap();
    let found = |text: &str| tags.find(text).map(|name| name.name.as_str());
    assert_eq!(found("PII"), Some("PII"));
    assert_eq!(found("pii"), Some("pii"));
    assert_eq!(found("OTHER"), Some("Other"));
    assert_eq!(found("pi"), None);
    let domains = names.list(name_list("domain").unwrap()).unwrap();
    assert_eq!(domains.find_id("abc-1").unwrap().name, "A");
    assert!(domains.find_id("abc").is_none() && domains.find_id("abd").is_none());
}

#[test]
fn what_fits_best_comes_first() {
    let names = names(
        "complete: {tag: {PII.Email: , PII.Email Address: , Email: , Mail.PII: , Empirical: , Tail: , eemail: }}",
    );
    let tags = names.list(name_list("tag").unwrap()).unwrap();
    let fitting = |typed: &str, most| {
        let (found, all) = tags.fitting(typed, most);
        (
            found
                .iter()
                .map(|name| name.name.as_str())
                .collect::<Vec<_>>(),
            all,
        )
    };
    assert_eq!(
        fitting("email", 10),
        (
            vec!["Email", "PII.Email", "PII.Email Address", "eemail"],
            true
        )
    );
    assert_eq!(fitting("email", 2), (vec!["Email", "PII.Email"], false));
    assert_eq!(fitting("eil", 1), (vec!["eemail"], false));
    assert_eq!(fitting("", 10).0.len(), 7);
    assert_eq!(fitting("xyz", 10), (vec![], true));
}

#[test]
fn who_may_have_been_meant_is_among_many() {
    let names = many_tags(50_000);
    let tags = names.list(name_list("tag").unwrap()).unwrap();
    for (written, meant) in [
        ("Billing.Zone", None),
        ("Catalog.Area7.Tga00107", Some("Catalog.Area7.Tag00107")),
        ("Catalog.Are7.Tag00107", Some("Catalog.Area7.Tag00107")),
        ("Tag00107", Some("Catalog.Area7.Tag00107")),
    ] {
        let like = tags.like(written);
        assert!(like.len() < 5_000, "{written}: {}", like.len());
        if let Some(meant) = meant {
            assert!(like.contains(&meant), "{written}");
        }
    }
}
