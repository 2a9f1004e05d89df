//! Which documents are specs, and of which kind.

use super::directive::{Directive, directives};
use crate::catalog::{self, Kind, Mark};
use crate::syntax::{Document, Kind as ValueKind, Value};

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
    fixed.or_else(|| detect(document.root()?))
}

/// Whether a directive settles what a document is, so that nothing else is to be made of it.
pub fn is_settled(document: &Document<'_>) -> bool {
    let settles =
        |directive: &Directive| matches!(directive, Directive::IgnoreFile | Directive::Kind(_));
    head_directives(document).iter().any(settles)
}

/// The directives in the comments before the document's content.
fn head_directives(document: &Document<'_>) -> Vec<Directive> {
    document.prologue().lines().flat_map(directives).collect()
}

/// The kind that a root mapping looks like. The whole mapping is looked at, wherever the keys stand; a
/// mapping with more keys that the kind does not know than keys it knows is something else.
pub fn detect(root: Value<'_>) -> Option<&'static Kind> {
    if root.kind() != ValueKind::Mapping {
        return None;
    }
    catalog::kinds().iter().find(|kind| {
        let marked = kind
            .detect
            .iter()
            .any(|marks| marks.iter().all(|mark| is_there(root, mark)));
        marked && mostly_known(root, kind)
    })
}

fn is_there(root: Value<'_>, mark: &Mark) -> bool {
    // A key that is telling by itself is so in any casing.
    if let ([key], None) = (mark.path, mark.value) {
        let mut entries = root.entries().into_iter();
        return root.get(key).is_some()
            || entries.any(|entry| entry.name().eq_ignore_ascii_case(key));
    }
    let mut value = root;
    for key in mark.path {
        match value.resolved().get(key) {
            Some(next) => value = next,
            None => return false,
        }
    }
    mark.value
        .is_none_or(|wanted| value.resolved().text().as_deref() == Some(wanted))
}

fn mostly_known(root: Value<'_>, kind: &Kind) -> bool {
    let entries = root.entries();
    let fields = kind.root.every_field();
    let known = entries
        .iter()
        .filter(|entry| {
            let name = entry.name();
            let is_named = |known: &str| known.eq_ignore_ascii_case(&name);
            fields.iter().any(|field| {
                is_named(field.name) || field.aliases.iter().any(|alias| is_named(alias))
            })
        })
        .count();
    known * 2 >= entries.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, Syntax};
    use crate::text::Text;

    fn kind(text: &str) -> Option<&'static str> {
        let json = text.starts_with('{');
        let dialect = if json { Dialect::Json } else { Dialect::Yaml };
        let text = Text::from(text);
        let syntax = Syntax::new(&text, dialect);
        let mut kinds = syntax
            .documents()
            .filter_map(|document| kind_of(&document, None));
        kinds.next().map(|kind| kind.name)
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
            "type: data\nname: n\n",
            "name: n\ndescription: d\n",
            "{\"type\": \"module\", \"actions\": []}",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
