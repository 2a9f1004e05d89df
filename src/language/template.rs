//! Name templates: literal text with tokens such as `<tablename>`.

use crate::catalog::{self, Token};
use crate::text::{InScalar, Span};

/// A part of a template. Spans count from the start of the template.
#[derive(Debug)]
pub enum Part {
    /// Text that stays as it is.
    Literal(Span<InScalar>),
    /// `<name>`; the range covers the brackets.
    Token {
        /// Where it is.
        range: Span<InScalar>,
        /// The token, if it is known.
        token: Option<&'static Token>,
    },
    /// A `<` that is never closed, up to the end.
    Unclosed(Span<InScalar>),
    /// A `>` that closes nothing.
    Stray(Span<InScalar>),
}

/// Takes a template apart.
pub fn parse(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(rest) = template.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.find(['<', '>']).unwrap_or(rest.len());
        if length > 0 {
            parts.push(Part::Literal(Span::new(at, at + length)));
            at += length;
            continue;
        }
        if rest.starts_with('>') {
            parts.push(Part::Stray(Span::new(at, at + 1)));
            at += 1;
            continue;
        }
        let inner = rest.get(1..).unwrap_or_default();
        match inner
            .find(['<', '>'])
            .filter(|end| inner.get(*end..).is_some_and(|t| t.starts_with('>')))
        {
            Some(end) => {
                let range = Span::new(at, at + end + 2);
                let name = inner.get(..end).unwrap_or_default();
                at = range.end;
                parts.push(Part::Token {
                    range,
                    token: catalog::token(name),
                });
            }
            None => {
                let end = inner.find('<').map_or(template.len(), |next| at + 1 + next);
                parts.push(Part::Unclosed(Span::new(at, end)));
                at = end;
            }
        }
    }
    parts
}

/// Puts values in the place of the tokens. A token without a value stays as it is written; the casing of
/// a token is read as the casing of what it gives (inferred from examples).
pub fn expand(template: &str, mut value: impl FnMut(&Token) -> Option<String>) -> String {
    let mut out = String::new();
    for part in parse(template) {
        let (range, token) = match part {
            Part::Token { range, token } => (range, token),
            Part::Literal(range) | Part::Unclosed(range) | Part::Stray(range) => (range, None),
        };
        let written = range.slice(template).unwrap_or_default();
        match token.and_then(&mut value) {
            Some(value) => out.push_str(&in_casing_of(written, &value)),
            None => out.push_str(written),
        }
    }
    out
}

fn in_casing_of(written: &str, value: &str) -> String {
    let letters = || written.chars().filter(|c| c.is_alphabetic());
    if letters().all(char::is_uppercase) {
        value.to_uppercase()
    } else if letters().next().is_some_and(char::is_uppercase) {
        title_case(value)
    } else {
        value.to_lowercase()
    }
}

/// `CUSTOMER_DATA` becomes `Customer Data`, as names that the V1 API made from `<Tablename>` show it.
fn title_case(value: &str) -> String {
    let words = value.split('_').map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string());
        first.unwrap_or_default() + &chars.as_str().to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_in_any_casing() {
        let expand = |template| {
            super::expand(template, |token| {
                Some(
                    if token.name == "tablename" {
                        "My_Table"
                    } else {
                        "Sales"
                    }
                    .into(),
                )
            })
        };
        assert_eq!(expand("<schema>.<tablename>"), "sales.my_table");
        assert_eq!(expand("<SCHEMA> <Tablename>"), "SALES My Table");
        assert_eq!(expand("x <table> y"), "x <table> y");
    }

    #[test]
    fn what_is_broken_is_told() {
        let shape = |template: &str| -> Vec<char> {
            parse(template)
                .iter()
                .map(|part| match part {
                    Part::Literal(_) => 'l',
                    Part::Token { token: Some(_), .. } => 't',
                    Part::Token { token: None, .. } => '?',
                    Part::Unclosed(_) => 'u',
                    Part::Stray(_) => 's',
                })
                .collect()
        };
        assert_eq!(shape("a<schema>b"), ['l', 't', 'l']);
        assert_eq!(shape("<tabl <schema>"), ['u', 't']);
        assert_eq!(shape("<schema"), ['u']);
        assert_eq!(shape("schema>"), ['l', 's']);
        assert_eq!(shape("<>"), ['?']);
        assert!(shape("").is_empty());
    }
}
