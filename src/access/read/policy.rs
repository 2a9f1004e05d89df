//! Policies.

use super::audience;
use super::fields::{Fields, Found};
use super::file::File;
use crate::access::model::{
    Action, Circumstance, Circumstances, Effect, Entitlement, Level, Mask, MaskKind, Match,
    NamePattern, Operator, Owner, Policy, PolicyBody, Rule, Selector, Subscription,
};
use crate::catalog::{Meaning, Shape};
use crate::spec::Spec;
use crate::syntax::Value;

/// Reads a policy spec.
pub(super) fn read(file: File<'_>, spec: &Spec<'_>) -> Policy {
    let origin = Some(file.origin(spec.root.range()));
    let mut policy = Policy {
        key: String::new(),
        name: String::new(),
        origin,
        staged: Some(false),
        circumstances: Circumstances::Unknown,
        only_owned_by: None,
        body: PolicyBody::Unknown,
    };
    let Some(fields) = Fields::new(spec.root, spec.kind.root) else {
        return policy;
    };
    policy.name = fields.text(Meaning::Name).unwrap_or_default();
    policy.key = fields
        .text(Meaning::Key)
        .unwrap_or_else(|| policy.name.clone());
    if let Some(key) = fields.get(Meaning::Key) {
        policy.origin = Some(file.origin(key.range()));
    }
    if let Some(staged) = fields.get(Meaning::Staged).filter(|found| !found.is_null()) {
        policy.staged = staged.boolean();
    }
    policy.circumstances = circumstances(&fields);
    policy.only_owned_by = fields
        .get(Meaning::OwnerRestrictions)
        .filter(|found| !found.is_null())
        .map(|found| owners(&found));
    // A key that nobody knows may do anything.
    if !fields.is_partial()
        && let Some(actions) = fields.get(Meaning::Actions)
    {
        policy.body = match fields.meaning(Meaning::Kind) {
            Some(Meaning::SubscriptionPolicy) => subscription(file, &actions),
            Some(Meaning::DataPolicy) => data(file, &actions),
            _ => PolicyBody::Unknown,
        };
    }
    policy
}

fn circumstances(fields: &Fields<'_>) -> Circumstances {
    let Some(found) = fields.get(Meaning::Circumstances) else {
        return Circumstances::Unstated;
    };
    if found.is_null() {
        return Circumstances::Null;
    }
    let operator = match fields.get(Meaning::CircumstanceOperator) {
        Some(found) if !found.is_null() => audience::of_meaning(found.meaning()),
        _ => Some(Operator::Any),
    };
    match (operator, found.items()) {
        (Some(operator), Some(items)) => Circumstances::List {
            operator,
            list: items
                .iter()
                .map(|item| circumstance(item.as_ref()))
                .collect(),
        },
        _ => Circumstances::Unknown,
    }
}

fn circumstance(fields: Option<&Fields<'_>>) -> Circumstance {
    let known = || {
        let fields = fields.filter(|fields| !fields.is_partial())?;
        Some(match fields.meaning(Meaning::Kind)? {
            Meaning::Tag => Circumstance::Tag(fields.text(Meaning::Tag)?),
            Meaning::ColumnTag => Circumstance::ColumnTag(fields.text(Meaning::Tag)?),
            Meaning::ColumnName => Circumstance::ColumnName(pattern(fields)?),
            Meaning::NoTags => Circumstance::NoTags,
            Meaning::AnyTag => Circumstance::AnyTag,
            Meaning::Domains => {
                let items = fields.get(Meaning::Domains)?.items()?;
                let domains = items.iter().map(|item| {
                    let item = item.as_ref().filter(|item| !item.is_partial())?;
                    item.text(Meaning::Name).or_else(|| item.text(Meaning::Id))
                });
                Circumstance::Domains(domains.collect::<Option<_>>()?)
            }
            _ => return None,
        })
    };
    known().unwrap_or_else(|| Circumstance::Unknown(kind(fields)))
}

/// The kind that a mapping names, for messages.
fn kind(fields: Option<&Fields<'_>>) -> String {
    let kind = fields.and_then(|fields| fields.text(Meaning::Kind));
    kind.map_or_else(
        || "that could not be read".to_owned(),
        |kind| format!("`{kind}`"),
    )
}

fn pattern(fields: &Fields<'_>) -> Option<NamePattern> {
    let ignores_case = match fields.get(Meaning::IgnoresCase) {
        Some(found) if !found.is_null() => found.boolean()?,
        _ => false,
    };
    Some(NamePattern {
        regex: fields.text(Meaning::Pattern)?,
        ignores_case,
    })
}

/// The owners that a policy is restricted to; none if that could not be read.
fn owners(found: &Found<'_>) -> Vec<Owner> {
    let read = || {
        let fields = found.fields().filter(|fields| !fields.is_partial())?;
        let mut owners = Vec::new();
        if let Some(groups) = fields.get(Meaning::Groups) {
            owners.extend(groups.texts()?.into_iter().map(Owner::Group));
        }
        if let Some(users) = fields.get(Meaning::Users) {
            for user in users.items()? {
                owners.push(Owner::User(user?.text(Meaning::Name)?));
            }
        }
        Some(owners)
    };
    read().unwrap_or_default()
}

fn subscription(file: File<'_>, actions: &Found<'_>) -> PolicyBody {
    let Some(fields) = actions.fields().filter(|fields| !fields.is_partial()) else {
        return PolicyBody::Unknown;
    };
    let mut is_partial = false;
    let mut flag = |meaning| {
        let found = fields.get(meaning).filter(|found| !found.is_null())?;
        let value = found.boolean();
        is_partial |= value.is_none();
        value
    };
    let automatic = flag(Meaning::Automatic);
    let shares_responsibility = flag(Meaning::SharesResponsibility);
    let level = match fields.meaning(Meaning::Kind) {
        _ if is_partial => Level::Unknown("a value that is not a boolean".to_owned()),
        Some(Meaning::Anyone) => Level::Anyone,
        Some(Meaning::Approval) => Level::Approval,
        Some(Meaning::Manual) => Level::Manual,
        Some(Meaning::Entitlements) => entitled(&fields),
        _ => Level::Unknown(format!("the type {}", kind(Some(&fields)))),
    };
    PolicyBody::Subscription(Subscription {
        origin: Some(file.origin(fields.range())),
        level,
        automatic,
        shares_responsibility,
    })
}

fn entitled(fields: &Fields<'_>) -> Level {
    let expression = fields.get(Meaning::Expression).filter(|f| !f.is_null());
    let audience = fields.get(Meaning::Entitlements).filter(|f| !f.is_null());
    match (expression, audience) {
        (Some(expression), None) => match expression.text() {
            Some(text) => Level::Entitled(Entitlement::Expression(text)),
            None => Level::Unknown("an expression that could not be read".to_owned()),
        },
        (None, Some(found)) => {
            Level::Entitled(Entitlement::Audience(audience::read(found.fields())))
        }
        (None, None) => Level::Unknown("a policy that does not say who is entitled".to_owned()),
        (Some(_), Some(_)) => {
            Level::Unknown("an expression beside a list of entitlements".to_owned())
        }
    }
}

fn data(file: File<'_>, actions: &Found<'_>) -> PolicyBody {
    let Some(items) = actions.items() else {
        return PolicyBody::Unknown;
    };
    PolicyBody::Data(
        items
            .iter()
            .map(|item| action(file, item.as_ref()))
            .collect(),
    )
}

fn action(file: File<'_>, fields: Option<&Fields<'_>>) -> Action {
    let rules = fields
        .filter(|fields| !fields.is_partial())
        .and_then(|fields| fields.get(Meaning::Rules)?.items());
    let Some(rules) = rules else {
        return Action {
            rules: Vec::new(),
            is_partial: true,
        };
    };
    let mut action = Action::default();
    for item in &rules {
        match item {
            Some(fields) => action.rules.push(rule(file, fields)),
            None => action.is_partial = true,
        }
    }
    action
}

fn rule(file: File<'_>, fields: &Fields<'_>) -> Rule {
    Rule {
        origin: Some(file.origin(fields.range())),
        ..rule_of_no_file(fields)
    }
}

/// Reads a rule of a data policy by itself. It does not say where it is written. Returns `None` if the value is not a
/// mapping.
pub fn read_rule(value: Value<'_>, shape: &'static Shape) -> Option<Rule> {
    Fields::new(value, shape).map(|fields| rule_of_no_file(&fields))
}

fn rule_of_no_file(fields: &Fields<'_>) -> Rule {
    let people = |meaning| {
        let found = fields.get(meaning).filter(|found| !found.is_null())?;
        Some(audience::read(found.fields()))
    };
    let kind = kind(Some(fields));
    let effect = if fields.is_partial() {
        Effect::Unknown(format!("{kind} with a key that is not known"))
    } else {
        effect(fields).unwrap_or(Effect::Unknown(kind))
    };
    Rule {
        origin: None,
        only: people(Meaning::Only),
        except: people(Meaning::Except),
        effect,
    }
}

/// What a rule does. Returns `None` if it could not be understood.
fn effect(fields: &Fields<'_>) -> Option<Effect> {
    let kind = fields.get(Meaning::Kind)?;
    match kind.meaning()? {
        Meaning::PurposeRestriction => return Some(Effect::Purpose),
        Meaning::SomeRows => return Some(Effect::SomeRows(kind.text()?.to_lowercase())),
        _ => {}
    }
    let configuration = fields.get(Meaning::Configuration)?.fields()?;
    if configuration.is_partial() {
        return None;
    }
    match kind.meaning()? {
        Meaning::Masking => mask(&configuration).map(Effect::Mask),
        Meaning::WhereClause => Some(Effect::Where(configuration.text(Meaning::Expression)?)),
        Meaning::UserEntitlements => Some(entitlements(&configuration)),
        _ => None,
    }
}

fn mask(fields: &Fields<'_>) -> Option<Mask> {
    let items = fields.get(Meaning::Columns)?.items()?;
    let mut columns: Vec<_> = items.iter().map(|item| selector(item.as_ref())).collect();
    let mut is_partial = false;
    let operator = audience::operator(fields, &mut is_partial);
    if is_partial || operator == Some(Operator::All) && columns.len() > 1 {
        // No document says what `all` asks of several selectors.
        columns = vec![Selector::Unknown("of several that are joined".to_owned())];
    }
    let condition = match fields.get(Meaning::Expression) {
        Some(found) if !found.is_null() => Some(found.text()?),
        _ => None,
    };
    let masking = fields.get(Meaning::Masking)?.fields()?;
    Some(Mask {
        columns,
        kind: mask_kind(&masking),
        condition,
    })
}

fn selector(fields: Option<&Fields<'_>>) -> Selector {
    let known = || {
        let fields = fields.filter(|fields| !fields.is_partial())?;
        Some(match fields.meaning(Meaning::Kind)? {
            Meaning::ColumnTag => Selector::Tag(fields.text(Meaning::Tag)?),
            Meaning::NoTags => Selector::NoTags,
            Meaning::AnyTag => Selector::AnyTag,
            Meaning::ColumnName => Selector::Name(pattern(fields)?),
            _ => return None,
        })
    };
    known().unwrap_or_else(|| Selector::Unknown(kind(fields)))
}

fn mask_kind(fields: &Fields<'_>) -> MaskKind {
    let known = || {
        Some(match fields.meaning(Meaning::Kind)? {
            Meaning::Hash => MaskKind::Hash,
            Meaning::NullValue => MaskKind::Null,
            Meaning::Constant => MaskKind::Constant(fields.text(Meaning::Value)?),
            Meaning::KAnonymization => MaskKind::KAnonymization,
            Meaning::CustomFunction => MaskKind::Custom(fields.text(Meaning::Expression)?),
            _ => return None,
        })
    };
    known().unwrap_or_else(|| MaskKind::Unknown(kind(Some(fields))))
}

fn entitlements(fields: &Fields<'_>) -> Effect {
    let mut is_partial = false;
    let operator = audience::operator(fields, &mut is_partial);
    let mut matches = Vec::new();
    let items = fields.get(Meaning::Matches).and_then(|found| found.items());
    for item in items.unwrap_or_else(|| vec![None]) {
        let known = item
            .as_ref()
            .filter(|item| !item.is_partial())
            .and_then(|item| {
                let tag = item.text(Meaning::Tag)?;
                match item.meaning(Meaning::Kind)? {
                    Meaning::Attribute => Some(Match::Attribute {
                        attribute: item.text(Meaning::Attribute)?,
                        tag,
                    }),
                    Meaning::Group => Some(Match::Groups { tag }),
                    _ => None,
                }
            });
        match known {
            Some(one) => matches.push(one),
            None => is_partial = true,
        }
    }
    Effect::Entitlements {
        operator,
        matches,
        is_partial,
    }
}
