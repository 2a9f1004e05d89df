//! Writes the checked files as Rust statics. Shapes are statics of their own, so they may refer to each other
//! and to themselves.

use crate::format::{
    Allowed, Conditions, Field, File, Hazard, Kind, Known, Requirement, Rows, Shape, Source,
    Template, Token, Type, Variant,
};

/// The text of `catalog.rs`.
pub(crate) fn rust(files: &[File]) -> String {
    let mut text = String::new();
    for (name, row) in files.iter().flat_map(|file| file.shapes.iter()) {
        let item = constant(name);
        text += &format!("static {item}: Shape = {};\n", shape(name, row));
    }

    let kinds = files.iter().filter_map(|file| file.kind.as_ref());
    text += "/// Every kind of spec.\n";
    text += &format!(
        "pub static KINDS: &[Kind] = {};\n",
        list(kinds, |row| kind(files, row))
    );

    let tokens = files.iter().flat_map(|file| file.tokens.iter());
    text += "/// The tokens of the name templates.\n";
    text += &format!("pub static TOKENS: &[Token] = {};\n", list(tokens, token));

    let sources = files.iter().flat_map(|file| file.sources.iter());
    text += "/// Where the catalog's facts come from.\n";
    text += &format!(
        "pub static SOURCES: &[Source] = {};\n",
        list(sources, source)
    );
    text
}

fn kind(files: &[File], kind: &Kind) -> String {
    let path = |path: &String| strings(path.split('.'));
    let detect = list(&kind.detect, |paths| list(paths, path));
    let parameters = list(kind.query_parameters.iter(), |(name, row)| {
        let doc = row.doc.trim();
        format!("QueryParameter {{ name: {name:?}, doc: {doc:?} }}")
    });
    let root = constant(&kind.root);
    let templates = files
        .iter()
        .filter_map(|file| file.templates.get(&kind.name));
    format!(
        "Kind {{ name: {:?}, endpoint: {:?}, title: {:?}, doc: {:?}, url: {:?}, detect: {detect}, \
         root: &{root}, root_type: Type::Object(&{root}), query_parameters: {parameters}, templates: {} }}",
        kind.name,
        kind.endpoint,
        kind.title,
        kind.doc.trim(),
        kind.url,
        list(templates.flatten(), template),
    )
}

fn template(template: &Template) -> String {
    format!(
        "Template {{ label: {:?}, doc: {:?}, body: {:?} }}",
        template.label,
        template.doc.trim(),
        template.body
    )
}

fn shape(name: &str, shape: &Shape) -> String {
    format!(
        "Shape {{ name: {name:?}, title: {:?}, fields: {}, open: {}, discriminator: {:?}, variants: {}, \
         one_of: {}, identity: {} }}",
        shape.title,
        fields(&shape.fields),
        shape.open,
        shape.discriminator,
        list(&shape.variants, variant),
        strings(&shape.one_of),
        list(&shape.identity, strings),
    )
}

fn variant(variant: &Variant) -> String {
    format!(
        "Variant {{ values: {}, fields: {}, open_when: {} }}",
        strings(&variant.values),
        fields(&variant.fields),
        conditions(&variant.open_when)
    )
}

fn fields(fields: &Rows<Field>) -> String {
    list(fields.iter(), |(name, row)| field(name, row))
}

fn field(name: &str, field: &Field) -> String {
    let Known { status, source } = &field.known;
    let required = match &field.required {
        Requirement::Optional => "Requirement::Optional".to_owned(),
        Requirement::Always => "Requirement::Always".to_owned(),
        Requirement::When(any) => format!("Requirement::When({})", conditions(any)),
    };
    format!(
        "Field {{ name: {name:?}, types: {}, doc: {:?}, status: Status::{status:?}, source: {source:?}, \
         required: {required}, required_status: Status::{:?}, when: {}, when_status: Status::{:?}, \
         default: {:?}, example: {:?}, aliases: {}, mistaken: {}, hazards: {} }}",
        list(&field.r#type.0, |row| r#type(row, field)),
        field.doc.trim(),
        field.required_status.unwrap_or(*status),
        conditions(&field.when),
        field.when_status.unwrap_or(*status),
        field.default,
        field.example,
        strings(&field.aliases),
        strings(&field.mistaken),
        list(field.hazards.iter(), hazard),
    )
}

fn r#type(row: &Type, field: &Field) -> String {
    match row {
        Type::Text => format!("Type::String({})", text(field)),
        Type::Boolean => "Type::Boolean".to_owned(),
        Type::Integer => "Type::Integer".to_owned(),
        Type::Number => "Type::Number".to_owned(),
        Type::Any => "Type::Any".to_owned(),
        Type::Shape(name) => format!("Type::Object(&{})", constant(name)),
        Type::List(item) => format!("Type::List(&{})", r#type(item, field)),
    }
}

fn text(field: &Field) -> String {
    let must_contain = field
        .must_contain
        .as_ref()
        .map(|row| (row.text.as_str(), row.why.trim()));
    format!(
        "Text {{ values: {}, open: {}, content: Content::{:?}, secret: {}, must_contain: {must_contain:?} }}",
        list(field.values.iter(), allowed),
        field.open,
        field.content,
        field.secret,
    )
}

fn allowed((value, allowed): (&str, &Allowed)) -> String {
    let Known { status, source } = &allowed.known;
    format!(
        "Allowed {{ value: {value:?}, doc: {:?}, status: Status::{status:?}, source: {source:?}, \
         same_as: {:?}, when: {} }}",
        allowed.doc.trim(),
        allowed.same_as,
        conditions(&allowed.when),
    )
}

fn hazard((code, hazard): (&str, &Hazard)) -> String {
    format!(
        "Hazard {{ code: {code:?}, trigger: Trigger::{:?}, message: {:?}, once: {} }}",
        hazard.trigger,
        hazard.message.trim(),
        hazard.once
    )
}

fn token((name, token): (&str, &Token)) -> String {
    let Known { status, source } = &token.known;
    let from = token.from.iter().filter_map(|from| from.split_once('.'));
    format!(
        "Token {{ name: {name:?}, doc: {:?}, from: {}, status: Status::{status:?}, source: {source:?} }}",
        token.doc.trim(),
        list(from, |pair| format!("{pair:?}")),
    )
}

fn source((name, source): (&str, &Source)) -> String {
    let doc = source.doc.trim();
    format!(
        "Source {{ name: {name:?}, doc: {doc:?}, url: {:?} }}",
        source.url
    )
}

fn conditions(conditions: &Conditions) -> String {
    list(&conditions.0, |all| list(all, |pair| format!("{pair:?}")))
}

fn list<T>(rows: impl IntoIterator<Item = T>, write: impl Fn(T) -> String) -> String {
    let rows: Vec<String> = rows.into_iter().map(write).collect();
    format!("&[{}]", rows.join(",\n"))
}

fn strings<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    list(texts, |text| format!("{:?}", text.as_ref()))
}

/// `NameTemplate` becomes `NAME_TEMPLATE`.
fn constant(shape: &str) -> String {
    let mut name = String::new();
    for c in shape.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_uppercase());
    }
    name
}
