//! Fetching a list, page by page. What is asked for next depends on what came, and nothing else: no clock, no network.

use super::derived::{Derived, MAX_ENTRIES, merge};
use super::list::{List, Name, State};
use super::read::{self, Page};
use crate::catalog::{Asked, NameList, Paging};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// How many entries are asked for at a time.
const PAGE: usize = 250;
/// No list is followed further than this, whatever the tenant says.
const MAX_PAGES: usize = 200;
/// How many entries are asked about one by one.
const MAX_DETAILS: usize = 200;

/// What to ask a tenant for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The path, below the tenant's address.
    pub path: String,
    /// The parameters.
    pub parameters: Vec<(&'static str, String)>,
}

/// A list in the making.
///
/// As long as there is a [`query`](Self::query), it is asked, and what comes is handed to [`answer`](Self::answer).
#[derive(Debug)]
pub struct Fetch {
    list: &'static NameList,
    asked: &'static Asked,
    /// Which of the requests is being made; `None` once there is nothing left to ask.
    request: Option<usize>,
    entries: Vec<Name>,
    /// The names and ids that came.
    seen: HashSet<(String, Option<String>)>,
    parents: Vec<String>,
    derived: BTreeMap<&'static str, Derived>,
    /// The ids of entries that are still to be asked about, the next at the end; `None` before the list is through.
    details: Option<Vec<String>>,
    pages: usize,
    /// How many entries of the list itself came.
    length: usize,
    /// How many there are, by what the tenant says.
    count: Option<usize>,
    state: State,
}

/// A list, and what was seen in it for lists that are derived from it.
#[derive(Debug)]
pub struct Fetched {
    /// The list.
    pub list: List,
    pub(super) derived: BTreeMap<&'static str, Derived>,
}

impl Fetched {
    /// A list by itself.
    #[cfg(test)]
    pub(super) fn of(list: List) -> Self {
        Self {
            list,
            derived: BTreeMap::new(),
        }
    }
}

impl Fetch {
    /// Begins with a list. Returns `None` for one that is derived from others: there is nothing to ask for.
    pub fn new(list: &'static NameList) -> Option<Self> {
        Some(Self {
            list,
            asked: list.asked()?,
            request: Some(0),
            entries: Vec::new(),
            seen: HashSet::new(),
            parents: Vec::new(),
            derived: BTreeMap::new(),
            details: None,
            pages: 0,
            length: 0,
            count: None,
            state: State::Unavailable,
        })
    }

    /// Returns what is to be asked next, or `None` once the list is done.
    pub fn query(&self) -> Option<Query> {
        if let (Some(id), Some(detail)) = (self.detail(), &self.asked.detail) {
            let fixed = detail.query.iter();
            return Some(Query {
                path: detail.path.replace("{id}", id),
                parameters: fixed
                    .map(|(name, value)| (*name, (*value).to_owned()))
                    .collect(),
            });
        }
        let request = self.asked.requests.get(self.request?)?;
        let fixed = request.query.iter();
        let mut parameters: Vec<_> = fixed
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        match self.asked.paging {
            Paging::None => {}
            Paging::Limit(limit) => parameters.push((limit, MAX_ENTRIES.to_string())),
            Paging::Parts { size, offset } => {
                parameters.push((size, PAGE.to_string()));
                parameters.push((offset, self.length.to_string()));
            }
        }
        Some(Query {
            path: request.path.to_owned(),
            parameters,
        })
    }

    /// Takes the answer to what was asked last; `None` if there was none.
    pub fn answer(&mut self, answer: Option<&Value>) {
        if self.detail().is_some() {
            self.details.iter_mut().for_each(|left| drop(left.pop()));
            let entry = answer.and_then(|answer| read::detail(self.list, self.asked, answer));
            return match entry {
                Some(entry) => drop(self.add(entry)),
                None => self.state = State::Incomplete,
            };
        }
        let page = answer.and_then(|answer| read::page(self.list, self.asked, answer));
        match page {
            Some(page) => self.take(page),
            // Of what was begun with one request, another has no more. Some may refuse to go beyond the end.
            None if self.pages > 0 => self.end(if self.is_counted() {
                self.state
            } else {
                State::Incomplete
            }),
            None => {
                let next = self.request.map(|request| request + 1);
                self.request = next.filter(|next| *next < self.asked.requests.len());
            }
        }
    }

    fn take(&mut self, page: Page) {
        self.pages += 1;
        if self.pages == 1 {
            self.state = State::Complete;
        }
        let ended = page.length == 0;
        let counted = self.is_counted();
        self.length += page.length;
        self.count = page.count.or(self.count);
        let new = self.add(page);
        match self.asked.paging {
            _ if self.came() > MAX_ENTRIES => self.end(State::Incomplete),
            Paging::Limit(_) if self.came() == MAX_ENTRIES => self.end(State::Incomplete),
            Paging::None | Paging::Limit(_) => self.end(self.state),
            // The count may be that of one page, so it is not enough: the list is over when nothing new comes.
            Paging::Parts { .. } if ended || !new && counted => self.end(self.state),
            Paging::Parts { .. } if !new || self.pages == MAX_PAGES => self.end(State::Incomplete),
            Paging::Parts { .. } => {}
        }
    }

    /// Adds what a page holds, and says whether anything of it is new.
    fn add(&mut self, page: Page) -> bool {
        let mut new = false;
        for name in page.entries {
            if self.seen.insert((name.name.clone(), name.id.clone())) {
                new = true;
                self.entries.push(name);
            }
        }
        self.parents.extend(page.parents);
        for (to, seen) in page.derived {
            merge(self.derived.entry(to).or_default(), seen);
        }
        if page.lacks {
            self.state = State::Incomplete;
        }
        new
    }

    /// The id of the entry that is to be asked about next.
    fn detail(&self) -> Option<&str> {
        self.details.as_ref()?.last().map(String::as_str)
    }

    /// The list is through. Where those below its entries may have been left out, each is asked about.
    fn look_below(&mut self) {
        if self.asked.detail.is_none() || !self.may_lack_those_below() {
            return;
        }
        // What is not plain would lead somewhere else.
        let plain = |id: &&String| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let ids = self.entries.iter().filter_map(|name| name.id.as_ref());
        let mut ids: Vec<_> = ids.filter(plain).take(MAX_DETAILS).cloned().collect();
        if ids.len() < self.entries.len() {
            self.state = State::Incomplete;
        }
        ids.reverse();
        self.details = Some(ids);
    }

    fn came(&self) -> usize {
        self.length.max(self.entries.len())
    }

    /// Whether as many came as there are, by what the tenant says.
    fn is_counted(&self) -> bool {
        self.count.is_some_and(|count| count <= self.came())
    }

    fn end(&mut self, state: State) {
        self.request = None;
        self.state = match self.count {
            Some(count) if count > self.came() => State::Incomplete,
            _ => state,
        };
        self.look_below();
    }

    /// The list, as far as it came.
    pub fn finish(mut self) -> Fetched {
        let more = self.request.is_some() || self.detail().is_some();
        if more && self.state == State::Complete {
            self.state = State::Incomplete;
        }
        if self.state == State::Complete && !self.goes_all_the_way_down() {
            self.state = State::Incomplete;
        }
        self.entries.truncate(MAX_ENTRIES);
        Fetched {
            list: List::new(self.entries, self.state),
            derived: self.derived,
        }
    }

    /// Whether nothing is below anything, though it could be: it may have been left out.
    fn may_lack_those_below(&self) -> bool {
        let is_below = |name: &Name| name.name.contains('.');
        self.asked.nested.is_some() && !self.entries.iter().any(is_below) && self.parents.is_empty()
    }

    /// Whether what is below other entries has been listed, too.
    fn goes_all_the_way_down(&self) -> bool {
        let asked = self.asked;
        if self.details.is_none() && self.may_lack_those_below() {
            return self.entries.is_empty();
        }
        // A name has those above it at each of its dots.
        let above = self.entries.iter().flat_map(|name| {
            let dots = name.name.match_indices('.');
            dots.filter_map(|(at, _)| name.name.get(..at))
        });
        let above: HashSet<&str> = above.collect();
        asked.parent.is_none()
            || self
                .parents
                .iter()
                .all(|name| above.contains(name.as_str()))
    }
}
