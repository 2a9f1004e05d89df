//! The little of the LSP snippet syntax that templates use. The build script reads this file too.

/// The text of a snippet with every placeholder replaced by its default:
/// `${1:name}` becomes `name`, `${1|a,b|}` the first choice, `$0` nothing, and `\$` a plain `$`.
pub(crate) fn expand(snippet: &str) -> String {
    let mut text = String::with_capacity(snippet.len());
    let mut rest = snippet.chars().peekable();
    let mut open = 0_usize;
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.extend(rest.next()),
            '$' => {
                let braced = rest.next_if_eq(&'{').is_some();
                while rest.next_if(char::is_ascii_digit).is_some() {}
                if braced && rest.next_if_eq(&'|').is_some() {
                    choice(&mut rest, &mut text);
                } else if braced {
                    rest.next_if_eq(&':');
                    open += 1;
                }
            }
            '}' if open > 0 => open -= 1,
            other => text.push(other),
        }
    }
    text
}

/// Takes in the rest of a choice, of which the first stays.
fn choice(rest: &mut impl Iterator<Item = char>, text: &mut String) {
    let mut first = true;
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                let escaped = rest.next();
                text.extend(escaped.filter(|_| first));
            }
            '|' => break,
            ',' => first = false,
            other if first => text.push(other),
            _ => {}
        }
    }
    // The closing brace.
    rest.next();
}
