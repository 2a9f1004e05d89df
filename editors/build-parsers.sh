#!/usr/bin/env bash
# Compiles the parsers of the languages in Immuta's policies for an editor, with the C compiler of this machine:
#
#     editors/build-parsers.sh ~/.local/share/nvim/site/parser       for Neovim
#     editors/build-parsers.sh ~/.config/helix/runtime/grammars      for Helix
set -euo pipefail
if [ $# != 1 ]; then
  echo "usage: $0 FOLDER" >&2
  exit 2
fi
grammars=$(cd "$(dirname "$0")/../grammars" && pwd)
mkdir -p "$1"
for language in subscription where; do
  "${CC:-cc}" -O2 -shared -fPIC -I "$grammars/$language/src" "$grammars/$language/src/parser.c" -o "$1/immuta_$language.so"
done
