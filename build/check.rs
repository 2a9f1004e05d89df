//! What the types of `format` cannot say: names that must exist, rows that must agree.
//! A problem reads `file: where: what`.

use crate::access;
use crate::format::{
    Allowed, Conditions, Content, Field, File, FirstMatch, Hazard, Kind, Known, Others,
    Requirement, Rows, Shape, Type,
};
use crate::siblings::Siblings;
use crate::snippet;
use serde_yaml::Value;
use std::collections::HashSet;

/// Everything that is wrong with the files, in their order.
pub(crate) fn problems(files: &[File]) -> Vec<String> {
    let mut checker = Checker {
        files,
        problems: Vec::new(),
    };
    for file in files {
        checker.file(file);
    }
    if files.iter().filter(|file| file.tenant.is_some()).count() != 1 {
        let problem = "`tenant` is in one of the files";
        checker.problems.push(problem.to_owned());
    }
    checker.problems.extend(access::problems(files));
    checker.problems
}

/// How much evidence a spec takes, as in `model.rs`.
const ENOUGH: i32 = 10;

/// A stated value of a condition that only asks for the field to be there.
const ANY: &str = "*";

pub(crate) struct Checker<'a> {
    pub(crate) files: &'a [File],
    pub(crate) problems: Vec<String>,
}

/// Where we are, for messages.
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) at: String,
}

impl Place<'_> {
    pub(crate) fn inside(&self, name: &str) -> Place<'_> {
        Place {
            file: self.file,
            at: format!("{}.{name}", self.at),
        }
    }
}

impl<'a> Checker<'a> {
    pub(crate) fn report(&mut self, place: &Place, what: &str) {
        self.problems
            .push(format!("{}: {}: {what}", place.file, place.at));
    }

    pub(crate) fn shapes(&self) -> impl Iterator<Item = (&'a str, &'a Shape)> + use<'a> {
        self.files.iter().flat_map(|file| file.shapes.iter())
    }

    pub(crate) fn shape(&self, name: &str) -> Option<&'a Shape> {
        self.shapes().find(|(n, _)| *n == name).map(|(_, s)| s)
    }

    fn file(&mut self, file: &'a File) {
        let place = |at: &str| Place {
            file: &file.name,
            at: at.to_owned(),
        };
        if let Some(kind) = &file.kind {
            let place = place("kind");
            self.doc(&place, &kind.doc);
            if self.shape(&kind.root).is_none() {
                self.report(&place, &format!("root `{}` is no shape", kind.root));
            }
            if !kind.detect.iter().any(|(_, weight)| *weight >= ENOUGH) {
                self.report(&place, "detect: nothing is enough alone");
            }
            for (path, weight) in kind.detect.iter() {
                self.detect_path(&place, &kind.root, path);
                if *weight < 1 {
                    self.report(&place, &format!("detect: `{path}` says nothing"));
                }
            }
            for (key, outcome) in kind.outcomes.iter() {
                self.known(&place.inside(key), &outcome.known);
            }
            for (name, parameter) in kind.query_parameters.iter() {
                self.doc(&place.inside(name), &parameter.doc);
            }
            self.once(&place, &kind.name, |file, name| {
                file.kind.as_ref().is_some_and(|kind| kind.name == name)
            });
        }
        for (name, payload) in file.other_payloads.iter() {
            let place = place(&format!("other_payloads.{name}"));
            self.doc(&place, &payload.message);
            self.known(&place, &payload.known);
            let is_like = |kind: &Kind| kind.name == payload.like;
            if !self
                .files
                .iter()
                .any(|f| f.kind.as_ref().is_some_and(is_like))
            {
                self.report(&place, &format!("`{}` is no kind", payload.like));
            }
        }
        for (kind, templates) in file.templates.iter() {
            for template in templates {
                let place = place(&format!("templates.{kind}.{}", template.label));
                self.doc(&place, &template.doc);
                self.template(&place, kind, &template.body);
            }
        }
        for (name, shape) in file.shapes.iter() {
            let place = place(name);
            self.once(&place, name, |file, name| file.shapes.get(name).is_some());
            self.shape_rows(&place, name, shape);
        }
        for (name, token) in file.tokens.iter() {
            let place = place(&format!("tokens.{name}"));
            self.once(&place, name, |file, name| file.tokens.get(name).is_some());
            self.doc(&place, &token.doc);
            self.known(&place, &token.known);
            for from in &token.from {
                if !self.owns_field(from) {
                    self.report(&place, &format!("`{from}` is no field of a shape"));
                }
            }
        }
        for (name, function) in file.functions.iter() {
            let place = place(&format!("functions.{name}"));
            self.once(&place, name, |file, name| {
                file.functions.get(name).is_some()
            });
            self.function(&place, function);
        }
        for (name, list) in file.names.iter() {
            let place = place(&format!("names.{name}"));
            self.once(&place, name, |file, name| file.names.get(name).is_some());
            self.name_list(&place, list);
        }
        if let Some(api) = &file.tenant {
            self.tenant(&place("tenant"), api);
        }
        for (name, source) in file.sources.iter() {
            let place = place(&format!("sources.{name}"));
            self.once(&place, name, |file, name| file.sources.get(name).is_some());
            self.doc(&place, &source.doc);
        }
    }

    /// A name is defined by one file only; that a file does not define it twice is the reader's care.
    pub(crate) fn once(
        &mut self,
        place: &Place,
        name: &str,
        defines: impl Fn(&File, &str) -> bool,
    ) {
        let files = self.files.iter().filter(|file| defines(file, name));
        if files.count() > 1 {
            self.report(place, &format!("`{name}` is defined in several files"));
        }
    }

    pub(crate) fn doc(&mut self, place: &Place, doc: &str) {
        if doc.trim().is_empty() {
            self.report(place, "no documentation");
        }
    }

    pub(crate) fn known(&mut self, place: &Place, known: &Known) {
        let name = &known.source;
        if !self.files.iter().any(|f| f.sources.get(name).is_some()) {
            self.report(place, &format!("`{name}` is not in the table of sources"));
        }
    }

    /// Whether `connection.schema` is a field of the shape `Connection`.
    pub(crate) fn owns_field(&self, from: &str) -> bool {
        from.split_once('.').is_some_and(|(owner, field)| {
            self.shapes()
                .filter(|(name, _)| name.eq_ignore_ascii_case(owner))
                .any(|(_, shape)| shape.fields.get(field).is_some())
        })
    }

    /// A path with, perhaps, the value that is asked for: `connection.handler`, `type=data`. Only its first key has to be
    /// one that the root may have: below it, the V1 API's keys speak for a kind, too.
    fn detect_path(&mut self, place: &Place, root: &str, path: &str) {
        let (path, value) = match path.split_once('=') {
            Some((path, value)) => (path, Some(value)),
            None => (path, None),
        };
        let Some(shape) = self.shape(root) else {
            return;
        };
        let head = path.split('.').next().unwrap_or_default();
        let mut fields = shape.every_field();
        let is_v1 = || {
            shape
                .v1
                .iter()
                .any(|row| row.keys.iter().any(|key| key == head))
        };
        if !fields.any(|(name, _)| name == head) && !is_v1() {
            self.report(place, &format!("detect: `{path}` leads nowhere"));
        }
        if let Some(value) = value
            && !path.contains('.')
            && !Siblings::of(shape).takes(path, value)
        {
            self.report(place, &format!("detect: `{path}` never is `{value}`"));
        }
    }

    fn template(&mut self, place: &Place, kind: &str, body: &str) {
        let mut kinds = self.files.iter().filter_map(|file| file.kind.as_ref());
        let Some(kind) = kinds.find(|k| k.name == kind) else {
            return self.report(place, &format!("`{kind}` is no kind"));
        };
        let value: Value = match serde_yaml::from_str(&snippet::expand(body)) {
            Ok(value) => value,
            Err(error) => return self.report(place, &format!("the body is no YAML: {error}")),
        };
        let weight = |(path, weight): (&str, &i32)| {
            let (path, wanted) = match path.split_once('=') {
                Some((path, wanted)) => (path, Some(wanted)),
                None => (path, None),
            };
            let keys: Vec<_> = path.split('.').collect();
            if leads_to(&value, &keys, wanted) {
                *weight
            } else {
                0
            }
        };
        if kind.detect.iter().map(weight).sum::<i32>() < ENOUGH {
            self.report(place, "`detect` does not know the body as its kind");
        }
    }

    fn shape_rows(&mut self, place: &Place, name: &str, shape: &'a Shape) {
        if !self.is_used(name) {
            self.report(place, "no field and no kind has this shape");
        }
        let common = Siblings::of(shape);
        for older in &shape.v1 {
            self.doc(place, &older.instead);
            for key in older.keys.iter().filter(|key| common.has(key)) {
                self.report(place, &format!("v1: `{key}` is a field in V2, too"));
            }
            for (field, _) in older.becomes.iter().filter(|(field, _)| !common.has(field)) {
                self.report(place, &format!("v1: `{field}` is no field of this shape"));
            }
            for (field, row) in older.becomes.iter() {
                let ways = [&row.text, &row.value, &row.values, &row.inner]
                    .into_iter()
                    .flatten();
                if ways.count() + usize::from(!row.mappings.0.is_empty()) != 1 {
                    self.report(place, &format!("v1: `{field}` becomes not one thing"));
                }
            }
        }
        for (name, field) in shape.fields.iter() {
            self.field(&place.inside(name), name, field, &common);
        }
        for name in shape.one_of.iter().chain(&shape.discriminator) {
            if shape.fields.get(name).is_none() {
                self.report(place, &format!("`{name}` is no field of this shape"));
            }
        }
        let listed = shape
            .listed
            .iter()
            .flat_map(|row| row.named.iter().chain([&row.all]));
        let heads = listed.filter_map(|path| path.split('.').next());
        let named = shape.identity.iter().flatten().map(String::as_str);
        for name in named.chain(heads).filter(|name| !common.has(name)) {
            self.report(place, &format!("`{name}` is no field of this shape"));
        }
        if shape.discriminator.is_none() != shape.variants.is_empty() {
            self.report(place, "a discriminator and variants come together");
        }
        let discriminator = shape.discriminator.as_ref();
        let allowed = discriminator.and_then(|name| shape.fields.get(name));
        let mut chosen = HashSet::new();
        for variant in &shape.variants {
            let place = place.inside(&variant.values.join("/"));
            for value in &variant.values {
                if allowed.is_none_or(|field| field.values.get(value).is_none()) {
                    self.report(&place, &format!("the discriminator never is `{value}`"));
                }
                if !chosen.insert(value) {
                    self.report(&place, "another variant has the same value");
                }
            }
            let siblings = Siblings {
                shape,
                variants: vec![variant],
            };
            self.conditions(&place, &variant.open_when, &siblings);
            for (name, field) in variant.fields.iter() {
                self.field(&place.inside(name), name, field, &siblings);
            }
        }
    }

    fn is_used(&self, shape: &str) -> bool {
        let is_it =
            |r#type: &Type| matches!(r#type.innermost(), Type::Shape(name) if name == shape);
        let mut kinds = self.files.iter().filter_map(|file| file.kind.as_ref());
        kinds.any(|kind| kind.root == shape)
            || self
                .shapes()
                .flat_map(|(_, shape)| shape.every_field())
                .any(|(_, field)| field.r#type.0.iter().any(is_it))
    }

    fn field(&mut self, place: &Place, name: &str, field: &Field, siblings: &Siblings) {
        self.doc(place, &field.doc);
        self.known(place, &field.known);
        let innermost = || field.r#type.0.iter().map(Type::innermost);
        for r#type in innermost() {
            if let Type::Shape(name) = r#type
                && self.shape(name).is_none()
            {
                self.report(place, &format!("`{name}` is neither a type nor a shape"));
            }
        }
        let about_text = !field.values.0.is_empty()
            || field.others != Others::None
            || field.path
            || !field.refers.0.is_empty()
            || !field.v1_values.0.is_empty()
            || !field.v1_only.is_empty()
            || field.v1_key.is_some()
            || field.secret
            || field.must_contain.is_some()
            || field.characters.is_some()
            || field.content != Content::Plain;
        if about_text && !innermost().any(|r#type| *r#type == Type::Text) {
            self.report(place, "says what a text may hold and takes no text");
        }
        if field.others != Others::None && field.values.0.is_empty() {
            self.report(place, "others without values: any text is fine anyway");
        }
        for (value, allowed) in field.values.iter() {
            self.allowed(&place.inside(value), &field.values, allowed, siblings);
        }
        if let Some(default) = &field.default
            && !field.values.0.is_empty()
            && field.values.get(default).is_none()
        {
            self.report(place, "the default is not one of the values");
        }
        if let Requirement::When(conditions) = &field.required {
            if conditions.0.is_empty() {
                self.report(place, "required on no condition at all");
            }
            self.conditions(place, conditions, siblings);
        }
        if matches!(field.required, Requirement::Optional) && field.required_status.is_some() {
            self.report(place, "required_status without required");
        }
        self.conditions(place, &field.when, siblings);
        if field.when.0.is_empty() != field.when_status.is_none() {
            self.report(place, "`when` and `when_status` come together");
        }
        for spelling in field.aliases.iter().chain(&field.mistaken) {
            if spelling == name || siblings.has(spelling) {
                self.report(place, &format!("`{spelling}` is itself a field here"));
            }
        }
        for (value, newer) in field.v1_values.iter() {
            if field.values.get(value).is_some() || field.values.get(newer).is_none() {
                self.report(place, &format!("v1_values: `{value}` to `{newer}`"));
            }
        }
        for value in &field.v1_only {
            if field.values.get(value).is_some() || field.v1_values.get(value).is_some() {
                self.report(place, &format!("v1_only: `{value}` is a value of V2"));
            }
        }
        if let Some(other) = field.instead_of.as_ref().filter(|name| !siblings.has(name)) {
            self.report(place, &format!("instead_of: `{other}` is no sibling"));
        }
        if let Some(row) = &field.characters {
            self.known(place, &row.known);
        }
        if let Some(other) = field.echoes.as_ref().filter(|name| !siblings.has(name)) {
            self.report(place, &format!("echoes: `{other}` is no sibling"));
        }
        if let Some(row) = &field.first_match {
            self.first_match(place, field, row);
        }
        self.references(place, &field.refers, |name| siblings.has(name));
        for row in &field.refers.0 {
            self.conditions(place, &row.when, siblings);
        }
        self.hazards(place, &field.hazards, siblings);
    }

    fn hazards(&mut self, place: &Place, hazards: &Rows<Hazard>, siblings: &Siblings) {
        for (_, hazard) in hazards.iter() {
            self.doc(place, &hazard.message);
            self.conditions(place, &hazard.when, siblings);
            self.conditions(place, &hazard.unless, siblings);
        }
    }

    fn first_match(&mut self, place: &Place, field: &Field, row: &FirstMatch) {
        let innermost = field.r#type.0.iter().map(Type::innermost);
        let mut shapes = innermost.filter_map(|r#type| match r#type {
            Type::Shape(name) => self.shape(name),
            _ => None,
        });
        let Some(shape) = shapes.next() else {
            return self.report(place, "first_match: the items are no mappings");
        };
        let siblings = Siblings::of(shape);
        for name in [&row.only, &row.except] {
            if !siblings.has(name) {
                self.report(
                    place,
                    &format!("first_match: `{name}` is no field of an item"),
                );
            }
        }
        let kinds = shape.discriminator.as_deref().unwrap_or_default();
        for value in row
            .alone
            .iter()
            .filter(|value| !siblings.takes(kinds, value))
        {
            self.report(place, &format!("first_match: no item is `{value}`"));
        }
    }

    fn allowed(
        &mut self,
        place: &Place,
        values: &Rows<Allowed>,
        allowed: &Allowed,
        siblings: &Siblings,
    ) {
        self.doc(place, &allowed.doc);
        self.known(place, &allowed.known);
        self.conditions(place, &allowed.when, siblings);
        self.hazards(place, &allowed.hazards, siblings);
        for other in allowed.same_as.iter().chain(&allowed.older_than) {
            if values.get(other).is_none() {
                self.report(place, &format!("`{other}` is no value here"));
            }
        }
        for spelling in &allowed.mistaken {
            if values.get(spelling).is_some() {
                self.report(place, &format!("`{spelling}` is itself a value here"));
            }
        }
    }

    fn conditions(&mut self, place: &Place, conditions: &Conditions, siblings: &Siblings) {
        for (name, value) in conditions.0.iter().flatten() {
            if !siblings.has(name) {
                self.report(place, &format!("condition: `{name}` is no sibling"));
            } else if value != ANY && !siblings.takes(name, value) {
                self.report(place, &format!("condition: `{name}` never is `{value}`"));
            }
        }
    }
}

/// Whether a path leads somewhere, through the items of sequences, too, and to a certain text if one is asked for.
fn leads_to(value: &Value, path: &[&str], wanted: Option<&str>) -> bool {
    if let Some(items) = value.as_sequence().filter(|_| !path.is_empty()) {
        return items.iter().any(|item| leads_to(item, path, wanted));
    }
    match path {
        [] => wanted.is_none_or(|wanted| value.as_str() == Some(wanted)),
        [key, rest @ ..] => value
            .get(key)
            .is_some_and(|next| leads_to(next, rest, wanted)),
    }
}

impl Shape {
    fn every_field(&self) -> impl Iterator<Item = (&str, &Field)> {
        let variants = self
            .variants
            .iter()
            .flat_map(|variant| variant.fields.iter());
        self.fields.iter().chain(variants)
    }
}
