use super::{Statement, policy};
use crate::access::tests::world;
use expect_test::{Expect, expect};

/// The sentences of the only policy of a text, indented by depth.
fn explained(specs: &str) -> String {
    fn show(statement: &Statement, depth: usize, out: &mut String) {
        out.push_str(&format!("{}{}\n", "  ".repeat(depth), statement.text));
        for part in &statement.parts {
            show(part, depth + 1, out);
        }
    }
    let mut out = String::new();
    for one in &world(specs).policies {
        show(&policy(one), 0, &mut out);
    }
    out
}

fn check(specs: &str, expected: &Expect) {
    expected.assert_eq(&explained(specs));
}

const CHAIN: &str = "
policyKey: mask-pii
name: Mask personal data
type: data
staged: false
circumstances:
  - {type: columnTags, columnTag: PII}
  - {type: domains, domains: [{name: Sales}]}
circumstanceOperator: all
actions:
  - rules:
      - type: Masking
        config: {fields: [{type: columnTags, columnTag: PII}], maskingConfig: {type: Hash}}
        inclusions: {operator: any, groups: [analysts, reporting], attributes: [{name: level, value: high}]}
      - type: Masking
        config: {fields: [{type: columnTags, columnTag: PII}], maskingConfig: {type: Constant, constant: gone}, conditionalPredicate: \"country = 'FR'\"}
        exceptions: {groups: [office]}
  - rules:
      - type: Row Restriction by Custom Where Clause
        config: {predicate: \"a = 1\"}
";

#[test]
fn a_list_of_rules() {
    check(
        CHAIN,
        &expect![[r#"
            Mask personal data (`mask-pii`)
              On data sources with columns tagged `PII` and in the domain `Sales`.
                Mask columns tagged `PII` using hashing for everyone who is a member of the group `analysts` or `reporting` or possesses the attribute `level: high`.
                Otherwise: Mask columns tagged `PII` using the constant `gone` where `country = 'FR'` for everyone except anyone who is a member of the group `office`.
              Only show rows where `a = 1` for everyone on data sources with columns tagged `PII` and in the domain `Sales`.
        "#]],
    );
}

#[test]
fn a_subscription() {
    check(
        "
policyKey: s
name: Finance may subscribe
type: subscription
staged: true
ownerRestrictions: {groups: [stewards]}
actions:
  type: entitlements
  automaticSubscription: true
  shareResponsibility: true
  entitlements: {operator: all, groups: [finance], attributes: [{name: country, value: FR}]}
",
        &expect![[r#"
            Finance may subscribe (`s`)
              It is staged and not in force.
              Allow users to subscribe when the user is a member of the group `finance` and possesses the attribute `country: FR` on all data sources, owned by the group `stewards`.
              They are subscribed automatically.
              It is enough to meet this or another policy on the same data source.
        "#]],
    );
}

#[test]
fn what_is_not_known_is_said() {
    check(
        "
policyKey: u
name: Unknown
type: data
circumstances: null
actions:
  - rules:
      - {type: Watermarking, config: {}}
",
        &expect![[r#"
            Unknown (`u`)
              Do something that no document describes (`Watermarking`) for everyone on data sources whose owners select it.
        "#]],
    );
}

/// Whatever changes what a policy does changes what is said of it.
#[test]
fn every_value_that_means_something_is_said() {
    let original = explained(CHAIN);
    for (from, to) in [
        ("mask-pii", "mask-all"),
        ("Mask personal data", "Mask"),
        ("staged: false", "staged: true"),
        ("columnTag: PII}\n  -", "columnTag: PHI}\n  -"),
        (
            "type: domains, domains: [{name: Sales}]",
            "type: tags, tag: Sales",
        ),
        ("name: Sales", "name: Finance"),
        ("circumstanceOperator: all", "circumstanceOperator: any"),
        (
            "fields: [{type: columnTags, columnTag: PII}], maskingConfig: {type: Hash}",
            "fields: [{type: columnTags, columnTag: SSN}], maskingConfig: {type: Hash}",
        ),
        (
            "fields: [{type: columnTags, columnTag: PII}], maskingConfig: {type: Hash}",
            "fields: [{type: anyTag}], maskingConfig: {type: Hash}",
        ),
        ("type: Hash", "type: \"Null\""),
        ("type: Hash", "type: Format Preserving Masking"),
        ("constant: gone", "constant: here"),
        ("country = 'FR'", "country = 'DE'"),
        (", conditionalPredicate: \"country = 'FR'\"", ""),
        ("operator: any", "operator: all"),
        ("operator: any, ", ""),
        ("analysts", "analyst"),
        ("name: level", "name: tier"),
        ("value: high", "value: low"),
        (
            "exceptions: {groups: [office]}",
            "exceptions: {purposes: [office]}",
        ),
        (
            "exceptions: {groups: [office]}",
            "inclusions: {groups: [office]}",
        ),
        ("\n        exceptions: {groups: [office]}", ""),
        ("a = 1", "a = 2"),
        ("Row Restriction by Custom Where Clause", "Minimization"),
        (
            "type: data",
            "type: data\nownerRestrictions: {users: [{iamid: bim, username: ada}]}",
        ),
    ] {
        assert!(CHAIN.contains(from), "{from}");
        let changed = explained(&CHAIN.replacen(from, to, 1));
        assert_ne!(changed, original, "{from} -> {to}");
    }
    for (from, to) in [
        ("staged: false\n", ""),
        ("a = 1", "a   = 1"),
        (
            "groups: [analysts, reporting], attributes: [{name: level, value: high}]",
            "attributes: [{name: level, value: high}], groups: [analysts, reporting]",
        ),
    ] {
        assert!(CHAIN.contains(from), "{from}");
        assert_eq!(
            explained(&CHAIN.replacen(from, to, 1)),
            original,
            "{from} -> {to}"
        );
    }
}
