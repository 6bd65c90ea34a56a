#!/usr/bin/env bash
# A Python environment with the peers that figures are held against, in target/checks/venv; with the argument `gbstats`
# one of its own for gbstats, which needs older numpy and pandas.
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
gbstats) venv=target/checks/gbstats-venv list=checks/requirements-gbstats.txt needs='gbstats.frequentist' ;;
*) venv=target/checks/venv list=checks/requirements.txt
    needs='numpy, scipy, statsmodels, sklearn, selenium, pandas, pyarrow, lightgbm, spotify_confidence, boto3, moto' ;;
esac
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c "import $needs" 2>/dev/null ||
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$list"
