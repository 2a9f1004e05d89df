//! The time that a text takes grows with its length, and not with its square.

use super::findings;
use crate::syntax::Dialect;
use crate::text::tests::processor_time::processor_time;
use std::time::Duration;

#[path = "../../../benches/texts/mod.rs"]
mod texts;

/// With so many times as much, things may take so many times as long, and three times that: caches are shared with the
/// tests beside this one. The square of it is far beyond.
const TIMES: u32 = 8;
const TOLERANCE: u32 = 3;

#[test]
fn eight_times_the_text_takes_about_eight_times_as_long() {
    let mut slow = String::new();
    for (name, family) in texts::FAMILIES {
        let timed = |n| {
            let text = family(n);
            let dialect = if text.starts_with('{') {
                Dialect::Json
            } else {
                Dialect::Yaml
            };
            processor_time(|| findings(&text, dialect).len())
        };
        let (_, short) = timed(400);
        let (found, long) = timed(400 * TIMES as usize);
        let most = short * TIMES * TOLERANCE + Duration::from_millis(300);
        if long > most {
            slow.push_str(&format!("{name}: {short:?}, then {long:?} with {found}\n"));
        }
    }
    assert!(slow.is_empty(), "\n{slow}");
}
