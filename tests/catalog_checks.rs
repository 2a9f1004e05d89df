//! The checks of the build script on catalog files that are wrong in one way each.

#[path = "../build/access.rs"]
mod access;
#[path = "../build/check.rs"]
mod check;
#[path = "../build/check_vocabulary.rs"]
mod check_vocabulary;
#[path = "../build/emit.rs"]
mod emit;
#[path = "../build/emit_names.rs"]
mod emit_names;
#[path = "../build/format.rs"]
mod format;
#[path = "../build/notation.rs"]
mod notation;
#[path = "../build/rust.rs"]
mod rust;
#[path = "../build/siblings.rs"]
mod siblings;
#[path = "../src/catalog/snippet.rs"]
mod snippet;
#[path = "../build/tenant.rs"]
mod tenant;

/// A small catalog that is right.
const RIGHT: &str = "
kind:
  name: thing
  endpoint: /thing
  title: thing spec
  url: https://example.com
  doc: A thing.
  detect: {key: 10, inner.method: 3}
  root: Root
  thing: thing
  permission: MAKE_THINGS
  outcomes:
    making: {known: 'documented, DOC', effect: creates, one: thing would be made}
other_payloads:
  other: {known: 'documented, DOC', detect: {other: 10}, like: thing, message: Another thing.}
templates:
  thing:
    - label: One
      doc: A thing to start with.
      body: '{key: ${1:k}, inner: {method: ${2:none}}}'
shapes:
  Root:
    title: thing
    identity: [[key]]
    fields:
      key: {type: text, known: 'documented, DOC', required: always, doc: The key.}
      inner: {type: list of Inner or Inner, known: 'documented, DOC', doc: Inside.}
  Inner:
    title: inner thing
    discriminator: method
    fields:
      method:
        type: text
        known: documented, DOC
        doc: How.
        values:
          none: {known: 'documented, DOC', doc: Not.}
          secret: {known: 'inferred, DOC', doc: By a secret.}
    variants:
      - values: [secret]
        fields:
          secret:
            type: text
            known: documented, DOC
            doc: The secret.
            secret: true
            required: {method: secret}
            refers: [{to: key, by: id, when: {method: secret}}]
tokens:
  key: {known: 'documented, DOC', doc: The key., from: [root.key]}
functions:
  has:
    known: documented, DOC
    doc: Whether somebody has it.
    within: [where expression]
    parameters:
      key: {takes: text, refers: trait, doc: What.}
      value: {takes: text, refers: {to: trait, value_of: key}, doc: Which.}
names:
  key:
    plural: keys
    known: documented, DOC
    doc: A key.
    requests: [{path: /keys, query: {all: true}}]
    name: name
    id: id
  trait:
    plural: traits
    known: documented, DOC
    doc: A trait.
    derived: {from: [key], key: traits}
tenant:
  user: {known: 'documented, DOC', doc: The user., path: /me, name: [name], permissions: may}
  bodies: {known: 'documented, DOC', doc: Bodies., yaml: text/yaml, json: text/json}
  errors:
    known: inferred, DOC
    doc: Errors.
    entries: [errors]
    message: [text]
    code: code
    path: [at]
    places: places
meanings:
  Root: {key: key}
  Inner: {method: {means: kind, values: {none: any}}}
function_meanings: {has: has-attribute}
vocabulary:
  text_types: [text]
  tags_of_data_source: source
  tags_of_columns: column
  built_in_groups: [Everybody]
  orchestrated_masking: [Trino]
readings:
  some-question: {fact: '1.1', asks: 'whether {} is so'}
sources:
  DOC: {doc: The document.}
";

/// What is wrong with the small catalog after one change.
fn problems(from: &str, to: &str) -> Vec<String> {
    assert!(RIGHT.contains(from), "{from}");
    match serde_yaml::from_str::<format::File>(&RIGHT.replacen(from, to, 1)) {
        Ok(file) => check::problems(&[format::File {
            name: "thing.yaml".to_owned(),
            ..file
        }]),
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn a_right_catalog_has_no_problems() {
    assert_eq!(problems("thing", "thing"), Vec::<String>::new());
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let cases = [
        ("title: thing\n", "titel: thing\n", "unknown field `titel`"),
        ("doc: How.", "doc: ''", "Inner.method: no documentation"),
        (
            "known: documented, DOC\n        doc: How.",
            "doc: How.",
            "missing field `known`",
        ),
        (
            "'inferred, DOC'",
            "'inferred, DOCS'",
            "Inner.method.secret: `DOCS` is not in the table of sources",
        ),
        (
            "'inferred, DOC'",
            "inferred",
            "`inferred` is not `status, SOURCE`",
        ),
        (
            "'inferred, DOC'",
            "'certain, DOC'",
            "unknown variant `certain`",
        ),
        (
            "list of Inner or Inner",
            "list of Iner",
            "Root.inner: `Iner` is neither a type nor a shape",
        ),
        (
            "list of Inner or Inner",
            "text",
            "Inner: no field and no kind has this shape",
        ),
        ("root: Root", "root: Rot", "kind: root `Rot` is no shape"),
        (
            "making: {known: 'documented, DOC'",
            "making: {known: 'documented, DOCS'",
            "kind.making: `DOCS` is not in the table of sources",
        ),
        (
            "effect: creates",
            "effect: makes",
            "unknown variant `makes`",
        ),
        (
            "inner.method: 3",
            "iner.method: 3",
            "kind: detect: `iner.method` leads nowhere",
        ),
        (
            "inner.method: 3",
            "inner.method: 0",
            "kind: detect: `inner.method` says nothing",
        ),
        (
            "key: 10, inner",
            "key: 9, inner",
            "kind: detect: nothing is enough alone",
        ),
        (
            "like: thing",
            "like: thign",
            "other_payloads.other: `thign` is no kind",
        ),
        (
            "{key: ${1:k}, inner",
            "{inner",
            "templates.thing.One: `detect` does not know the body as its kind",
        ),
        (
            "{key: ${1:k}, inner",
            "{key: ${1:k, inner",
            "templates.thing.One: the body is no YAML",
        ),
        (
            "  thing:\n    - label",
            "  thign:\n    - label",
            "`thign` is no kind",
        ),
        (
            "identity: [[key]]",
            "identity: [[kee]]",
            "Root: `kee` is no field of this shape",
        ),
        (
            "identity: [[key]]",
            "one_of: [key, kee]",
            "Root: `kee` is no field of this shape",
        ),
        (
            "discriminator: method",
            "discriminator: mode",
            "Inner: `mode` is no field of this shape",
        ),
        (
            "    discriminator: method\n",
            "",
            "Inner: a discriminator and variants come together",
        ),
        (
            "values: [secret]",
            "values: [sekret]",
            "Inner.sekret: the discriminator never is `sekret`",
        ),
        (
            "{method: secret}",
            "{mode: secret}",
            "Inner.secret.secret: condition: `mode` is no sibling",
        ),
        (
            "{method: secret}",
            "{method: sekret}",
            "condition: `method` never is `sekret`",
        ),
        (
            "{method: secret}",
            "[]",
            "Inner.secret.secret: required on no condition at all",
        ),
        (
            "secret: true",
            "when: {method: secret}",
            "`when` and `when_status` come together",
        ),
        (
            "secret: true",
            "mistaken: [method]",
            "`method` is itself a field here",
        ),
        (
            "          none: {",
            "          secret: {",
            "`secret` is there twice",
        ),
        (
            "[root.key]",
            "[root.kee]",
            "tokens.key: `root.kee` is no field of a shape",
        ),
        (
            "type: list of Inner or Inner",
            "secret: true, type: Inner",
            "takes no text",
        ),
        (
            "{to: key, by: id, when",
            "{to: kee, when",
            "Inner.secret.secret: refers: `kee` is no kind of name",
        ),
        (
            "{to: key, by: id, when: {method: secret}}",
            "{to: key, when: {mode: secret}}",
            "Inner.secret.secret: condition: `mode` is no sibling",
        ),
        (
            "    id: id\n",
            "",
            "Inner.secret.secret: refers: no id of a key is known",
        ),
        (
            "value_of: key}",
            "value_of: kee}",
            "functions.has.value: refers: `kee` is no sibling",
        ),
        (
            "refers: {to: trait, value_of: key}",
            "refers: {to: key, value_of: key}",
            "functions.has.value: refers: a key has no values",
        ),
        (
            "takes: text, refers: trait",
            "takes: expression, refers: trait",
            "functions.has.key: refers to something and takes no text",
        ),
        (
            "    name: name\n",
            "",
            "names.key: either `requests` and `name`, or `derived`",
        ),
        (
            "    id: id\n",
            "    id: id\n    limit: n\n    pages: {size: s, offset: o}\n",
            "names.key: either `pages` or `limit`",
        ),
        ("path: /keys", "path: keys", "names.key: `keys` is no path"),
        ("path: /me", "path: me", "tenant.user: `me` is no path"),
        (
            "yaml: text/yaml",
            "yaml: yaml",
            "tenant.bodies: `yaml` is no content type",
        ),
        (
            "message: [text]",
            "message: []",
            "tenant.errors.message: no keys",
        ),
        ("doc: Errors.", "doc: ''", "tenant.errors: no documentation"),
        (
            "  Root: {key: key}",
            "  Rot: {key: key}",
            "meanings.Rot: no such shape",
        ),
        (
            "  Root: {key: key}",
            "  Root: {keys: key}",
            "meanings.Root.keys: no such field",
        ),
        (
            "  Root: {key: key}",
            "  Root: {key: keys}",
            "unknown variant `keys`",
        ),
        (
            "{none: any}",
            "{nothing: any}",
            "meanings.Inner.method: `nothing` is not a value of it",
        ),
        (
            "function_meanings: {has:",
            "function_meanings: {had:",
            "functions.had: no such function",
        ),
        (
            "from: [key]",
            "from: [trait]",
            "names.trait: derived: `trait` is no list of names",
        ),
    ];
    for (from, to, expected) in cases {
        let found = problems(from, to);
        assert!(
            found.iter().any(|problem| problem.contains(expected)),
            "`{from}` -> `{to}`: {found:#?} lacks `{expected}`"
        );
    }
}

#[test]
fn a_shape_is_defined_in_one_file() {
    let file = || format::File {
        name: "thing.yaml".to_owned(),
        ..serde_yaml::from_str(RIGHT).unwrap()
    };
    let found = check::problems(&[file(), file()]);
    assert!(found.contains(&"thing.yaml: Root: `Root` is defined in several files".to_owned()));
}

#[test]
fn conditions_with_several_values_are_alternatives() {
    let conditions: format::Conditions = serde_yaml::from_str("{a: [x, y], b: true}").unwrap();
    let pairs = |a: &str| {
        vec![
            ("a".to_owned(), a.to_owned()),
            ("b".to_owned(), "true".to_owned()),
        ]
    };
    assert_eq!(conditions.0, [pairs("x"), pairs("y")]);
}

#[test]
fn a_shape_becomes_a_static_that_others_refer_to() {
    let file: format::File = serde_yaml::from_str(RIGHT).unwrap();
    let text = emit::rust(&[file]);
    assert!(
        text.contains("static INNER: Shape = Shape { name: \"Inner\""),
        "{text}"
    );
    assert!(text.contains("Type::List(&Type::Object(&INNER))"), "{text}");
    assert!(
        text.contains("pub static SOME_QUESTION: Reading = Reading { fact: \"1.1\""),
        "{text}"
    );
    assert!(
        text.contains("Reference { to: &NAMES_OF_KEY, by: By::Id"),
        "{text}"
    );
    assert!(text.contains("static NAMES_OF_KEY: NameList"), "{text}");
}
