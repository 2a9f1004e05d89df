//! Settings that are wrong are told where the user is; settings that change are in force at once.

use crate::client::{Client, capabilities, notification};
use serde_json::{Value, json};

const SETTINGS: &str = "file:///nowhere/immuta-ls.yaml";

fn messages(diagnostics: &[Value]) -> Vec<(u64, &str)> {
    let told = diagnostics.iter().map(|one| {
        let line = one["range"]["start"]["line"].as_u64().expect("a line");
        (line, one["message"].as_str().expect("a message"))
    });
    told.collect()
}

#[test]
fn a_settings_file_has_its_mistakes_where_they_are() {
    let mut client = Client::start(capabilities());
    client.open(
        SETTINGS,
        "rules:\n  synatx: off\nfiles:\n  exclude: ['[']\n",
    );
    let told = client.pushed(SETTINGS, 1);
    assert_eq!(
        messages(&told),
        [
            (
                1,
                "Unknown rule `synatx` in `rules`. Did you mean `syntax`?"
            ),
            (
                3,
                "`files.exclude`: `[` is not a glob: unclosed character class; missing ']'."
            ),
        ]
    );
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": SETTINGS, "version": 2 }, "contentChanges": [{ "text": "rules: {syntax: off}\n" }] }),
    );
    assert_eq!(client.pushed(SETTINGS, 2), Vec::<Value>::new());
    client.stop();
}

#[test]
fn an_editor_is_told_of_its_own_settings_once() {
    let mut client = Client::spawn();
    let options = json!({ "rules": { "synatx": "off", "syntax": "loud" }, "files": { "exclude": [format!("{}b{}", "{a,".repeat(125), "}".repeat(125))] } });
    client.shake_hands(json!({ "capabilities": capabilities(), "initializationOptions": options }));
    let told = client.next("window/showMessage");
    let message = told["params"]["message"].as_str().expect("a message");
    assert!(
        message.starts_with("`immuta.files.exclude`: `{a,{a,")
            && message.ends_with("` is too complex. There are 2 more problems."),
        "{message}"
    );
    client.stop();
}

#[test]
fn of_settings_that_follow_each_other_closely_the_last_hold() {
    const SPEC: &str = "file:///nowhere/a.yaml";
    let mut client = Client::start(capabilities());
    client.open(SPEC, "policyKey: k\nname: [\n");
    let has_syntax = |told: &[Value]| told.iter().any(|one| one["code"] == "syntax");
    assert!(has_syntax(&client.pushed(SPEC, 1)));
    let globs: Vec<_> = (0..2_000).map(|n| format!("**/{n}/*.yaml")).collect();
    let changed = |settings: Value| {
        let settings = json!({ "settings": { "immuta": settings } });
        notification("workspace/didChangeConfiguration", settings)
    };
    // The first take longer to read.
    client.send_all(&[
        changed(json!({ "files": { "exclude": globs }, "rules": { "syntax": "hint" } })),
        changed(json!({ "rules": { "syntax": "off" } })),
    ]);
    assert!(!has_syntax(&client.pushed(SPEC, 1)));
    client.quiet();
    client.stop();
}

#[test]
fn a_change_counts_when_the_client_says_so_however_soon() {
    let folder = std::env::temp_dir().join(format!("immuta-ls-watched-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let settings = folder.join("immuta-ls.yaml");
    let uri = |name: &str| format!("file://{}", folder.join(name).display());
    let spec = uri("a.yaml");
    std::fs::write(&settings, "rules: {syntax: hint}\n").expect("settings");
    let mut client = Client::start(capabilities());
    client.open(&spec, "policyKey: k\nname: [\n");
    let severity = |told: &[Value]| {
        let found = told.iter().find(|one| one["code"] == "syntax");
        found.and_then(|one| one["severity"].as_u64())
    };
    assert_eq!(severity(&client.pushed(&spec, 1)), Some(4));
    // As long as before, and within the same second: in place, and by another file under the name.
    for (content, expected) in [
        ("rules: {syntax: off }\n", None),
        ("rules: {syntax: hint}\n", Some(4)),
    ] {
        std::fs::remove_file(&settings).expect("the file goes");
        std::fs::write(&settings, content).expect("settings");
        client.notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": uri("immuta-ls.yaml"), "type": 2 }] }),
        );
        assert_eq!(severity(&client.pushed(&spec, 1)), expected, "{content}");
    }
    client.stop();
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}
