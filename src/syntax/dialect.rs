//! The languages that specs are written in.

/// The language a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// YAML 1.2.
    #[default]
    Yaml,
    /// JSON.
    Json,
}
