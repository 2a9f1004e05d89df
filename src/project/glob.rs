//! The patterns by which settings name files.
//!
//! A pattern is a path from the folder of the settings on: `*` and `?` stay within one folder, `**` stands for any
//! number of them, `[…]` and `{…,…}` are alternatives. One that names a folder means all that is in it.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::Path;

/// Longer patterns are not compiled: what they cost grows faster than their length.
const MAX_BYTES: usize = 1_000;

/// A pattern.
#[derive(Debug, Clone)]
pub(super) struct Glob(GlobSet);

impl Glob {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence about it.
    pub(super) fn new(written: &str) -> Result<Self, String> {
        if written.len() > MAX_BYTES {
            return Err(format!("is longer than {MAX_BYTES} bytes"));
        }
        if let Some(why) = matches_nothing(written) {
            return Err(format!("matches nothing: {why}"));
        }
        let mut path = written;
        while let Some(rest) = path.strip_prefix("./").or_else(|| path.strip_prefix('/')) {
            path = rest;
        }
        // Everything below is what a folder means anyway.
        let folder = path.trim_end_matches("/**");
        let is_folder = folder.len() < path.len() || path.ends_with('/');
        let path = folder.trim_end_matches('/');
        let mut patterns = Vec::new();
        match path {
            "" | "." | "**" => patterns.push("**".to_owned()),
            _ => {
                if !is_folder || !has_wildcard(path) {
                    patterns.push(path.to_owned());
                }
                if is_folder || !has_wildcard(last_name(path)) {
                    patterns.push(format!("{path}/**"));
                }
            }
        }
        let mut set = GlobSetBuilder::new();
        for pattern in &patterns {
            let glob = GlobBuilder::new(pattern)
                .literal_separator(true)
                .backslash_escape(true)
                .build();
            set.add(glob.map_err(|error| invalid(error.kind()))?);
        }
        // A set says so if a pattern is too large; a single matcher would panic.
        let set = set.build().map_err(|error| invalid(error.kind()))?;
        Ok(Self(set))
    }

    /// Whether a path, from the folder of the settings on, is meant.
    pub(super) fn matches(&self, path: &Path) -> bool {
        self.0.is_match(path)
    }
}

fn invalid(kind: &globset::ErrorKind) -> String {
    match kind {
        globset::ErrorKind::Regex(_) => "is too complex".to_owned(),
        kind => format!("is not a glob: {kind}"),
    }
}

/// Why a pattern cannot match any file, if that is so.
fn matches_nothing(written: &str) -> Option<&'static str> {
    if written.trim().is_empty() {
        return Some("it is empty");
    }
    if written.split('/').any(|name| name == "..") {
        return Some(
            "patterns do not lead out of the folder of the settings, so that `..` has no meaning",
        );
    }
    if written.starts_with('!') {
        return Some("`!` has no meaning; name the files that count in `files.include`");
    }
    if written.starts_with("~/") {
        return Some("patterns count from the folder of the settings, not from `~`");
    }
    let inner = written.strip_prefix("./").unwrap_or(written);
    let inner = inner.trim_matches('/');
    if inner.split('/').any(|name| name == "." || name.is_empty())
        && !inner.is_empty()
        && inner != "."
    {
        return Some("a path has no empty part and no `.` within");
    }
    // A backslash takes the meaning from a special character, and does nothing else.
    let mut escaped = written.split('\\').skip(1);
    if escaped.any(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_')) {
        return Some("folders are separated by `/`, not by a backslash");
    }
    None
}

fn has_wildcard(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// The part of a pattern after its last `/`. That of an alternative with slashes is found too short, which makes no
/// difference but for alternatives that mix files and wildcards.
fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Glob::new(pattern)
            .unwrap_or_else(|why| panic!("`{pattern}` {why}"))
            .matches(Path::new(path))
    }

    #[test]
    fn a_star_stays_within_a_folder() {
        for (pattern, path, expected) in [
            ("specs/*.yaml", "specs/a.yaml", true),
            ("specs/*.yaml", "specs/prod/b.yaml", false),
            ("*.yaml", "a.yaml", true),
            ("*.yaml", "specs/a.yaml", false),
            ("specs/*", "specs/prod/b.yaml", false),
            ("specs/?/a.yaml", "specs/x/a.yaml", true),
            ("specs?a.yaml", "specs/a.yaml", false),
            ("**/*.yaml", "a.yaml", true),
            ("**/*.yaml", "a/b/c.yaml", true),
            ("specs/**/a.yaml", "specs/a.yaml", true),
            ("specs/**/a.yaml", "specs/b/c/a.yaml", true),
            ("*/old/**", "a/old/b/c.yaml", true),
            ("*/old/**", "a/b/old/c.yaml", false),
            ("[ab].yaml", "b.yaml", true),
            ("{a,b}.{yaml,json}", "b.json", true),
            ("**", "a/b.yaml", true),
            (".", "a/b.yaml", true),
            (r"\[a\].yaml", "[a].yaml", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "`{pattern}` on {path}");
        }
    }

    #[test]
    fn a_folder_means_what_is_in_it() {
        for pattern in [
            "archive",
            "archive/",
            "./archive",
            "./archive/**",
            "/archive",
            "/archive/",
            "/archive/**",
            "archive/**",
            "{archive,old}",
        ] {
            assert!(matches(pattern, "archive/a.yaml"), "{pattern}");
            assert!(matches(pattern, "archive/deep/a.yaml"), "{pattern}");
            assert!(!matches(pattern, "specs/archive/a.yaml"), "{pattern}");
            assert!(!matches(pattern, "archive.yaml"), "{pattern}");
        }
        assert!(matches("**/archive", "specs/archive/a.yaml"));
        assert!(matches("**/archive/", "specs/archive/a.yaml"));
        assert!(matches("v*/", "v1/a.yaml"));
        assert!(matches("v*/**", "v1/deep/a.yaml"));
        assert!(!matches("v*/", "v1.yaml"));
        assert!(!matches("v*", "v1/a.yaml"));
    }

    #[test]
    fn what_can_match_nothing_is_told() {
        for (pattern, why) in [
            ("", "empty"),
            ("  ", "empty"),
            ("../specs/**", "`..`"),
            ("specs/../*.yaml", "`..`"),
            ("!specs/keep.yaml", "files.include"),
            ("~/specs/**", "`~`"),
            ("a//b.yaml", "empty part"),
            ("a/./b.yaml", "empty part"),
            (r"specs\prod\*.yaml", "backslash"),
        ] {
            let told = Glob::new(pattern).expect_err(pattern);
            assert!(
                told.contains("matches nothing") && told.contains(why),
                "{told}"
            );
        }
    }

    #[test]
    fn what_is_no_pattern_or_too_large_is_told_and_panics_nowhere() {
        let nested = format!("{}b{}", "{a,".repeat(125), "}".repeat(125));
        let alternatives: Vec<_> = (0..200_000).map(|number| format!("a{number}")).collect();
        let wide = format!("{{{}}}", alternatives.join(","));
        for pattern in [
            "[",
            "{a",
            "a}",
            "[z-a]",
            "{a,{b}",
            &nested,
            &wide,
            &"[a-z]".repeat(200),
            &"{a,b}".repeat(200),
            &"*a".repeat(500),
            &"**/".repeat(300),
        ] {
            let start: String = pattern.chars().take(20).collect();
            if let Err(told) = Glob::new(pattern) {
                assert!(told.starts_with("is "), "{start}: {told}");
            }
        }
        assert_eq!(
            Glob::new("[").expect_err("no pattern"),
            "is not a glob: unclosed character class; missing ']'"
        );
        assert_eq!(
            Glob::new(&wide).expect_err("too long"),
            "is longer than 1000 bytes"
        );
    }
}
