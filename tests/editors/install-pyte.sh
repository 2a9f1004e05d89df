#!/usr/bin/env bash
# Puts a terminal that the tests can read the screen of into .tools/pyte: a Python with the package pyte.
# Nothing outside of .tools is touched.
set -euo pipefail

pyte=0.8.2
cd "$(dirname "$0")/../.."

if ! [ -x .tools/pyte/bin/python ] || ! .tools/pyte/bin/python -c 'import pyte' 2>/dev/null; then
  rm -rf .tools/pyte
  python3 -m venv .tools/pyte
  .tools/pyte/bin/pip install --quiet --disable-pip-version-check "pyte==$pyte" >&2
fi
