//! The queries of editors: which strings of a spec are in which language, and how those languages are coloured.
//!
//! Editors differ in what their queries can say, so what they have in common is written here, and their files are
//! made of it: `UPDATE_EXPECT=1 cargo test --test queries` writes them anew.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

use expect_test::expect_file;
use tree_sitter::{Language, Query};

/// Strings in a spec that are in a language of their own.
struct Place {
    language: &'static str,
    path: &'static [Step],
    /// The keys whose values they are.
    keys: &'static [&'static str],
}

/// A step on the way down to a place.
enum Step {
    /// From the root, where this key comes first, so that the file is a spec.
    Root(&'static str),
    Key(&'static [&'static str]),
    Item,
}

use Step::{Item, Key, Root};

const PLACES: &[Place] = &[
    Place {
        language: "immuta_subscription",
        path: &[Key(&["actions", "subscriptionPolicy"])],
        keys: &["advanced"],
    },
    Place {
        language: "immuta_where",
        path: &[Key(&["rules"]), Item, Key(&["config"])],
        keys: &["predicate", "conditionalPredicate"],
    },
    Place {
        language: "immuta_where",
        path: &[Key(&["maskingConfig"])],
        keys: &["sqlFunction"],
    },
    Place {
        language: "sql",
        path: &[Root("connectionKey"), Key(&["sources"]), Item],
        keys: &["query"],
    },
    // Not `markdown`: text so deep in a file would be code in it, by its indentation.
    Place {
        language: "markdown_inline",
        path: &[Root("connectionKey"), Key(&["sources"]), Item],
        keys: &["documentation"],
    },
    Place {
        language: "markdown",
        path: &[Root("projectKey")],
        keys: &["documentation"],
    },
];

/// How YAML or JSON is written as nodes of tree-sitter.
#[derive(Clone, Copy)]
struct Notation {
    /// A mapping, with pairs in it; a pair; what a key is.
    mapping: (&'static str, &'static str),
    pair: &'static str,
    /// What is before and behind the capture of a key.
    key: (&'static str, &'static str),
    list: (&'static str, &'static str),
}

const BLOCK: Notation = Notation {
    mapping: ("(block_node (block_mapping", "))"),
    pair: "block_mapping_pair",
    key: ("(flow_node)", ""),
    list: ("(block_node (block_sequence (block_sequence_item", ")))"),
};

/// A mapping in brackets at the end of the way, in YAML.
const FLOW: Notation = Notation {
    mapping: ("(flow_node (flow_mapping", "))"),
    pair: "flow_pair",
    ..BLOCK
};

const JSON: Notation = Notation {
    mapping: ("(object", ")"),
    pair: "pair",
    key: ("(string (string_content)", ")"),
    list: ("(array", ")"),
};

impl Notation {
    /// The pattern of a place, from the top down to the value, which has the pattern `value`. The last mapping may
    /// be in another notation.
    fn pattern(&self, last: &Self, place: &Place, value: &str, directives: &str) -> String {
        let mut predicates = String::new();
        let mut pair = |notation: &Self, keys: &[&str], value: &str| {
            let name = format!("key_{}", predicates.lines().count());
            predicates += &format!(" (#any-of? @_{name} \"{}\")\n", keys.join("\" \""));
            let (open, close) = notation.key;
            let Self { pair, .. } = notation;
            format!("({pair} key: {open} @_{name}{close} value: {value})")
        };
        let within = |(open, close): (&str, &str), inner: &str| format!("{open} {inner}{close}");

        // From the inside out. A pair that was the last thing needs a mapping around it.
        let mut pattern = pair(last, place.keys, value);
        let mut mapping = Some(last.mapping);
        for step in place.path.iter().rev() {
            pattern = match (step, mapping) {
                (Root(key), _) => {
                    let first = pair(self, &[key], "(_)");
                    let pairs = format!("{first} {pattern}");
                    format!("(document {})", within(self.mapping, &pairs))
                }
                (Key(_) | Item, Some(brackets)) => within(brackets, &pattern),
                (Key(_) | Item, None) => pattern,
            };
            mapping = None;
            match step {
                Root(_) => {}
                Item => pattern = within(self.list, &pattern),
                Key(keys) => {
                    pattern = pair(self, keys, &pattern);
                    mapping = Some(self.mapping);
                }
            }
        }
        let language = place.language;
        format!("({pattern}\n{predicates} (#set! injection.language \"{language}\"){directives})\n")
    }
}

/// A form of values in an editor: the node that is injected, in which notations it occurs, and what else there is
/// to say.
struct Form {
    value: &'static str,
    notations: &'static [(Notation, Notation)],
    directives: &'static str,
}

const YAML: (Notation, Notation) = (BLOCK, BLOCK);
const YAML_BRACKETS: (Notation, Notation) = (BLOCK, FLOW);

/// Neovim takes a node as a whole, and can leave something out at its ends.
const NEOVIM_YAML: &[Form] = &[
    Form {
        value: "(flow_node (plain_scalar) @injection.content)",
        notations: &[YAML, YAML_BRACKETS],
        directives: "\n (#set! injection.include-children)",
    },
    Form {
        value: "(flow_node [(single_quote_scalar) (double_quote_scalar)] @injection.content)",
        notations: &[YAML, YAML_BRACKETS],
        directives: "\n (#set! injection.include-children)\n (#offset! @injection.content 0 1 0 -1)",
    },
    Form {
        value: "(block_node (block_scalar) @injection.content)",
        notations: &[YAML],
        directives: "\n (#lua-match? @injection.content \"^[|>]%s\")\n (#set! injection.include-children)\n (#offset! @injection.content 0 1 0 0)",
    },
    Form {
        value: "(block_node (block_scalar) @injection.content)",
        notations: &[YAML],
        directives: "\n (#lua-match? @injection.content \"^[|>][-+%d]%s\")\n (#set! injection.include-children)\n (#offset! @injection.content 0 2 0 0)",
    },
    Form {
        value: "(block_node (block_scalar) @injection.content)",
        notations: &[YAML],
        directives: "\n (#lua-match? @injection.content \"^[|>][-+%d][-+%d]%s\")\n (#set! injection.include-children)\n (#offset! @injection.content 0 3 0 0)",
    },
];

const NEOVIM_JSON: &[Form] = &[Form {
    value: "(string) @injection.content",
    notations: &[(JSON, JSON)],
    directives: "\n (#set! injection.include-children)\n (#offset! @injection.content 0 1 0 -1)",
}];

/// Helix leaves out what is within a node: its quotes and its header, and escapes as well.
const HELIX_YAML: &[Form] = &[
    Form {
        value: "(flow_node [(plain_scalar (_) @injection.content) (single_quote_scalar) @injection.content \
                (double_quote_scalar) @injection.content])",
        notations: &[YAML, YAML_BRACKETS],
        directives: "",
    },
    Form {
        value: "(block_node (block_scalar) @injection.content)",
        notations: &[YAML],
        directives: "",
    },
];

const HELIX_JSON: &[Form] = &[Form {
    value: "(string (string_content) @injection.content)",
    notations: &[(JSON, JSON)],
    directives: "",
}];

const HEAD: &str = "; Generated: UPDATE_EXPECT=1 cargo test --test queries.\n";

fn injections(head: &str, forms: &[Form], grammar: &Language) -> String {
    let mut query = format!("{head}{HEAD}");
    for place in PLACES {
        for form in forms {
            for (notation, last) in form.notations {
                // Below the root there are no brackets: that is where a block mapping is asked for.
                if matches!(place.path, [Root(_)]) && last.pair != notation.pair {
                    continue;
                }
                query.push('\n');
                query += &notation.pattern(last, place, form.value, form.directives);
            }
        }
    }
    if let Err(problem) = Query::new(grammar, &query) {
        panic!("{problem}\n{query}");
    }
    query
}

#[test]
fn injections_of_neovim() {
    let head = "; extends\n";
    expect_file!["../editors/neovim/queries/yaml/injections.scm"].assert_eq(&injections(
        head,
        NEOVIM_YAML,
        &tree_sitter_yaml::LANGUAGE.into(),
    ));
    expect_file!["../editors/neovim/queries/json/injections.scm"].assert_eq(&injections(
        head,
        NEOVIM_JSON,
        &tree_sitter_json::LANGUAGE.into(),
    ));
}

#[test]
fn injections_of_helix() {
    expect_file!["../editors/helix/runtime/queries/immuta-spec/injections.scm"].assert_eq(
        &helix_names(&injections(
            "; inherits: yaml\n",
            HELIX_YAML,
            &tree_sitter_yaml::LANGUAGE.into(),
        )),
    );
    expect_file!["../editors/helix/runtime/queries/immuta-spec-json/injections.scm"].assert_eq(
        &helix_names(&injections(
            "; inherits: json\n",
            HELIX_JSON,
            &tree_sitter_json::LANGUAGE.into(),
        )),
    );
}

/// Helix has names of its own for some things.
fn helix_names(query: &str) -> String {
    query
        .replace("\"markdown_inline\"", "\"markdown.inline\"")
        .replace("@string.escape", "@constant.character.escape")
        .replace("@number", "@constant.numeric")
}

/// Colours are written once, in `grammars`.
#[test]
fn highlights() {
    let languages = [
        (
            tree_sitter_immuta::SUBSCRIPTION,
            "immuta_subscription",
            include_str!("../grammars/subscription/queries/highlights.scm"),
        ),
        (
            tree_sitter_immuta::WHERE,
            "immuta_where",
            include_str!("../grammars/where/queries/highlights.scm"),
        ),
    ];
    for (grammar, name, query) in languages {
        if let Err(problem) = Query::new(&grammar.into(), query) {
            panic!("{name}: {problem}");
        }
        let generated = format!("{HEAD}\n{query}");
        expect_file![format!("../editors/neovim/queries/{name}/highlights.scm")]
            .assert_eq(&generated);
        let helix = helix_names(&generated);
        expect_file![format!(
            "../editors/helix/runtime/queries/{name}/highlights.scm"
        )]
        .assert_eq(&helix);
    }
}
