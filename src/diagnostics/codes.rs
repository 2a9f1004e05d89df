//! The codes of all rules. Settings, comments and other programs refer to them, so a code never changes meaning.

/// The codes, in the order of the alphabet.
pub const CODES: &[&str] = &[
    "cannot-be-staged",
    "conflicting-fields",
    "deprecated-function",
    "duplicate-item",
    "duplicate-key",
    "expression-syntax",
    "freezes-columns",
    "function-arguments",
    "hard-delete",
    "implies-equalization",
    "invalid-value",
    "k-anonymization",
    "missing-field",
    "missing-otherwise",
    "missing-text",
    "needs-project",
    "no-approver",
    "not-base64",
    "other-payload",
    "purpose-path",
    "query-parameter",
    "quoted-scalar",
    "removes-owners",
    "retired-field",
    "schema-monitoring",
    "secret-in-clear",
    "syntax",
    "tab-before-value",
    "template",
    "unknown-anchor",
    "unknown-directive",
    "unknown-field",
    "unknown-function",
    "unknown-name",
    "unreachable-rule",
    "unused-ignore",
    "v1-payload",
    "wrong-dialect",
    "wrong-type",
];

/// Returns whether there is a rule with this code.
pub fn is_code(code: &str) -> bool {
    CODES.contains(&code)
}
