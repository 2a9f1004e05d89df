#!/usr/bin/env bash
# Puts a real VS Code and a browser to drive it with into .tools. With --without-browser it is VS Code alone.
#
#   .tools/vscode/node                       the Node.js that this VS Code needs
#   .tools/vscode/entry.js                   VS Code as a web server (code-server, an npm package)
#   .tools/chromium/chromium                 Debian's Chromium, of this machine if it has one
#
# Nothing outside of .tools is touched.
set -euo pipefail

cd "$(dirname "$0")/../.."
lock=$PWD/tests/editors/code-server
vscode=$PWD/.tools/vscode
chromium=$PWD/.tools/chromium

if ! cmp -s "$lock/package-lock.json" "$vscode/installed"; then
  echo "installing VS Code (code-server) into .tools/vscode" >&2
  rm -rf "$vscode"
  mkdir -p "$vscode"
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    *)
      echo "this VS Code is for Linux, on x86-64 and ARM64, and not for $(uname -sm)" >&2
      exit 1
      ;;
  esac
  cp "$lock/package.json" "$lock/package-lock.json" "$vscode"
  # Everything is held against the hashes of the lock file, and of the one that code-server has for its VS Code.
  # Without its install scripts nothing is compiled: what VS Code has native modules for is not needed here.
  quiet=(--ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error)
  (cd "$vscode" && npm ci "${quiet[@]}") >&2
  ln -s "node_modules/node-$platform/bin/node" "$vscode/node"
  ln -s node_modules/code-server/out/node/entry.js "$vscode/entry.js"
  (
    cd "$vscode/node_modules/code-server/lib/vscode"
    PATH=$vscode/node_modules/node-$platform/bin:$PATH npm ci "${quiet[@]}" --omit=dev --legacy-peer-deps
  ) >&2
  cp "$lock/package-lock.json" "$vscode/installed"
fi

if [ "${1:-}" = --without-browser ]; then
  exit 0
fi
if [ -x "$chromium/chromium" ] && "$chromium/chromium" --version >/dev/null 2>&1; then
  exit 0
fi
rm -rf "$chromium"
mkdir -p "$chromium"
if command -v chromium >/dev/null; then
  ln -s "$(command -v chromium)" "$chromium/chromium"
  exit 0
fi
echo "installing Chromium into .tools/chromium" >&2
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
  echo "there is no chromium here, and no apt-get and dpkg to get Debian's" >&2
  exit 1
fi
# What apt-get keeps goes to a place of its own; what the machine has installed is not fetched again.
apt=$chromium/apt
mkdir -p "$apt"/state/lists/partial "$apt"/cache/archives/partial
cat >"$apt/apt.conf" <<SETTINGS
Dir::State "$apt/state";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "$apt/cache";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "true";
SETTINGS
export APT_CONFIG=$apt/apt.conf
apt-get -qq update >&2
apt-get -qq install -y --download-only chromium fonts-dejavu-core >&2
for package in "$apt"/cache/archives/*.deb; do
  dpkg -x "$package" "$chromium/root"
done
unset APT_CONFIG
rm -rf "$apt"
# Fonts: those that came along, and those of the machine.
cat >"$chromium/fonts.conf" <<FONTS
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>$chromium/root/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>$chromium/fonts</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>DejaVu Sans</string></edit>
  </match>
</fontconfig>
FONTS
libraries=$(find "$chromium/root" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
cat >"$chromium/chromium" <<COMMAND
#!/bin/sh
export LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$chromium/fonts.conf"
exec "$chromium/root/usr/lib/chromium/chromium" "\$@"
COMMAND
chmod +x "$chromium/chromium"
"$chromium/chromium" --version >&2
