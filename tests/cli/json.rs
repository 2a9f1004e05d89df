use super::*;

#[test]
fn is_one_object_of_this_form() {
    let folder = Folder::new().with("a.yaml", with_error());
    let ran = folder.run(&["check", "--format", "json", "a.yaml"]);
    assert_eq!(ran.code, 1);
    let mut report = ran.json();
    let message = report["diagnostics"][0]["message"].take();
    assert!(
        message
            .as_str()
            .is_some_and(|text| text.contains("`trino`")),
        "{message}"
    );
    let url = report["diagnostics"][0]["url"].take();
    assert!(
        url.as_str().is_some_and(|url| url.starts_with("https://")),
        "{url}"
    );
    assert_eq!(
        report,
        json!({
            "version": 1,
            "files": 1,
            "diagnostics": [{
                "path": "a.yaml",
                "kind": "data",
                "code": "invalid-value",
                "severity": "error",
                "message": null,
                "range": {"start": {"line": 3, "column": 12}, "end": {"line": 3, "column": 17}},
                "url": null,
                "fix": true,
            }],
        })
    );
    assert!(
        ran.out.ends_with("}\n") && ran.out.lines().count() == 1,
        "one line"
    );
}

#[test]
fn has_the_other_places_that_belong_to_a_diagnostic() {
    let folder = Folder::new().with("a.yaml", format!("{CLEAN}connectionKey: again\n"));
    let report = folder.run(&["check", "--format", "json"]).json();
    let diagnostics = report["diagnostics"].as_array().expect("a list");
    let twice = diagnostics.iter().find(|d| d["code"] == "duplicate-key");
    let range = json!({"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 14}});
    assert_eq!(
        twice.expect("the mistake")["related"],
        json!([{ "path": "a.yaml", "range": range, "message": "First used here" }])
    );
}

#[test]
fn says_so_where_nothing_is_found() {
    let folder = Folder::new()
        .with("a.yaml", CLEAN)
        .with("b.yaml", "services: {}\n");
    let report = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(report, json!({"version": 1, "files": 2, "diagnostics": []}));
}

#[test]
fn counts_characters_from_1() {
    // In front of the mistake: two bytes that are one character, four bytes that are one, too.
    let folder = Folder::new().with(
        "a.json",
        "{\"connectionKey\": \"é😀\", \"connection\": {\"handler\": \"trino\"}}",
    );
    let report = folder.run(&["check", "--format", "json", "a.json"]).json();
    let diagnostics = report["diagnostics"].as_array().expect("a list");
    let found = diagnostics
        .iter()
        .find(|d| d["code"] == "invalid-value")
        .expect("the mistake");
    let range = json!({"start": {"line": 1, "column": 51}, "end": {"line": 1, "column": 58}});
    assert_eq!(found["range"], range);
}

#[test]
fn columns_do_not_depend_on_line_ends_or_a_byte_order_mark() {
    let dressed = format!("\u{feff}{}", with_error().replace('\n', "\r\n"));
    let folder = Folder::new()
        .with("a.yaml", with_error())
        .with("b.yaml", dressed);
    let report = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(
        report["diagnostics"][0]["range"],
        report["diagnostics"][1]["range"]
    );
    let first = folder.run(&["check", "--format", "json", "-"]).json();
    assert_eq!(first["diagnostics"], json!([]));
}

#[test]
fn is_sorted_by_path_and_position() {
    let two = format!("{}---\n{}", with_warning(), with_error());
    let folder = Folder::new()
        .with("b/a.yaml", with_error())
        .with("a.yaml", format!("# immuta-ls: ignore[template]\n{two}"))
        .with("b.yaml", with_error());
    let expected = [
        "a.yaml:1 unused-ignore hint",
        "a.yaml:7 removes-owners warning",
        "a.yaml:14 invalid-value error",
        "b.yaml:3 invalid-value error",
        "b/a.yaml:3 invalid-value error",
    ];
    assert_eq!(folder.found(&["b", "b.yaml", "a.yaml"]), expected);
    assert_eq!(folder.found(&[]), expected, "the folder itself");
}

#[test]
fn has_each_file_once() {
    let folder = Folder::new().with("a/b.yaml", with_error());
    let report = folder
        .run(&["check", "--format", "json", "a", "a/b.yaml", ".", "./a"])
        .json();
    assert_eq!(report["files"], 1);
    assert_eq!(
        folder.found(&["a", "a/b.yaml", ".", "./a"]),
        ["a/b.yaml:3 invalid-value error"]
    );
}

/// The work is shared among the cores; the order is not theirs.
#[test]
fn of_many_files_is_the_same_every_time() {
    let mut folder = Folder::new();
    for number in 0..200 {
        let content = match number % 3 {
            0 => with_error(),
            1 => with_warning(),
            _ => "services: {}\n".to_owned(),
        };
        folder = folder.with(&format!("{}/{number}.yaml", number % 7), content);
    }
    let first = folder.run(&["check", "--format", "json"]);
    assert_eq!(first.json()["files"], 200);
    let found = folder.found(&[]);
    let mut sorted = found.clone();
    sorted.sort_by(|a, b| a.split(':').next().cmp(&b.split(':').next()));
    assert_eq!(found, sorted);
    for _ in 0..5 {
        assert_eq!(folder.run(&["check", "--format", "json"]).out, first.out);
    }
}
