//! Placeholders, which something fills in before the push.

use crate::syntax::Entry;

/// Whether an entry of a root mapping is what SOPS writes about the values that it has encrypted, and takes out again.
pub fn is_encryption_metadata(entry: &Entry<'_>) -> bool {
    entry.name() == "sops" && entry.value.get("mac").is_some()
}

/// Whether a text is, or holds, a placeholder such as `${NAME}` or `{{ NAME }}` that something fills in
/// before the push. Nothing can be said of such a text.
pub fn has_placeholder(text: &str) -> bool {
    let within = |open, close| {
        text.split_once(open)
            .is_some_and(|(_, rest)| rest.contains(close))
    };
    // What SOPS has encrypted is decrypted before the push.
    let is_encrypted = text.starts_with("ENC[") && text.ends_with(']');
    within("${", "}") || within("{{", "}}") || is_encrypted
}
