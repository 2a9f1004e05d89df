//! Going through a spec, each value with what the catalog says of it.

use super::fit::picked;
use super::form::Form;
use super::read::Spec;
use crate::catalog::{Field, Reference, Type};
use crate::syntax::{Entry, Part, Value};

/// A value and what may stand in its place.
pub struct Node<'n, 'a> {
    /// The value as written; it may be an alias.
    pub value: Value<'a>,
    /// What it may be; never empty.
    pub types: &'static [Type],
    /// The entry that holds it, unless it is an item or a root.
    pub entry: Option<Entry<'a>>,
    /// The field it is the value, or an item, of.
    pub field: Option<&'static Field>,
    /// The mapping that holds the entry.
    pub parent: Option<&'n Form<'a>>,
    /// The mapping it is, read by its shape.
    pub form: Option<&'n Form<'a>>,
    /// Whether there is no doubt what it is. Otherwise the variant of a mapping around it is not known, and it is what
    /// some variant has.
    pub certain: bool,
}

/// Visits a node and all below it, parents first. Items that are segments of their own are not visited:
/// whoever goes through the segments comes by them.
pub fn walk<'a>(node: &Node<'_, 'a>, visit: &mut dyn FnMut(&Node<'_, 'a>)) {
    walk_into(node, &mut |_| true, visit);
}

/// The same, without the nodes that are not to be entered and all below them.
fn walk_into<'a>(
    node: &Node<'_, 'a>,
    enter: &mut dyn FnMut(&Node<'_, 'a>) -> bool,
    visit: &mut dyn FnMut(&Node<'_, 'a>),
) {
    if !enter(node) {
        return;
    }
    match picked(node.value, node.types) {
        _ if node.value.is_opaque() => visit(node),
        Some(Type::Object(shape)) => {
            let form = Form::new(node.value, shape);
            visit(&Node {
                form: Some(&form),
                ..*node
            });
            // What the V1 API has in it means something else.
            let entries = match form.older {
                Some(_) => &[][..],
                None => &form.entries,
            };
            for entry in entries.iter().filter(|entry| !entry.is_merge()) {
                if let Some(child) = Node::of(*entry, &form) {
                    let certain = child.certain && node.certain;
                    walk_into(&Node { certain, ..child }, enter, visit);
                }
            }
        }
        Some(Type::List(item)) => {
            visit(node);
            if !node.value.is_cut() {
                for value in node.value.items() {
                    let item = Node {
                        value,
                        types: std::slice::from_ref(item),
                        entry: None,
                        form: None,
                        ..*node
                    };
                    walk_into(&item, enter, visit);
                }
            }
        }
        _ => visit(node),
    }
}

impl<'a> Spec<'a> {
    /// Visits what one segment of the document holds: entries of the root or items of one of its sequences,
    /// and all below them. The root itself is not visited.
    pub fn visit_segment(
        &self,
        root: &Form<'a>,
        segment: usize,
        visit: &mut dyn FnMut(&Node<'_, 'a>),
    ) {
        self.visit_segment_into(root, segment, &mut |_| true, visit);
    }

    /// The same, without the nodes that are not to be entered and all below them.
    pub fn visit_segment_into(
        &self,
        root: &Form<'a>,
        segment: usize,
        enter: &mut dyn FnMut(&Node<'_, 'a>) -> bool,
        visit: &mut dyn FnMut(&Node<'_, 'a>),
    ) {
        match self.document.part(segment) {
            Part::Entries(entries) => {
                for entry in entries.into_iter().filter(|entry| !entry.is_merge()) {
                    if let Some(node) = Node::of(entry, root) {
                        walk_into(&node, enter, visit);
                    }
                }
            }
            Part::Items {
                of: Some(of),
                items,
            } => {
                let list = Node::of(of, root);
                let item = list.as_ref().and_then(|list| item_type(list.field?));
                let (Some(item), Some(list)) = (item, list) else {
                    return;
                };
                for value in items {
                    let node = Node {
                        value,
                        types: std::slice::from_ref(item),
                        entry: None,
                        ..list
                    };
                    walk_into(&node, enter, visit);
                }
            }
            Part::Whole(value) => walk_into(&self.root_node(value), enter, &mut |node| {
                if node.value != value {
                    visit(node);
                }
            }),
            Part::Items { of: None, .. } | Part::Nothing => {}
        }
    }

    /// Visits the nodes around an offset, the root first.
    pub fn visit_at(&self, offset: usize, visit: &mut dyn FnMut(&Node<'_, 'a>)) {
        let root = self.form();
        visit(&Node {
            form: Some(&root),
            ..self.root_node(self.root)
        });
        let segment = self.document.segment_at(offset);
        self.visit_segment_into(&root, segment, &mut |node| node.covers(offset), visit);
    }

    fn root_node(&self, value: Value<'a>) -> Node<'_, 'a> {
        Node {
            value,
            types: std::slice::from_ref(&self.kind.root_type),
            entry: None,
            field: None,
            parent: None,
            form: None,
            certain: true,
        }
    }
}

impl<'n, 'a> Node<'n, 'a> {
    /// Whether an offset is on the node or on its key.
    fn covers(&self, offset: usize) -> bool {
        let value = self.value.range();
        let start = self
            .entry
            .map_or(value.start, |entry| entry.key.range().start);
        (start..=value.end.max(start)).contains(&offset)
    }

    /// What the text that belongs here is the name of on a tenant; nothing where no text belongs here, or where siblings
    /// leave that open.
    pub fn reference(&self) -> Option<&'static Reference> {
        let takes_text = self.types.iter().any(|one| matches!(one, Type::String(_)));
        let (field, parent) = self.field.zip(self.parent).filter(|_| takes_text)?;
        let mut rows = field.refers.iter();
        rows.find(|row| parent.holds(row.when) == Some(true))
    }

    /// The value of an entry, if its key is one that we know.
    pub fn of(entry: Entry<'a>, parent: &'n Form<'a>) -> Option<Self> {
        let field = parent.field_of(&entry)?;
        Some(Self {
            value: entry.value,
            types: field.types,
            entry: Some(entry),
            field: Some(field),
            parent: Some(parent),
            form: None,
            certain: parent.is_settled(&entry.name()),
        })
    }
}

/// The type of the items of a field that takes a sequence.
fn item_type(field: &'static Field) -> Option<&'static Type> {
    field.types.iter().find_map(|r#type| match r#type {
        Type::List(item) => Some(*item),
        _ => None,
    })
}
