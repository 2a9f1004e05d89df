//! What the words of a tenant mention: names in quotes, paths, texts.

/// The steps of a path in whatever spelling: `a.b[0]`, `/a/b/0`, `a["b"]`, `a > b`.
pub(super) fn steps(path: &str) -> Vec<&str> {
    path.split(['.', '[', ']', '/', '"', '\'', '>', ' '])
        .filter(|step| !step.is_empty())
        .collect()
}

/// What stands in quotes in a message.
pub(super) fn quoted(message: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = message;
    let mut before = None;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| "\"'`“‘".contains(*c)) {
        let close = match open {
            '“' => '”',
            '‘' => '’',
            same => same,
        };
        let previous = rest
            .get(..at)
            .and_then(|s| s.chars().next_back())
            .or(before);
        let behind = rest.get(at + open.len_utf8()..).unwrap_or_default();
        // An apostrophe within a word opens nothing.
        let opens = open != '\'' || !previous.is_some_and(char::is_alphanumeric);
        let end = behind.find(close).filter(|_| opens);
        before = Some(open);
        rest = match end.and_then(|end| Some((behind.get(..end)?, behind.get(end..)?))) {
            Some((text, behind)) => {
                if !text.is_empty() {
                    found.push(text);
                }
                behind.get(close.len_utf8()..).unwrap_or_default()
            }
            None => behind,
        };
    }
    found
}

/// Whether a text occurs in a message, not as a part of longer words.
pub(super) fn occurs(message: &str, text: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    message.match_indices(text).any(|(at, _)| {
        let before = message.get(..at).and_then(|s| s.chars().next_back());
        let after = message
            .get(at + text.len()..)
            .and_then(|s| s.chars().next());
        !word(before) && !word(after)
    })
}
