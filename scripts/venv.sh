#!/usr/bin/env bash
# scripts/venv.sh NAME REQUIREMENTS: puts Python packages into .tools/NAME, an environment of their own, unless they are
# there already. REQUIREMENTS names each package with its version and its hashes; pip refuses anything else.
set -euo pipefail

requirements=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
cd "$(dirname "$0")/.."
venv=$PWD/.tools/$1

# An environment works only where it was made.
wanted=$(echo "$venv" && cat "$requirements")
if [ "$(cat "$venv/installed" 2>/dev/null)" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then
  exit 0
fi
echo "installing $(basename "$requirements" .txt) into .tools/$1" >&2
if ! command -v python3 >/dev/null; then
  echo "Python 3 is needed to install it (python3, with its module venv)" >&2
  exit 1
fi
rm -rf "$venv"
if ! python3 -m venv "$venv"; then
  rm -rf "$venv"
  echo "Python's module venv is needed to install it (on Debian: apt-get install python3-venv)" >&2
  exit 1
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$requirements" >&2
echo "$wanted" >"$venv/installed"
