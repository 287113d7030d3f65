# shellcheck shell=bash
# What the build stands on: cargo, a Rust that compiles to wasm, Node, packages.
# Sourced by build.sh, which defines say and die.

wasm_target=wasm32-unknown-unknown

# On a terminal the tools show their progress; in a log their errors are enough.
if [[ ! -t 1 ]]; then
  export CARGO_TERM_QUIET=true
fi

have() { command -v "$1" >/dev/null 2>&1; }

# bounded SECONDS COMMAND…: macOS has no timeout, and there we wait.
bounded() {
  if have timeout; then timeout "$@"; else "${@:2}"; fi
}

# ---- Debian's packages ----

can_apt() { have apt-get && [[ $(id -u) == 0 ]]; }

apt_update_once() {
  [[ -n ${apt_updated:-} ]] && return
  apt-get -qq update || say "apt-get update failed; trying the lists already here"
  apt_updated=yes
}

apt_install() {
  say "installing from Debian: $*"
  apt_update_once
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 install "$@" >/dev/null
}

apt_offers() { [[ -n $(apt-cache madison "$1" 2>/dev/null) ]]; }

newest_lld() { apt-cache --names-only search '^lld-[0-9]+$' | sort -t- -k2 -n | tail -1 | cut -d' ' -f1; }

# Debian keeps a current compiler for its browsers beside its own, older one.
debian_rust_packages() {
  if apt_offers rustc-web; then
    echo rustc-web cargo-web rust-web-src "$(newest_lld)"
  else
    echo rustc cargo libstd-rust-dev-wasm32 "$(newest_lld)"
  fi
}

debian_rustc() {
  { dpkg -L rustc-web || dpkg -L rustc; } 2>/dev/null | grep '/bin/rustc$' | head -1
}

# ---- native Rust ----

native_rust() {
  if ! have cc && can_apt; then apt_install gcc libc6-dev; fi
  if ! have cargo && can_apt && apt_update_once && apt_offers cargo-web; then
    apt_install rustc-web cargo-web rustfmt-web rust-web-clippy
  fi
  have cc || die "no C compiler (cc), which Rust links with: install gcc or clang"
  have cargo || die "no cargo: install Rust 1.88 or newer from https://rustup.rs"
}

# ---- Rust for wasm: sets wasm_rustc, wasm_cargo ----

# The only sure sign of a usable target is a compilation; a std of another
# version than the compiler's would be there and yet not work.
compiles_to_wasm() {
  [[ -n $1 ]] && "$1" --target "$wasm_target" --crate-type lib --emit metadata \
    --out-dir "$scratch" - </dev/null >/dev/null 2>&1
}

# wasm_from RUSTC CARGO: takes the pair if it can compile to wasm.
wasm_from() {
  compiles_to_wasm "$1" || return 1
  wasm_rustc=$1
  wasm_cargo=$2
  # rustup's toolchains bring their own linker, Debian's do not.
  if ! compgen -G "$("$1" --print sysroot)/lib/rustlib/*/bin/rust-lld" >/dev/null; then
    local linker
    linker=$(compgen -c wasm-ld | sort -t- -k3 -n | tail -1)
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=${linker:-wasm-ld}
  fi
}

wasm_already() {
  wasm_from "$(command -v rustc)" cargo || wasm_from "$(debian_rustc)" /usr/bin/cargo
}

wasm_by_rustup() {
  have rustup || return 1
  say "adding Rust's wasm target with rustup"
  bounded 90 rustup target add "$wasm_target" || return 1
  wasm_from "$(command -v rustc)" cargo
}

wasm_by_debian() {
  can_apt || return 1
  apt_update_once
  # shellcheck disable=SC2046  # a list of words
  apt_install $(debian_rust_packages) || return 1
  wasm_already || { build_wasm_std "$(debian_rustc)" && wasm_already; }
}

# build_wasm_std RUSTC: Debian ships the source of std for wasm, not its build.
build_wasm_std() {
  local sysroot lib
  sysroot=$("$1" --print sysroot)
  lib=$sysroot/lib/rustlib/$wasm_target/lib
  say "compiling Rust's standard library for wasm (about a minute, once)"
  RUSTC=$1 RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" \
    /usr/bin/cargo build --release --target "$wasm_target" --target-dir "$scratch/std" \
    --manifest-path "$sysroot/lib/rustlib/src/rust/library/sysroot/Cargo.toml" || return 1
  rm -rf "$lib"
  mkdir -p "$lib"
  cp "$scratch/std/$wasm_target"/release/deps/lib*.rlib "$lib"
}

wasm_rust() {
  wasm_already || wasm_by_rustup || wasm_by_debian ||
    die "no Rust that compiles to wasm: run 'rustup target add $wasm_target', or this as root on Debian"
}

# ---- Node ----

node_is_new_enough() {
  have node && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);'
}

node_and_npm() {
  node_is_new_enough || die "no Node 20.19 or newer: install it from https://nodejs.org"
  have npm || die "no npm: install it beside Node"
}

# npm_packages DIR: what its lock file says, no more often than it changes.
npm_packages() {
  local lock=$1/package-lock.json mark=$1/node_modules/.lock-installed
  cmp -s "$lock" "$mark" && return
  say "installing the npm packages of $1"
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) || die "npm ci failed in $1"
  cp "$lock" "$mark"
}

# ---- browsers ----

chromium_found() { node tests/browser/chromium.mjs >/dev/null 2>&1; }

chromium_browser() {
  chromium_found && return
  if can_apt; then
    apt_install chromium
  else
    say "downloading Chromium for the tests"
    (cd tests/browser && bounded 600 npx playwright-core install chromium)
  fi
  chromium_found || die "no Chromium: install Chromium or Chrome, or name one in CHROMIUM="
}

# Firefox and WebKit: where they are not to be had, their tests are skipped and say so.
other_browsers() {
  can_apt || return 0
  local missing=()
  have firefox-esr || have firefox || missing+=(firefox-esr)
  have WebKitWebDriver || missing+=(webkit2gtk-driver)
  have Xvfb || missing+=(xvfb)
  ((${#missing[@]} == 0)) || apt_install "${missing[@]}" || say "not installed: ${missing[*]}"
}
