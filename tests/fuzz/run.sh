#!/usr/bin/env bash
# Guided fuzzing by libFuzzer, of which the crate brings the source: a stable Rust compiler and a
# C++ compiler do.
#   ./run.sh TARGET [SECONDS]   fuzzes formula, line, plane, line-run or plane-run
#   ./run.sh TARGET keep        adds to the corpus what reaches more of the core than it does
# What breaks a promise lies in target/fuzz/found, what was gathered on the way in
# target/fuzz/gathered/TARGET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export TARGET=$1
seconds=${2-600}
out=../../target/fuzz
gathered=$out/gathered/$TARGET
mkdir -p "$out/found" "$gathered" "corpus/$TARGET"

coverage='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing'
host=$(rustc -vV | sed -n 's/^host: //p')
# Only with the host named do build scripts go without the flags.
RUSTFLAGS=$(tr '\n' ' ' <<<"$coverage") CARGO_TARGET_DIR=$out \
  cargo build --quiet --release --target "$host"
fuzz=$out/$host/release/sgd-current-fuzz

options=(-timeout=60 -max_len=3000 -rss_limit_mb=3000)
if [[ $seconds == keep ]]; then
  "$fuzz" "${options[@]}" -merge=1 "corpus/$TARGET" "$gathered"
else
  dictionary=scenario
  if [[ $TARGET == formula ]]; then dictionary=formula; fi
  "$fuzz" "${options[@]}" -dict=dictionaries/"$dictionary" -artifact_prefix="$out/found/$TARGET-" \
    -max_total_time="$seconds" "$gathered" "corpus/$TARGET"
fi
