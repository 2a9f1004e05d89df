//! The floors of the house, as `src/lib.rs` and ARCHITECTURE.md describe them: a module uses what is below it,
//! never what is above, and not its neighbours but for the few that are named here. And what belongs to one
//! floor alone, such as the protocol and the disk, is not mentioned on another. Files of a module do not use each other
//! in circles.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

mod circles;
mod source;

use circles::Graph;
use source::Source;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The modules and their floors.
const FLOORS: &[(&str, u8)] = &[
    ("text", 1),
    ("display", 1),
    ("catalog", 2),
    ("language", 2),
    ("syntax", 2),
    ("spec", 3),
    ("diagnostics", 3),
    ("tenant", 4),
    ("project", 4),
    ("access", 5),
    ("rules", 6),
    ("features", 6),
    ("server", 7),
    ("cli", 7),
];

/// Who may use a neighbour on the same floor.
const NEIGHBOURS: &[(&str, &str)] = &[
    // The tokens of name templates are facts about Immuta.
    ("language", "catalog"),
    // The command line starts the server.
    ("cli", "server"),
    // A dry run holds a spec back for what the rules find in it.
    ("features", "rules"),
];

/// What only some modules may mention. Tests may mention anything.
const RESERVED: &[(&str, &[&str], &[&str])] = &[
    ("the protocol", &["tower_lsp", "ls_types"], &["server"]),
    ("the runtime", &["tokio"], &["server", "tenant", "cli"]),
    (
        "async code",
        &["async fn", "async move", "async {", ".await"],
        &["server", "tenant", "cli"],
    ),
    (
        "printing",
        &[
            "println!",
            "print!",
            "eprintln!",
            "eprint!",
            "dbg!",
            "anstream",
        ],
        &["cli"],
    ),
    (
        "the standard streams",
        &["stdin()", "stdout()", "stderr()"],
        &["cli", "server"],
    ),
    // Not `std::fs` as such: an open stream is a `File`, too.
    (
        "the disk",
        &[
            "fs::read",
            "fs::read_to_string",
            "fs::read_dir",
            "fs::metadata",
            "fs::write",
            "File::open",
            "WalkBuilder",
            "is_file()",
        ],
        &["project"],
    ),
    (
        "the network",
        &["TcpStream", "TcpListener", "UdpSocket", "reqwest"],
        &["tenant"],
    ),
    (
        "ending the process",
        &["process::exit", "process::abort"],
        &[],
    ),
];

/// What only one file may mention: the doors by which text reaches people, where it is made harmless.
const DOORS: &[(&str, &str)] = &[
    ("ShowMessage", "server/outgoing.rs"),
    ("ShowMessageRequest", "server/outgoing.rs"),
    ("LogMessage", "server/outgoing.rs"),
    ("show_message", "server/outgoing.rs"),
    ("log_message", "server/outgoing.rs"),
    ("WorkDoneProgressBegin", "server/progress.rs"),
    ("MarkupContent", "server/convert.rs"),
    ("MarkedString", "server/convert.rs"),
];

/// What is wrong with one file; `path` counts from `src`.
fn violations(path: &Path, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Some(module) = module_of(path) else {
        return found;
    };
    let Some(floor) = floor_of(&module) else {
        return vec![format!(
            "`{module}` is on no floor: give it one here and in ARCHITECTURE.md"
        )];
    };
    let file_is_test = is_test(path);
    let (code, tests) = split(source);
    for (text, test) in [(code.as_str(), file_is_test), (tests.as_str(), true)] {
        for used in imports(path, text) {
            let allowed = match floor_of(&used) {
                // A name that lib.rs has from one of the modules, or a macro.
                None => true,
                Some(_) if used == module => true,
                Some(other) if other == floor => {
                    test || NEIGHBOURS.contains(&(module.as_str(), used.as_str()))
                }
                Some(other) => other < floor,
            };
            if !allowed {
                found.push(format!(
                    "`{module}` (floor {floor}) uses `{used}`, which is not below it"
                ));
            }
        }
        for (word, door) in DOORS {
            if !test && path != Path::new(door) && mentions(text, word) {
                found.push(format!(
                    "`{word}` reaches people, and is used in `{door}` alone"
                ));
            }
        }
        for (what, words, allowed) in RESERVED {
            if test || allowed.contains(&module.as_str()) {
                continue;
            }
            for word in words.iter().filter(|word| mentions(text, word)) {
                found.push(format!(
                    "`{module}` mentions `{word}`: {what} is not its business"
                ));
            }
        }
    }
    found
}

/// The module of the crate that a file belongs to; nothing for lib.rs and main.rs, which see everything.
fn module_of(path: &Path) -> Option<String> {
    let first = path.iter().next()?.to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(name, "lib" | "main")).then(|| name.to_owned())
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, floor)| *floor)
}

fn is_test(path: &Path) -> bool {
    path.iter()
        .any(|part| part == "tests" || part == "tests.rs")
}

/// The code of a file without its comments, and the tests at its end.
fn split(source: &str) -> (String, String) {
    let without_comments: Vec<_> = source
        .lines()
        .map(|line| match line.find("//") {
            // An address in a string has a colon before its slashes.
            Some(at) if !line[..at].ends_with(':') => &line[..at],
            _ => line,
        })
        .collect();
    let source = without_comments.join("\n");
    match tests_at(&source) {
        Some(at) => (source[..at].to_owned(), source[at..].to_owned()),
        None => (source, String::new()),
    }
}

/// Where the tests at the end of a file begin, if there are any. Attributes may stand before their module.
fn tests_at(source: &str) -> Option<usize> {
    let mut starts = source.match_indices("#[cfg(test)]\n").map(|(at, _)| at);
    starts.find(|at| {
        let mut lines = source[*at..].lines();
        lines.find(|line| !line.starts_with("#[")) == Some("mod tests {")
    })
}

/// Whether a text has these words, not as a part of longer ones.
fn mentions(text: &str, words: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let starts = !words.starts_with(word) || !before.is_some_and(word);
        let ends = !words.ends_with(word) || !after.is_some_and(word);
        starts && ends
    })
}

/// The modules of the crate that a code uses: `crate::a`, `crate::{a, b::c}`, and the same by way of `super`.
fn imports(path: &Path, code: &str) -> Vec<String> {
    let mut used = Vec::new();
    let mut roots = vec!["crate::".to_owned()];
    // A chain of `super` that climbs to the root of the crate. A file `a/b.rs` is the module `a::b`, and
    // `a/mod.rs` is `a`. From a `mod tests` within a file it is one more.
    let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
    let depth = parts.len() - usize::from(parts.last().is_some_and(|last| *last == "mod.rs"));
    roots.push("super::".repeat(depth));
    for root in roots {
        for (at, _) in code.match_indices(&root) {
            if code[..at].ends_with("super::")
                || code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                continue;
            }
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => used.extend(group_heads(group)),
                None => used.extend(head(rest)),
            }
        }
    }
    used
}

/// The first words of the items of a group, up to its closing brace.
fn group_heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.extend(head(group[start..at].trim_start()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads
}

fn head(text: &str) -> Option<String> {
    let word: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (!word.is_empty() && word != "super").then_some(word)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The files of `src`, each with its path from there.
fn sources() -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&src, &mut paths);
    paths.sort();
    assert!(
        paths.len() > 30,
        "only {} files were looked at",
        paths.len()
    );
    let read = |path: PathBuf| {
        let source = std::fs::read_to_string(&path).expect("a source file");
        let near = path.strip_prefix(&src).expect("below src").to_owned();
        (near, source)
    };
    paths.into_iter().map(read).collect()
}

/// The circles between files, one a text.
fn circles<'a>(sources: impl IntoIterator<Item = (&'a Path, &'a str)>) -> Vec<String> {
    let sources = sources
        .into_iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, source)| Source::read(path, source));
    let graph = Graph::new(sources);
    let circles = graph.circles().into_iter().map(|circle| {
        let uses: Vec<_> = circle.iter().map(ToString::to_string).collect();
        uses.join("\n")
    });
    circles.collect()
}

#[test]
fn every_module_keeps_to_its_floor() {
    let mut report = String::new();
    for (path, source) in sources() {
        for violation in violations(&path, &source) {
            let _ = writeln!(report, "src/{}: {violation}", path.display());
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_map_in_lib_rs_names_every_module() {
    let map = include_str!("../../src/lib.rs");
    for (module, _) in FLOORS {
        assert!(
            map.contains(&format!("pub mod {module};")),
            "lib.rs has no `{module}`"
        );
        assert!(
            map.contains(&format!("[`{module}`]")),
            "the map in lib.rs does not name `{module}`"
        );
    }
}

#[test]
fn no_file_is_part_of_a_circle() {
    let sources = sources();
    let sources = sources
        .iter()
        .map(|(path, text)| (path.as_path(), text.as_str()));
    let found = circles(sources);
    assert!(found.is_empty(), "\n{}", found.join("\n\n"));
}

/// The longest file that is still read as a whole, not counting the tests at its end.
const LINES: usize = 500;

#[test]
fn no_file_is_too_long() {
    let long = sources().into_iter().filter_map(|(path, source)| {
        let lines = split(&source).0.lines().count();
        (!is_test(&path) && lines > LINES).then(|| format!("src/{}: {lines} lines", path.display()))
    });
    let long: Vec<_> = long.collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

/// The checker itself, on planted code.
mod planted {
    use super::*;

    fn count(path: &str, source: &str) -> usize {
        violations(Path::new(path), source).len()
    }

    #[test]
    fn what_is_below_may_be_used() {
        assert_eq!(
            count(
                "spec/walk.rs",
                "use crate::catalog::{Field, Type};\nuse crate::syntax;\n"
            ),
            0
        );
        assert_eq!(
            count("language/template.rs", "use crate::catalog::Token;"),
            0
        );
        assert_eq!(
            count("rules/mod.rs", "use crate::rules::check; use super::rules;"),
            0
        );
    }

    #[test]
    fn what_is_above_may_not() {
        assert_eq!(count("syntax/mod.rs", "use crate::spec::Spec;"), 1);
        assert_eq!(
            count(
                "text/edit.rs",
                "fn f() { crate::server::convert::range(); }"
            ),
            1
        );
        assert_eq!(
            count(
                "text/mod.rs",
                "use crate::{syntax::{self, Tree}, text::Text, rules};"
            ),
            2
        );
        assert_eq!(count("text/edit.rs", "use super::super::rules::Rule;"), 1);
        assert_eq!(
            count(
                "rules/check.rs",
                "#[cfg(test)]\nmod tests {\n use crate::cli;\n}\n"
            ),
            1
        );
    }

    #[test]
    fn neighbours_may_not_but_in_tests() {
        assert_eq!(count("rules/secret.rs", "use crate::features::hover;"), 1);
        assert_eq!(count("catalog/mod.rs", "use crate::language;"), 1);
        assert_eq!(count("syntax/tests/twins.rs", "use crate::catalog;"), 0);
        assert_eq!(count("syntax/tests/twins.rs", "use crate::rules;"), 1);
    }

    #[test]
    fn what_is_reserved_stays_there() {
        assert_eq!(count("rules/check.rs", "async fn f() { g().await }"), 2);
        assert_eq!(
            count("features/hover.rs", "use tower_lsp::ls_types as lsp;"),
            2
        );
        assert_eq!(count("features/hover.rs", "std::fs::read(path)"), 1);
        assert_eq!(
            count("project/files.rs", "std::fs::read(path); println!();"),
            1
        );
        assert_eq!(
            count("server/sync.rs", "tokio::spawn(async move { f().await })"),
            0
        );
        assert_eq!(
            count("cli/check.rs", "std::io::stdin(); // std::fs is not used"),
            0
        );
        assert_eq!(
            count(
                "rules/check.rs",
                "#[cfg(test)]\nmod tests {\n println!();\n}\n"
            ),
            0
        );
    }

    /// What is in a circle among these files.
    fn circle(files: &[(&str, &str)]) -> String {
        let files = files
            .iter()
            .map(|(path, source)| (Path::new(path), *source));
        circles(files).join("\n\n")
    }

    #[test]
    fn files_may_use_each_other_one_way() {
        let files = [
            ("lib.rs", "mod a; mod z;"),
            ("a/mod.rs", "mod b; mod c; pub use b::B; pub use c::C;"),
            ("a/b.rs", "use super::c::C; pub struct B(C);"),
            ("a/c.rs", "use crate::z; pub struct C; fn f() { z::g(); }"),
            ("z.rs", "pub fn g() { std::process::id(); }"),
        ];
        assert_eq!(circle(&files), "");
        // A lifetime is no `static`.
        let files = [
            ("lib.rs", "mod a;"),
            (
                "a/mod.rs",
                "mod b; mod c; pub use b::B; pub fn f() -> &'static B { c::g() }",
            ),
            ("a/b.rs", "pub struct B;"),
            ("a/c.rs", "use super::B; pub fn g() -> &'static B { &B }"),
        ];
        assert_eq!(circle(&files), "");
    }

    #[test]
    fn a_circle_of_imports_is_found() {
        let files = [
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod b; mod c; mod d; pub use b::B;"),
            (
                "a/b.rs",
                "use super::c::{self, C}; pub struct B; fn f() { c::g(); }",
            ),
            (
                "a/c.rs",
                "use crate::a::{d::{D as Other}}; pub struct C(Other);",
            ),
            ("a/d.rs", "use super::super::a::b; pub struct D(b::B);"),
        ];
        assert_eq!(
            circle(&files),
            "a::b uses a::c::C\na::c uses a::d::D\na::d uses a::b::B"
        );
    }

    #[test]
    fn a_circle_of_paths_in_code_is_found() {
        let files = [
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod b; mod c;"),
            ("a/b.rs", "fn f() -> usize { vec![super::c::G, 1].len() }"),
            ("a/c.rs", "pub const G: usize = crate::a::b::f::<u8>();"),
        ];
        assert_eq!(circle(&files), "a::b uses a::c::G\na::c uses a::b::f");
    }

    #[test]
    fn a_circle_through_what_is_passed_on_is_found() {
        let files = [
            ("lib.rs", "mod a; mod x;"),
            ("a/mod.rs", "mod b; mod c; pub use b::*; pub use c::C as D;"),
            ("a/b.rs", "use crate::x::y::D; pub struct B(D);"),
            ("a/c.rs", "use super::*; pub struct C(B);"),
            ("x/mod.rs", "pub mod y;"),
            ("x/y.rs", "pub use crate::a::D;"),
        ];
        assert_eq!(circle(&files), "a::b uses a::c::C\na::c uses a::b::B");
    }

    #[test]
    fn a_module_and_its_own_file_are_a_circle() {
        let files = [
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod b; pub struct A; fn f() { b::g(); }"),
            ("a/b.rs", "use super::A; pub fn g() -> A { A }"),
        ];
        assert_eq!(circle(&files), "a uses a::b::g\na::b uses a::A");
        // To pass on is no use, but what is passed on may be used as well.
        let files = [
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod b; pub use b::B; pub struct A(B);"),
            ("a/b.rs", "pub struct B(Box<super::A>);"),
        ];
        assert_eq!(circle(&files), "a uses a::b::B\na::b uses a::A");
    }

    #[test]
    fn what_is_said_in_tests_comments_and_strings_is_no_use() {
        let files = [
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod b; mod c; #[cfg(test)] mod t; #[cfg(test)] pub(crate) use t::f;"),
            ("a/b.rs", "use super::c::C; pub struct B(C);"),
            (
                "a/c.rs",
                "//! See [`super::b::B`].\npub struct C; const S: &str = \"super::b::B\"; /* super::b::B */
                #[cfg(test)] mod tests { use super::super::b::B; fn f() { B(super::C); } }",
            ),
            ("a/t.rs", "use super::c::C; pub fn f() { super::b::B(C); }"),
        ];
        assert_eq!(circle(&files), "");
    }

    #[test]
    fn text_reaches_people_by_one_door() {
        let source = "outgoing.notify::<ShowMessage>(params); lsp::MarkupContent { kind, value }";
        assert_eq!(count("server/outgoing.rs", source), 1);
        assert_eq!(count("server/hover.rs", source), 2);
        assert_eq!(count("server/convert.rs", source), 1);
    }

    #[test]
    fn a_module_without_a_floor_is_noticed() {
        assert_eq!(count("attic/mod.rs", ""), 1);
        assert_eq!(count("lib.rs", "use crate::cli;"), 0);
    }
}
