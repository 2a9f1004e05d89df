#!/usr/bin/env bash
# Puts the engine that colours text in VS Code, and the grammars that other people make, into .tools/textmate.
# Nothing outside of .tools is touched.
set -euo pipefail

cd "$(dirname "$0")/../.."
lock=$PWD/tests/editors/textmate
textmate=$PWD/.tools/textmate

if ! cmp -s "$lock/package-lock.json" "$textmate/installed"; then
  echo "installing the engine that colours text in VS Code into .tools/textmate" >&2
  rm -rf "$textmate"
  mkdir -p "$textmate"
  cp "$lock/package.json" "$lock/package-lock.json" "$textmate"
  (cd "$textmate" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error) >&2
  cp "$lock/package-lock.json" "$textmate/installed"
fi
