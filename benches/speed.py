#!/usr/bin/env python3
"""Whole-process time of each command against the same work in Python, alternating; medians of five.

usage: speed.py PATH/TO/tenet PATH/TO/shared
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TENET, SHARED = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
ADULT, TELCO, AB = SHARED / "data/adult-train.csv", SHARED / "data/telco.csv", SHARED / "ab/hillstrom.csv"

DESCRIBE = f"import pandas; t = pandas.read_csv(r'{ADULT}'); print(t.describe(include='all')); print(t.nunique())"
BOOST = f"""
import pandas, lightgbm
from sklearn.model_selection import cross_val_score
t = pandas.read_csv(r'{ADULT}'); y = (t.pop('income') == '>50K')
t = t.astype({{name: 'category' for name in t.select_dtypes(exclude='number')}})
print(cross_val_score(lightgbm.LGBMClassifier(verbose=-1, n_jobs=2), t, y, scoring='roc_auc', cv=5).mean())
"""
WELCH = f"""
import pandas; from scipy import stats
t = pandas.read_csv(r'{AB}'); old = t[t.segment == 'No E-Mail']
for arm in ('Mens E-Mail', 'Womens E-Mail'):
    for metric in ('visit', 'spend'):
        print(stats.ttest_ind(t[t.segment == arm][metric], old[metric], equal_var=False).confidence_interval())
"""

CASES = [
    ("scope adult", [TENET, "scope", ADULT, "--target", "income"], "pandas describe, nunique", DESCRIBE),
    ("scope telco", [TENET, "scope", TELCO, "--target", "Churn", "--positive", "Yes"], None, None),
    ("experiment telco", [TENET, "experiment", TELCO, "--target", "Churn", "-o", "package"], None, None),
    ("experiment adult, 6 rungs", [TENET, "experiment", ADULT, "--target", "income", "--positive", ">50K", "-o", "package"],
     "LightGBM alone, 5 folds", BOOST),
    ("evaluate hillstrom", [TENET, "evaluate", AB, "--variant", "segment", "--control", "No E-Mail", "--metric", "visit",
                            "--metric", "spend"], "pandas and scipy", WELCH),
]


def seconds(command, folder):
    started = time.monotonic()
    subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, check=False)
    return time.monotonic() - started


with tempfile.TemporaryDirectory() as folder:
    for name, command, peer, script in CASES:
        runs, theirs = [], []
        for _ in range(5):
            runs.append(seconds(command, folder))
            if script:
                theirs.append(seconds([sys.executable, "-c", script], folder))
        line = f"{name:26} {statistics.median(runs):7.2f} s"
        if script:
            ratio = statistics.median(ours / other for ours, other in zip(runs, theirs))
            line += f"   {peer} {statistics.median(theirs):6.2f} s   ratio {ratio:.2f}"
        print(line, flush=True)
