#!/usr/bin/env bash
# Puts a terminal that the tests can read the screen of into .tools/pyte: a Python with the package pyte.
# Nothing outside of .tools is touched.
set -euo pipefail
cd "$(dirname "$0")"
exec ../../scripts/venv.sh pyte pyte.txt
