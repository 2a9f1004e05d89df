//! The corpus in `grammars/*/test/corpus`, in the format of tree-sitter's own command:
//! `UPDATE_EXPECT=1 cargo test --test grammar` writes the expected trees anew.

use std::fmt::Write as _;
use std::path::Path;

use tree_sitter::Node;

use crate::{Language, leaves};

struct Case<'f> {
    name: &'f str,
    text: &'f str,
    tree: &'f str,
}

const HEAD: &str =
    "================================================================================\n";
const LINE: &str =
    "\n--------------------------------------------------------------------------------\n";

/// The cases of a file: a name between two lines of `=`, a text, a line of `-`, and the tree.
fn cases(file: &str) -> Vec<Case<'_>> {
    let parts: Vec<_> = file.split(HEAD).collect();
    let (before, parts) = parts.split_first().expect("something");
    assert_eq!(*before, "", "something is before the first case");
    let (pairs, rest) = parts.as_chunks::<2>();
    assert!(rest.is_empty(), "a case has no end");
    pairs
        .iter()
        .map(|[name, body]| {
            let (text, tree) = body.split_once(LINE).expect("a line of `-`");
            Case {
                name: name.trim(),
                text: text.strip_prefix('\n').expect("an empty line"),
                tree: tree.trim(),
            }
        })
        .collect()
}

fn written(cases: &[(Case<'_>, String)]) -> String {
    let cases = cases.iter().map(|(case, tree)| {
        let Case { name, text, .. } = case;
        format!("{HEAD}{name}\n{HEAD}\n{text}{LINE}\n{tree}\n")
    });
    cases.collect::<Vec<_>>().join("\n")
}

/// A node as the corpus writes it: one named node a line.
fn shown(node: Node<'_>, field: Option<&str>, depth: usize, out: &mut String) {
    if depth > 0 {
        let _ = write!(out, "\n{:1$}", "", 2 * depth);
    }
    if let Some(field) = field {
        let _ = write!(out, "{field}: ");
    }
    let _ = write!(out, "({}", node.kind());
    let mut cursor = node.walk();
    for (index, child) in node.children(&mut cursor).enumerate() {
        if child.is_named() {
            let field = node.field_name_for_child(u32::try_from(index).unwrap());
            shown(child, field, depth + 1, out);
        }
    }
    out.push(')');
}

#[test]
fn the_corpus_is_understood_as_it_says() {
    let mut count = 0;
    let mut wrong = String::new();
    for language in Language::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("grammars")
            .join(language.folder())
            .join("test/corpus");
        for entry in std::fs::read_dir(folder).expect("the corpus") {
            let path = entry.unwrap().path();
            let file = std::fs::read_to_string(&path).unwrap();
            let mut understood = Vec::new();
            for case in cases(&file) {
                let tree = language.parse(case.text);
                assert!(!tree.root_node().has_error(), "{}", case.name);
                let mut found = String::new();
                shown(tree.root_node(), None, 0, &mut found);
                if found != case.tree {
                    let _ = writeln!(wrong, "{}: {}\n{found}\n", path.display(), case.name);
                }
                count += 1;
                understood.push((case, found));
            }
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                std::fs::write(&path, written(&understood)).unwrap();
                wrong.clear();
            } else {
                let same: Vec<_> = understood
                    .into_iter()
                    .map(|(case, _)| {
                        let tree = case.tree.to_owned();
                        (case, tree)
                    })
                    .collect();
                assert_eq!(file, written(&same), "{} has another form", path.display());
            }
        }
    }
    assert!(wrong.is_empty(), "found:\n\n{wrong}");
    assert!(count > 100, "only {count} cases were looked at");
}

/// What a completion reads: the leaves of the text up to the cursor.
#[test]
fn the_leaves_of_unfinished_text() {
    for language in Language::ALL {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let tree = language.parse(text);
            let found: Vec<_> = leaves(&tree)
                .into_iter()
                .map(|leaf| (leaf.kind(), &text[leaf.byte_range()]))
                .collect();
            assert_eq!(found, expected, "{language:?}: {text}");
        };
        let call = [
            ("function", "@isInGroups"),
            ("(", "("),
            ("string", "'a'"),
            (",", ","),
        ];
        check("@isInGroups('a',", &call);
        check(
            "@isInGroups('a', @col",
            &[&call[..], &[("variable", "@col")]].concat(),
        );
        check(
            "@isInGroups('a', @",
            &[&call[..], &[("operator", "@")]].concat(),
        );
        check(
            "@isInGroups('a', @col(",
            &[&call[..], &[("function", "@col"), ("(", "(")]].concat(),
        );
        check(
            "@isInGroups('a', 'b, (",
            &[&call[..], &[("unclosed_string", "'b, (")]].concat(),
        );
        check(
            "@isInGroups('a', ')",
            &[&call[..], &[("unclosed_string", "')")]].concat(),
        );
        check("@col", &[("variable", "@col")]);
        check(
            "(@col) @",
            &[
                ("(", "("),
                ("variable", "@col"),
                (")", ")"),
                ("operator", "@"),
            ],
        );
    }
}
