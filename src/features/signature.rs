//! What the function around the cursor is called with.

use super::cursor::SpecCursor;
use super::{describe, expression};
use crate::catalog::{self, Kind};
use crate::display::Markdown;
use crate::language::expression::cursor_at;
use crate::syntax::Syntax;
use std::ops::Range;

/// A function and its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// How it is called.
    pub label: String,
    /// What it gives.
    pub markdown: Markdown,
    /// Its parameters: where they are in the label, and what they are.
    pub parameters: Vec<(Range<usize>, Markdown)>,
    /// The number of the parameter that is being written, if it is one of them.
    pub active: Option<usize>,
}

/// The function whose parentheses an offset is in. `fixed` is the kind that settings give the file.
pub fn signature(
    syntax: &Syntax,
    fixed: Option<&'static Kind>,
    offset: usize,
) -> Option<Signature> {
    let here = expression::at(&SpecCursor::new(syntax, fixed, offset))?;
    let place = cursor_at(&here.text, here.language()?, here.offset);
    let function = catalog::function(place.function?.slice(&here.text)?)?;
    let parameters = function.parameters?;
    let signature = function.signature();
    let described = signature.parameters.into_iter().zip(parameters);
    Some(Signature {
        label: signature.label,
        markdown: describe::function_brief(function),
        parameters: described
            .map(|(range, parameter)| (range, describe::parameter(parameter)))
            .collect(),
        active: function.parameter(place.argument).map(|(index, _)| index),
    })
}
