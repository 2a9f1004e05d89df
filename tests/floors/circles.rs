//! Circles between files: a file uses another when its code names something that is defined there, by whatever path, and
//! whoever passes it on.

use crate::source::{ModulePath, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// No path within the crate has more names.
const LONGEST_PATH: usize = 12;

/// The files of the crate, and which of them use which.
pub(crate) struct Graph {
    sources: BTreeMap<ModulePath, Source>,
    /// For each file the ones that it uses, each with a name of something there.
    uses: BTreeMap<ModulePath, BTreeMap<ModulePath, String>>,
}

/// A file uses another.
pub(crate) struct Use<'a> {
    pub(crate) from: &'a ModulePath,
    pub(crate) to: &'a ModulePath,
    /// Something in `to` that `from` names.
    pub(crate) name: &'a str,
}

impl fmt::Display for Use<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, name } = self;
        write!(f, "{} uses {}::{name}", from.join("::"), to.join("::"))
    }
}

impl Graph {
    pub(crate) fn new(sources: impl IntoIterator<Item = Source>) -> Self {
        let sources = sources
            .into_iter()
            .map(|source| (source.module.clone(), source));
        let mut graph = Self {
            sources: sources.collect(),
            uses: BTreeMap::new(),
        };
        // What sees everything is no part of a circle, and a test sees everything.
        let tests = graph.for_tests();
        let modules = graph.sources.keys();
        let modules = modules.filter(|module| {
            !module.is_empty() && !tests.iter().any(|test| module.starts_with(test))
        });
        graph.uses = modules
            .map(|module| (module.clone(), graph.used_by(module)))
            .collect();
        graph
    }

    /// The modules that are compiled for tests alone.
    fn for_tests(&self) -> Vec<ModulePath> {
        let children = |source: &Source| -> Vec<ModulePath> {
            let child = |name: &String| joined(&source.module, std::slice::from_ref(name));
            source.test_children.iter().map(child).collect()
        };
        self.sources.values().flat_map(children).collect()
    }

    fn used_by(&self, module: &ModulePath) -> BTreeMap<ModulePath, String> {
        let source = &self.sources[module];
        let imported = source
            .imports
            .iter()
            .filter(|import| !import.exported || source.words.contains(&import.name))
            .map(|import| import.target.clone());
        let of_globs = source.globs.iter().flat_map(|glob| {
            let words = source.words.iter();
            words.map(|word| joined(glob, std::slice::from_ref(word)))
        });
        let mut used = BTreeMap::new();
        for path in imported.chain(of_globs).chain(source.mentioned.clone()) {
            if let Some((file, name)) = self.definition(&path, &mut BTreeSet::new())
                && file != *module
            {
                used.entry(file).or_insert(name);
            }
        }
        used
    }

    /// The file where a path leads to, and how that is called there. Returns `None` for a module as such, and for what is
    /// not in the crate.
    fn definition(
        &self,
        path: &[String],
        seen: &mut BTreeSet<ModulePath>,
    ) -> Option<(ModulePath, String)> {
        // An import that names itself (`use look::look`, where no file `look` is) leads further and further.
        if path.len() > LONGEST_PATH || !seen.insert(path.to_vec()) {
            return None;
        }
        // From the innermost file on the way: what it does not say itself is passed on.
        let known = |length: &usize| self.sources.contains_key(&path[..*length]);
        let length = (0..path.len()).rev().find(known)?;
        let source = &self.sources[&path[..length]];
        let [name, rest @ ..] = &path[length..] else {
            return None;
        };
        if self.sources.contains_key(path) {
            return None;
        }
        if source.defined.contains(name) {
            return Some((source.module.clone(), name.clone()));
        }
        let named = source.imports.iter().filter(|import| import.name == *name);
        let mut targets: Vec<_> = named.map(|import| joined(&import.target, rest)).collect();
        targets.extend(
            source
                .globs
                .iter()
                .map(|glob| joined(glob, &path[length..])),
        );
        targets
            .iter()
            .find_map(|target| self.definition(target, seen))
    }

    /// The circles, each with the uses between its files.
    pub(crate) fn circles(&self) -> Vec<Vec<Use<'_>>> {
        let reached: BTreeMap<_, _> = self
            .uses
            .keys()
            .map(|module| (module, self.reached_from(module)))
            .collect();
        let mut circles = Vec::new();
        let mut done = BTreeSet::new();
        for (module, reaches) in &reached {
            if !reaches.contains(module) || done.contains(module) {
                continue;
            }
            let circle: BTreeSet<_> = reaches
                .iter()
                .filter(|other| {
                    reached
                        .get(*other)
                        .is_some_and(|back| back.contains(module))
                })
                .collect();
            let uses = circle.iter().flat_map(|from| {
                let to = self.uses[**from].iter();
                to.filter(|(to, _)| circle.contains(to))
                    .map(|(to, name)| Use { from, to, name })
            });
            circles.push(uses.collect());
            done.extend(circle.iter().map(|module| **module));
        }
        circles
    }

    fn reached_from(&self, module: &ModulePath) -> BTreeSet<&ModulePath> {
        let mut reached = BTreeSet::new();
        let mut todo = vec![module];
        while let Some(module) = todo.pop() {
            for next in self.uses.get(module).into_iter().flat_map(BTreeMap::keys) {
                if reached.insert(next) {
                    todo.push(next);
                }
            }
        }
        reached
    }
}

fn joined(module: &[String], rest: &[String]) -> ModulePath {
    module.iter().chain(rest).cloned().collect()
}
