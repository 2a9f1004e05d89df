//! What holds wherever the cursor is, in every text that somebody may have typed so far.

use super::*;
use crate::spec::Spec;

/// A spec with every construct.
const SPEC: &str = r#"# A spec
connectionKey: warehouse
connection: &base
  handler: Snowflake
  hostname: "account.example.com"
  port: 443
  database: SALES # é😀
  warehouse: 'WH'
  authenticationMethod: keyPair
  username: IMMUTA
  userFiles:
    - keyName: PRIV_KEY_FILE
      content: ${KEY}
      userFilename: key.p8
nameTemplate:
  dataSourceFormat: <schema>.<tablename>
  schemaFormat: "<schema>"
options: {hardDelete: true, tableTags: [a, "b c"]}
owners:
- type: group
  name: data-stewards
sources:
  - table: customers
    schema: public
    documentation: |
      # Customers
      - all: of them

    tags:
      table: [Sales]
      columns:
        - columnName: id
          tags: [Key, {}]
  - all: true
"#;

/// A policy with every construct.
const POLICY: &str = r#"actions:
    - description: 'It''s for all'
      rules:
        - config:
            fields:
              - columnTag: Discovered.PII
                type: columnTags
            maskingConfig:
              type: "Null"
            conditionalPredicate: >-
              not @isInGroups('a')
          inclusions:
            groups: [analysts@example.com]
          type: Masking
        - config:
            predicate: "@attributeValuesContains('a', b)"
          type: Row Restriction by Custom Where Clause
circumstances:
    - columnTag: Discovered.PII
      type: columnTags
name: Mask PII
policyKey: Mask PII
type: data
"#;

fn texts() -> Vec<(String, Dialect)> {
    let others = catalog::kinds().iter().skip(1);
    let others = others.flat_map(|kind| kind.templates.last());
    let mut texts: Vec<_> = others
        .map(|template| (template.text(), Dialect::Yaml))
        .collect();
    texts.push((POLICY.to_owned(), Dialect::Yaml));
    texts.push((to_json(POLICY), Dialect::Json));
    texts.extend(data_texts());
    texts
}

fn data_texts() -> Vec<(String, Dialect)> {
    let template = catalog::kinds()[0]
        .templates
        .last()
        .expect("a template")
        .text();
    vec![
        (SPEC.to_owned(), Dialect::Yaml),
        (SPEC.replace('\n', "\r\n"), Dialect::Yaml),
        (format!("\u{feff}{SPEC}"), Dialect::Yaml),
        (format!("{template}---\n{template}"), Dialect::Yaml),
        (to_json(&template), Dialect::Json),
        (
            format!("\u{feff}{}", to_json(&template).replace('\n', "\r\n")),
            Dialect::Json,
        ),
    ]
}

fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices()
        .map(|(end, _)| &text[..end])
        .chain([text])
}

/// Every key that the catalog does not know where it stands, and every stretch that cannot be read.
fn wrong(text: &str, dialect: Dialect) -> Vec<String> {
    let text = Text::from(text);
    let syntax = Syntax::new(&text, dialect);
    let mut wrong = Vec::new();
    for document in syntax.documents() {
        for segment in document.segments() {
            let problems = syntax
                .errors(segment)
                .iter()
                .cloned()
                .chain(document.stray(segment));
            wrong.extend(problems.map(|problem| problem.message));
        }
        // A first key may not yet say which kind it is.
        let spec =
            Spec::read(document, None).or_else(|| Spec::read(document, catalog::kind("data")));
        let Some(spec) = spec else { continue };
        let root = spec.form();
        let mut look = |form: &Form<'_>| {
            let names = form
                .entries
                .iter()
                .filter(|e| !e.is_merge() && !form.is_open())
                .map(|e| e.name().into_owned());
            wrong.extend(names.filter(|name| form.field(name).is_none()));
        };
        look(&root);
        for segment in document.segments() {
            spec.visit_segment(&root, segment, &mut |node| {
                node.form
                    .filter(|_| node.certain)
                    .into_iter()
                    .for_each(&mut look);
            });
        }
    }
    wrong
}

fn check_ranges(text: &str, offset: usize, items: &[Item]) {
    for item in items {
        let ranges = item
            .also
            .iter()
            .map(|(range, _)| range)
            .chain([&item.range]);
        for range in ranges {
            assert!(
                text.get(range.clone()).is_some(),
                "{range:?} in {text:?} at {offset}: {item:?}"
            );
        }
        let replaced = &text[item.range.clone()];
        assert!(
            item.range.start <= offset && offset <= item.range.end,
            "{item:?} at {offset} in {text:?}"
        );
        assert!(
            !replaced.contains(['\n', '\r']),
            "{item:?} replaces {replaced:?}"
        );
    }
}

#[test]
fn whatever_is_typed_so_far_ranges_are_inside_the_text() {
    for (whole, dialect) in texts() {
        for text in prefixes(&whole) {
            let rope = Text::from(text);
            let syntax = Syntax::new(&rope, dialect);
            let boundary = |mut at: usize| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            for offset in [
                text.len(),
                boundary(text.len() / 2),
                boundary(text.len() * 7 / 8),
            ] {
                check_ranges(
                    text,
                    offset,
                    &complete(&rope, &syntax, None, None, offset).items,
                );
                if let Some(hover) = hover(&syntax, None, None, offset) {
                    assert!(
                        text.get(hover.range.clone()).is_some(),
                        "{hover:?} in {text:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn at_the_end_of_what_is_typed_every_item_is_legal() {
    for (index, (whole, dialect)) in texts().into_iter().enumerate() {
        let step = if index < 5 { 1 } else { 11 };
        for text in prefixes(&whole).step_by(step) {
            for item in items(text, text.len(), dialect) {
                let done = accept(text, text.len(), &item);
                let mut wrong = wrong(&done, dialect);
                // A text is not whole before its last bracket.
                wrong.retain(|message| {
                    dialect == Dialect::Yaml && !message.starts_with("The bracket")
                });
                assert!(
                    wrong.is_empty(),
                    "{wrong:?} after {:?} in\n{done}",
                    item.label
                );
            }
        }
    }
}

#[test]
fn on_a_new_line_anywhere_every_item_is_legal_and_the_rest_stays() {
    for (whole, dialect) in texts() {
        let (bom, whole) = match whole.strip_prefix('\u{feff}') {
            Some(rest) => ("\u{feff}", rest),
            None => ("", whole.as_str()),
        };
        let ending = if whole.contains("\r\n") { "\r\n" } else { "\n" };
        let lines: Vec<_> = whole.split_inclusive('\n').collect();
        for at in 0..=lines.len() {
            for indent in 0..=8 {
                let before = format!("{bom}{}{}", lines[..at].concat(), " ".repeat(indent));
                let text = format!("{before}{ending}{}", lines[at..].concat());
                let items = items(&text, before.len(), dialect);
                check_ranges(&text, before.len(), &items);
                for item in items {
                    let done = accept(&text, before.len(), &item);
                    let what = format!(
                        "{:?} in column {indent} before line {at} of\n{done}",
                        item.label
                    );
                    assert_eq!(wrong(&done, dialect), Vec::<String>::new(), "{what}");
                }
            }
        }
    }
}
