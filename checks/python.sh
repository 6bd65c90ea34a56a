#!/usr/bin/env bash
# A Python environment with the peers that figures are held against, in target/checks/venv.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=target/checks/venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import numpy, scipy, statsmodels, sklearn, selenium, pandas, pyarrow, lightgbm' 2>/dev/null ||
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r checks/requirements.txt
