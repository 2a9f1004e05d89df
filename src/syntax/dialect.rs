//! The languages that specs are written in, and the ways to write them.

/// The language a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// YAML 1.2.
    #[default]
    Yaml,
    /// JSON.
    Json,
}

/// How a place of a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// YAML that goes by indentation.
    Block,
    /// YAML in brackets.
    Flow,
    /// JSON.
    Json,
}
