//! A second evaluator of masks, slow and simple, written from the facts. It shares the model with the other one and
//! nothing else; on random worlds both must agree.

use super::super::model::*;
use super::super::{Case, Form, Masking, columns};
use std::collections::BTreeMap;

/// Answers to open questions, by a name for each: every combination is tried.
#[derive(Default)]
struct Oracle {
    given: BTreeMap<String, usize>,
    order: Vec<(String, usize)>,
}

impl Oracle {
    fn pick(&mut self, name: String, ways: usize) -> usize {
        if let Some(way) = self.given.get(&name) {
            if !self.order.iter().any(|(known, _)| *known == name) {
                self.order.push((name, ways));
            }
            return *way;
        }
        self.given.insert(name.clone(), 0);
        self.order.push((name, ways));
        0
    }

    fn yes(&mut self, name: String) -> bool {
        self.pick(name, 2) == 0
    }

    /// Sets the answers to the next combination. Returns `false` after the last.
    fn next(&mut self) -> bool {
        while let Some((name, ways)) = self.order.pop() {
            let way = self.given.remove(&name).unwrap_or(0);
            if way + 1 < ways {
                self.given.insert(name, way + 1);
                self.order.clear();
                return true;
            }
        }
        false
    }
}

/// Every form that the column may have; `None` stands for one that nobody can tell.
fn forms(world: &World, source: &Source, persona: &Persona, column: &Column) -> Vec<Option<Form>> {
    let mut oracle = Oracle::default();
    let mut found = Vec::new();
    loop {
        let form = form(world, source, persona, column, &mut oracle);
        if !found.contains(&form) {
            found.push(form);
        }
        if !oracle.next() {
            return found;
        }
    }
}

fn form(
    world: &World,
    source: &Source,
    persona: &Persona,
    column: &Column,
    oracle: &mut Oracle,
) -> Option<Form> {
    let applied: Vec<&Policy> = world
        .policies
        .iter()
        .filter(|policy| applies(policy, source, oracle))
        .collect();
    // Fact 3.20, 3.21: who wins each column.
    let mut winners: BTreeMap<&str, (Option<&Policy>, Vec<&Policy>)> = BTreeMap::new();
    for one in &source.columns {
        let masking: Vec<&Policy> = applied
            .iter()
            .copied()
            .filter(|policy| best(policy, one).is_some())
            .collect();
        let winner = winner(world, &masking, one, oracle);
        winners.insert(&one.name, (winner, masking));
    }
    let (_, mut here) = winners.get(&*column.name).cloned()?;
    // Fact 3.24: a policy that loses a column may be gone for the whole data source.
    let lost: Vec<&str> = here
        .iter()
        .filter(|policy| {
            winners.iter().any(|(name, (winner, masking))| {
                *name != column.name
                    && masking.iter().any(|other| other.key == policy.key)
                    && winner.is_some_and(|winner| winner.key != policy.key)
            })
        })
        .map(|policy| policy.key.as_str())
        .collect();
    if !lost.is_empty() && !oracle.yes("a loser keeps its other columns".to_owned()) {
        here.retain(|policy| !lost.contains(&policy.key.as_str()));
    }
    let Some(winner) = winner(world, &here, column, oracle) else {
        return Some(Form::Clear);
    };
    let PolicyBody::Data(actions) = &winner.body else {
        return None;
    };
    let rules = &actions[0].rules;
    let mut chosen = first(winner, rules, persona, oracle)?;
    if let Some(rule) = chosen
        && !is_about(rule, column)
    {
        if oracle.yes(format!("{} ends for {}", winner.key, column.name)) {
            return Some(Form::Clear);
        }
        let about: Vec<Rule> = rules
            .iter()
            .filter(|other| is_about(other, column))
            .cloned()
            .collect();
        let kept = first(winner, &about, persona, oracle)??.origin.clone();
        chosen = rules.iter().find(|rule| rule.origin == kept);
    }
    let Some(rule) = chosen else {
        return Some(Form::Clear);
    };
    let Effect::Mask(mask) = &rule.effect else {
        return None;
    };
    let is_text = column.data_type.as_deref().map(|name| name == "text");
    let masking = match &mask.kind {
        MaskKind::Hash if is_text == Some(true) => Masking::Hash,
        MaskKind::Constant(text) if is_text != Some(false) => Masking::Constant(text.clone()),
        MaskKind::Null => Masking::Null,
        _ => Masking::Unknown,
    };
    match mask.condition.as_deref() {
        None | Some("1=1") => Some(Form::Masked(masking)),
        Some("1=0") => Some(Form::Clear),
        Some("@isInGroups('g1')") if persona.traits.groups.contains("g1") => {
            Some(Form::Masked(masking))
        }
        Some("@isInGroups('g1')") => Some(Form::Clear),
        Some(sql) => Some(Form::Partly(masking, sql.to_owned())),
    }
}

fn is_below(parent: &str, tag: &str) -> bool {
    tag == parent || tag.starts_with(&format!("{parent}."))
}

fn applies(policy: &Policy, source: &Source, oracle: &mut Oracle) -> bool {
    if policy.staged == Some(true) {
        return false;
    }
    let Circumstances::List { operator, list } = &policy.circumstances else {
        return true;
    };
    let mut held = list.iter().map(|one| match one {
        Circumstance::ColumnTag(tag) => source
            .columns
            .iter()
            .any(|column| column.tags.iter().any(|own| is_below(tag, own))),
        Circumstance::Tag(tag) => source.tags.iter().any(|own| {
            own == tag || is_below(tag, own) && oracle.yes(format!("{tag} has children"))
        }),
        _ => false,
    });
    match operator {
        Operator::Any => held.any(|held| held),
        Operator::All => held.all(|held| held),
    }
}

/// The depth of the best selector for a column, 0 for one without a tag.
fn best(policy: &Policy, column: &Column) -> Option<usize> {
    let PolicyBody::Data(actions) = &policy.body else {
        return None;
    };
    actions[0]
        .rules
        .iter()
        .filter_map(|rule| match &rule.effect {
            Effect::Mask(mask) => depth(mask, column),
            _ => None,
        })
        .max()
}

fn depth(mask: &Mask, column: &Column) -> Option<usize> {
    let depths = mask.columns.iter().filter_map(|selector| match selector {
        Selector::Tag(tag) => column
            .tags
            .iter()
            .any(|own| is_below(tag, own))
            .then(|| tag.matches('.').count() + 1),
        Selector::AnyTag => (!column.tags.is_empty()).then_some(0),
        Selector::NoTags => column.tags.is_empty().then_some(0),
        _ => None,
    });
    depths.max()
}

fn is_about(rule: &Rule, column: &Column) -> bool {
    matches!(&rule.effect, Effect::Mask(mask) if depth(mask, column).is_some())
}

fn winner<'w>(
    world: &World,
    masking: &[&'w Policy],
    column: &Column,
    oracle: &mut Oracle,
) -> Option<&'w Policy> {
    let depths: Vec<usize> = masking.iter().filter_map(|p| best(p, column)).collect();
    let mut left: Vec<&Policy> = masking.to_vec();
    if !depths.contains(&0) {
        let most = depths.iter().max().copied();
        left.retain(|policy| best(policy, column) == most);
        let place = |policy: &Policy| world.authored.iter().position(|key| *key == policy.key);
        let first = left.iter().filter_map(|policy| place(policy)).min();
        left.retain(|policy| place(policy).is_none() || place(policy) == first);
    }
    if left.len() < 2 {
        return left.first().copied();
    }
    let keys: Vec<_> = left.iter().map(|policy| policy.key.as_str()).collect();
    let name = format!("{} of {}", depths.contains(&0), keys.join(" "));
    let way = oracle.pick(name, left.len());
    Some(left[way])
}

/// The rule for somebody: `Some(None)` if the list leaves them alone, `None` if nobody can tell.
fn first<'r>(
    policy: &Policy,
    rules: &'r [Rule],
    persona: &Persona,
    oracle: &mut Oracle,
) -> Option<Option<&'r Rule>> {
    for (index, rule) in rules.iter().enumerate() {
        let place = format!("{} {index}", policy.key);
        if let Some(only) = &rule.only
            && !is_among(only, persona, &format!("only {place}"), oracle)
        {
            continue;
        }
        let excepted = rule
            .except
            .as_ref()
            .is_some_and(|except| is_among(except, persona, &format!("except {place}"), oracle));
        if !excepted {
            return Some(Some(rule));
        }
        if index + 1 == rules.len() || oracle.yes(format!("left alone {place}")) {
            return Some(None);
        }
    }
    None
}

fn is_among(audience: &Audience, persona: &Persona, name: &str, oracle: &mut Oracle) -> bool {
    let met: Vec<bool> = audience
        .conditions
        .iter()
        .map(|condition| match condition {
            Condition::Group(group) => persona.traits.groups.contains(group),
            Condition::Attribute { name, value } => persona
                .traits
                .attributes
                .get(name)
                .is_some_and(|values| values.contains(value)),
            Condition::Purpose(_) => false,
        })
        .collect();
    let (any, all) = (met.contains(&true), !met.contains(&false));
    let is_any = match audience.operator {
        _ if met.len() < 2 || any == all => true,
        Some(operator) => operator == Operator::Any,
        None => oracle.yes(format!("operator of {name}")),
    };
    if is_any { any } else { all }
}

/// Random numbers, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const TAGS: &[&str] = &["A", "A.B", "A.B.C", "D"];
const GROUPS: &[&str] = &["g1", "g2", "g3"];

fn column(random: &mut Random, name: &str) -> Column {
    let tags = (0..random.below(3)).map(|_| random.of(TAGS).to_owned());
    Column {
        name: name.to_owned(),
        tags: tags.collect(),
        data_type: match random.below(4) {
            0 => None,
            1 => Some("number".to_owned()),
            _ => Some("text".to_owned()),
        },
    }
}

fn audience(random: &mut Random) -> Audience {
    let conditions = (0..=random.below(2)).map(|_| {
        if random.chance(70) {
            Condition::Group(random.of(GROUPS).to_owned())
        } else {
            Condition::Attribute {
                name: "k".to_owned(),
                value: random.of(&["x", "y"]).to_owned(),
            }
        }
    });
    Audience {
        conditions: conditions.collect(),
        operator: match random.below(3) {
            0 => None,
            1 => Some(Operator::All),
            _ => Some(Operator::Any),
        },
        is_partial: false,
    }
}

fn rule(random: &mut Random, index: usize, is_last: bool) -> Rule {
    let selectors = (0..=random.below(2)).map(|_| match random.below(10) {
        0 => Selector::AnyTag,
        1 => Selector::NoTags,
        _ => Selector::Tag(random.of(TAGS).to_owned()),
    });
    let columns = selectors.collect();
    let kind = match random.below(3) {
        0 => MaskKind::Hash,
        1 => MaskKind::Null,
        _ => MaskKind::Constant("x".to_owned()),
    };
    let condition = random.chance(25).then(|| {
        let sql = random.of(&["1=1", "1=0", "x = 1", "@isInGroups('g1')"]);
        sql.to_owned()
    });
    Rule {
        origin: Some(Origin {
            path: "specs.yaml".into(),
            line: index + 1,
            range: 0..0,
        }),
        only: random
            .chance(if is_last { 10 } else { 80 })
            .then(|| audience(random)),
        except: random.chance(40).then(|| audience(random)),
        effect: Effect::Mask(Mask {
            columns,
            kind,
            condition,
        }),
    }
}

fn policy(random: &mut Random, key: &str) -> Policy {
    let circumstances = match random.below(3) {
        0 => Circumstances::Unstated,
        _ => Circumstances::List {
            operator: if random.chance(50) {
                Operator::Any
            } else {
                Operator::All
            },
            list: (0..=random.below(2))
                .map(|_| {
                    let tag = random.of(TAGS).to_owned();
                    if random.chance(70) {
                        Circumstance::ColumnTag(tag)
                    } else {
                        Circumstance::Tag(tag)
                    }
                })
                .collect(),
        },
    };
    let count = 1 + random.below(2);
    Policy {
        key: key.to_owned(),
        name: key.to_owned(),
        origin: None,
        staged: Some(random.chance(10)),
        circumstances,
        only_owned_by: None,
        body: PolicyBody::Data(vec![Action {
            rules: (0..count)
                .map(|index| rule(random, index, index + 1 == count))
                .collect(),
            is_partial: false,
        }]),
    }
}

#[test]
fn two_evaluators_agree() {
    let cases = std::env::var("ACCESS_CASES").ok();
    let cases: u64 = cases.map_or(2_000, |text| text.parse().expect("a number"));
    let mut certain = 0;
    for seed in 1..=cases {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let source = Source {
            name: "s".to_owned(),
            has_certain_name: true,
            tags: (0..random.below(2))
                .map(|_| random.of(TAGS).to_owned())
                .collect(),
            columns: vec![column(&mut random, "a"), column(&mut random, "b")],
            has_all_columns: true,
            ..Source::default()
        };
        let keys = ["p1", "p2", "p3"];
        let policies = keys[..=random.below(3)]
            .iter()
            .map(|key| policy(&mut random, key))
            .collect();
        let authored = match random.below(3) {
            0 => Vec::new(),
            1 => vec!["p2".to_owned(), "p1".to_owned()],
            _ => vec!["p3".to_owned(), "p1".to_owned(), "p2".to_owned()],
        };
        let world = World {
            sources: vec![source.clone()],
            policies,
            authored,
            orchestrated_masking: Some(false),
            ..World::default()
        };
        let mut persona = Persona::default();
        for group in GROUPS {
            if random.chance(40) {
                persona.traits.groups.insert((*group).to_owned());
            }
        }
        if random.chance(40) {
            let values = [random.of(&["x", "y"]).to_owned()].into();
            persona.traits.attributes.insert("k".to_owned(), values);
        }
        for column in &source.columns {
            let case = Case {
                world: &world,
                source: &source,
                persona: &persona,
            };
            let fast = columns(&case, column);
            let slow = forms(&world, &source, &persona, column);
            let told = |form: &Option<Form>| match form {
                Some(form) => fast.possible.contains(form),
                None => fast.is_open,
            };
            let count = fast.possible.len() + usize::from(fast.is_open);
            assert!(
                slow.iter().all(told) && slow.len() == count,
                "seed {seed}, column {}: {fast:#?}\nbut {slow:#?}\nof {world:#?}\nfor {persona:#?}",
                column.name
            );
            certain += usize::from(fast.certain().is_some());
        }
    }
    // The comparison says something: many answers are certain, and many are not.
    let all = 2 * usize::try_from(cases).expect("few cases");
    assert!(certain > all / 4 && certain < all, "{certain} of {all}");
}
