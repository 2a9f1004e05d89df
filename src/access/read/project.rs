//! Projects.

use super::fields::Fields;
use super::file::File;
use crate::access::model::Project;
use crate::catalog::Meaning;
use crate::spec::Spec;

/// Reads a project spec.
pub(super) fn read(file: File<'_>, spec: &Spec<'_>) -> Project {
    let mut project = Project {
        origin: Some(file.origin(spec.root.range())),
        ..Project::default()
    };
    let Some(fields) = Fields::new(spec.root, spec.kind.root) else {
        return project;
    };
    let texts = |meaning| fields.get(meaning).and_then(|found| found.texts());
    project.name = fields.text(Meaning::Name).unwrap_or_default();
    project.key = fields
        .text(Meaning::Key)
        .unwrap_or_else(|| project.name.clone());
    if let Some(key) = fields.get(Meaning::Key) {
        project.origin = Some(file.origin(key.range()));
    }
    project.sources = texts(Meaning::DataSources).unwrap_or_default();
    project.purposes = texts(Meaning::Purposes).unwrap_or_default();
    let equalized = fields
        .get(Meaning::Equalized)
        .filter(|found| !found.is_null());
    let workspace = fields
        .get(Meaning::Workspace)
        .filter(|found| !found.is_null());
    // A workspace equalizes what members see. What is not a boolean is taken for the stricter of the two.
    project.is_equalized =
        workspace.is_some() || equalized.is_some_and(|found| found.boolean() != Some(false));
    project
}
