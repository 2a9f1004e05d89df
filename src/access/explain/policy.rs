//! What a policy says.

use super::super::model::{
    Action, Circumstance, Circumstances, Effect, Entitlement, Level, Mask, MaskKind, Match,
    NamePattern, Operator, Policy, PolicyBody, Rule, Selector, Subscription,
};
use super::people::{described, of_rule, owners};
use super::{Statement, code, fill, listed, sentence};
use crate::catalog::{Meaning, function_meaning, phrase};

/// A policy in sentences. The first names it.
pub fn policy(policy: &Policy) -> Statement {
    let name = match policy.name.as_str() {
        "" => code(&policy.key),
        name => format!("{name} ({})", code(&policy.key)),
    };
    let mut statement = Statement::new(name, policy.origin.as_ref());
    match policy.staged {
        Some(false) => {}
        Some(true) => statement.parts.push(said(phrase::STAGED, policy)),
        None => statement.parts.push(said(phrase::STAGED_UNKNOWN, policy)),
    }
    let scope = scope(policy);
    match &policy.body {
        PolicyBody::Unknown => {
            statement.parts.push(said(phrase::POLICY_UNKNOWN, policy));
            let text = sentence(&["It applies".to_owned(), scope]);
            statement
                .parts
                .push(Statement::new(text, policy.origin.as_ref()));
        }
        PolicyBody::Subscription(one) => statement.parts.extend(subscription(one, &scope)),
        PolicyBody::Data(actions) => {
            let actions = actions.iter().map(|one| action(one, &scope));
            statement.parts.extend(actions);
        }
    }
    statement
}

fn said(text: &str, policy: &Policy) -> Statement {
    Statement::new(text.to_owned(), policy.origin.as_ref())
}

/// Which data sources a policy is for.
fn scope(policy: &Policy) -> String {
    let on = match &policy.circumstances {
        Circumstances::Unstated => phrase::ON_ALL.to_owned(),
        Circumstances::Null => phrase::WHEN_SELECTED.to_owned(),
        Circumstances::Unknown => phrase::ON_UNKNOWN.to_owned(),
        Circumstances::List { list, .. } if list.is_empty() => phrase::ON_UNKNOWN.to_owned(),
        Circumstances::List { operator, list } => {
            let parts: Vec<_> = list.iter().map(circumstance).collect();
            fill(phrase::ON_SOME, &listed(&parts, joining(*operator)))
        }
    };
    match &policy.only_owned_by {
        Some(restricted) => {
            let owned = fill(phrase::OWNED_BY, &owners(restricted));
            format!("{on}, {owned}")
        }
        None => on,
    }
}

fn joining(operator: Operator) -> &'static str {
    match operator {
        Operator::All => "and",
        Operator::Any => "or",
    }
}

fn circumstance(one: &Circumstance) -> String {
    match one {
        Circumstance::Tag(tag) => fill(phrase::TAGGED, &code(tag)),
        Circumstance::ColumnTag(tag) => fill(phrase::WITH_COLUMN_TAGGED, &code(tag)),
        Circumstance::ColumnName(name) => fill(phrase::WITH_COLUMN_NAMED, &pattern(name)),
        Circumstance::NoTags => phrase::WITHOUT_TAGS.to_owned(),
        Circumstance::AnyTag => phrase::WITH_ANY_TAG.to_owned(),
        Circumstance::Domains(domains) => {
            let names: Vec<_> = domains.iter().map(|name| code(name)).collect();
            fill(phrase::IN_DOMAINS, &listed(&names, "or"))
        }
        Circumstance::Unknown(what) => format!("with a circumstance {what}"),
    }
}

fn pattern(pattern: &NamePattern) -> String {
    let case = if pattern.ignores_case {
        " in any case"
    } else {
        ""
    };
    format!("{}{case}", code(&pattern.regex))
}

fn subscription(one: &Subscription, scope: &str) -> Vec<Statement> {
    let who = match &one.level {
        Level::Anyone => phrase::SUBSCRIBE_ANYONE.to_owned(),
        Level::Approval => phrase::SUBSCRIBE_APPROVAL.to_owned(),
        Level::Manual => phrase::SUBSCRIBE_MANUAL.to_owned(),
        Level::Entitled(Entitlement::Audience(audience)) => {
            fill(phrase::SUBSCRIBE_ENTITLED, &described(audience))
        }
        Level::Entitled(Entitlement::Expression(text)) => {
            fill(phrase::SUBSCRIBE_EXPRESSION, &code(&one_line(text)))
        }
        Level::Unknown(what) => fill(phrase::SUBSCRIBE_UNKNOWN, what),
    };
    let mut parts = vec![sentence(&[who, scope.to_owned()])];
    let is_asked = matches!(one.level, Level::Anyone | Level::Entitled(_));
    parts.push(
        match one.automatic {
            Some(true) => phrase::AUTOMATICALLY,
            Some(false) => phrase::BY_THEMSELVES,
            None if is_asked => phrase::AUTOMATIC_UNSTATED,
            None => "",
        }
        .to_owned(),
    );
    parts.push(
        match one.shares_responsibility {
            Some(true) => phrase::SHARES,
            Some(false) => phrase::REQUIRES,
            None => "",
        }
        .to_owned(),
    );
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts
        .map(|part| Statement::new(part, one.origin.as_ref()))
        .collect()
}

/// A list of rules: one sentence if there is one rule, or else a sentence with the rules as its parts.
fn action(action: &Action, scope: &str) -> Statement {
    let unread = "Some of the rules could not be read.";
    match action.rules.as_slice() {
        [] => Statement::new(unread.to_owned(), None),
        [one] if !action.is_partial => {
            let text = sentence(&[effect(&one.effect), people(one), scope.to_owned()]);
            Statement::new(text, one.origin.as_ref())
        }
        several => {
            let first = several.first().and_then(|rule| rule.origin.as_ref());
            let mut statement = Statement::new(sentence(&[scope.to_owned()]), first);
            for (index, rule) in several.iter().enumerate() {
                let is_rest = index > 0 && rule.only.is_none();
                let mut parts = vec![effect(&rule.effect), people(rule)];
                if is_rest {
                    parts.insert(0, format!("{}:", phrase::OTHERWISE));
                }
                statement
                    .parts
                    .push(Statement::new(sentence(&parts), rule.origin.as_ref()));
            }
            if action.is_partial {
                statement
                    .parts
                    .push(Statement::new(unread.to_owned(), first));
            }
            statement
        }
    }
}

fn people(rule: &Rule) -> String {
    of_rule(rule.only.as_ref(), rule.except.as_ref())
}

pub(super) fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Mask(one) => mask(one),
        Effect::Where(predicate) => fill(phrase::ROWS_WHERE, &code(&one_line(predicate))),
        Effect::Entitlements {
            operator,
            matches,
            is_partial,
        } => {
            let mut parts: Vec<_> = matches.iter().map(matched).collect();
            if *is_partial || parts.is_empty() {
                parts.push(phrase::ROWS_UNKNOWN.to_owned());
            }
            listed(&parts, operator.map_or("and/or", joining))
        }
        Effect::Purpose => phrase::PURPOSE.to_owned(),
        Effect::SomeRows(what) => fill(phrase::SOME_ROWS, what),
        Effect::Unknown(what) => fill(phrase::RULE_UNKNOWN, what),
    }
}

fn matched(one: &Match) -> String {
    match one {
        Match::Attribute { attribute, tag } => {
            let tagged = fill(phrase::ROWS_BY_ATTRIBUTE, &code(tag));
            fill(&tagged, &code(attribute))
        }
        Match::Groups { tag } => fill(phrase::ROWS_BY_GROUPS, &code(tag)),
    }
}

fn mask(mask: &Mask) -> String {
    let columns: Vec<_> = mask.columns.iter().map(selector).collect();
    let columns = if columns.is_empty() {
        phrase::COLUMNS_UNKNOWN.to_owned()
    } else {
        listed(&columns, "or")
    };
    let condition = mask.condition.as_ref();
    let condition = condition.map(|sql| fill(phrase::WHERE, &code(&one_line(sql))));
    let parts = [
        Some(fill(phrase::MASK, &columns)),
        Some(how(&mask.kind)),
        condition,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

pub(super) fn selector(selector: &Selector) -> String {
    match selector {
        Selector::Tag(tag) => fill(phrase::COLUMNS_TAGGED, &code(tag)),
        Selector::AnyTag => phrase::COLUMNS_WITH_ANY_TAG.to_owned(),
        Selector::NoTags => phrase::COLUMNS_WITHOUT_TAGS.to_owned(),
        Selector::Name(name) => fill(phrase::COLUMNS_NAMED, &pattern(name)),
        Selector::Unknown(what) => format!("{} ({what})", phrase::COLUMNS_UNKNOWN),
    }
}

pub(super) fn how(kind: &MaskKind) -> String {
    match kind {
        MaskKind::Hash => phrase::BY_HASH.to_owned(),
        MaskKind::Null => phrase::BY_NULL.to_owned(),
        MaskKind::Constant(text) => fill(phrase::BY_CONSTANT, &code(text)),
        MaskKind::KAnonymization => phrase::BY_K_ANONYMIZATION.to_owned(),
        MaskKind::Custom(sql) => {
            let name = sql.trim().strip_prefix('@').unwrap_or_default();
            if function_meaning(name) == Some(Meaning::MaskedColumn) {
                phrase::BY_CLEAR.to_owned()
            } else {
                fill(phrase::BY_CUSTOM, &code(&one_line(sql)))
            }
        }
        MaskKind::Unknown(what) => fill(phrase::BY_UNKNOWN, what),
    }
}

/// Text on one line. White space means nothing in SQL, but for that in strings.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
