//! The types of the catalog's tables. `build.rs` writes constants of these types.
//!
//! Everything is `'static` plain data: nothing is parsed when the program starts.

use super::condition::Condition;
use super::names::Reference;
use super::source::Status;

/// One kind of spec: a payload of one endpoint.
#[derive(Debug)]
pub struct Kind {
    /// The short name: `data`.
    pub name: &'static str,
    /// The endpoint's path: `/api/v2/data`.
    pub endpoint: &'static str,
    /// What a person calls such a file: "data source spec".
    pub title: &'static str,
    /// What such a file is for, in Markdown.
    pub doc: &'static str,
    /// Link to the documentation page.
    pub url: &'static str,
    /// What in a document speaks for this kind.
    pub detect: &'static [Evidence],
    /// The shape of the root mapping.
    pub root: &'static Shape,
    /// The same as a type.
    pub root_type: Type,
    /// What one such spec is about, to complete "The ... would be updated": `policy`.
    pub thing: &'static str,
    /// The permission that a push takes.
    pub permission: &'static str,
    /// What is known of tenants that lack the endpoint.
    pub gone: Option<&'static str>,
    /// What the answer to a push, or a dry run of it, tells.
    pub outcomes: &'static [Outcome],
    /// Keys that people put into the body but that are query parameters of the request.
    pub query_parameters: &'static [QueryParameter],
    /// Whole specs to start an empty file with.
    pub templates: &'static [Template],
}

/// How much evidence it takes for a document to be what it looks like.
pub const ENOUGH: i32 = 10;

/// Something in a document that speaks for what it is.
#[derive(Debug)]
pub struct Evidence {
    /// The keys from the root that lead to it, also through the items of sequences.
    pub path: &'static [&'static str],
    /// The text that is there; `None` where any value will do.
    pub value: Option<&'static str>,
    /// How much it says; [`ENOUGH`] is as much as it takes.
    pub weight: i32,
}

/// A payload of another endpoint that is easily taken for a spec.
#[derive(Debug)]
pub struct OtherPayload {
    /// Its name: `connections`.
    pub name: &'static str,
    /// What in a document speaks for it.
    pub detect: &'static [Evidence],
    /// The kind of spec that it looks like, by its short name.
    pub like: &'static str,
    /// What it is and what to do about it, for people.
    pub message: &'static str,
    /// Link to the page about it, where there is one.
    pub url: Option<&'static str>,
    /// How we know of it.
    pub status: Status,
    /// Where we know it from.
    pub source: &'static str,
}

/// Something that a push does, and that the answer to it tells under a key of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The key: `creating`.
    pub key: &'static str,
    /// What it does.
    pub effect: Effect,
    /// Of one thing, behind its number: "data source would be created".
    pub one: &'static str,
    /// Of several; nothing where there can only be one.
    pub many: Option<&'static str>,
    /// How we know of it.
    pub status: Status,
    /// Where we know it from.
    pub source: &'static str,
}

/// What a push does to a thing, the most dangerous first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It goes, or goes out of something.
    Deletes,
    /// It comes.
    Creates,
    /// It changes.
    Updates,
    /// Something else that is worth knowing.
    Notes,
    /// It stays as it is.
    Keeps,
}

/// A query parameter of an endpoint: it belongs in the request's address, not in the file.
#[derive(Debug)]
pub struct QueryParameter {
    /// Its name: `dryRun`.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
}

/// A whole spec offered in an empty file.
#[derive(Debug)]
pub struct Template {
    /// What completion shows: `Snowflake data sources (key pair)`.
    pub label: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// The YAML text, as an LSP snippet with `${1:placeholder}` stops.
    /// A literal `$` is written `\$`.
    pub body: &'static str,
}

/// A mapping and what it may hold.
#[derive(Debug)]
pub struct Shape {
    /// Its name in the catalog: `Connection`.
    pub name: &'static str,
    /// What it is, in a few words: "connection".
    pub title: &'static str,
    /// The fields that every variant has.
    pub fields: &'static [Field],
    /// Whether keys we do not know are fine here.
    pub open: bool,
    /// The field whose value chooses the variant: `handler`.
    pub discriminator: Option<&'static str>,
    /// The variants, by the discriminator's value. Their fields come on top of `fields`;
    /// a field of the same name replaces the common one.
    pub variants: &'static [Variant],
    /// Exactly one of these fields must be there: a source is a `table`, a `query` or `all`.
    pub one_of: &'static [&'static str],
    /// Fields that together name the thing, so that two with the same values are duplicates.
    pub identity: &'static [&'static [&'static str]],
    /// What one of its lists has all of, so that what is named elsewhere is in it.
    pub listed: &'static [Listed],
    /// How the V1 API writes such a mapping, where people paste that.
    pub v1: &'static [Older],
}

/// A list that has all there is of something.
#[derive(Debug)]
pub struct Listed {
    /// The path to the names in the list.
    pub all: &'static [&'static str],
    /// Paths to names that are in it.
    pub named: &'static [&'static [&'static str]],
}

/// A mapping as the V1 API writes it, known by its keys.
#[derive(Debug)]
pub struct Older {
    /// Any of these keys gives it away.
    pub keys: &'static [&'static str],
    /// What V2 has instead.
    pub instead: &'static str,
    /// Whether nothing else can be said of such a mapping; otherwise only the keys are wrong.
    pub whole: bool,
    /// The V2 mapping that says the same, where that is a mechanical matter.
    pub becomes: &'static [(&'static str, Becomes)],
}

/// What the value of a V2 field is made from. A path is a list of keys, through mappings and sequences alike.
#[derive(Debug)]
pub enum Becomes {
    /// This very text.
    Text(&'static str),
    /// The text at the end of a path.
    Value(&'static [&'static str]),
    /// The texts at the ends of a path, as a sequence.
    Values(&'static [&'static str]),
    /// The mapping at the end of a path, which the V1 API writes in its own way, too.
    Inner(&'static [&'static str]),
    /// A mapping for each place where all the paths lead somewhere, as a sequence.
    Mappings(&'static [(&'static str, &'static [&'static str])]),
}

/// What a shape holds in addition when its discriminator has a certain value.
#[derive(Debug)]
pub struct Variant {
    /// The discriminator's values that choose this variant.
    pub values: &'static [&'static str],
    /// The fields it adds or replaces.
    pub fields: &'static [Field],
    /// When keys we do not know are fine here, although the shape is closed; any of the conditions is enough.
    /// For a method whose keys no document lists.
    pub open_when: &'static [Condition],
}

/// One key of a mapping.
#[derive(Debug)]
pub struct Field {
    /// The key, as written.
    pub name: &'static str,
    /// What values it takes; the first is the preferred one, more than one only where documents disagree.
    pub types: &'static [Type],
    /// What it means, in Markdown, in our own words.
    pub doc: &'static str,
    /// How we know of it.
    pub status: Status,
    /// Where we know it from: the short name of a source.
    pub source: &'static str,
    /// When it must be there.
    pub required: Requirement,
    /// How we know that it must be there.
    pub required_status: Status,
    /// When it has a meaning; any of the conditions is enough, none at all means always.
    /// Elsewhere it conflicts with what is there.
    pub when: &'static [Condition],
    /// How we know that it has no meaning elsewhere.
    pub when_status: Status,
    /// The value a tenant assumes when it is absent.
    pub default: Option<&'static str>,
    /// A value worth showing: the snippet's placeholder.
    pub example: Option<&'static str>,
    /// Other spellings that are accepted for it.
    pub aliases: &'static [&'static str],
    /// Spellings people use for it that are wrong here: `columnName` for `name`.
    pub mistaken: &'static [&'static str],
    /// The field it stands in for: only one of the two may be there, and where that one is required, this will do.
    pub instead_of: Option<&'static str>,
    /// Values of the V1 API and what V2 has for them: `and`, `all`.
    pub v1_values: &'static [(&'static str, &'static str)],
    /// Values of the V1 API that V2 is not known to have, or to spell like this.
    pub v1_only: &'static [&'static str],
    /// The key that holds the text in the mapping that the V1 API has here.
    pub v1_key: Option<&'static str>,
    /// For a sequence of which the first item that applies is the one that counts.
    pub first_match: Option<FirstMatch>,
    /// The sibling that usually has the same text.
    pub echoes: Option<&'static str>,
    /// What a text here is the name of on the tenant; several rows where siblings decide.
    pub refers: &'static [Reference],
    /// What its presence, absence or value does that people do not expect.
    pub hazards: &'static [Hazard],
}

/// A sequence of mappings of which the first that applies to somebody is the one that counts for them.
#[derive(Debug)]
pub struct FirstMatch {
    /// The field of an item that narrows it to some people: behind it, another item has to say what goes for the rest.
    pub only: &'static str,
    /// The field of an item that leaves some people out.
    pub except: &'static str,
    /// When one of what `only` names is enough; conditions on the mapping there.
    pub any: &'static [Condition],
    /// Values of an item's discriminator for which there is no rest to speak of.
    pub alone: &'static [&'static str],
}

/// When a field must be there.
#[derive(Debug)]
pub enum Requirement {
    /// Never.
    Optional,
    /// In every case.
    Always,
    /// When any of the conditions holds.
    When(&'static [Condition]),
}

/// A consequence worth knowing before a push.
#[derive(Debug)]
pub struct Hazard {
    /// The code of the rule that reports it: `removes-owners`.
    pub code: &'static str,
    /// In which case it is reported.
    pub trigger: Trigger,
    /// The message.
    pub message: &'static str,
    /// Whether telling it once a document is enough.
    pub once: bool,
    /// How much it matters, where that differs from what its rule says.
    pub level: Option<Level>,
    /// The only case in which there is something to tell; any of the conditions is enough, none at all means always.
    pub when: &'static [Condition],
    /// When there is nothing to tell after all; any of the conditions is enough.
    pub unless: &'static [Condition],
}

/// How much a hazard matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is only inferred.
    Hint,
    /// It is near certain to be a mistake.
    Warning,
}

/// The case in which a hazard is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The field is not there.
    Absent,
    /// The field is not there, or null.
    Unset,
    /// The field is there with anything in it.
    Present,
    /// The field is an empty sequence or mapping.
    Empty,
    /// The field is `true`.
    True,
    /// The field is `false`.
    False,
}

/// What a value may be.
#[derive(Debug)]
pub enum Type {
    /// Text.
    String(Text),
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A mapping.
    Object(&'static Shape),
    /// A sequence of values of one type.
    List(&'static Type),
    /// Anything.
    Any,
}

/// What a text value may hold.
#[derive(Debug)]
pub struct Text {
    /// The values it takes; empty where any text will do.
    pub values: &'static [Allowed],
    /// Whether there are values that `values` lacks.
    pub others: Others,
    /// What is written inside the text.
    pub content: Content,
    /// Whether it is a secret that does not belong in a file.
    pub secret: bool,
    /// Text that must occur in it, and why.
    pub must_contain: Option<(&'static str, &'static str)>,
    /// The characters it may consist of, where it is a name that ends up in Immuta.
    pub characters: Option<Characters>,
    /// Whether it is a path with dots that starts with the path of the mapping around it, if that has one.
    pub path: bool,
}

/// The characters that a name may consist of.
#[derive(Debug)]
pub struct Characters {
    /// Ranges of them, first and last.
    pub allowed: &'static [(char, char)],
    /// The same in words: "lower-case letters and digits".
    pub described: &'static str,
    /// How many there may be.
    pub most: usize,
    /// How we know of it.
    pub status: Status,
    /// Where we know it from.
    pub source: &'static str,
}

/// Whether there are values besides those that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// The list is complete.
    None,
    /// The list may be incomplete, so that another value is only suspicious.
    Possible,
    /// There are others, which no document spells: nothing can be said of another value.
    Certain,
}

/// What is written inside a text value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing in particular.
    Plain,
    /// A name template with tokens such as `<tablename>`.
    NameTemplate,
    /// An expression of the warehouse's SQL that tells which rows are seen, with functions such as
    /// `@columnTagged('PII')`.
    Where,
    /// An expression of the warehouse's SQL that gives the value of a masked column, with the same functions.
    Masking,
    /// An expression that tells who may subscribe, of functions alone.
    Subscription,
    /// A query of the warehouse.
    Sql,
    /// Markdown.
    Markdown,
    /// Bytes in base64.
    Base64,
    /// A regular expression.
    Regex,
}

/// One allowed value.
#[derive(Debug)]
pub struct Allowed {
    /// The value, as written.
    pub value: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// How we know of it.
    pub status: Status,
    /// Where we know it from.
    pub source: &'static str,
    /// The preferred spelling, where this is another one. Conditions treat both alike.
    pub same_as: Option<&'static str>,
    /// Whether that other spelling is an older one; otherwise both are in use.
    pub older: bool,
    /// Values people write for it that are wrong here.
    pub mistaken: &'static [&'static str],
    /// What it does that people do not expect.
    pub hazards: &'static [Hazard],
    /// Values this one is only allowed beside; none at all means always.
    pub when: &'static [Condition],
}
