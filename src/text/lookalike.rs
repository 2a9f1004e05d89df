//! Characters that look like others, or like nothing at all: they come from word processors, chats and web pages, and
//! nobody sees that a text with them is not what it looks like.

/// What a character looks like and what it is called, if it is one of those that are easily taken for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookalike {
    /// The character.
    pub char: char,
    /// What it looks like; empty if it is invisible.
    pub like: &'static str,
    /// What Unicode calls it.
    pub name: &'static str,
}

impl Lookalike {
    /// Returns what a character is easily taken for.
    pub fn of(char: char) -> Option<Self> {
        if char.is_ascii() {
            return None;
        }
        let rows = SPACES.iter().map(|(char, name)| (*char, " ", *name));
        let rows = rows.chain(INVISIBLE.iter().map(|(char, name)| (*char, "", *name)));
        let mut rows = rows.chain(SIGNS.iter().copied());
        let found = rows.find(|(row, ..)| *row == char);
        let letter = || Some((char, latin(char)?, "letter of another alphabet"));
        let (char, like, name) = found.or_else(letter)?;
        Some(Self { char, like, name })
    }

    /// Whether it looks like a space.
    pub fn is_space(self) -> bool {
        self.like == " "
    }

    /// Returns the character in words: "U+00A0 (no-break space)".
    pub fn shown(self) -> String {
        format!("U+{:04X} ({})", u32::from(self.char), self.name)
    }
}

/// Returns the first of such characters in a text.
pub fn first(text: &str) -> Option<(usize, Lookalike)> {
    if text.is_ascii() {
        return None;
    }
    let mut chars = text.char_indices();
    chars.find_map(|(at, char)| Some((at, Lookalike::of(char)?)))
}

/// Returns what a text looks like: such characters replaced by those that they look like. `None` if there are none.
pub fn plain(text: &str) -> Option<String> {
    first(text)?;
    let mut plain = String::with_capacity(text.len());
    for char in text.chars() {
        match Lookalike::of(char) {
            Some(other) => plain.push_str(other.like),
            None => plain.push(char),
        }
    }
    Some(plain)
}

const SPACES: [(char, &str); 8] = [
    ('\u{a0}', "no-break space"),
    ('\u{2002}', "en space"),
    ('\u{2003}', "em space"),
    ('\u{2007}', "figure space"),
    ('\u{2009}', "thin space"),
    ('\u{202f}', "narrow no-break space"),
    ('\u{205f}', "medium mathematical space"),
    ('\u{3000}', "ideographic space"),
];

const INVISIBLE: [(char, &str); 10] = [
    ('\u{ad}', "soft hyphen"),
    ('\u{200b}', "zero width space"),
    ('\u{200c}', "zero width non-joiner"),
    ('\u{200d}', "zero width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{202a}', "left-to-right embedding"),
    ('\u{202c}', "pop directional formatting"),
    ('\u{2060}', "word joiner"),
    ('\u{feff}', "byte order mark"),
];

const SIGNS: [(char, &str, &str); 11] = [
    ('\u{ff1a}', ":", "fullwidth colon"),
    ('\u{fe55}', ":", "small colon"),
    ('\u{2010}', "-", "hyphen"),
    ('\u{2011}', "-", "non-breaking hyphen"),
    ('\u{2013}', "-", "en dash"),
    ('\u{2014}', "-", "em dash"),
    ('\u{2212}', "-", "minus sign"),
    ('\u{2018}', "'", "left single quotation mark"),
    ('\u{2019}', "'", "right single quotation mark"),
    ('\u{201c}', "\"", "left double quotation mark"),
    ('\u{201d}', "\"", "right double quotation mark"),
];

/// Returns the Latin letter that a letter of another alphabet looks like.
fn latin(char: char) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 16] = [
        ("аΑА", "aAA"),
        ("ВΒ", "BB"),
        ("сС", "cC"),
        ("еЕΕ", "eEE"),
        ("һНΗ", "hHH"),
        ("іІΙ", "iII"),
        ("јЈ", "jJ"),
        ("КΚ", "KK"),
        ("МΜ", "MM"),
        ("ΝոN", "NnN"),
        ("оОοΟ", "oOoO"),
        ("рРρΡ", "pPpP"),
        ("ѕЅ", "sS"),
        ("ТΤ", "TT"),
        ("хХΧ", "xXX"),
        ("уΥѵ", "yYv"),
    ];
    PAIRS.iter().find_map(|(others, letters)| {
        let at = others.chars().position(|other| other == char)?;
        letters.get(at..=at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_it_looks_like() {
        for (text, expected) in [
            ("na\u{200b}me", Some("name")),
            ("na\u{a0}me", Some("na me")),
            ("“name”", Some("\"name\"")),
            ("name\u{ff1a}", Some("name:")),
            // The fourth letter is Cyrillic.
            ("proj\u{435}ctKey", Some("projectKey")),
            ("name", None),
            ("Größe", None),
        ] {
            assert_eq!(plain(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_first_one_is_named() {
        let (at, found) = first("na\u{200b}me").unwrap();
        assert_eq!(
            (at, found.shown().as_str()),
            (2, "U+200B (zero width space)")
        );
        assert_eq!(first("Straße"), None);
    }
}
