//! Many files, and the specs in them.

use super::file::SourceFile;
use crate::spec::Spec;

/// The number of a file in a [`Project`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(usize);

/// Where a spec is: the file, and the number of its document there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpecId {
    /// The file.
    pub file: FileId,
    /// The document, from 0.
    pub document: usize,
}

/// Files that are looked at together.
#[derive(Debug, Default)]
pub struct Project {
    files: Vec<SourceFile>,
}

impl Project {
    /// Adds a file.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() - 1)
    }

    /// Returns the file with this number, or `None` if it is one of another project.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0)
    }

    /// All files, in the order in which they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let numbered = self.files.iter().enumerate();
        numbered.map(|(index, file)| (FileId(index), file))
    }

    /// All specs, by file and document.
    pub fn specs(&self) -> impl Iterator<Item = (SpecId, Spec<'_>)> {
        self.files().flat_map(|(id, file)| {
            file.specs().map(move |spec| {
                let document = spec.document.index;
                (SpecId { file: id, document }, spec)
            })
        })
    }

    /// Returns a spec by where it is.
    pub fn spec(&self, id: SpecId) -> Option<Spec<'_>> {
        let mut specs = self.file(id.file)?.specs();
        specs.find(|spec| spec.document.index == id.document)
    }
}
