//! Questions to the table of functions.

use super::{Content, FUNCTIONS, Function, Parameter, Takes};
use std::ops::Range;

/// How a function is called, with the place of each parameter in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `@hasAttribute('attribute', 'value')`
    pub label: String,
    /// Where its parameters are, in bytes.
    pub parameters: Vec<Range<usize>>,
}

/// The functions and variables that are to be used in a content, without the outdated ones.
pub fn functions_within(content: Content) -> impl Iterator<Item = &'static Function> {
    FUNCTIONS
        .iter()
        .filter(move |function| function.is_within(content) && function.deprecated.is_none())
}

impl Function {
    /// Whether it has a meaning in a content.
    pub fn is_within(&self, content: Content) -> bool {
        self.within.contains(&content)
    }

    /// How it is called: texts in quotes, what may be left out in brackets, dots where there may be more.
    pub fn signature(&self) -> Signature {
        let mut label = self.name.to_owned();
        let mut parameters = Vec::new();
        let Some(all) = self.parameters else {
            return Signature { label, parameters };
        };
        label.push('(');
        for (index, parameter) in all.iter().enumerate() {
            if index > 0 {
                label.push_str(", ");
            }
            let start = label.len();
            label.push_str(&parameter.shown());
            parameters.push(start..label.len());
        }
        label.push(')');
        Signature { label, parameters }
    }

    /// The parameter that an argument is for, by the argument's number from 0.
    pub fn parameter(&self, argument: usize) -> Option<(usize, &'static Parameter)> {
        let all = self.parameters?;
        let last = all.len().checked_sub(1)?;
        let index = match all.get(last) {
            Some(parameter) if parameter.repeated => argument.min(last),
            _ => argument,
        };
        Some((index, all.get(index)?))
    }

    /// The number of the first argument that is for a parameter.
    pub fn position(&self, parameter: &str) -> Option<usize> {
        let mut all = self.parameters?.iter();
        all.position(|other| other.name == parameter)
    }

    /// The fewest and, where there is a limit, the most arguments.
    pub fn arity(&self) -> (usize, Option<usize>) {
        let all = self.parameters.unwrap_or_default();
        let fewest = all.iter().filter(|parameter| !parameter.optional).count();
        let endless = all.iter().any(|parameter| parameter.repeated);
        (fewest, (!endless).then_some(all.len()))
    }
}

impl Parameter {
    fn shown(&self) -> String {
        let one = match self.takes {
            Takes::Text => format!("'{}'", self.name),
            Takes::Choice(values) => {
                let values: Vec<_> = values
                    .iter()
                    .map(|(value, _)| format!("'{value}'"))
                    .collect();
                values.join(" | ")
            }
            Takes::Expression => self.name.to_owned(),
        };
        let more = if self.repeated { ", …" } else { "" };
        match self.optional {
            true => format!("[{one}{more}]"),
            false => format!("{one}{more}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::function;

    #[test]
    fn a_signature_shows_what_is_to_be_written() {
        let label = |name| function(name).map(|function| function.signature().label);
        for signature in [
            "@hasAttribute('attribute', 'value')",
            "@isInGroups('group', …)",
            "@attributeValuesContains('attribute', column, [placeholder])",
            "@hasTagAsGroup('dataSource' | 'column')",
            "@iam",
        ] {
            let name = signature.split('(').next().unwrap_or_default();
            let found = label(name).unwrap_or_default();
            // Names of parameters are the catalog's matter.
            let outline = |text: &str| text.replace(|c: char| c.is_lowercase(), "");
            assert_eq!(outline(&found), outline(signature), "{found}");
        }
    }
}
