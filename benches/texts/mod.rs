//! Texts that grow: each family is one mistake, or one thing, `n` times over.

/// A family: its name, and its text of a size.
pub(crate) type Family = (&'static str, fn(usize) -> String);

/// The families, each with the sizes that its text is of much the same length in.
pub(crate) const FAMILIES: &[Family] = &[
    ("unknown keys", |n| {
        mapping("options:\n", n, |i| format!("  hardDelet{i}: x\n"))
    }),
    ("unknown keys in a source", |n| {
        let head = "sources:\n  - table: t\n";
        mapping(head, n, |i| format!("    kolumn{i}: x\n"))
    }),
    ("keys of the V1 API", |n| {
        let head = "policyKey: p\nname: p\ntype: data\nactions:\n  - rules: []\ncircumstances:\n  - type: tags\n";
        let keys = (0..n).map(|_| "    columnTag: {name: x}\n".to_owned());
        head.to_owned() + &keys.collect::<String>()
    }),
    ("a field that conflicts, again and again", |n| {
        let head = "connectionKey: k\nconnection:\n  handler: Snowflake\n  authenticationMethod: keyPair\n";
        head.to_owned() + &"  password: ${P}\n".repeat(n)
    }),
    ("duplicate keys in braces", |n| {
        format!(
            "{DATA}options: {{{}}}\n",
            vec!["hardDelete: true"; n].join(", ")
        )
    }),
    ("duplicate keys in JSON", |n| {
        let pairs = vec!["\"name\": \"x\""; n].join(", ");
        format!("{{\"projectKey\": \"p\", {pairs}}}")
    }),
    ("duplicate sources", |n| {
        format!(
            "{DATA}sources:\n{}",
            "  - {schema: s, table: t}\n".repeat(n)
        )
    }),
    ("duplicate tags", |n| {
        format!(
            "projectKey: p\nname: n\ntags: [{}]\n",
            vec!["a"; n].join(", ")
        )
    }),
    ("wrong tokens", |n| template(&"<tabl>".repeat(n))),
    ("tokens that are not closed", |n| template(&"<".repeat(n))),
    ("braces in a template", |n| template(&"{ ".repeat(n))),
    ("comments that are not closed", |n| {
        predicate(&"/* ".repeat(n))
    }),
    ("placeholders that are not closed", |n| {
        predicate(&"${ ".repeat(n))
    }),
    ("templates that are not closed", |n| {
        predicate(&"{{ ".repeat(n))
    }),
    ("functions with nothing between them", |n| {
        predicate(&"@iam() ".repeat(n))
    }),
    ("functions that are unknown", |n| {
        predicate(&"@isInGroup('a') OR ".repeat(n))
    }),
    ("quotes too many", |n| {
        advanced(&"@isInGroups('a'') AND ".repeat(n))
    }),
    ("wrong operators", |n| {
        advanced(&"@isInGroups('a') && ".repeat(n))
    }),
    ("comments that silence nothing", |n| {
        format!("# immuta-ls: ignore[secret-in-clear]\n{DATA}{}", {
            "# immuta-ls: ignore[secret-in-clear]\n".repeat(n)
        })
    }),
    ("comments about no rule", |n| {
        let line = |i| format!("# immuta-ls: ignore[secret-in-cleat{i}]\n");
        DATA.to_owned() + &(0..n).map(line).collect::<String>()
    }),
    ("a list on one line", |n| {
        format!("{DATA}sources: [{}]\n", "{table: t}, ".repeat(n))
    }),
    ("a list of JSON", |n| {
        format!(
            "{{\"projectKey\": \"p\", \"tags\": [{}\"t\"]}}",
            "\"t\", ".repeat(n)
        )
    }),
    ("comments in JSON", |n| {
        format!(
            "{{\"projectKey\": \"p\", {}\"name\": \"n\"}}",
            "/* x */ ".repeat(n)
        )
    }),
    ("braces that are not closed, in JSON", |n| {
        "{\"a\":".repeat(n)
    }),
    ("brackets that are not closed", |n| {
        mapping("sources:\n", n, |i| format!("  - [table{i}: {{x\n"))
    }),
    ("quotes that are not closed", |n| {
        mapping("sources:\n", n, |i| format!("  - table{i}: \"x\n"))
    }),
    ("one anchor, many aliases", |n| {
        format!("projectKey: p\nname: &a x\ntags:\n{}", "  - *a\n".repeat(n))
    }),
    ("as many anchors as aliases", |n| {
        let item = |i| format!("  - &a{i} x{i}\n  - *a{i}\n");
        format!(
            "projectKey: p\ntags:\n{}",
            (0..n).map(item).collect::<String>()
        )
    }),
    ("control characters", |n| {
        DATA.to_owned() + &"\0".repeat(n) + "\n"
    }),
    ("control characters in values", |n| {
        mapping("options:\n", n, |i| format!("  hardDelete{i}: x\0y\n"))
    }),
    ("conflicts", |n| {
        let conflict = "<<<<<<< a\n  schema: a\n=======\n  schema: b\n>>>>>>> c\n";
        DATA.to_owned() + &conflict.repeat(n)
    }),
    ("dashes to the left", |n| {
        format!(
            "{DATA}sources:\n      - table: a\n{}",
            "  - table: b\n".repeat(n)
        )
    }),
    ("documents", |n| "projectKey: p\nnaem: n\n---\n".repeat(n)),
    ("a line of words", |n| {
        format!("{DATA}# {}\n", "word ".repeat(n))
    }),
];

const DATA: &str = "connectionKey: k\nconnection:\n  handler: Snowflake\n";

fn mapping(head: &str, n: usize, line: fn(usize) -> String) -> String {
    DATA.to_owned() + head + &(0..n).map(line).collect::<String>()
}

fn template(text: &str) -> String {
    format!("{DATA}nameTemplate:\n  dataSourceFormat: \"{text}\"\n")
}

fn predicate(text: &str) -> String {
    format!(
        "policyKey: p\nname: p\ntype: data\nactions:\n  - rules:\n      - type: Row Restriction by Custom Where Clause\n        \
         config:\n          predicate: \"{text}\"\n"
    )
}

fn advanced(text: &str) -> String {
    format!(
        "policyKey: p\nname: p\ntype: subscription\nactions:\n  type: entitlements\n  advanced: \"{text}\"\n"
    )
}
