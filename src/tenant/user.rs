//! Whose key it is.

use crate::catalog::tenant_api;
use serde_json::Value;
use std::fmt;

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
        let api = &tenant_api().user;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut paths = api.name.iter();
        let name = paths.find_map(|path| {
            let found = path.iter().try_fold(value, |value, key| value.get(key));
            found.and_then(text)
        });
        let permissions = value.get(api.permissions).and_then(Value::as_array);
        Self {
            name,
            permissions: permissions.into_iter().flatten().filter_map(text).collect(),
        }
    }
}

impl fmt::Display for CurrentUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "the key is {name}'s")?,
            None => f.write_str("the key is accepted")?,
        }
        if self.permissions.is_empty() {
            Ok(())
        } else {
            write!(f, ", with the permissions {}", self.permissions.join(", "))
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
