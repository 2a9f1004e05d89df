#!/usr/bin/env bash
# Writes anew what is generated in this folder: the parsers, with the tree-sitter command that .tools has, and the
# TextMate grammar. `generate.sh --check` writes nothing and fails if they are not what their sources say.
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
  node textmate/build.mjs >textmate/immuta-expression.tmLanguage.json
  exit
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
cp -r common.js tree-sitter.json subscription where textmate "$fresh"
generate "$fresh/subscription"
generate "$fresh/where"
node textmate/build.mjs >"$fresh/textmate/immuta-expression.tmLanguage.json"
for generated in subscription/src where/src textmate; do
  diff -r "$generated" "$fresh/$generated" || {
    echo "grammars/$generated is not what its source says: run npm run grammar" >&2
    exit 1
  }
done
