//! Which documents are specs, and of which kind.
//!
//! Everything at the root of a document and just below it is weighed: what a kind of spec has speaks for it, also where
//! it is misspelt, and keys that the kind does not have speak against it. The weights are in the catalog.

use super::directive::{Addressed, Directive, addressed};
use super::placeholder::is_encryption_metadata;
use super::suggest::{self, Closeness};
use crate::catalog::{self, ENOUGH, Evidence, Kind, OtherPayload};
use crate::syntax::{Document, Entry, Kind as ValueKind, Value};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::LazyLock;

/// What a key that a kind of spec does not have speaks against it.
const STRANGE: i32 = 2;

/// So many strange keys speak against a spec; more of them say nothing new.
const MAX_STRANGE: i32 = 8;

/// More keys than the root of any spec has. Among so many, misspelt ones are not looked for.
const MANY: usize = 60;

/// A mapping with more keys than this is something else, and not worth weighing.
const TOO_MANY: usize = 2_000;

/// How many items of a sequence are looked into.
const ITEMS: usize = 5;

/// What a root mapping looks like.
#[derive(Debug, Clone, Copy)]
pub enum Detected {
    /// A spec of this kind.
    Spec(&'static Kind),
    /// A payload of another endpoint.
    Other(&'static OtherPayload),
}

/// The kind of a document: what its modeline says, else what settings say, else what it looks like.
/// Nothing if it is not a spec or wants to be left alone.
pub fn kind_of(document: &Document<'_>, fixed: Option<&'static Kind>) -> Option<&'static Kind> {
    for directive in head_directives(document) {
        match directive {
            Directive::IgnoreFile => return None,
            // A kind that there is not says nothing.
            Directive::Kind(name) => {
                if let Some(kind) = catalog::kind(&name) {
                    return Some(kind);
                }
            }
            Directive::Ignore(_) => {}
        }
    }
    fixed.or_else(|| match detect(document.root()?)? {
        Detected::Spec(kind) => Some(kind),
        Detected::Other(_) => None,
    })
}

/// Returns which payload of another endpoint a document is, unless a comment or settings say what it is.
pub fn other_payload(
    document: &Document<'_>,
    fixed: Option<&'static Kind>,
) -> Option<&'static OtherPayload> {
    if fixed.is_some() || is_settled(document) {
        return None;
    }
    match detect(document.root()?)? {
        Detected::Other(payload) => Some(payload),
        Detected::Spec(_) => None,
    }
}

/// Whether a directive settles what a document is, so that nothing else is to be made of it.
pub fn is_settled(document: &Document<'_>) -> bool {
    let settles =
        |directive: &Directive| matches!(directive, Directive::IgnoreFile | Directive::Kind(_));
    head_directives(document).iter().any(settles)
}

/// The directives in the comments before the document's content, then those above the first `---`, which count for all
/// documents of the file.
fn head_directives(document: &Document<'_>) -> Vec<Directive> {
    let own = document.prologue().lines();
    let file = document.file_prologue().lines();
    let addressed = own.chain(file).filter_map(addressed);
    addressed
        .filter_map(|found: Addressed<'_>| found.directive)
        .collect()
}

/// Returns what a root mapping looks like, or `None` if it is neither a spec nor a payload that looks like one.
pub fn detect(root: Value<'_>) -> Option<Detected> {
    if root.kind() != ValueKind::Mapping {
        return None;
    }
    let entries = root.entries();
    if entries.len() > TOO_MANY {
        return None;
    }
    let count = entries.len();
    let root = Root {
        value: root,
        names: entries.iter().map(Entry::name).collect(),
        entries,
    };
    let others = catalog::other_payloads().iter().map(|row| {
        let weight = root.weight(row.detect, |index, head| root.is_named(index, head));
        (weight, Detected::Other(row))
    });
    let other = heaviest(others);
    // Nothing has to be guessed about a spec without a strange key.
    let exact = Words::of_kinds().filter_map(|words| {
        let keys = root.keys(|name| words.exactly(name));
        let sound = root.strange(&keys) == 0;
        sound.then(|| root.as_kind(words.kind, &keys))
    });
    let mut specs: Vec<_> = exact.filter(|read| read.weight >= ENOUGH).collect();
    if specs.is_empty() {
        let guess = count <= MANY;
        let guessed = Words::of_kinds().map(|words| {
            let keys = root.keys(|name| {
                if guess {
                    words.or_misspelt(name)
                } else {
                    words.exactly(name)
                }
            });
            root.as_kind(words.kind, &keys)
        });
        specs = guessed.collect();
    }
    let specs = specs.iter().map(|read| {
        let weight = read.weight - STRANGE * read.strange.min(MAX_STRANGE);
        (weight, read)
    });
    // Strange keys speak against one kind of spec or another, but not for another payload.
    let spec = heaviest(specs).map(|(_, read)| (read.weight, Detected::Spec(read.kind)));
    let found = heaviest(spec.into_iter().chain(other));
    found.map(|(_, detected)| detected)
}

/// Returns the heaviest of several readings that weigh enough, the first of those that weigh the same.
fn heaviest<T>(readings: impl Iterator<Item = (i32, T)>) -> Option<(i32, T)> {
    let enough = readings.filter(|(weight, _)| *weight >= ENOUGH);
    enough.min_by_key(|(weight, _)| Reverse(*weight))
}

/// A root mapping.
struct Root<'a> {
    value: Value<'a>,
    entries: Vec<Entry<'a>>,
    /// The names of the entries.
    names: Vec<Cow<'a, str>>,
}

/// A root mapping read as a spec of a kind.
struct AsKind {
    kind: &'static Kind,
    weight: i32,
    /// How many keys the kind does not have.
    strange: i32,
}

/// What a key is in a kind of spec.
#[derive(Debug, Clone, Copy)]
struct Reading {
    /// The key as the catalog spells it.
    key: &'static str,
    /// How much of its weight it has.
    share: i32,
}

/// The whole weight of a key.
const FULL: i32 = 5;

impl Root<'_> {
    /// What each key is.
    fn keys(&self, read: impl Fn(&str) -> Option<Reading>) -> Vec<Option<Reading>> {
        self.names.iter().map(|name| read(name)).collect()
    }

    /// How many keys are none of the kind's.
    fn strange(&self, keys: &[Option<Reading>]) -> i32 {
        let keys = self.entries.iter().zip(keys);
        let strange = keys.filter(|(entry, key)| {
            key.is_none() && !entry.is_merge() && !is_encryption_metadata(entry)
        });
        i32::try_from(strange.count()).unwrap_or_default()
    }

    fn as_kind(&self, kind: &'static Kind, keys: &[Option<Reading>]) -> AsKind {
        let weight = self.weight(kind.detect, |index, head| {
            let reading = keys.get(index).copied().flatten()?;
            (reading.key == head).then_some(reading.share)
        });
        AsKind {
            kind,
            weight,
            strange: self.strange(keys),
        }
    }

    /// Returns the whole weight of a key if an entry has exactly that name.
    fn is_named(&self, index: usize, head: &str) -> Option<i32> {
        (self.names.get(index)? == head).then_some(FULL)
    }

    /// How much speaks for something. `share` tells how much an entry, by its number, is a certain key.
    fn weight(&self, detect: &[Evidence], share: impl Fn(usize, &str) -> Option<i32>) -> i32 {
        let weight = |evidence: &Evidence| {
            let (head, rest) = evidence.path.split_first()?;
            let found = self
                .entries
                .iter()
                .enumerate()
                .filter_map(|(index, entry)| {
                    let share = share(index, head)?;
                    leads_to(entry.value, rest, evidence.value).then_some(share)
                });
            let merged = || {
                let merges = self.entries.iter().any(Entry::is_merge);
                let value = self.value.get(head).filter(|_| merges)?;
                leads_to(value, rest, evidence.value).then_some(FULL)
            };
            Some(evidence.weight * found.max().or_else(merged)? / FULL)
        };
        detect.iter().filter_map(weight).sum()
    }
}

/// The keys that may be at the root of a kind of spec, also those that people write by mistake.
struct Words {
    kind: &'static Kind,
    /// Each with the key that it stands for.
    words: Vec<(&'static str, &'static str)>,
}

impl Words {
    /// The words of each kind, gathered when they are first asked for.
    fn of_kinds() -> impl Iterator<Item = &'static Self> {
        static WORDS: LazyLock<Vec<Words>> =
            LazyLock::new(|| catalog::kinds().iter().map(Words::of).collect());
        WORDS.iter()
    }

    fn of(kind: &'static Kind) -> Self {
        let root = kind.root;
        let tables = std::iter::once(root.fields).chain(root.variants.iter().map(|row| row.fields));
        let fields = tables.flatten().flat_map(|field| {
            let others = field.aliases.iter().chain(field.mistaken);
            let spellings = std::iter::once(&field.name).chain(others);
            spellings.map(|word| (*word, field.name))
        });
        let v1 = root.v1.iter().flat_map(|row| row.keys);
        let parameters = kind.query_parameters.iter().map(|row| row.name);
        let same = v1.copied().chain(parameters).map(|word| (word, word));
        let mut words: Vec<(&str, &str)> = Vec::new();
        for (word, key) in fields.chain(same) {
            if !words.iter().any(|(known, _)| *known == word) {
                words.push((word, key));
            }
        }
        Self { kind, words }
    }

    /// Returns what a key is, in any casing.
    fn exactly(&self, written: &str) -> Option<Reading> {
        let mut words = self.words.iter();
        let (_, key) = words.find(|(word, _)| word.eq_ignore_ascii_case(written))?;
        Some(Reading { key, share: FULL })
    }

    /// Returns what a key is, perhaps with a slip of the pen.
    fn or_misspelt(&self, written: &str) -> Option<Reading> {
        let misspelt = || {
            let words = self.words.iter();
            let near = words.filter(|(word, _)| word.len().abs_diff(written.len()) <= 3);
            let guess = suggest::closest(written, near.map(|(word, _)| *word))?;
            let share = match guess.closeness {
                Closeness::Case | Closeness::Spelling => FULL,
                Closeness::Typo(1 | 2) => FULL - 1,
                Closeness::Typo(_) | Closeness::Part => return None,
            };
            let mut words = self.words.iter();
            let (_, key) = words.find(|(word, _)| *word == guess.word)?;
            Some(Reading { key, share })
        };
        self.exactly(written).or_else(misspelt)
    }
}

/// Whether a path leads somewhere, through the items of sequences, too, and to a certain text if one is asked for.
fn leads_to(value: Value<'_>, path: &[&str], wanted: Option<&str>) -> bool {
    let value = value.resolved();
    if value.kind() == ValueKind::Sequence && !(path.is_empty() && wanted.is_none()) {
        let mut items = value.first_items(ITEMS).into_iter();
        return items.any(|item| leads_to(item, path, wanted));
    }
    let Some((key, rest)) = path.split_first() else {
        return wanted.is_none_or(|wanted| {
            let text = value.text();
            text.is_some_and(|text| text.eq_ignore_ascii_case(wanted))
        });
    };
    value.kind() == ValueKind::Mapping
        && value
            .get(key)
            .is_some_and(|next| leads_to(next, rest, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, Syntax};
    use crate::text::Text;

    fn read<T>(text: &str, look: impl Fn(&Document<'_>) -> Option<T>) -> Option<T> {
        let json = text.starts_with('{');
        let dialect = if json { Dialect::Json } else { Dialect::Yaml };
        let text = Text::from(text);
        let syntax = Syntax::new(&text, dialect);
        let mut found = syntax.documents().filter_map(|document| look(&document));
        found.next()
    }

    fn kind(text: &str) -> Option<&'static str> {
        read(text, |document| kind_of(document, None)).map(|kind| kind.name)
    }

    fn stranger(text: &str) -> Option<&'static str> {
        read(text, |document| other_payload(document, None)).map(|payload| payload.name)
    }

    #[test]
    fn each_kind_is_known_by_its_keys_wherever_they_stand() {
        for (text, expected) in [
            ("connectionKey: k\n", "data"),
            ("connection:\n  hostname: h\n  handler: Trino\n", "data"),
            ("policyKey: k\n", "policy"),
            // Without its key a policy is known by what it does, written the way the V1 API does, too.
            (
                "actions:\n- rules: []\nname: n\nstaged: false\ntype: data\n",
                "policy",
            ),
            (
                r#"{"name": "n", "type": "subscription", "actions": [{"subscriptionType": "manual"}]}"#,
                "policy",
            ),
            ("datasources: []\nname: n\nprojectKey: k\n", "project"),
            ("name: n\nsubscriptionPolicy: {type: manual}\n", "project"),
            ("name: n\nsubpurposes: []\n", "purpose"),
            ("acknowledgement: a\nname: n\n", "purpose"),
            ("kAnonNoiseReduction: Small\nname: n\n", "purpose"),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_comment_above_the_first_marker_counts_for_the_file() {
        for text in [
            "# immuta-ls: kind=purpose\n---\nname: R\nfoo: 1\n",
            "# immuta-ls: kind=purpose\n---\n# All\nname: R\n---\nname: S\n",
        ] {
            assert_eq!(kind(text), Some("purpose"), "{text}");
        }
        // Its own goes before.
        let text = "# immuta-ls: kind=purpose\n---\n# immuta-ls: kind=data\nname: R\n";
        assert_eq!(kind(text), Some("data"));
        let text = "# immuta-ls: ignore-file\n---\npolicyKey: k\n---\npolicyKey: l\n";
        assert_eq!(kind(text), None);
        // One that belongs to the first document.
        let text = "# immuta-ls: ignore-file\npolicyKey: k\n---\nprojectKey: l\n";
        assert_eq!(kind(text), Some("project"));
    }

    #[test]
    fn mistakes_do_not_hide_a_spec() {
        for (text, expected) in [
            // The wrong case, and no key.
            ("name: n\ntype: Data\nactions:\n  - rules: []\n", "policy"),
            // The key of another kind.
            (
                "policyKey: k\nname: n\ndatasources: []\npurposes: []\nsubscriptionPolicy: {type: manual}\n",
                "project",
            ),
            (
                "projectKey: k\nname: n\ntype: subscription\ncircumstances: []\nactions: {type: manual}\n",
                "policy",
            ),
            // Mostly misspelt.
            (
                "policyKey: k\nnmae: n\ntpye: data\ncircumstanes: []\nacions: []\n",
                "policy",
            ),
            (
                "conectionKey: k\nconection: {handlr: Trino}\nnameTemplat: {}\nsurces: []\n",
                "data",
            ),
            ("projectkey: k\nnam: n\npurpose: []\n", "project"),
            ("name: n\nacknowledgment: a\n", "purpose"),
            ("name: n\nsubpurpose:\n  - name: n.a\n", "purpose"),
            // Keys of something else among them.
            (
                "policyKey: k\nname: n\ntype: data\nversion: 1\nowner: o\nactions:\n  - rules: []\n",
                "policy",
            ),
            // Many keys of something else.
            (
                &("connectionKey: k\nconnection: {hostname: h, handler: Trino}\nsources: []\n"
                    .to_owned()
                    + &(0..80)
                        .map(|key| format!("key{key}: 1\n"))
                        .collect::<String>()),
                "data",
            ),
            // Without its key.
            (
                "connection: {hostname: h}\nnameTemplate: {dataSourceFormat: <tablename>}\nsources: []\n",
                "data",
            ),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_other_tools_read_is_no_spec() {
        for text in [
            // Docker Compose.
            "services:\n  db:\n    image: postgres\nvolumes: {data: {}}\n",
            // A GitHub workflow.
            "name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n",
            // Kubernetes.
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n}\ndata: {connectionKey: k}\n",
            // dbt.
            "version: 2\nsources:\n  - name: s\n    tables: [{name: t}]\nmodels: []\n",
            // OpenAPI.
            "openapi: 3.0.0\ninfo: {title: t}\npaths: {}\ncomponents: {}\n",
            // An older tool for Immuta's V1 API.
            "DATA_POLICIES:\n  mask:\n    actions: []\nSUBSCRIPTION_POLICIES: {}\n",
            "TAG_MAP: {}\n",
            "schemas_to_enroll:\n  - schema_name: s\n",
            // A key of ours among many of others.
            "policyKey: k\na: 1\nb: 2\nc: 3\n",
            &("policyKey: k\nname: n\n".to_owned()
                + &(0..80)
                    .map(|key| format!("key{key}: 1\n"))
                    .collect::<String>()),
            "projectKey: k\nurl: u\ntoken: t\n",
            "projectId: k\nname: n\n",
            "name: n\nacknowledgement: auto\nhost: h\nport: 1\n",
            "name: n\nauthors: []\nacknowledgements: a\n",
            "type: data\nname: n\n",
            "name: n\ndescription: d\n",
            "{\"type\": \"module\", \"actions\": []}",
            // Manifests with our words in them.
            "name: n\ntype: data\nactions: [run, stop]\n",
            "type: subscription\nname: n\nplan: {type: manual}\n",
            "name: n\nsources: []\nowners: []\n",
            "connection: {hostname: h, port: 1}\noptions: {}\n",
            "name: n\npurposes: []\ntags: []\n",
        ] {
            assert_eq!(kind(text), None, "{text}");
            assert_eq!(stranger(text), None, "{text}");
        }
    }

    #[test]
    fn payloads_of_other_endpoints_are_known() {
        for (text, expected) in [
            (
                "connectionKey: k\nconnection: {technology: Snowflake, hostname: h, authenticationType: keyPair}\n",
                "connections",
            ),
            (
                r#"{"connectionKey": "k", "connection": {"technology": "Databricks"}, "nativeIntegration": {"type": "Databricks"}, "settings": {"isActive": true}}"#,
                "connections",
            ),
            (
                r#"{"handler": [{"metadata": {}}], "dataSource": {"blobHandlerType": "Snowflake", "name": "n"}}"#,
                "v1 data source",
            ),
            (
                "name: n\nblobHandlerType: Snowflake\nsqlTableName: t\n",
                "v1 data source",
            ),
        ] {
            assert_eq!(kind(text), None, "{text}");
            assert_eq!(stranger(text), Some(expected), "{text}");
        }
        // Once it says what becomes a data source, it is a spec with a mistake.
        let text =
            "connectionKey: k\nconnection: {technology: Snowflake, hostname: h}\nsources: []\n";
        assert_eq!(kind(text), Some("data"));
        let told =
            "# immuta-ls: kind=data\nconnectionKey: k\nconnection: {technology: Snowflake}\n";
        assert_eq!((kind(told), stranger(told)), (Some("data"), None));
    }
}
