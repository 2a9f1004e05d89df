//! The checks of what is no shape: functions, lists of names, and how a tenant is talked to.

use crate::check::{Checker, Place};
use crate::format::{By, File, Function, NameList, References, Rows, Takes, TenantApi};

impl Checker<'_> {
    pub(crate) fn function(&mut self, place: &Place, function: &Function) {
        self.doc(place, &function.doc);
        self.known(place, &function.known);
        if function.within.is_empty() {
            self.report(place, "has a meaning nowhere");
        }
        for (name, parameter) in function.parameters.iter().flat_map(Rows::iter) {
            let place = place.inside(name);
            self.doc(&place, &parameter.doc);
            if (parameter.takes == Takes::Choice) == parameter.values.0.is_empty() {
                self.report(&place, "a choice and values come together");
            }
            if parameter.takes != Takes::Text && !parameter.refers.0.is_empty() {
                self.report(&place, "refers to something and takes no text");
            }
            self.references(&place, &parameter.refers, |name| {
                function
                    .parameters
                    .as_ref()
                    .is_some_and(|rows| rows.get(name).is_some())
            });
            if parameter.refers.0.iter().any(|row| !row.when.0.is_empty()) {
                self.report(&place, "refers: an argument has no siblings to ask");
            }
        }
        if let Some(deprecated) = &function.deprecated {
            self.doc(place, &deprecated.note);
            let known = |name: &String| self.files.iter().any(|f| f.functions.get(name).is_some());
            if deprecated.by.as_ref().is_some_and(|name| !known(name)) {
                self.report(place, "what it is deprecated by is no function");
            }
        }
    }

    pub(crate) fn name_list(&mut self, place: &Place, list: &NameList) {
        self.doc(place, &list.doc);
        self.known(place, &list.known);
        self.doc(place, &list.plural);
        let is_derived = list.derived.is_some();
        if is_derived != list.requests.is_empty() || is_derived != list.name.is_none() {
            self.report(place, "either `requests` and `name`, or `derived`");
        }
        if list.pages.is_some() && list.limit.is_some() {
            self.report(place, "either `pages` or `limit`");
        }
        for request in &list.requests {
            if !request.path.starts_with('/') {
                self.report(place, &format!("`{}` is no path", request.path));
            }
        }
        for from in list.derived.iter().flat_map(|derived| &derived.from) {
            let asked = |file: &File| {
                let list = file.names.get(from);
                list.is_some_and(|list| list.derived.is_none())
            };
            if !self.files.iter().any(asked) {
                self.report(place, &format!("derived: `{from}` is no list of names"));
            }
        }
    }

    pub(crate) fn tenant(&mut self, place: &Place, api: &TenantApi) {
        let TenantApi {
            user,
            bodies,
            errors,
        } = api;
        for (name, doc, known) in [
            ("user", &user.doc, &user.known),
            ("bodies", &bodies.doc, &bodies.known),
            ("errors", &errors.doc, &errors.known),
        ] {
            let place = place.inside(name);
            self.doc(&place, doc);
            self.known(&place, known);
        }
        if !user.path.starts_with('/') {
            self.report(
                &place.inside("user"),
                &format!("`{}` is no path", user.path),
            );
        }
        for kind in [&bodies.yaml, &bodies.json] {
            if !kind.contains('/') || kind.contains(char::is_whitespace) {
                self.report(
                    &place.inside("bodies"),
                    &format!("`{kind}` is no content type"),
                );
            }
        }
        for (name, none) in [
            ("user.name", user.name.is_empty()),
            ("errors.entries", errors.entries.is_empty()),
            ("errors.message", errors.message.is_empty()),
            ("errors.path", errors.path.is_empty()),
        ] {
            if none {
                self.report(&place.inside(name), "no keys");
            }
        }
    }

    /// What a text refers to, among siblings of certain names.
    pub(crate) fn references(
        &mut self,
        place: &Place,
        refers: &References,
        has: impl Fn(&str) -> bool,
    ) {
        for row in &refers.0 {
            let mut lists = self.files.iter().filter_map(|file| file.names.get(&row.to));
            let Some(list) = lists.next() else {
                self.report(place, &format!("refers: `{}` is no kind of name", row.to));
                continue;
            };
            if row.by == By::Id && list.id.is_none() {
                self.report(place, &format!("refers: no id of a {} is known", row.to));
            }
            if let Some(sibling) = &row.value_of {
                if list.derived.is_none() {
                    self.report(place, &format!("refers: a {} has no values", row.to));
                }
                if !has(sibling) {
                    self.report(place, &format!("refers: `{sibling}` is no sibling"));
                }
            }
        }
    }
}
