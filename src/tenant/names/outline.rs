//! What can be told of a name at a glance, to find those that look alike among many thousands.

/// More letters than this somebody is not taken to have got wrong.
pub(super) const WRONG: usize = 3;

/// What can be told of a name's letters at a glance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    length: usize,
    /// A bit for each letter that occurs; several letters share one.
    letters: u64,
}

impl Outline {
    pub(super) fn of(name: &str) -> Self {
        let mut outline = Self {
            length: 0,
            letters: 0,
        };
        for letter in letters(name) {
            outline.length += 1;
            outline.letters |= 1 << (u32::from(letter) % 64);
        }
        outline
    }

    /// Whether two texts may be a few letters apart. A letter in the place of another changes two bits at most.
    pub(super) fn is_near(self, other: Self) -> bool {
        let apart = (self.letters ^ other.letters).count_ones() as usize;
        self.length.abs_diff(other.length) <= WRONG && apart <= 2 * WRONG
    }
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase)
}
