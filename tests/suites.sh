# shellcheck shell=bash
# The tests in their parts. Each suite runs whatever became of the others; their tests
# are counted together. Sourced by build.sh.

passed=0
failed=0

# check NAME COMMAND…: a static check; it counts as one test.
check() {
  say "check: $1"
  if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# suite NAME COUNTER COMMAND…: a runner of many tests. COUNTER reads the
# runner's output and prints how many passed and how many failed.
suite() {
  local log=$scratch/suite.log status=0 ok=0 bad=0 began=$SECONDS
  say "suite: $1"
  "${@:3}" 2>&1 | tee "$log" || status=$?
  read -r ok bad < <("$2" <"$log")
  if ((ok + bad == 0)); then say "$1: ran no test"; fi
  # A runner that broke off has failed once more than it could say.
  if ((bad == 0 && (status != 0 || ok == 0))); then bad=1; fi
  say "$1: $((SECONDS - began)) s"
  passed=$((passed + ok))
  failed=$((failed + bad))
}

count_cargo() {
  awk '/^test result:/ { ok += $4; bad += $6 } END { print ok + 0, bad + 0 }'
}

count_node() {
  awk '$2 == "pass" { ok += $3 } $2 == "fail" || $2 == "cancelled" { bad += $3 }
       END { print ok + 0, bad + 0 }' < <(grep -E '^(#|ℹ) (pass|fail|cancelled) [0-9]+$')
}

# node_tests DIR [NAME]: those in files named like NAME or, where no file is, those that are
# themselves. Two files at a time, on two cores: left alone Node keeps one core for itself.
node_tests() {
  local name=${2-} files=("$1"/*.test.mjs) options=(--test-reporter=spec --test-concurrency=2)
  if [[ -n $name ]] && compgen -G "$1/*$name*.test.mjs" >/dev/null; then
    files=("$1"/*"$name"*.test.mjs)
  elif [[ -n $name ]]; then
    options+=("--test-name-pattern=/$name/i")
    # A file without such a test would count as a test that passed.
    mapfile -t files < <(grep -liE -- "$name" "${files[@]}")
    ((${#files[@]} > 0)) || return 1
  fi
  node --test "${options[@]}" "${files[@]}"
}

document() { RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps; }

# What crates.io would get, built from nothing but itself.
package_crate() {
  # Cargo takes a packed crate of the same version for the same one, whatever has changed in it.
  rm -rf target/package target/debug/.fingerprint/sgd-formula-* \
    "${CARGO_HOME:-$HOME/.cargo}"/registry/src/-*
  cargo package --locked --allow-dirty -p sgd-formula -p sgd-current
}

# budget FILE KB: the weight a reader downloads. (The scripts' and styles' is a browser test.)
budget() {
  local bytes
  bytes=$(gzip -9c "$1" | wc -c)
  say "$bytes bytes gzip, at most $2 kB"
  ((bytes <= $2 * 1000))
}

run_checks() {
  check "Rust format" cargo fmt --all --check
  check "Rust lints" cargo clippy --locked --workspace --all-targets -- -D warnings
  check "Rust documentation" document
  check "Rust package" package_crate
  check "page lints" npm --prefix www run --silent lint
  check "page format" npm --prefix www run --silent format:check
  check "page types" npm --prefix www run --silent types
  check "weight of the wasm, the line's part" budget "$package/sgd_current_line.wasm" 220
  check "weight of the wasm, the plane's part" budget "$package/sgd_current_plane.wasm" 90
}

run_native() { suite "native" count_cargo cargo test --locked --no-fail-fast ${1:+"$1"}; }
run_wasm() { suite "wasm in Node" count_node node_tests tests/wasm "$1"; }
run_browser() { suite "browsers" count_node node_tests tests/browser "$1"; }

# The last line of every test run.
count() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}

# ---- the parts: each sets up what it needs; NAME may be empty ----

test_all() {
  build
  npm_packages tests/browser
  chromium_browser
  other_browsers
  run_checks
  run_native ""
  run_wasm ""
  run_browser ""
  count
}

test_checks() {
  build_package
  npm_packages tests/browser
  run_checks
  count
}

test_native() {
  native_rust
  run_native "$1"
  count
}

test_wasm() {
  build_package
  run_wasm "$1"
  count
}

test_browser() {
  build
  npm_packages tests/browser
  chromium_browser
  other_browsers
  run_browser "$1"
  count
}
