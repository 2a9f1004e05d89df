#!/usr/bin/env bash
# Writes the parsers of the grammars in this folder anew, with the tree-sitter command that .tools has.
# `generate.sh --check` writes nothing and fails if they are not what the grammars say.
set -euo pipefail
cd "$(dirname "$0")"

# ABI 14 is what older editors load, too.
generate() {
  (cd "$1" && "$tree_sitter" generate --abi 14)
}

version=0.27.1
tools=$PWD/../.tools/tree-sitter
tree_sitter=$tools/bin/tree-sitter
if [[ "$("$tree_sitter" --version 2>/dev/null)" != "tree-sitter $version"* ]]; then
  echo "installing tree-sitter $version into .tools/tree-sitter" >&2
  cargo install --quiet --locked --version "$version" --no-default-features --root "$tools" tree-sitter-cli
fi

if [ "${1:-}" != --check ]; then
  generate subscription
  generate where
  exit
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
cp -r common.js tree-sitter.json subscription where "$fresh"
generate "$fresh/subscription"
generate "$fresh/where"
for language in subscription where; do
  diff -r "$language/src" "$fresh/$language/src" || {
    echo "grammars/$language/src is not what its grammar.js says: run npm run grammar" >&2
    exit 1
  }
done
