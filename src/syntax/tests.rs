use super::*;

/// The value tree as an indented outline.
fn outline(value: Value<'_>, depth: usize, out: &mut String) {
    use std::fmt::Write;
    let pad = "  ".repeat(depth);
    match value.kind() {
        Kind::Mapping => {
            let lost = if value.is_complete() { "" } else { " (incomplete)" };
            writeln!(out, "{pad}{{{lost}").unwrap();
            for entry in value.entries() {
                write!(out, "{pad}  {}:", entry.name()).unwrap();
                writeln!(out).unwrap();
                outline(entry.value, depth + 2, out);
            }
        }
        Kind::Sequence => {
            writeln!(out, "{pad}[").unwrap();
            for item in value.items() {
                outline(item, depth + 1, out);
            }
        }
        Kind::Scalar => writeln!(out, "{pad}{:?} {:?}", value.scalar_type().unwrap(), value.text().unwrap()).unwrap(),
        other => writeln!(out, "{pad}{other:?} {:?}", value.source()).unwrap(),
    }
}

pub(super) fn dump(text: &str, dialect: Dialect) -> String {
    use std::fmt::Write;
    let text = Text::from(text);
    let syntax = Syntax::new(&text, dialect);
    let mut out = String::new();
    for document in syntax.documents() {
        match document.root() {
            Some(root) => outline(root, 0, &mut out),
            None => writeln!(out, "(nothing)").unwrap(),
        }
        for piece in document.pieces() {
            let problems = syntax.problems(piece).iter().cloned().chain(document.stray(piece));
            for problem in problems {
                let start = syntax.start(piece) + problem.range.start;
                let line = text.line_at(start) + 1;
                let shown = text.slice(start..syntax.start(piece) + problem.range.end);
                writeln!(out, "! line {line} {shown:?}: {}", problem.message).unwrap();
            }
        }
    }
    out
}

#[test]
fn show() {
    for case in std::fs::read_to_string("/tmp/exp/cases.txt").unwrap().split("=====\n") {
        let case = case.replace("<TAB>", "\t");
        println!("-------\n{case}>>>\n{}", dump(&case, Dialect::Yaml));
    }
}
