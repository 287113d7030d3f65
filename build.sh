#!/usr/bin/env bash
# Sets up, builds, serves and tests everything; its words are at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf '==> %s\n' "$*"; }
die() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

source www/toolchain.sh
source tests/suites.sh

export CARGO_TARGET_DIR=$PWD/target
wasm=target/$wasm_target/wasm/sgd_current.wasm
bindgen=target/debug/bindgen
package=www/pkg

# ---- the wasm package ----

compile_wasm() {
  say "compiling the core to wasm"
  # Where crates lie on this machine would stand in the wasm, and make it another one elsewhere.
  local crates="${CARGO_HOME:-$HOME/.cargo}/registry/src/"
  RUSTC=$wasm_rustc "$wasm_cargo" build --locked --profile wasm --target "$wasm_target" \
    -p sgd-current --lib \
    --config "target.$wasm_target.rustflags=['--remap-path-prefix', '$crates=']"
}

compile_bindgen() {
  say "compiling the bindings maker"
  cargo build --locked -p bindgen
}

# The package is made from these; while none changes it stays as it is.
package_mark() { cat "$wasm" "$bindgen" www/package-lock.json www/build/split.js build.sh | cksum; }

make_package() {
  local mark
  mark=$(package_mark)
  [[ $(cat "$package/.made-from" 2>/dev/null) == "$mark" ]] && return
  say "making $package: bindings, then wasm-opt"
  rm -rf "$package"
  "$bindgen" "$wasm" "$package"
  optimize_wasm "$package/sgd_current_bg.wasm"
  node www/build/split.js "$package"/sgd_current_{bg,line,plane}.wasm
  echo "$mark" >"$package/.made-from"
}

# Measured (./build.sh bench): -Os is as small as -O3 and faster, the walkers by half: what the
# compiler has inlined already is best left alone.
optimize_wasm() {
  www/node_modules/.bin/wasm-opt -Os --one-caller-inline-max-function-size=10 \
    --always-inline-max-function-size=1 --enable-simd --enable-bulk-memory --enable-sign-ext \
    --enable-nontrapping-float-to-int --enable-mutable-globals --enable-reference-types \
    --enable-multivalue --strip-producers --strip-target-features "$1" -o "$1.optimized"
  mv "$1.optimized" "$1"
}

# ---- the words ----

build_package() {
  native_rust
  node_and_npm
  npm_packages www
  wasm_rust
  compile_wasm
  compile_bindgen
  make_package
}

build() {
  build_package
  say "building the site into www/dist"
  (cd www && node build/build.js "$([[ -t 1 ]] && echo info || echo warn)")
}

# Sets port to PORT or 8080, if that is free.
choose_port() {
  port=${PORT:-8080}
  if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    die "port $port is taken: choose another, as in PORT=8081 ./build.sh"
  fi
}

serve() {
  choose_port
  build
  say "serving on http://127.0.0.1:$port (Ctrl-C ends it)"
  rm -rf "$scratch" # exec leaves no one to do it later
  cd www
  exec node_modules/.bin/vite preview --port "$port" --logLevel warn
}

dev() {
  choose_port
  build_package
  say "serving the sources on http://127.0.0.1:$port (Ctrl-C ends it)"
  rm -rf "$scratch" # exec leaves no one to do it later
  cd www
  exec node build/dev.js "$port"
}

# Each program prints one line per figure: what it measures, a tab, the figure.
bench() {
  build
  npm_packages tests/browser
  chromium_browser
  bench_table wasm node tests/wasm/bench.mjs
  bench_table plane node tests/wasm/bench-plane.mjs
  bench_table rivals node tests/wasm/rivals.mjs
  bench_table native cargo run --quiet --release --example bench
  bench_table page node tests/browser/frames.mjs
  bench_table paint node tests/browser/paints.mjs
  other_browsers
  bench_table engines node tests/browser/speeds.mjs
}

bench_table() {
  say "measuring: $1"
  "${@:2}" | awk -F '\t' -v where="$1" '{ printf "%-8s %-48s %s\n", where, $1, $2; fflush() }'
}

clean() {
  say "removing target, www/pkg, www/dist and the npm packages"
  rm -rf target www/pkg www/dist www/src/styles/math.woff2 www/node_modules tests/browser/node_modules
}

words() {
  cat <<'END'
./build.sh           build everything and serve it on http://127.0.0.1:8080 (PORT= overrides)
./build.sh dev       serve the sources: compiles and reloads when one of them changes
./build.sh build     build the wasm and the site into www/dist (SITE=https://… where it will be,
                     for the previews of links to it)
./build.sh package   build the wasm and its bindings alone, into www/pkg
./build.sh test      every check and every test
./build.sh test PART [NAME]
                     one part: checks, native, wasm or browser; of its tests, those in files
                     named like NAME or, where no file is, those that are themselves
./build.sh bench     the benchmarks, as one table
./build.sh clean     remove what this made
END
}

refuse() {
  words >&2
  exit 2
}

# Only a part of the tests takes a second and a third word.
[[ $# -le 1 || $1 == test && $# -le 2 || "$1 $2" =~ ^test\ (native|wasm|browser)$ && $# == 3 ]] || refuse
case ${1-} in
  "") serve ;;
  package) build_package ;;
  dev | build | bench | clean) "$1" ;;
  test)
    # These functions are in tests/suites.sh.
    case ${2-} in
      "") test_all ;;
      native | wasm | browser) "test_$2" "${3-}" ;;
      checks) test_checks ;;
      *) refuse ;;
    esac
    ;;
  *) refuse ;;
esac
