//! Names that fit what somebody has typed, and names that somebody may have meant, quickly also among many thousands.

use super::list::{List, Name};
use super::outline::{Outline, WRONG};

/// Of more names than this that look alike, only those count that differ from the text in one place.
const ALIKE: usize = 1_000;

impl List {
    /// The names that somebody may have meant by a text: those that may be a slip of the pen away, and those that end
    /// in it behind a dot. How close they are is for the caller to say.
    pub fn like(&self, text: &str) -> Vec<&str> {
        let outline = Outline::of(text);
        let text = text.to_lowercase();
        let end = format!(".{text}");
        let rows = self.entries.iter().zip(&self.keys).zip(&self.outlines);
        let (mut near, mut below) = (Vec::new(), Vec::new());
        for ((name, key), other) in rows {
            if other.is_near(outline) {
                near.push((name.name.as_str(), key));
            } else if key.ends_with(&end) {
                below.push(name.name.as_str());
            }
        }
        if near.len() > ALIKE {
            near.retain(|(_, key)| differs_in_one_place(key, &text));
        }
        let near = near.into_iter().map(|(name, _)| name);
        near.chain(below).collect()
    }

    /// The first `most` entries that fit what is typed, the best first, and whether those are all.
    pub fn fitting(&self, typed: &str, most: usize) -> (Vec<&Name>, bool) {
        let rows = self.entries.iter().zip(&self.keys);
        best(rows.map(|(name, key)| (key.as_str(), name)), typed, most)
    }
}

/// Whether two texts begin and end alike, with but a few letters between.
fn differs_in_one_place(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let end = one.iter().rev().zip(other.iter().rev());
    let end = end.take_while(|(a, b)| a == b).count();
    start + end + WRONG >= one.len().max(other.len())
}

/// The first `most` of some things that fit what is typed, the best first, and whether those are all. They come with
/// their names in lower case.
pub fn best<'k, T>(
    things: impl Iterator<Item = (&'k str, T)>,
    typed: &str,
    most: usize,
) -> (Vec<T>, bool) {
    let typed = typed.to_lowercase();
    let mut ranks: [Vec<T>; RANKS] = Default::default();
    let mut all = true;
    for (name, thing) in things {
        let Some(rank) = fit(name, &typed) else {
            continue;
        };
        match ranks.get_mut(rank) {
            Some(rank) if rank.len() < most => rank.push(thing),
            _ => all = false,
        }
    }
    let mut best: Vec<T> = ranks.into_iter().flatten().collect();
    all &= best.len() <= most;
    best.truncate(most);
    (best, all)
}

const RANKS: usize = 4;

/// How well a name fits: it begins with what is typed, a part of it does, it contains it, or it has the same letters in
/// this order.
fn fit(name: &str, typed: &str) -> Option<usize> {
    if name.starts_with(typed) {
        return Some(0);
    }
    match name.find(typed) {
        Some(at) => {
            let parts = name.match_indices(typed);
            let begins = |at: usize| {
                let before = name.get(..at).unwrap_or_default();
                !before.ends_with(char::is_alphanumeric)
            };
            let begins = begins(at) || parts.skip(1).any(|(at, _)| begins(at));
            Some(if begins { 1 } else { 2 })
        }
        None => {
            let mut rest = name.chars();
            typed
                .chars()
                .all(|c| rest.any(|other| other == c))
                .then_some(3)
        }
    }
}
