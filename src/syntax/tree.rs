//! The value tree of one segment: a compact arena of nodes with offsets relative to the segment's start.

use super::scalar::{ScalarType, Style};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// With more places than this at which something was lost, nobody knows what is complete.
const MAX_LOST: usize = 100;

/// The index of a node in its arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    fn index(self) -> usize {
        self.0 as usize
    }

    fn moved(self, by: u32) -> Self {
        Self(self.0 + by)
    }
}

/// A node: what it is and the bytes it covers.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) data: Data,
}

impl Node {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    fn is_collection(&self) -> bool {
        matches!(self.data, Data::Mapping(_) | Data::Sequence(_))
    }

    fn is_empty_collection(&self) -> bool {
        match &self.data {
            Data::Mapping(pairs) => pairs.is_empty(),
            Data::Sequence(items) => items.is_empty(),
            _ => false,
        }
    }
}

/// What a node is.
#[derive(Debug, Clone)]
pub(super) enum Data {
    Mapping(Vec<Pair>),
    Sequence(Vec<NodeId>),
    Scalar {
        style: Style,
        resolved: ScalarType,
        /// The indentation of a block scalar's content.
        indent: u32,
    },
    /// `*name`; the node's range covers the asterisk.
    Alias,
    /// A value that is not there.
    Missing,
    /// Text that could not be understood.
    Broken,
}

/// A key and its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) key: NodeId,
    pub(super) value: NodeId,
}

/// The nodes of a segment.
#[derive(Debug, Clone, Default)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    /// The anchors: the range of the name and the node it names.
    anchors: Vec<(Range<u32>, NodeId)>,
    /// The tags that YAML does not have.
    tags: Vec<(Range<u32>, NodeId)>,
    /// Mappings and sequences in which something was given up, so that what is missing there may not be.
    incomplete: HashSet<NodeId>,
    /// Whether that may be said of all of them.
    all_incomplete: bool,
}

impl Arena {
    pub(super) fn add(&mut self, range: Range<usize>, data: Data) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            start: to_u32(range.start),
            end: to_u32(range.end),
            data,
        });
        id
    }

    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The collections that a node is in, the outermost first.
    pub(super) fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let within = self.get(id).map_or(0..0, Node::range);
        let holds = move |node: &Node| {
            let range = node.range();
            matches!(node.data, Data::Mapping(_) | Data::Sequence(_))
                && range.start <= within.start
                && within.end <= range.end
        };
        let nodes = self.nodes.iter().enumerate();
        nodes
            .filter(move |(_, node)| holds(node))
            .map(|(index, _)| NodeId(to_u32(index)))
    }

    pub(super) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.index())
    }

    /// Moves a node's end.
    pub(super) fn extend(&mut self, id: NodeId, end: usize) {
        if let Some(node) = self.get_mut(id) {
            node.end = to_u32(end);
        }
    }

    pub(super) fn set(&mut self, id: NodeId, data: Data) {
        if let Some(node) = self.get_mut(id) {
            node.data = data;
        }
    }

    pub(super) fn name(&mut self, anchor: Range<usize>, id: NodeId) {
        let range = to_u32(anchor.start)..to_u32(anchor.end);
        self.anchors.push((range, id));
    }

    /// The anchors: where their names are and what they name.
    pub(super) fn anchors(&self) -> impl Iterator<Item = (Range<usize>, NodeId)> {
        self.anchors
            .iter()
            .map(|(name, node)| (name.start as usize..name.end as usize, *node))
    }

    /// The scalars: where they are and how they are written.
    pub(super) fn scalars(&self) -> impl Iterator<Item = (Range<usize>, Style)> {
        self.nodes.iter().filter_map(|node| match node.data {
            Data::Scalar { style, .. } => Some((node.range(), style)),
            _ => None,
        })
    }

    /// Notes a tag that YAML does not have.
    pub(super) fn tag(&mut self, range: Range<usize>, id: NodeId) {
        let range = to_u32(range.start)..to_u32(range.end);
        self.tags.push((range, id));
    }

    /// Whether a node has such a tag.
    pub(super) fn is_tagged(&self, id: NodeId) -> bool {
        self.tags.iter().any(|(_, tagged)| *tagged == id)
    }

    /// The tags that YAML does not have.
    pub(super) fn tags(&self) -> impl Iterator<Item = Range<usize>> {
        let tags = self.tags.iter().map(|(range, _)| range);
        tags.map(|tag| tag.start as usize..tag.end as usize)
    }

    /// Moves every node, anchor and tag.
    pub(super) fn move_each(&mut self, to: impl Fn(usize) -> usize) {
        let moved = |offset: u32| to_u32(to(offset as usize));
        for node in &mut self.nodes {
            node.start = moved(node.start);
            node.end = moved(node.end);
        }
        for (range, _) in self.anchors.iter_mut().chain(&mut self.tags) {
            *range = moved(range.start)..moved(range.end);
        }
    }

    /// Puts the root of another tree, with all that is in it, in the place of the empty collection with the same range.
    /// Returns `None` if there is none.
    pub(super) fn graft(&mut self, other: Self, root: NodeId) -> Option<()> {
        let range = other.get(root)?.range();
        let is_place = |node: &Node| node.range() == range && node.is_collection();
        let place = self.nodes.iter().position(is_place)?;
        let root = root.moved(self.add_all(other));
        let data = std::mem::replace(&mut self.get_mut(root)?.data, Data::Missing);
        self.nodes.get_mut(place)?.data = data;
        Some(())
    }

    /// Adds the nodes of another tree. Returns how much higher their numbers are in this one.
    fn add_all(&mut self, other: Self) -> u32 {
        let shift = to_u32(self.nodes.len());
        let moved = |id: NodeId| id.moved(shift);
        self.nodes.extend(other.nodes);
        for node in self.nodes.iter_mut().skip(shift as usize) {
            match &mut node.data {
                Data::Mapping(pairs) => pairs.iter_mut().for_each(|pair| {
                    pair.key = moved(pair.key);
                    pair.value = moved(pair.value);
                }),
                Data::Sequence(items) => items.iter_mut().for_each(|item| *item = moved(*item)),
                _ => {}
            }
        }
        shift
    }

    /// Puts nodes of other trees in the place of the empty collections with these ranges: any number in the place of an
    /// item of a sequence, one in the place of another node. Returns how many had no place, or `None` if several had
    /// the place of one.
    pub(super) fn put(&mut self, others: Vec<(Range<usize>, Self, Vec<NodeId>)>) -> Option<usize> {
        let own = self.nodes.len();
        let empty = self.nodes.iter().enumerate();
        let empty: HashMap<_, _> = empty
            .filter(|(_, node)| node.is_empty_collection())
            .map(|(index, node)| (node.range(), NodeId(to_u32(index))))
            .collect();
        let mut lost = 0;
        let mut come: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        for (range, other, roots) in others {
            match empty.get(&range) {
                Some(place) => {
                    let shift = self.add_all(other);
                    let roots = roots.into_iter().map(|root| root.moved(shift));
                    come.insert(*place, roots.collect());
                }
                None => lost += 1,
            }
        }
        for node in self.nodes.iter_mut().take(own) {
            if let Data::Sequence(items) = &mut node.data
                && items.iter().any(|item| come.contains_key(item))
            {
                let old = std::mem::take(items).into_iter();
                *items = old
                    .flat_map(|item| come.remove(&item).unwrap_or_else(|| vec![item]))
                    .collect();
            }
        }
        for (place, roots) in come {
            let [root] = roots.as_slice() else {
                return None;
            };
            let data = std::mem::replace(&mut self.get_mut(*root)?.data, Data::Missing);
            self.get_mut(place)?.data = data;
        }
        Some(lost)
    }

    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Drops the nodes from one on.
    pub(super) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
    }

    /// Whether all collections may lack something.
    pub(super) fn is_all_incomplete(&self) -> bool {
        self.all_incomplete
    }

    pub(super) fn is_incomplete(&self, id: NodeId) -> bool {
        self.all_incomplete || self.incomplete.contains(&id)
    }

    pub(super) fn incomplete(&mut self, id: NodeId) {
        self.incomplete.insert(id);
    }

    /// Marks what lost something at these places, each in a column, as incomplete.
    pub(super) fn mark_all_incomplete(&mut self, lost: &[(usize, usize)], text: &str) {
        // Each of them is looked for among all nodes.
        if lost.len() > MAX_LOST {
            self.all_incomplete = true;
            return;
        }
        for (place, indent) in lost {
            self.mark_incomplete(*place, *indent, text);
        }
    }

    /// Marks the mapping or sequence that lost what stood at a place, in a column, as incomplete. In
    /// `text` the place is empty; what is no collection around it is next to it.
    pub(super) fn mark_incomplete(&mut self, place: usize, indent: usize, text: &str) {
        let empty = |range: Range<usize>| {
            let mut lines = text
                .get(range)
                .unwrap_or_default()
                .lines()
                .map(str::trim_start);
            lines.all(|line| line.is_empty() || line.starts_with('#'))
        };
        let fits = |start: usize| indent == usize::MAX || column(text, start) == indent;
        let mut around = None;
        let mut behind = None;
        let mut first = None;
        for (index, node) in self.nodes.iter().enumerate() {
            if !matches!(node.data, Data::Mapping(_) | Data::Sequence(_)) {
                continue;
            }
            let Range { start, end } = node.range();
            let ends_before = end <= place && column(text, start) <= indent && empty(end..place);
            if start <= place && (place < end || ends_before) {
                around = around.max(Some((start, index)));
            } else if start > place && fits(start) && empty(place..start) {
                behind = behind.or(Some((start, index)));
            }
            first = first.or(Some((start, index)));
        }
        if let Some((_, index)) = behind.or(around).or(first) {
            self.incomplete.insert(NodeId(to_u32(index)));
        }
    }
}

fn column(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    offset - before.rfind(['\n', '\r']).map_or(0, |i| i + 1)
}

/// Segments beyond four gigabytes do not exist.
pub(super) fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
