#!/usr/bin/env bash
# Puts the Helix that the tests drive into .tools/helix; its command is .tools/helix/hx. It comes from a release of
# Debian, with all the libraries that it needs, from the mirror that this machine takes its packages from.
# Nothing outside of .tools is touched.
set -euo pipefail

suite=trixie
cd "$(dirname "$0")/../.."
tools=$PWD/.tools/helix

if ! [ -x "$tools/hx" ] || ! "$tools/hx" --version >/dev/null 2>&1; then
  echo "installing Helix into .tools/helix" >&2
  rm -rf "$tools"
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(CODENAME)' 'Created-By: Packages' |
    awk '$2 == "main" && $3 !~ /-/ && $1 ~ /debian\/?$/ { print $1; exit }') || true
  if [ -z "${mirror:-}" ]; then
    echo "Helix is installed from Debian's packages, and there is no Debian mirror in the settings of apt-get here" >&2
    exit 1
  fi
  # A place of its own for all that apt-get keeps: the system is neither asked nor changed.
  apt=$tools/apt
  mkdir -p "$apt"/state/lists/partial "$apt"/cache/archives/partial "$apt"/parts
  : >"$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
  cat >"$apt/apt.conf" <<SETTINGS
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/parts";
Dir::Etc::preferencesparts "$apt/parts";
Dir::Etc::preferences "$apt/none";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "true";
SETTINGS
  export APT_CONFIG=$apt/apt.conf
  apt-get -qq update >&2
  apt-get -qq install -y --download-only hx >&2
  for package in "$apt"/cache/archives/*.deb; do
    dpkg -x "$package" "$tools/root"
  done
  rm -rf "$apt"
  # Run by the loader of that release, with its libraries: those of this machine may be older.
  libraries=$(dirname "$(find "$tools/root" -name libc.so.6 -print -quit)")
  loader=$(find "$libraries" -name 'ld-linux*' -print -quit)
  cat >"$tools/hx" <<COMMAND
#!/bin/sh
: "\${HELIX_RUNTIME:=$tools/root/usr/lib/hx/runtime}"
export HELIX_RUNTIME
exec "$loader" --library-path "$libraries" --argv0 hx "$tools/root/usr/lib/hx/hx" "\$@"
COMMAND
  chmod +x "$tools/hx"
  "$tools/hx" --version >&2
fi
