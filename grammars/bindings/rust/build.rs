//! Compiles the generated parsers.

use std::path::Path;

fn main() {
    let mut build = cc::Build::new();
    build.std("c11").warnings(false);
    #[cfg(target_env = "msvc")]
    build.flag("-utf-8");
    for language in ["subscription", "where"] {
        let source = Path::new(language).join("src");
        let parser = source.join("parser.c");
        println!("cargo:rerun-if-changed={}", parser.display());
        // Both have the same headers: they come with the version that has generated them.
        build.include(&source).file(parser);
    }
    build.compile("tree-sitter-immuta");
}
