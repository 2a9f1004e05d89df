//! The short notations of the catalog's files: how a fact is known, types, conditions, tables.

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_yaml::Value;
use std::fmt;
use std::marker::PhantomData;

/// Prints as the Rust that it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Documented,
    Observed,
    Inferred,
    Contradictory,
}

/// How we know a thing, written `documented, V2-DATA`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Known {
    pub(crate) status: Status,
    pub(crate) source: String,
}

impl TryFrom<String> for Known {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (status, source) = text
            .split_once(", ")
            .ok_or_else(|| format!("`{text}` is not `status, SOURCE`"))?;
        let status = serde_yaml::from_str(status).map_err(|error| error.to_string())?;
        Ok(Self {
            status,
            source: source.to_owned(),
        })
    }
}

/// The types a field takes, written `list of UserFile or UserFile`.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Types(pub(crate) Vec<Type>);

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Boolean,
    Integer,
    Number,
    Any,
    Shape(String),
    List(Box<Type>),
}

impl From<String> for Types {
    fn from(text: String) -> Self {
        Self(text.split(" or ").map(Type::read).collect())
    }
}

impl Type {
    fn read(text: &str) -> Self {
        match text.trim() {
            "text" => Self::Text,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "any" => Self::Any,
            other => match other.strip_prefix("list of ") {
                Some(item) => Self::List(Box::new(Self::read(item))),
                None => Self::Shape(other.to_owned()),
            },
        }
    }

    /// The type itself, or what the innermost list holds.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::List(item) => item.innermost(),
            other => other,
        }
    }
}

/// When a field must be there: `always`, or conditions; absent means never.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) enum Requirement {
    #[default]
    Optional,
    Always,
    When(Conditions),
}

impl TryFrom<Value> for Requirement {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        match value.as_str() {
            Some("always") => Ok(Self::Always),
            _ => Conditions::try_from(value).map(Self::When),
        }
    }
}

/// Any of these is enough; within one, all the pairs.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) struct Conditions(pub(crate) Vec<Vec<(String, String)>>);

impl TryFrom<Value> for Conditions {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let alternatives = match value {
            Value::Sequence(alternatives) => alternatives,
            one => vec![one],
        };
        let mut conditions = Vec::new();
        for alternative in alternatives {
            let Value::Mapping(pairs) = alternative else {
                return Err("a condition is a mapping from sibling fields to values".to_owned());
            };
            // `{method: [a, b], flag: true}` is short for two conditions.
            let mut expanded: Vec<Vec<(String, String)>> = vec![Vec::new()];
            for (field, values) in pairs {
                let field = scalar(&field)?;
                let values = match values {
                    Value::Sequence(values) => values,
                    one => vec![one],
                };
                let mut longer = Vec::new();
                for value in &values {
                    let value = scalar(value)?;
                    for condition in &expanded {
                        let mut condition = condition.clone();
                        condition.push((field.clone(), value.clone()));
                        longer.push(condition);
                    }
                }
                expanded = longer;
            }
            conditions.append(&mut expanded);
        }
        Ok(Self(conditions))
    }
}

pub(crate) fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => Err(format!("`{other:?}` is neither text nor true nor false")),
    }
}

/// A mapping in the order of the file, with each name once.
#[derive(Debug)]
pub(crate) struct Rows<T>(pub(crate) Vec<(String, T)>);

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Rows<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, row)| (name.as_str(), row))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.iter().find(|(n, _)| *n == name).map(|(_, row)| row)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Rows<T>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows<T>, A::Error> {
                let mut rows = Rows::default();
                while let Some(name) = map.next_key::<String>()? {
                    if rows.get(&name).is_some() {
                        return Err(A::Error::custom(format!("`{name}` is there twice")));
                    }
                    let row = map.next_value()?;
                    rows.0.push((name, row));
                }
                Ok(rows)
            }
        }

        deserializer.deserialize_map(Reader(PhantomData))
    }
}
