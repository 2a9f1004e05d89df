//! API keys.

use secrecy::{ExposeSecret, SecretString};

/// An API key. It does not print, and its memory is wiped when it goes.
#[derive(Debug, Clone)]
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Takes a key. White space around it is a slip of copying. Returns `None` for an empty text, or for one
    /// that cannot be a key because no header could carry it.
    pub fn new(text: &str) -> Option<Self> {
        let key = text.trim();
        let sendable = key.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        (!key.is_empty() && sendable).then(|| Self(SecretString::from(key)))
    }

    /// The key itself, for the one header that carries it.
    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_print() {
        let key = ApiKey::new(" 0123-secret \n").expect("a key");
        assert_eq!(key.expose(), "0123-secret");
        assert!(!format!("{key:?}").contains("0123"));
    }

    #[test]
    fn what_no_header_can_carry_is_no_key() {
        for text in ["", "  ", "a\nb", "schlüssel"] {
            assert!(ApiKey::new(text).is_none(), "{text:?}");
        }
    }
}
