#!/usr/bin/env python3
"""How often `tenet experiment` finds a planted slice that is served wrongly, and how often it cries wolf.

Tables of 4,000 rows and twelve columns. Clean ones have a linear truth, or a rare one, or a number with skewed noise:
nothing may be told. In the others people of one region below 40 behave otherwise, which a line cannot see; a line is
made the choice by leaving the other rungs behind a huge cost.

usage: segments.py PATH/TO/tenet [--tables 100]
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

parser = argparse.ArgumentParser()
parser.add_argument("tenet", type=Path)
parser.add_argument("shared", nargs="?", help="not needed")
parser.add_argument("--tables", type=int, default=100)
options = parser.parse_args()
tenet = str(options.tenet.resolve())

# Only the line is cheap enough to be chosen.
PLAN = """
[data]
source = "data.csv"
target = "y"
[worth]
currency = "EUR"
true_positive = 1
false_positive = -1
cases_per_month = 1000
[cost]
day_rate = 100000
[complexity]
linear = [0, 0]
"""


def made(seed, kind):
    draw = np.random.default_rng(seed)
    rows = 4000
    table = pd.DataFrame({f"n{at}": draw.normal(size=rows).round(4) for at in range(7)})
    table["age"] = draw.integers(18, 80, rows)
    table["region"] = draw.choice(["north", "south", "east", "west"], rows)
    table["plan"] = draw.choice(["basic", "full", "trial"], rows)
    table["channel"] = draw.choice(list("abcdefgh"), rows)
    line = 0.8 * table.n0 - 0.5 * table.n1 + 0.02 * (table.age - 50) + 0.5 * (table.plan == "trial")
    if kind == "number":
        table["y"] = (10 + 3 * line + draw.exponential(3, rows)).round(3)
        return table
    if kind == "rare":
        line = line - 3.5
    if kind == "planted":
        line = line + np.where((table.region == "north") & (table.age < 40), 1.6, 0)
    table["y"] = np.where(draw.random(rows) < 1 / (1 + np.exp(-line)), "yes", "no")
    return table


for kind in ("clean", "rare", "number", "planted"):
    told, right = 0, 0
    for seed in range(options.tables):
        with tempfile.TemporaryDirectory() as folder:
            made(seed, kind).to_csv(f"{folder}/data.csv", index=False)
            if kind == "planted":
                Path(folder, "tenet.toml").write_text(PLAN)
            run = [tenet, "experiment", *([] if kind == "planted" else ["data.csv", "--target", "y"]), "--metric",
                   "rmse" if kind == "number" else "auc", "--format", "json"]
            found = json.loads(subprocess.run(run, cwd=folder, capture_output=True, text=True).stdout)
        told += bool(found["segments"])
        right += any("region = north" in one["name"] and "age" in one["columns"] for one in found["segments"])
    print(f"{kind:8} {options.tables} tables: {told} tell of a slice" + (f", {right} of the planted one" if kind == "planted" else ""), flush=True)
