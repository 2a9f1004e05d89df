//! Writes the checked files as Rust statics. Shapes are statics of their own, so they may refer to each other
//! and to themselves.

use crate::access;
use crate::emit_names::{name_list, reference, tenant};
use crate::format::{
    Allowed, Becomes, Characters, Deprecated, Field, File, FirstMatch, Function, Hazard, Kind,
    Known, Older, OtherPayload, Parameter, Requirement, Rows, Shape, Source, Takes, Template,
    Token, Type, Variant,
};
use crate::rust::{conditions, constant, keys, list, names_of, option, strings};

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

    let payloads = files.iter().flat_map(|file| file.other_payloads.iter());
    text += "/// Payloads of other endpoints that are easily taken for a spec.\n";
    text += &format!(
        "pub static OTHER_PAYLOADS: &[OtherPayload] = {};\n",
        list(payloads, other_payload)
    );

    let tokens = files.iter().flat_map(|file| file.tokens.iter());
    text += "/// The tokens of the name templates.\n";
    text += &format!("pub static TOKENS: &[Token] = {};\n", list(tokens, token));

    let functions = files.iter().flat_map(|file| file.functions.iter());
    text += "/// The functions and variables of the policy expressions.\n";
    text += &format!(
        "pub static FUNCTIONS: &[Function] = {};\n",
        list(functions, function)
    );

    let names = || files.iter().flat_map(|file| file.names.iter());
    for (name, row) in names() {
        let item = names_of(name);
        text += &format!("static {item}: NameList = {};\n", name_list(name, row));
    }
    text += "/// What a tenant has names for.\n";
    text += &format!(
        "pub static NAMES: &[&NameList] = {};\n",
        list(names(), |(name, _)| format!("&{}", names_of(name)))
    );

    for api in files.iter().filter_map(|file| file.tenant.as_ref()) {
        text += "/// How a tenant is talked to.\n";
        text += &format!("pub static TENANT: TenantApi = {};\n", tenant(api));
    }

    let sources = files.iter().flat_map(|file| file.sources.iter());
    text += "/// Where the catalog's facts come from.\n";
    text += &format!(
        "pub static SOURCES: &[Source] = {};\n",
        list(sources, source)
    );
    text + &access::rust(files)
}

fn kind(files: &[File], kind: &Kind) -> String {
    let detect = list(kind.detect.iter(), evidence);
    let parameters = list(kind.query_parameters.iter(), |(name, row)| {
        let doc = row.doc.trim();
        format!("QueryParameter {{ name: {name:?}, doc: {doc:?} }}")
    });
    let outcomes = list(kind.outcomes.iter(), |(key, row)| {
        format!(
            "Outcome {{ key: {key:?}, effect: Effect::{:?}, one: {:?}, many: {:?}, \
             status: Status::{:?}, source: {:?} }}",
            row.effect, row.one, row.many, row.known.status, row.known.source,
        )
    });
    let root = constant(&kind.root);
    let templates = files
        .iter()
        .filter_map(|file| file.templates.get(&kind.name));
    format!(
        "Kind {{ name: {:?}, endpoint: {:?}, title: {:?}, doc: {:?}, url: {:?}, detect: {detect}, \
         root: &{root}, root_type: Type::Object(&{root}), query_parameters: {parameters}, templates: {}, thing: {:?}, permission: {:?}, gone: {:?}, outcomes: {outcomes} }}",
        kind.name,
        kind.endpoint,
        kind.title,
        kind.doc.trim(),
        kind.url,
        list(templates.flatten(), template),
        kind.thing,
        kind.permission,
        kind.gone,
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
         one_of: {}, identity: {}, listed: {}, v1: {} }}",
        shape.title,
        fields(&shape.fields),
        shape.open,
        shape.discriminator,
        list(&shape.variants, variant),
        strings(&shape.one_of),
        list(&shape.identity, strings),
        list(&shape.listed, |row| format!(
            "Listed {{ all: {}, named: {} }}",
            keys(&row.all),
            list(&row.named, |path| keys(path))
        )),
        list(&shape.v1, older),
    )
}

/// `connection.handler`, or `type=data` where a certain value is asked for, with its weight.
fn evidence((text, weight): (&str, &i32)) -> String {
    let (path, value) = match text.split_once('=') {
        Some((path, value)) => (path, Some(value)),
        None => (text, None),
    };
    format!(
        "Evidence {{ path: {}, value: {value:?}, weight: {weight} }}",
        keys(path)
    )
}

fn other_payload((name, row): (&str, &OtherPayload)) -> String {
    let Known { status, source } = &row.known;
    format!(
        "OtherPayload {{ name: {name:?}, detect: {}, like: {:?}, message: {:?}, url: {:?}, \
         status: Status::{status:?}, source: {source:?} }}",
        list(row.detect.iter(), evidence),
        row.like,
        row.message.trim(),
        row.url,
    )
}

fn older(older: &Older) -> String {
    let becomes = list(older.becomes.iter(), |(field, row)| {
        let Becomes {
            text,
            value,
            values,
            inner,
            mappings,
        } = row;
        let row = match (text, value, values, inner) {
            (Some(text), ..) => format!("Becomes::Text({text:?})"),
            (_, Some(path), ..) => format!("Becomes::Value({})", keys(path)),
            (_, _, Some(path), _) => format!("Becomes::Values({})", keys(path)),
            (.., Some(path)) => format!("Becomes::Inner({})", keys(path)),
            _ => {
                let row = |(field, path): (&str, &String)| {
                    format!("({field:?}, {} as &[&str])", keys(path))
                };
                format!("Becomes::Mappings({})", list(mappings.iter(), row))
            }
        };
        format!("({field:?}, {row})")
    });
    format!(
        "Older {{ keys: {}, instead: {:?}, whole: {}, becomes: {becomes} }}",
        strings(&older.keys),
        older.instead.trim(),
        older.whole
    )
}

fn first_match(row: &FirstMatch) -> String {
    format!(
        "FirstMatch {{ only: {:?}, except: {:?}, any: {}, alone: {} }}",
        row.only,
        row.except,
        conditions(&row.any),
        strings(&row.alone)
    )
}

fn function((name, function): (&str, &Function)) -> String {
    let Known { status, source } = &function.known;
    format!(
        "Function {{ name: \"@{name}\", doc: {:?}, status: Status::{status:?}, source: {source:?}, within: {}, \
         parameters: {}, embedded: {}, deprecated: {} }}",
        function.doc.trim(),
        list(&function.within, |content| format!("Content::{content:?}")),
        option(function.parameters.as_ref(), |rows| list(
            rows.iter(),
            parameter
        )),
        function.embedded,
        option(function.deprecated.as_ref(), deprecated),
    )
}

fn deprecated(deprecated: &Deprecated) -> String {
    let by = deprecated.by.as_ref().map(|name| format!("@{name}"));
    let note = deprecated.note.trim();
    format!("Deprecated {{ by: {by:?}, note: {note:?} }}")
}

fn parameter((name, row): (&str, &Parameter)) -> String {
    let takes = match row.takes {
        Takes::Text => "Takes::Text".to_owned(),
        Takes::Expression => "Takes::Expression".to_owned(),
        Takes::Choice => {
            let values = list(row.values.iter(), |(value, doc)| {
                format!("({value:?}, {:?})", doc.trim())
            });
            format!("Takes::Choice({values})")
        }
    };
    format!(
        "Parameter {{ name: {name:?}, doc: {:?}, takes: {takes}, refers: {}, optional: {}, repeated: {} }}",
        row.doc.trim(),
        list(&row.refers.0, reference),
        row.optional,
        row.repeated
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
         default: {:?}, example: {:?}, aliases: {}, mistaken: {}, instead_of: {:?}, v1_values: {}, v1_only: {}, v1_key: {:?}, \
         first_match: {}, echoes: {:?}, refers: {}, hazards: {} }}",
        list(&field.r#type.0, |row| r#type(row, field)),
        field.doc.trim(),
        field.required_status.unwrap_or(*status),
        conditions(&field.when),
        field.when_status.unwrap_or(*status),
        field.default,
        field.example,
        strings(&field.aliases),
        strings(&field.mistaken),
        field.instead_of,
        list(field.v1_values.iter(), |pair| format!("{pair:?}")),
        strings(&field.v1_only),
        field.v1_key,
        option(field.first_match.as_ref(), first_match),
        field.echoes,
        list(&field.refers.0, reference),
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
        "Text {{ values: {}, others: Others::{:?}, content: Content::{:?}, secret: {}, must_contain: {must_contain:?}, characters: {}, path: {} }}",
        list(field.values.iter(), allowed),
        field.others,
        field.content,
        field.secret,
        option(field.characters.as_ref(), characters),
        field.path,
    )
}

fn characters(row: &Characters) -> String {
    // `a-z` is a range, anything else a character.
    let range = |text: &String| {
        let mut chars = text.chars();
        let first = chars.next().unwrap_or_default();
        format!("({first:?}, {:?})", chars.last().unwrap_or(first))
    };
    format!(
        "Characters {{ allowed: {}, described: {:?}, most: {}, status: Status::{:?}, source: {:?} }}",
        list(&row.allowed, range),
        row.described,
        row.most,
        row.known.status,
        row.known.source,
    )
}

fn allowed((value, allowed): (&str, &Allowed)) -> String {
    let Known { status, source } = &allowed.known;
    format!(
        "Allowed {{ value: {value:?}, doc: {:?}, status: Status::{status:?}, source: {source:?}, \
         same_as: {:?}, older: {}, mistaken: {}, when: {}, hazards: {} }}",
        allowed.doc.trim(),
        allowed.same_as.as_ref().or(allowed.older_than.as_ref()),
        allowed.older_than.is_some(),
        strings(&allowed.mistaken),
        conditions(&allowed.when),
        list(allowed.hazards.iter(), self::hazard),
    )
}

fn hazard((code, hazard): (&str, &Hazard)) -> String {
    format!(
        "Hazard {{ code: {code:?}, trigger: Trigger::{:?}, message: {:?}, once: {}, level: {}, when: {}, \
         unless: {} }}",
        hazard.trigger,
        hazard.message.trim(),
        hazard.once,
        option(hazard.level, |level| format!("Level::{level:?}")),
        conditions(&hazard.when),
        conditions(&hazard.unless)
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
