# What the scripts share: where the project is, how they speak, what they ask of the machine. Sourced, never run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s: %s\n' "${script_name:-${0##*/}}" "$*"; }

warn() { say "$@" >&2; }

die() {
  warn "$@"
  exit 1
}

# Headline of one part of a longer run.
section() { printf '\n== %s ==\n' "$*"; }

have() { command -v "$1" >/dev/null 2>&1; }

# Whole minutes and seconds of a number of seconds: `7 min 5 s`.
duration() { printf '%d min %d s' $(($1 / 60)) $(($1 % 60)); }

# The one version of a crate that Cargo.lock holds.
locked_version() {
  awk -v name="\"$1\"" '
    $1 == "name" { hit = ($3 == name) }
    hit && $1 == "version" { gsub(/"/, "", $3); print $3; exit }
  ' "$root/Cargo.lock"
}

# Cargo, and the C compiler that links and that some crates call.
require_rust() {
  have cargo || die "Rust is missing: see https://rustup.rs"
  have cc || die "a C compiler is missing (Debian: apt-get install build-essential; macOS: xcode-select --install)"
}

# The TypeScript client and the examples need a Node.js of this age, and npm.
require_node() {
  local wanted=20 found
  if ! have node || ! have npm; then die "Node.js $wanted or later with npm is missing: see https://nodejs.org"; fi
  found=$(node --version)
  found=${found#v}
  ((${found%%.*} >= wanted)) || die "Node.js is $found, it must be $wanted or later"
}
