#!/usr/bin/env bash
# Builds twice from nothing and tells what differs, to the byte: nothing should. Takes minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

first=$(mktemp -d)
trap 'rm -rf "$first"' EXIT

for again in no yes; do
  rm -rf www/dist www/pkg "target/wasm32-unknown-unknown/wasm"
  ./build.sh build
  if [[ $again == no ]]; then cp -r www/dist www/pkg "$first"; fi
done
diff -r "$first/dist" www/dist
diff -r "$first/pkg" www/pkg
echo "the same to the byte"
