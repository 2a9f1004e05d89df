//! How scalars are written, and the types of plain ones in the YAML 1.2 core schema.

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `text`
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// The type a scalar resolves to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarType {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with a fraction or exponent, an infinity, or not-a-number.
    Float,
    /// Text.
    String,
}

/// The type of a plain scalar in the core schema. Quoted and block scalars are always text.
pub(super) fn resolve(plain: &str) -> ScalarType {
    match plain {
        "" | "~" | "null" | "Null" | "NULL" => return ScalarType::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return ScalarType::Boolean,
        ".nan" | ".NaN" | ".NAN" => return ScalarType::Float,
        _ => {}
    }
    let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(plain);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return ScalarType::Float;
    }
    let all = |text: &str, digit: fn(u8) -> bool| !text.is_empty() && text.bytes().all(digit);
    if all(unsigned, |b| b.is_ascii_digit())
        || plain
            .strip_prefix("0o")
            .is_some_and(|t| all(t, |b| (b'0'..b'8').contains(&b)))
        || plain
            .strip_prefix("0x")
            .is_some_and(|t| all(t, |b| b.is_ascii_hexdigit()))
    {
        return ScalarType::Integer;
    }
    if is_float(unsigned) {
        ScalarType::Float
    } else {
        ScalarType::String
    }
}

/// `[0-9]* [. [0-9]*] [e [sign] digits]`, with at least one digit before the exponent.
fn is_float(unsigned: &str) -> bool {
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let exponent_fits = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['-', '+']).unwrap_or(e);
        !e.is_empty() && digits(e)
    });
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && exponent_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_resolve_as_the_core_schema_says() {
        for (plain, expected) in [
            ("~", ScalarType::Null),
            ("true", ScalarType::Boolean),
            ("yes", ScalarType::String),
            ("0o17", ScalarType::Integer),
            ("0x1F", ScalarType::Integer),
            ("+12", ScalarType::Integer),
            ("-1.5e3", ScalarType::Float),
            (".5", ScalarType::Float),
            ("1.", ScalarType::Float),
            (".", ScalarType::String),
            ("1e", ScalarType::String),
            ("-.inf", ScalarType::Float),
            ("2024-01-01", ScalarType::String),
            ("0x", ScalarType::String),
        ] {
            assert_eq!(resolve(plain), expected, "{plain}");
        }
    }
}
