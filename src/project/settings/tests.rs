//! What settings say, and what is said of settings.

use super::{FileSettings, Settings, TenantSettings};
use serde_json::json;
use std::path::Path;

fn told(settings: &Settings) -> String {
    let problems: Vec<_> = settings.problems.iter().map(ToString::to_string).collect();
    problems.join("\n")
}

#[test]
fn a_glob_gives_a_file_its_kind_and_leaves_others_out() {
    let settings = Settings::from_yaml(
        "files:\n  exclude: ['old/**']\n  kinds:\n    data: [\"specs/**/*.yaml\"]\n",
    );
    assert_eq!(told(&settings), "");
    assert_eq!(
        settings
            .kind_of(Path::new("specs/a/b.yaml"))
            .map(|k| k.name),
        Some("data")
    );
    assert!(settings.kind_of(Path::new("b.yaml")).is_none());
    assert!(settings.leaves_out(Path::new("old/b.yaml")));
    assert!(!settings.leaves_out(Path::new("b.yaml")));
}

#[test]
fn a_repository_names_a_profile_and_no_host() {
    let text = "tenant: {url: 'https://evil.example.com', caFile: evil.pem, timeout: 1, profile: staging, key: x}\n";
    let settings = Settings::from_yaml(text);
    let only = TenantSettings {
        profile: Some("staging".to_owned()),
        ..TenantSettings::default()
    };
    assert_eq!(settings.tenant, only);
    let told = told(&settings);
    for key in ["url", "caFile", "timeout"] {
        assert!(
            told.contains(&format!("`tenant.{key}` is not read from a repository")),
            "{told}"
        );
    }
    assert!(told.contains("Unknown key `tenant.key`"), "{told}");
    let own = Settings::from_json(&json!({
        "tenant": {"url": "https://tenant.example.com", "timeout": 5, "caFile": "/own.pem"},
        "codeLens": false,
    }));
    assert_eq!(
        own.tenant.url.as_deref(),
        Some("https://tenant.example.com")
    );
    assert_eq!(own.tenant.timeout, Some(5));
    assert_eq!(own.code_lens, Some(false));
}

#[test]
fn each_mistake_is_told_with_its_line_and_key_and_the_rest_holds() {
    for (text, expected) in [
        (
            "files: [a]\n",
            "line 1: `files` must be a mapping, but it is a list.",
        ),
        (
            "rules: x\n",
            "line 1: `rules` must be a mapping, but it is a string.",
        ),
        (
            "rules:\n  syntax: loud\n",
            "line 2: `rules.syntax`: unknown severity `loud`. Use `error`, `warning`, `information`, `hint` or `off`.",
        ),
        (
            "rules:\n  syntax: eror\n",
            "line 2: `rules.syntax`: unknown severity `eror`. Did you mean `error`?",
        ),
        (
            "rules:\n  syntax: [off]\n",
            "line 2: `rules.syntax` must be a string, but it is a list.",
        ),
        (
            "rules:\n  syntax: 1\n",
            "line 2: `rules.syntax` must be a string, but it is an integer.",
        ),
        (
            "rules:\n  synatx: off\n",
            "line 2: Unknown rule `synatx` in `rules`. Did you mean `syntax`?",
        ),
        (
            "rules:\n  quite-another: off\n",
            "line 2: Unknown rule `quite-another` in `rules`. `immuta-ls rules` lists them.",
        ),
        (
            "rule: {}\n",
            "line 1: Unknown key `rule`. Did you mean `rules`?",
        ),
        (
            "colour: red\n",
            "line 1: Unknown key `colour`. Use `rules`, `files`, `codeLens` or `tenant`.",
        ),
        (
            "files:\n  exlude: []\n",
            "line 2: Unknown key `files.exlude`. Did you mean `exclude`?",
        ),
        (
            "files:\n  exclude: {a: b}\n",
            "line 2: `files.exclude` must be a list of strings, but it is a mapping.",
        ),
        (
            "files:\n  exclude:\n  - [a]\n",
            "line 3: `files.exclude` must be a list of strings, but it holds a list.",
        ),
        (
            "files:\n  exclude:\n  - a\n  - 7\n",
            "line 4: `files.exclude` must be a string, but it is an integer.",
        ),
        (
            "files:\n  include: ['[']\n",
            "line 2: `files.include`: `[` is not a glob: unclosed character class; missing ']'.",
        ),
        (
            "files:\n  kinds:\n    dataa: x\n",
            "line 3: Unknown kind `dataa` in `files.kinds`. Did you mean `data`?",
        ),
        (
            "files:\n  kinds:\n    data: ''\n",
            "line 3: `files.kinds.data`: `` matches nothing: it is empty.",
        ),
        (
            "codeLens: yes\n",
            "line 1: `codeLens` must be `true` or `false`, but it is a string.",
        ),
        (
            "tenant: {profile: 1}\n",
            "line 1: `tenant.profile` must be a string, but it is an integer.",
        ),
        (
            "rules: {}\nrules: {}\n",
            "line 2: `rules` is set more than once. The first one counts.",
        ),
        (
            "- a\n",
            "line 1: the settings cannot be read: they must be a mapping, but this is a list.",
        ),
        (
            "codeLens: false\n---\na: 1\n",
            "Settings are one document; what follows `---` is not read.",
        ),
    ] {
        let settings = Settings::from_yaml(text);
        let told = told(&settings);
        assert!(
            told.ends_with(expected) && settings.problems.len() == 1,
            "{text}{told}"
        );
        // Whatever comes beside it.
        if !text.starts_with("- ") && !text.contains("---") {
            let beside = format!(
                "{text}{}",
                if text.contains("codeLens") {
                    "files: {exclude: [zz]}\n"
                } else {
                    "codeLens: false\n"
                }
            );
            let settings = Settings::from_yaml(&beside);
            let holds =
                settings.code_lens == Some(false) || settings.leaves_out(Path::new("zz/a.yaml"));
            assert!(holds && settings.problems.len() == 1, "{beside}");
        }
    }
}

#[test]
fn an_editors_settings_are_told_by_their_own_keys() {
    let settings = Settings::from_json(&json!({
        "rules": {"secret-in-clear": "off", "synatx": "off", "syntax": "loud"},
        "files": {"kinds": {"dataa": "*.yaml"}, "exclude": ["[" ], "include": 7},
        "tenant": {"timeout": 0, "liveNames": "no"},
        "server": {"path": "/opt/immuta-ls"},
        "codeLense": true,
    }));
    assert_eq!(settings.rules.get("secret-in-clear"), Some(&None));
    let told = told(&settings);
    for expected in [
        "Unknown rule `synatx` in `immuta.rules`. Did you mean `syntax`?",
        "`immuta.rules.syntax`: unknown severity `loud`.",
        "Unknown kind `dataa` in `immuta.files.kinds`.",
        "`immuta.files.exclude`: `[` is not a glob",
        "`immuta.files.include` must be a string, but it is an integer.",
        "`immuta.tenant.timeout` must be an integer from 1 to 3600, but it is 0.",
        "`immuta.tenant.liveNames` must be `true` or `false`, but it is a string.",
        "Unknown key `immuta.codeLense`. Did you mean `codeLens`?",
    ] {
        assert!(told.contains(expected), "no `{expected}` in\n{told}");
    }
    assert_eq!(settings.problems.len(), 8, "{told}");
    for odd in [json!(7), json!([]), json!("x"), json!(true)] {
        let settings = Settings::from_json(&odd);
        assert_eq!(settings.problems.len(), 1, "{odd}");
    }
}

#[test]
fn null_means_not_set() {
    for text in [
        "",
        "# nothing\n",
        "---\n",
        "null\n",
        "~\n",
        "rules:\n",
        "files: ~\ntenant: null\ncodeLens:\n",
        "rules: {syntax: null}\nfiles: {include: null, exclude: [null], kinds: {data: }}\ntenant: {profile: }\n",
    ] {
        let settings = Settings::from_yaml(text);
        assert_eq!(told(&settings), "", "{text}");
        assert!(settings.rules.is_empty() && !settings.leaves_out(Path::new("a.yaml")));
    }
    let settings = Settings::from_json(&json!({
        "rules": null,
        "files": {"include": null, "exclude": null, "kinds": null},
        "tenant": {"url": null, "timeout": null, "liveNames": null},
        "codeLens": null,
    }));
    assert_eq!(told(&settings), "");
    assert_eq!(told(&Settings::from_json(&json!(null))), "");
}

/// Texts that somebody made to hurt: each is told of in a few words, and soon.
#[test]
fn hostile_settings_cost_little_and_are_told_shortly() {
    let nested_glob = format!(
        "files: {{exclude: ['{}b{}']}}\n",
        "{a,".repeat(125),
        "}".repeat(125)
    );
    let wide: Vec<_> = (0..200_000).map(|number| format!("a{number}")).collect();
    let wide_glob = format!("files: {{exclude: ['{{{}}}']}}\n", wide.join(","));
    let wrong_rules: String = (0..50_000)
        .map(|number| format!("  r{number}: off\n"))
        .collect();
    let texts = [
        nested_glob,
        wide_glob,
        format!("rules: {}", "[".repeat(50_000)),
        format!("rules: {}", "{a: ".repeat(25_000)),
        "[".repeat(1_000_000),
        format!("rules:\n{wrong_rules}"),
        format!("files: {{exclude: [{}]}}\n", "'{a,b}*', ".repeat(50_000)),
        format!("files: {{exclude: [{}]}}\n", "x, ".repeat(300_000)),
        format!("{}: 1\n", "k".repeat(900_000)),
        format!("rules: {{{}: off}}\n", "k".repeat(900_000)),
        format!(
            "a: &a [x]\nfiles: {{exclude: [{}]}}\n",
            "*a, ".repeat(200_000)
        ),
        "a: &a [*a]\nfiles: *a\n".to_owned(),
        "\0".repeat(100_000),
    ];
    for text in texts {
        let start: String = text.chars().take(30).collect();
        let before = std::time::Instant::now();
        let settings = Settings::from_yaml(&format!("{text}\n"));
        let took = before.elapsed();
        assert!(took.as_secs() < 20, "{start}: {took:?}");
        let told = told(&settings);
        assert!(
            settings.problems.len() <= 21,
            "{start}: {}",
            settings.problems.len()
        );
        assert!(told.len() < 10_000, "{start}: {} bytes", told.len());
        for odd in ["Written", "serde", "struct "] {
            assert!(!told.contains(odd), "{told}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let folder = std::env::temp_dir().join(format!("immuta-ls-settings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("immuta-ls.yaml");
    let file = std::fs::File::create(&path).expect("a file");
    file.set_len(3 << 30).expect("a size");
    let large = told(&FileSettings::read(&path).settings);
    std::fs::write(&path, b"rules: \xff").expect("a file");
    let odd = told(&FileSettings::read(&path).settings);
    let none = told(&FileSettings::read(&folder).settings);
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    assert_eq!(large, "the settings cannot be read: larger than 1 MiB.");
    assert_eq!(
        odd,
        "the settings cannot be read: not UTF-8 from byte 7 on."
    );
    assert_eq!(none, "the settings cannot be read: not a regular file.");
}
