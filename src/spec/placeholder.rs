//! Placeholders, which something fills in before the push.

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
