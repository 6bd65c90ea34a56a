#!/usr/bin/env bash
# Every check there is, in order, with a closing line of counts. What is missing is installed by the
# ordinary package managers; what cannot be is a skip with its reason.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 skipped=0
log=$(mktemp -d)

pass() { passed=$((passed + ${2:-1})); echo "ok    $1"; }
fail() { failed=$((failed + ${2:-1})); echo "FAIL  $1"; }
skip() { skipped=$((skipped + 1)); echo "skip  $1: $2"; }

# Run a check; its output is shown only when it fails.
check() {
    local name=$1
    shift
    if "$@" >"$log/out" 2>&1; then pass "$name"; else fail "$name" && cat "$log/out"; fi
}

command -v cargo >/dev/null || { echo "cargo is missing: install Rust from https://rustup.rs"; exit 1; }

echo "── format and lints"
check "cargo fmt" cargo fmt --all -- --check
check "clippy, warnings denied" cargo clippy --workspace --all-targets --quiet -- -D warnings

echo "── tests"
# The scripts of the guide need Python with scikit-learn and LightGBM.
if bash checks/python.sh >"$log/out" 2>&1; then
    export TENET_TEST_PYTHON=$PWD/target/checks/venv/bin/python
else
    tail -n 3 "$log/out"
    skip "the candidates of the guide" "no Python environment could be made (needs python3 with venv, and PyPI)"
fi
if url=$(bash checks/postgres.sh start 2>"$log/out"); then
    export TENET_TEST_POSTGRES=$url
    trap 'bash checks/postgres.sh stop' EXIT
else
    skip "the record on PostgreSQL" "$(tail -n 1 "$log/out")"
fi
# cargo-nextest runs tests of all crates side by side; plain cargo does without it.
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --no-fail-fast --status-level slow --success-output never 2>&1 | tee "$log/tests"
    status=${PIPESTATUS[0]}
    line=$(grep -E '^ +Summary' "$log/tests" | tail -n 1)
    ran=$(sed -nE 's/.* ([0-9]+) passed.*/\1/p' <<<"$line")
    broke=$(sed -nE 's/.* ([0-9]+) (failed|timed out).*/\1/p' <<<"$line")
else
    cargo test --workspace --no-fail-fast 2>&1 | tee "$log/tests"
    status=${PIPESTATUS[0]}
    ran=$(sed -nE 's/^test result: .* ([0-9]+) passed.*/\1/p' "$log/tests" | awk '{ sum += $1 } END { print sum + 0 }')
    broke=$(sed -nE 's/^test result: .* ([0-9]+) failed.*/\1/p' "$log/tests" | awk '{ sum += $1 } END { print sum + 0 }')
fi
passed=$((passed + ${ran:-0}))
failed=$((failed + ${broke:-0}))
if [ "$status" -ne 0 ] && [ "${broke:-0}" -eq 0 ]; then fail "the tests could not be built or run"; fi
# Tests that need the shared data say so when it is not there.
[ -d ../shared/data ] || skip "tests on real tables" "no ../shared/data beside this checkout"

echo "── peers and browser"
check "build" cargo build --workspace --quiet
if bash checks/python.sh >"$log/out" 2>&1; then
    python=target/checks/venv/bin/python
    check "figures against scipy, statsmodels and scikit-learn" "$python" checks/peers.py target/debug/tenet
    check "experiments against statsmodels and spotify-confidence" "$python" checks/peers_evaluate.py target/debug/tenet
    if bash checks/python.sh gbstats >"$log/out" 2>&1; then
        check "experiments against gbstats" target/checks/gbstats-venv/bin/python checks/peers_evaluate.py target/debug/tenet
    else
        skip "experiments against gbstats" "$(tail -n 1 "$log/out")"
    fi
    check "drift against scipy and scikit-learn" "$python" checks/peers_drift.py target/debug/tenet
    check "a table in a bucket against the same in files" "$python" checks/buckets.py target/debug/tenet
    check "power, and before and after, against statsmodels" "$python" checks/peers_stats.py target/debug/tenet
    if command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; } >"$log/out" 2>&1; then
        if command -v chromedriver >/dev/null || apt-get install -y -qq chromium-driver >"$log/out" 2>&1; then
            check "the pages in a browser" "$python" checks/pages.py target/debug/tenet
        else
            skip "the pages in a browser" "chromedriver is missing and could not be installed (Debian: chromium-driver)"
        fi
    else
        skip "the pages in a browser" "chromium is missing and could not be installed (Debian: chromium)"
    fi
else
    tail -n 3 "$log/out"
    skip "peers and browser" "no Python environment could be made (needs python3 with venv, and PyPI)"
fi

rm -rf "$log"
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
