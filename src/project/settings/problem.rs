//! What is wrong with settings.

use std::fmt;
use std::ops::Range;

/// How many problems are told of one text; more would only hide each other.
const MOST: usize = 20;

/// How much of a name is quoted.
const QUOTED: usize = 60;

/// Something that is wrong with settings, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the settings file that it is about.
    pub range: Range<usize>,
    /// The line of the settings file, from 1, or `None` if they are not in a file or it cannot be read at all.
    pub line: Option<usize>,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Problem {
    /// A problem with a file as a whole.
    pub(super) fn of_file(message: impl Into<String>) -> Self {
        Self {
            range: 0..0,
            line: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// The problems of one text, as far as they are told.
#[derive(Debug, Default)]
pub(super) struct Problems {
    told: Vec<Problem>,
    more: usize,
}

impl Problems {
    /// Whether one more would not be told, so that it need not be put into words.
    pub(super) fn is_full(&self) -> bool {
        self.told.len() >= MOST
    }

    /// Adds a problem, unless there are too many.
    pub(super) fn add(&mut self, problem: Problem) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.told.push(problem);
        }
    }

    /// The problems, in the order of their lines, and a word on those that are not told.
    pub(super) fn finish(self) -> Vec<Problem> {
        let mut told = self.told;
        told.sort_by_key(|problem| problem.range.start);
        if self.more > 0 {
            let problems = if self.more == 1 {
                "problem"
            } else {
                "problems"
            };
            told.push(Problem::of_file(format!("{} more {problems}.", self.more)));
        }
        told
    }
}

/// A name in backticks, cut short if it is very long.
pub(super) fn quoted(name: &str) -> String {
    match name.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("`{}…`", name.get(..end).unwrap_or_default()),
        None => format!("`{name}`"),
    }
}

/// The end of a sentence about an unknown name: the known one that is meant, or all that there are.
pub(super) fn suggestion(name: &str, known: &[&str]) -> String {
    let limit = name.chars().count() / 3;
    let close = known.iter().filter_map(|known| {
        let distance = strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
        (distance <= limit.min(3)).then_some((distance, known))
    });
    let is_short = name.len() <= QUOTED;
    match close.min().filter(|_| is_short) {
        Some((_, known)) => format!("Did you mean `{known}`?"),
        None => format!("Use {}.", listed(known)),
    }
}

/// Names as a choice: "`a`, `b` or `c`".
fn listed(names: &[&str]) -> String {
    match names {
        [one] => format!("`{one}`"),
        [before @ .., last] => format!("`{}` or `{last}`", before.join("`, `")),
        [] => String::new(),
    }
}
