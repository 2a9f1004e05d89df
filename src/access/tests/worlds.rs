//! Worlds whose outcome the documents tell, by their numbers. What a spec cannot spell (reveal policies, the purposes of
//! a purpose restriction, sample rows) is left to the other tests of this module.

use super::{messages, pass};

/// A data policy in one line of YAML for each rule.
fn masks(key: &str, tag: &str, rules: &[&str]) -> String {
    let rules: Vec<_> = rules.iter().map(|rule| format!("{{{rule}}}")).collect();
    format!(
        "policyKey: {key}\nname: {key}\ntype: data\n\
         circumstances: [{{type: columnTags, columnTag: {tag}}}]\n\
         actions: [{{rules: [{}]}}]\n---\n",
        rules.join(", ")
    )
}

/// A rule that masks what a tag chooses.
fn mask(tag: &str, how: &str, more: &str) -> String {
    format!(
        "type: Masking, config: {{fields: [{{type: columnTags, columnTag: {tag}}}], maskingConfig: {{{how}}}}}{more}"
    )
}

fn simple(key: &str, tag: &str, how: &str, more: &str) -> String {
    masks(key, tag, &[&mask(tag, how, more)])
}

fn rows(key: &str, rule: &str) -> String {
    format!("policyKey: {key}\nname: {key}\ntype: data\nactions: [{{rules: [{{{rule}}}]}}]\n---\n")
}

fn subscription(key: &str, actions: &str) -> String {
    format!("policyKey: {key}\nname: {key}\ntype: subscription\nactions: {{{actions}}}\n---\n")
}

const HASH: &str = "type: Hash";
const NULL: &str = "type: \"Null\"";

const PROJECT: &str = "projectKey: review\nname: Review\ndatasources: [crm]\n\
    purposes: [Fraud, Claims, Promo, Newsletter, Study]\n---\n";

#[test]
fn w01_the_deeper_tag_wins() {
    let specs = simple("m1", "Contact", NULL, "") + &simple("m2", "Contact.Phone", HASH, "");
    let facts = "
facts:
  sources:
    crm:
      columns:
        phone: {tags: [Contact.Phone], type: text}
        mail: {tags: [Contact.Mail], type: text}
personas: {anybody: {}}
tests:
  - {source: crm, columns: {phone: hash}}
  - {source: crm, columns: {mail: cannot-tell}}
";
    pass(&specs, facts);
    let told = messages(
        &specs,
        &facts.replace("mail: cannot-tell", "mail: \"null\""),
    );
    assert!(told[0].contains("loses a column"), "{told:?}");
    assert!(told[0].contains("fact 3.24"), "{told:?}");
}

#[test]
fn w02_without_the_winner_the_other_masks() {
    pass(
        &simple("m1", "Contact", NULL, ""),
        "
facts: {sources: {crm: {columns: {phone: {tags: [Contact.Phone], type: text}}}}}
personas: {anybody: {}}
tests: [{source: crm, columns: {phone: \"null\"}}]
",
    );
}

#[test]
fn w03_at_equal_depth_the_first_author_wins() {
    let specs = simple("m2", "Contact.Phone", HASH, "") + &simple("m1", "Contact.Phone", NULL, "");
    let tests = "
facts: {authored: [m1, m2], sources: {crm: {columns: {phone: {tags: [Contact.Phone], type: text}}}}}
personas: {anybody: {}}
tests: [{source: crm, columns: {phone: \"null\"}}]
";
    pass(&specs, tests);
    let unknown = tests.replace("authored: [m1, m2], ", "");
    let told = messages(&specs, &unknown);
    assert!(
        told[0].contains("the order in which `m2` and `m1` were authored"),
        "{told:?}"
    );
    pass(&specs, &unknown.replace("\"null\"", "cannot-tell"));
    pass(&specs, &unknown.replace("\"null\"", "masked"));
}

#[test]
fn w04_children_of_a_tag_are_reached() {
    let specs = simple("m1", "Vehicle", NULL, "") + &simple("m2", "Vehicle.Car.Estate", HASH, "");
    pass(
        &specs,
        "
facts:
  sources:
    fleet:
      columns: {model: {tags: [Vehicle.Car.Estate], type: text}}
    other:
      columns: {plate: {tags: [Vehicle], type: text}}
personas: {anybody: {}}
tests:
  - {source: fleet, columns: {model: hash}}
  - {source: other, columns: {plate: \"null\"}}
",
    );
}

const PROMO: &str = "
facts:
  authored: [h1, h2]
  sources: {crm: {columns: {mail: {tags: [Mail], type: text}}}}
personas:
  promo: {project: review, purposes: [Promo]}
  nobody: {}
tests:
  - {source: crm, personas: [promo], columns: {mail: hash}}
  - {source: crm, personas: [nobody], columns: {mail: hash}}
";

fn newsletter() -> String {
    simple("h1", "Mail", HASH, ", exceptions: {purposes: [Newsletter]}")
        + &simple("h2", "Mail", HASH, ", exceptions: {purposes: [Promo]}")
        + PROJECT
}

#[test]
fn w05_exceptions_of_the_loser_do_not_count() {
    let off = PROMO.replace("facts:", "facts:\n  orchestrated_masking: false");
    pass(&newsletter(), &off);
}

#[test]
fn w06_orchestrated_exceptions_join() {
    let on = PROMO.replace("facts:", "facts:\n  orchestrated_masking: true");
    pass(
        &newsletter(),
        &on.replace(
            "[promo], columns: {mail: hash}",
            "[promo], columns: {mail: clear}",
        ),
    );
    // Nobody says whether it is on, or which platform it is.
    let open = PROMO.replace(
        "[promo], columns: {mail: hash}",
        "[promo], columns: {mail: cannot-tell}",
    );
    pass(&newsletter(), &open);
}

#[test]
fn w07_different_masks_are_not_orchestrated() {
    let specs = newsletter().replacen(
        "maskingConfig: {type: Hash}}, exceptions: {purposes: [Promo]}",
        "maskingConfig: {type: \"Null\"}}, exceptions: {purposes: [Promo]}",
        1,
    );
    let on = PROMO.replace("facts:", "facts:\n  orchestrated_masking: true");
    pass(&specs, &on);
}

#[test]
fn w08_exceptions_see_clear() {
    pass(
        &simple("m", "PII", HASH, ", exceptions: {groups: [Auditors]}"),
        "
facts: {sources: {crm: {columns: {ssn: {tags: [PII.SSN], type: string}, age: {tags: [PII.Age]}}}}}
personas: {ada: {groups: [Auditors]}, bo: {groups: [Analysts]}}
tests:
  - {source: crm, personas: [ada], columns: {ssn: clear, age: clear}}
  - {source: crm, personas: [bo], columns: {ssn: hash, age: masked}}
  - {source: crm, column: ssn, clear_for: [ada]}
",
    );
}

#[test]
fn w09_otherwise() {
    let first = mask("PII", HASH, ", inclusions: {purposes: [Fraud]}");
    let rest = mask("PII", NULL, "");
    pass(
        &(masks("m", "PII", &[&first, &rest]) + PROJECT),
        "
facts: {sources: {crm: {columns: {ssn: {tags: [PII], type: text}}}}}
personas: {acting: {project: review, purposes: [Fraud]}, idle: {}, elsewhere: {purposes: [Fraud]}}
tests:
  - {source: crm, personas: [acting], columns: {ssn: hash}}
  - {source: crm, personas: [idle], columns: {ssn: \"null\"}}
  - {source: crm, personas: [elsewhere], columns: {ssn: cannot-tell}}
",
    );
}

#[test]
fn w10_the_masked_column_itself_is_clear() {
    let first = mask(
        "PII",
        "type: Custom Function, sqlFunction: \"@column\"",
        ", inclusions: {groups: [Buyers]}",
    );
    let rest = mask(
        "PII",
        "type: Custom Function, sqlFunction: FARM_FINGERPRINT(@column)",
        "",
    );
    pass(
        &masks("m", "PII", &[&first, &rest]),
        "
facts: {sources: {crm: {columns: {ssn: {tags: [PII]}}}}}
personas: {in: {groups: [Buyers]}, out: {}}
tests:
  - {source: crm, personas: [in], columns: {ssn: clear}}
  - {source: crm, personas: [out], columns: {ssn: custom}}
",
    );
}

#[test]
fn w11_some_rows_are_masked() {
    let rule = "type: Masking, config: {fields: [{type: columnTags, columnTag: Id.Tax}], \
        maskingConfig: {type: Hash}, conditionalPredicate: \"land = 'DE'\"}, exceptions: {groups: [Admins]}";
    pass(
        &masks("m", "Id.Tax", &[rule]),
        "
facts: {sources: {crm: {columns: {tax: {tags: [Id.Tax], type: text}}}}}
personas: {admin: {groups: [Admins]}, other: {}}
tests:
  - {source: crm, personas: [admin], columns: {tax: clear}}
  - {source: crm, personas: [other], columns: {tax: partly-hash}}
",
    );
}

#[test]
fn w12_w13_rules_of_an_unknown_type_are_never_without_effect() {
    let specs = simple("m", "Contact", NULL, "")
        + &masks("r", "Contact", &["type: Reveal, config: {fields: []}"]);
    pass(
        &specs,
        "
facts: {sources: {crm: {columns: {phone: {tags: [Contact]}}}}}
personas: {support: {groups: [Support]}}
tests:
  - {source: crm, columns: {phone: cannot-tell}}
  - {source: crm, rows: cannot-tell}
",
    );
}

#[test]
fn w14_a_hash_does_not_fit_numbers() {
    pass(
        &simple("m", "Id", HASH, ""),
        "
facts: {sources: {crm: {columns: {n: {tags: [Id], type: number}, unknown: {tags: [Id]}}}}}
personas: {anybody: {}}
tests: [{source: crm, columns: {n: masked, unknown: masked}}]
",
    );
    let told = messages(
        &simple("m", "Id", HASH, ""),
        "
facts: {sources: {crm: {columns: {n: {tags: [Id]}}}}}
personas: {anybody: {}}
tests: [{source: crm, columns: {n: hash}}]
",
    );
    assert!(told[0].contains("name the type of the column"), "{told:?}");
}

#[test]
fn w17_w23_row_policies_apply_together() {
    let specs = rows(
        "r1",
        "type: Row Restriction by User Entitlements, config: {operator: all, matches: [{type: group, tag: Dept}]}",
    ) + &rows(
        "r2",
        "type: Row Restriction by User Entitlements, config: {operator: all, matches: [{type: attribute, attribute: region, tag: Region}]}",
    );
    let tests = "
facts: {sources: {crm: {columns: {dept: {tags: [Dept]}, area: {tags: [Region]}}}}}
personas:
  cy: {groups: [Sales], attributes: {region: [North]}}
  di: {groups: [Sales]}
tests:
  - {source: crm, personas: [cy], rows: some}
  - {source: crm, personas: [di], rows: none}
";
    pass(&specs, tests);
    let told = messages(
        &specs,
        &tests.replace("[cy], rows: some", "[cy], rows: all"),
    );
    assert!(
        told[0].contains("(area IN ('North')) AND (dept IN ('Sales'))"),
        "{told:?}"
    );
}

#[test]
fn w18_or_stays_inside_one_policy() {
    let specs = rows(
        "r",
        "type: Row Restriction by Custom Where Clause, config: {predicate: \"dept='Sales' OR region='North'\"}",
    );
    let told = messages(
        &specs,
        "
facts: {sources: {crm: {}}}
personas: {cy: {}}
tests: [{source: crm, rows: all}]
",
    );
    assert!(
        told[0].contains("(dept='Sales') OR (region='North')"),
        "{told:?}"
    );
}

#[test]
fn w19_w20_values_of_an_attribute() {
    let specs = rows(
        "r",
        "type: Row Restriction by Custom Where Clause, config: {predicate: \"@attributeValuesContains('sales_area', @columnReference('Area'))\"}",
    );
    let tests = "
facts: {sources: {crm: {}}}
personas: {dee: {attributes: {sales_area: [US, Canada]}}, eli: {}}
tests:
  - {source: crm, personas: [dee], rows: some}
  - {source: crm, personas: [eli], rows: none}
";
    pass(&specs, tests);
    let told = messages(
        &specs,
        &tests.replace("[dee], rows: some", "[dee], rows: all"),
    );
    assert!(told[0].contains("Area IN ('Canada', 'US')"), "{told:?}");
}

#[test]
fn w21_without_the_tagged_column_there_is_no_policy() {
    let specs = rows(
        "r",
        "type: Row Restriction by Custom Where Clause, config: {predicate: \"@columnTagged('Region') = 'x'\"}",
    );
    pass(
        &specs,
        "
facts: {sources: {with: {columns: {r: {tags: [Region]}}}, without: {columns: {r: {}}}}}
personas: {anybody: {}}
tests:
  - {source: with, rows: some}
  - {source: without, rows: all}
",
    );
}

#[test]
fn w22_in_all_of_the_groups() {
    let specs = rows(
        "r",
        "type: Row Restriction by Custom Where Clause, config: {predicate: \"@isInGroups('A', 'B')\"}",
    );
    pass(
        &specs,
        "
facts: {sources: {crm: {}}}
personas: {one: {groups: [A]}, both: {groups: [A, B]}}
tests:
  - {source: crm, personas: [one], rows: none}
  - {source: crm, personas: [both], rows: all}
",
    );
}

#[test]
fn w24_w26_purpose_restrictions() {
    let specs = rows(
        "r",
        "type: Purpose Restriction, config: {purposes: [Study]}",
    ) + PROJECT;
    pass(
        &specs,
        "
facts: {sources: {crm: {}}}
personas: {idle: {}, acting: {project: review, purposes: [Study]}}
tests:
  - {source: crm, personas: [idle], rows: none}
  - {source: crm, personas: [acting], rows: cannot-tell}
",
    );
}

#[test]
fn w25_every_step_of_a_purpose_is_needed() {
    let specs = simple("m", "PII", HASH, ", exceptions: {purposes: [Claims]}") + PROJECT;
    pass(
        &specs,
        "
facts:
  sources:
    crm: {columns: {ssn: {tags: [PII], type: text}}}
    other: {columns: {ssn: {tags: [PII], type: text}}}
personas:
  not_switched: {}
  not_acknowledged: {project: review, purposes: []}
  nobody_says: {project: review}
  all_done: {project: review, purposes: [Claims]}
tests:
  - {source: crm, personas: [not_switched, not_acknowledged], columns: {ssn: hash}}
  - {source: crm, personas: [nobody_says], columns: {ssn: cannot-tell}}
  - {source: crm, personas: [all_done], columns: {ssn: clear}}
  # The project does not have this data source.
  - {source: other, personas: [all_done], columns: {ssn: hash}, subscribed: \"no\"}
",
    );
}

#[test]
fn w27_w28_equalized_projects() {
    let specs = simple("m", "PII", HASH, ", exceptions: {groups: [Vetted]}")
        + &subscription("s", "type: anyone, automaticSubscription: true")
        + "projectKey: joint\nname: Joint\ndatasources: [crm]\nequalization: true\n---\n";
    let tests = "
facts:
  sources: {crm: {columns: {ssn: {tags: [PII], type: text}}}}
  projects: {joint: {equalized_to: {groups: [Staff]}}}
personas:
  hal: {groups: [Vetted, Staff], project: joint}
  hal_outside: {groups: [Vetted, Staff]}
  jo: {project: joint}
tests:
  - {source: crm, personas: [hal], columns: {ssn: hash}, subscribed: \"yes\"}
  - {source: crm, personas: [hal_outside], columns: {ssn: clear}}
  - {source: crm, personas: [jo], subscribed: \"no\"}
";
    pass(&specs, tests);
    // Nobody says what the members are equalized to.
    let unknown = tests
        .replace(
            "  projects: {joint: {equalized_to: {groups: [Staff]}}}\n",
            "",
        )
        .replace(
            "[hal], columns: {ssn: hash}",
            "[hal], columns: {ssn: cannot-tell}",
        )
        .replace(
            "  - {source: crm, personas: [jo], subscribed: \"no\"}\n",
            "",
        );
    pass(&specs, &unknown);
}

#[test]
fn w29_time_is_not_decided() {
    let specs = rows("r", "type: Time Restriction, config: {}");
    let told = messages(
        &specs,
        "
facts: {sources: {crm: {}}}
personas: {anybody: {}}
tests: [{source: crm, rows: all}]
",
    );
    assert!(told[0].contains("time restriction"), "{told:?}");
}

fn three(share: &str) -> String {
    let entitled = |what: &str| {
        format!(
            "type: entitlements, automaticSubscription: true{share}, entitlements: {{operator: all, {what}}}"
        )
    };
    subscription("a", &entitled("groups: [Staff]"))
        + &subscription("b", &entitled("attributes: [{name: country, value: US}]"))
        + &subscription("c", &entitled("groups: [Law]"))
}

#[test]
fn w30_always_required() {
    pass(
        &three(", shareResponsibility: false"),
        "
target: \"2024.3\"
facts: {sources: {crm: {}}}
personas:
  two: {groups: [Staff], attributes: {country: [US]}}
  three: {groups: [Staff, Law], attributes: {country: [US]}}
tests:
  - {source: crm, personas: [two], subscribed: \"no\"}
  - {source: crm, personas: [three], subscribed: \"yes\"}
",
    );
}

#[test]
fn w31_w32_share_responsibility() {
    for target in ["target: \"2024.3\"", "target: saas", ""] {
        pass(
            &three(", shareResponsibility: true"),
            &format!(
                "
{target}
facts: {{sources: {{crm: {{}}}}}}
personas: {{one: {{groups: [Staff]}}, none: {{}}}}
tests:
  - {{source: crm, personas: [one], subscribed: \"yes\"}}
  - {{source: crm, personas: [none], subscribed: \"no\"}}
"
            ),
        );
    }
}

#[test]
fn w30_without_a_word_about_it_nothing_is_told() {
    pass(
        &three(""),
        "
facts: {sources: {crm: {}}}
personas:
  two: {groups: [Staff], attributes: {country: [US]}}
  three: {groups: [Staff, Law], attributes: {country: [US]}}
  none: {}
tests:
  - {source: crm, personas: [two], subscribed: cannot-tell}
  - {source: crm, personas: [none], subscribed: \"no\"}
",
    );
}

#[test]
fn w33_w34_guardrails_are_conditions() {
    let specs = subscription(
        "training",
        "type: entitlements, automaticSubscription: true, entitlements: {attributes: [{name: training, value: done}]}",
    ) + &subscription(
        "country",
        "type: entitlements, automaticSubscription: true, entitlements: {attributes: [{name: country, value: US}]}",
    ) + &subscription(
        "staff",
        "type: entitlements, automaticSubscription: true, shareResponsibility: true, entitlements: {groups: [Staff]}",
    );
    pass(
        &specs,
        "
target: saas
facts: {sources: {crm: {}}, guardrails: [training, country]}
personas:
  wrong_country: {groups: [Staff], attributes: {training: [done], country: [FR]}}
  no_grant: {attributes: {training: [done], country: [US]}}
  all: {groups: [Staff], attributes: {training: [done], country: [US]}}
tests:
  - {source: crm, personas: [wrong_country, no_grant], subscribed: \"no\"}
  - {source: crm, personas: [all], subscribed: \"yes\"}
",
    );
}

#[test]
fn w35_w36_conflicts_and_nothing() {
    let both = subscription("a", "type: anyone, automaticSubscription: true")
        + &subscription(
            "b",
            "type: approval, approvals: [{requiredPermission: OWNER, specificApproverRequired: false}]",
        );
    let tests = "
facts: {sources: {crm: {}}}
personas: {anybody: {}}
tests: [{source: crm, subscribed: cannot-tell}]
";
    pass(&both, tests);
    pass(PROJECT, tests);
    let told = messages(&both, &tests.replace("cannot-tell", "\"yes\""));
    assert!(told[0].contains("which of `a` and `b`"), "{told:?}");
}

#[test]
fn w37_w38_who_is_entitled() {
    let specs = |automatic: bool| {
        subscription(
            "a",
            &format!(
                "type: entitlements, automaticSubscription: {automatic}, allowDiscovery: true, entitlements: {{groups: [Staff]}}"
            ),
        )
    };
    let tests = "
facts: {sources: {crm: {}}}
personas: {lea: {groups: [Staff]}, nia: {}}
tests:
  - {source: crm, personas: [lea], subscribed: \"yes\"}
  - {source: crm, personas: [nia], subscribed: \"no\"}
";
    pass(&specs(true), tests);
    pass(&specs(false), &tests.replace("\"yes\"", "eligible"));
}

#[test]
fn w39_tags_as_attributes() {
    let specs = subscription(
        "a",
        "type: entitlements, automaticSubscription: true, advanced: \"@hasTagAsAttribute('Data', 'dataSource')\"",
    );
    pass(
        &specs,
        "
facts: {sources: {s1: {tags: [Found.Pass]}, s2: {tags: [Found.Ent]}, s3: {tags: [Found.Land]}}}
personas: {oli: {attributes: {Data: [Found.Pass, Found.Ent]}}, pam: {attributes: {Data: [Found]}}}
tests:
  - {source: s1, personas: [oli], subscribed: \"yes\"}
  - {source: s2, personas: [oli], subscribed: \"yes\"}
  - {source: s3, personas: [oli], subscribed: \"no\"}
  - {source: s1, personas: [pam], subscribed: cannot-tell}
",
    );
}

#[test]
fn w40_places() {
    let specs = subscription(
        "a",
        "type: entitlements, automaticSubscription: true, advanced: \"@hasAttribute('Place', '@hostname.@database.*')\"",
    ) + "connectionKey: k\nconnection: {handler: Trino, hostname: h1, database: main}\n\
         sources: [{schema: s, table: t}]\n---\n";
    pass(
        &specs,
        "
personas:
  pia: {attributes: {Place: [h1.main.*]}}
  quin: {attributes: {Place: ['h*.main.*.*']}}
  rex: {attributes: {Place: [h1.other.*]}}
tests:
  - {source: s.t, personas: [pia], subscribed: \"yes\"}
  - {source: s.t, personas: [quin, rex], subscribed: \"no\"}
",
    );
}

#[test]
fn w41_restricted_to_owners() {
    let specs = simple("m", "X", NULL, "").replace(
        "type: data\n",
        "type: data\nownerRestrictions: {groups: [Ray]}\n",
    );
    pass(
        &specs,
        "
facts:
  sources:
    a: {columns: {x: {tags: [X]}}, owners: {groups: [Ray]}}
    b: {columns: {x: {tags: [X]}}, owners: {groups: [Zoe]}}
    c: {columns: {x: {tags: [X]}}}
personas: {anybody: {}}
tests:
  - {source: a, columns: {x: \"null\"}}
  - {source: b, columns: {x: clear}}
  - {source: c, columns: {x: cannot-tell}}
",
    );
}

#[test]
fn w42_domains() {
    let specs = simple("m", "X", NULL, "").replace(
        "circumstances: [{type: columnTags, columnTag: X}]",
        "circumstances: [{type: domains, domains: [{name: Fin}]}]",
    );
    pass(
        &specs,
        "
facts:
  sources:
    in: {columns: {x: {tags: [X]}}, domains: [Fin]}
    out: {columns: {x: {tags: [X]}}, domains: []}
    unknown: {columns: {x: {tags: [X]}}}
personas: {anybody: {}}
tests:
  - {source: in, columns: {x: \"null\"}}
  - {source: out, columns: {x: clear}}
  - {source: unknown, columns: {x: cannot-tell}}
",
    );
}

#[test]
fn w43_staged_policies_are_not_in_force() {
    let tests = "
facts: {sources: {crm: {columns: {x: {tags: [X]}}}}}
personas: {anybody: {}}
tests: [{source: crm, columns: {x: clear}}]
";
    let staged = simple("m", "X", NULL, "").replace("type: data\n", "type: data\nstaged: true\n");
    pass(&staged, tests);
    let active = staged.replace("true", "false");
    pass(&active, &tests.replace("clear", "\"null\""));
}

#[test]
fn w44_new_columns() {
    pass(
        &simple("m", "New", "type: Format Preserving Masking", ""),
        "
facts: {sources: {crm: {columns: {x: {tags: [New]}}}}}
personas: {anybody: {}}
tests: [{source: crm, columns: {x: masked}}]
",
    );
}

#[test]
fn w45_attributes_of_groups() {
    pass(
        &simple(
            "m",
            "X",
            NULL,
            ", exceptions: {attributes: [{name: org, value: eng}]}",
        ),
        "
facts: {groups: {dev: {attributes: {org: eng}}}, sources: {crm: {columns: {x: {tags: [X]}}}}}
personas: {sia: {groups: [dev]}, tom: {}}
tests:
  - {source: crm, personas: [sia], columns: {x: clear}}
  - {source: crm, personas: [tom], columns: {x: \"null\"}}
",
    );
}

#[test]
fn a_key_that_nobody_knows_makes_its_rule_unknown() {
    let specs = simple("m", "X", NULL, ", excpetions: {groups: [A]}");
    pass(
        &specs,
        "
facts: {sources: {crm: {columns: {x: {tags: [X]}}}}}
personas: {anybody: {}}
tests: [{source: crm, columns: {x: cannot-tell}}]
",
    );
}

#[test]
fn invariants_find_a_person() {
    let specs = simple(
        "m",
        "PII",
        NULL,
        ", exceptions: {operator: any, groups: [Auditors, Support]}",
    );
    let tests = "
facts: {sources: {crm: {columns: {ssn: {tags: [PII.SSN]}}}}}
invariants:
  - {name: numbers, tag: PII.SSN, never: clear, unless: {groups: [Auditors]}}
";
    let told = messages(&specs, tests);
    assert!(
        told[0].contains("in the group `Support` sees `ssn` of `crm`: clear"),
        "{told:?}"
    );
    pass(
        &specs,
        &tests.replace("[Auditors]}", "[Auditors, Support]}"),
    );
    let told = messages(&specs, &tests.replace("tag: PII.SSN,", "tag: Other,"));
    assert!(told[0].contains("nothing was checked"), "{told:?}");
}
