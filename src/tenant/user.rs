//! Whose key it is.

use serde_json::Value;
use std::fmt;

/// Where a tenant tells who asks. Seen in programs that talk to real tenants; no document has it.
pub(super) const PATH: &str = "/bim/rpc/user/current";

/// Who a tenant says that a key belongs to, as far as it can be made out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurrentUser {
    /// The user's name.
    pub name: Option<String>,
    /// The permissions the user has.
    pub permissions: Vec<String>,
}

impl CurrentUser {
    /// Reads an answer, leniently.
    pub(super) fn read(value: &Value) -> Self {
        let profile = value.get("profile");
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let name = text(profile.and_then(|profile| profile.get("name")))
            .or_else(|| text(value.get("name")))
            .or_else(|| text(value.get("userid")));
        let permissions = value.get("permissions").and_then(Value::as_array);
        let permissions = permissions.into_iter().flatten();
        Self {
            name,
            permissions: permissions.filter_map(|one| text(Some(one))).collect(),
        }
    }
}

impl fmt::Display for CurrentUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "the key is {name}'s")?,
            None => f.write_str("the key is accepted")?,
        }
        match self.permissions.is_empty() {
            true => Ok(()),
            false => write!(f, ", with the permissions {}", self.permissions.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whatever_is_told_is_used() {
        for (value, words) in [
            (json!({}), "the key is accepted"),
            (json!([1]), "the key is accepted"),
            (json!({ "userid": "ana" }), "the key is ana's"),
            (
                json!({ "profile": { "name": "Ana" }, "permissions": ["GOVERNANCE", 7, "AUDIT"] }),
                "the key is Ana's, with the permissions GOVERNANCE, AUDIT",
            ),
        ] {
            assert_eq!(CurrentUser::read(&value).to_string(), words);
        }
    }
}
