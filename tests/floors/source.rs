//! A source file as far as floors and circles go: what it declares, what it brings into scope, which paths it mentions.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::path::Path;

/// A path from the root of the crate: the module `a::b` is `["a", "b"]`.
pub(crate) type ModulePath = Vec<String>;

/// What a file of the crate says, tests left out.
#[derive(Default)]
pub(crate) struct Source {
    /// The module that the file is.
    pub(crate) module: ModulePath,
    /// The modules in files of their own that are declared here.
    pub(crate) children: BTreeSet<String>,
    /// Those of them that are compiled for tests alone.
    pub(crate) test_children: BTreeSet<String>,
    /// The names of what is defined here.
    pub(crate) defined: BTreeSet<String>,
    /// What `use` brings into scope.
    pub(crate) imports: Vec<Import>,
    /// The modules whose names `use …::*` brings into scope.
    pub(crate) globs: Vec<ModulePath>,
    /// Every path of two or more words in code.
    pub(crate) mentioned: BTreeSet<ModulePath>,
    /// Every word outside of `use`.
    pub(crate) words: BTreeSet<String>,
}

/// A name that `use` brings into scope.
pub(crate) struct Import {
    /// How it is called here.
    pub(crate) name: String,
    /// What it stands for, from the root of the crate.
    pub(crate) target: ModulePath,
    /// Whether it is passed on (`pub use`), which alone is no use of it.
    pub(crate) exported: bool,
}

impl Source {
    /// Reads a file; `path` counts from `src`.
    pub(crate) fn read(path: &Path, text: &str) -> Self {
        let mut source = Self {
            module: module(path),
            ..Self::default()
        };
        let tokens: TokenStream = text.parse().expect("a file that compiles");
        let at = source.module.clone();
        source.scan(&at, &tokens.into_iter().collect::<Vec<_>>(), true);
        source
    }

    /// Reads tokens in a module; `items` says whether they are its items, not the inside of one.
    fn scan(&mut self, module: &[String], tokens: &[TokenTree], items: bool) {
        let mut at = 0;
        let mut for_tests = false;
        let mut exported = false;
        while let Some(token) = tokens.get(at) {
            let next = word(tokens.get(at + 1));
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    if let Some(TokenTree::Group(attribute)) = tokens.get(at + 1) {
                        for_tests |= is_for_tests(&attribute.stream());
                        at += 1;
                    }
                    at += 1;
                    continue;
                }
                // A lifetime: `'static` defines nothing.
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    at += 2;
                    continue;
                }
                TokenTree::Ident(ident) if for_tests => {
                    if let (true, Some(name)) = (ident == "mod", next)
                        && !matches!(tokens.get(at + 2), Some(TokenTree::Group(_)))
                    {
                        self.test_children.insert(name);
                    }
                    at = end_of_item(tokens, at);
                    for_tests = false;
                    continue;
                }
                TokenTree::Ident(ident) if ident == "pub" => {
                    exported = true;
                    // `pub(crate)` as well.
                    if let Some(TokenTree::Group(group)) = tokens.get(at + 1)
                        && group.delimiter() == Delimiter::Parenthesis
                    {
                        at += 1;
                    }
                    at += 1;
                    continue;
                }
                TokenTree::Ident(ident) if ident == "use" => {
                    let end = end_of_item(tokens, at);
                    self.imports_of(module, &[], &tokens[at + 1..end], exported);
                    at = end;
                    exported = false;
                    continue;
                }
                TokenTree::Ident(ident) if ident == "mod" && next.is_some() => {
                    let name = next.unwrap_or_default();
                    if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                        self.defined.insert(name.clone());
                        let inner: Vec<_> = module.iter().cloned().chain([name.clone()]).collect();
                        let body: Vec<_> = body.stream().into_iter().collect();
                        self.scan(&inner, &body, true);
                    } else {
                        self.children.insert(name);
                    }
                    at += 3;
                    exported = false;
                    continue;
                }
                TokenTree::Ident(ident) => {
                    const DEFINES: &[&str] = &[
                        "fn",
                        "struct",
                        "enum",
                        "trait",
                        "type",
                        "const",
                        "static",
                        "union",
                        "macro_rules",
                    ];
                    let keyword = DEFINES.iter().any(|keyword| ident == keyword);
                    if items && keyword {
                        let name = next.or_else(|| word(tokens.get(at + 2)));
                        self.defined.extend(name.filter(|name| name != "fn"));
                    }
                    let (path, end) = path_from(tokens, at);
                    self.words.extend(path.iter().cloned());
                    if path.len() > 1
                        && let Some(path) = absolute(module, &path)
                    {
                        self.mentioned.insert(path);
                    }
                    at = end;
                }
                TokenTree::Group(group) => {
                    let inside: Vec<_> = group.stream().into_iter().collect();
                    self.scan(module, &inside, false);
                    at += 1;
                }
                _ => at += 1,
            }
            exported = false;
        }
    }

    /// Reads what stands after `use`, or in braces of it, where `before` is the path so far.
    fn imports_of(
        &mut self,
        module: &[String],
        before: &[String],
        tokens: &[TokenTree],
        exported: bool,
    ) {
        for tree in tokens.split(|token| is_punct(token, ',') || is_punct(token, ';')) {
            let mut path = before.to_vec();
            let mut name = None;
            let mut rest = tree.iter().filter(|token| !is_punct(token, ':'));
            while let Some(token) = rest.next() {
                match token {
                    TokenTree::Ident(ident) if ident == "as" => name = word(rest.next()),
                    TokenTree::Ident(ident) if ident == "self" && !path.is_empty() => {}
                    TokenTree::Ident(ident) => path.push(plain(&ident.to_string())),
                    TokenTree::Punct(_) => {
                        self.globs.extend(absolute(module, &path));
                        path.clear();
                    }
                    TokenTree::Group(group) => {
                        let inside: Vec<_> = group.stream().into_iter().collect();
                        self.imports_of(module, &path, &inside, exported);
                        path.clear();
                    }
                    TokenTree::Literal(_) => {}
                }
            }
            let Some(last) = path.last().cloned() else {
                continue;
            };
            if let Some(target) = absolute(module, &path) {
                self.imports.push(Import {
                    name: name.unwrap_or(last),
                    target,
                    exported,
                });
            }
        }
    }
}

/// The module of a file: `a/b.rs` is `a::b`, and `a/mod.rs` is `a`.
fn module(path: &Path) -> ModulePath {
    let path = path.with_extension("");
    let mut module: Vec<_> = path
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}

/// The words of a path from a token on, and where it ends. Type arguments end it.
fn path_from(tokens: &[TokenTree], start: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    let mut at = start;
    while let Some(word) = word(tokens.get(at)) {
        path.push(word);
        at += 1;
        let colons = [tokens.get(at), tokens.get(at + 1)];
        if !colons.iter().flatten().all(|token| is_punct(token, ':')) || colons[1].is_none() {
            break;
        }
        at += 2;
    }
    (path, at)
}

/// A path from the root of the crate, of one that is written in a module. Returns `None` for what is not in the crate.
/// What begins with a plain word may be in the module, and is taken to be.
fn absolute(module: &[String], path: &[String]) -> Option<ModulePath> {
    let mut base = module.to_vec();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => {
            base.clear();
            rest = &path[1..];
        }
        "self" => rest = &path[1..],
        "Self" | "std" | "core" | "alloc" => return None,
        _ => {}
    }
    while let [first, more @ ..] = rest
        && first == "super"
    {
        base.pop()?;
        rest = more;
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// Where the item that a token begins ends: behind its semicolon or its braces.
fn end_of_item(tokens: &[TokenTree], start: usize) -> usize {
    let mut words = tokens[start..].iter().map_while(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => None,
        token => Some(word(Some(token))),
    });
    let is_use = words.any(|word| word.as_deref() == Some("use"));
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_use,
        _ => false,
    };
    let length = tokens[start..].iter().position(ends);
    length.map_or(tokens.len(), |length| start + length + 1)
}

fn is_for_tests(attribute: &TokenStream) -> bool {
    attribute
        .to_string()
        .replace(' ', "")
        .starts_with("cfg(test)")
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn word(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(plain(&ident.to_string())),
        _ => None,
    }
}

fn plain(word: &str) -> String {
    word.strip_prefix("r#").unwrap_or(word).to_owned()
}
