#!/usr/bin/env bash
# How often the announced interval holds the truth, over 200 made-up tables a measure and size; also when 12 candidates are
# equally good. The bar: 92 to 98 of 100.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo run --quiet --release -p experiment --example announced -- "${1:-200}" "${@:2}"
