//! What `access` and `test` look at: the policies and data sources that spec files describe.

use super::input::{Input, Output};
use super::terminal::complain;
use crate::access::policy_tests::{self, PolicyTests};
use crate::access::{File, Origin, World};
use crate::project::{SourceFile, read_text};
use crate::text::Text;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What specs come to.
pub(super) struct Policies {
    /// The model.
    pub(super) world: World,
    /// Whether something could not be read, so that the model is not to be trusted.
    pub(super) failed: bool,
    /// How many specs there are.
    pub(super) specs: usize,
}

/// Reads specs, files and folders alike.
pub(super) fn read(paths: &[PathBuf]) -> Policies {
    let input = Input {
        paths,
        stdin: Path::new("stdin.yaml"),
    };
    let Output {
        results, failed, ..
    } = input.each(|_, file| file);
    let mut policies = Policies {
        world: World::default(),
        failed,
        specs: 0,
    };
    for file in results.into_iter().flatten() {
        policies.add(&file);
    }
    policies
}

/// Reads a file with policy tests.
///
/// # Errors
/// What is wrong with it, each with the path, if it cannot be read or understood.
pub(super) fn read_tests(path: &Path) -> Result<(Text, PolicyTests), Vec<String>> {
    let text = read_text(path).map_err(|error| vec![error.to_string()])?;
    let text = Text::from(text.as_str());
    let (tests, problems) = policy_tests::read(&text);
    if problems.is_empty() {
        return Ok((text, tests));
    }
    let told = problems.iter().map(|problem| {
        let line = text.line_at(problem.range.start) + 1;
        format!("{}:{line}: {}", path.display(), problem.message)
    });
    Err(told.collect())
}

impl Policies {
    fn add(&mut self, file: &SourceFile) {
        let path = Arc::from(file.path.to_string_lossy());
        for spec in file.specs() {
            self.specs += 1;
            let file = File {
                path: &path,
                text: &file.text,
            };
            if let Err(conflict) = self.world.add(file, &spec) {
                let place = |origin: &Option<Origin>| {
                    let origin = origin.as_ref();
                    origin.map_or_else(String::new, |o| format!("{}:{}", o.path, o.line))
                };
                complain(&format!(
                    "the {} is defined twice, at {} and at {}: name the specs of one environment only",
                    conflict.what,
                    place(&conflict.first),
                    place(&conflict.second)
                ));
                self.failed = true;
            }
        }
    }
}
