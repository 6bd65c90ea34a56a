#!/usr/bin/env python3
"""Drift on real tables: no alarm where nothing has changed, and each planted change named as what it is.

usage: drift.py PATH/TO/tenet PATH/TO/shared [HALVES]

Prints counts. An alarm is a finding at level warn or stop. `named` is the share of runs in which a finding at that level
names the column and the cause that was planted.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

TENET, SHARED = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
HALVES = int(sys.argv[3]) if len(sys.argv) > 3 else 200

TABLES = {
    "adult": ("adult-train.csv", "income", ">50K", "age", "hours_per_week", "workclass", "occupation"),
    "telco": ("telco.csv", "Churn", "Yes", "MonthlyCharges", "tenure", "PaymentMethod", "Contract"),
}


def drift(folder, *options):
    run = subprocess.run([TENET, "evaluate", "drift", "now.csv", "--against", "then.csv", *options, "--format", "json"],
                         cwd=folder, capture_output=True, text=True)
    assert run.returncode < 2, run.stderr
    return json.loads(run.stdout)


def alarms(found):
    return [f for f in found["findings"] if f["level"] != "note"]


def halves(table, seed, rows=None):
    order = np.random.default_rng(seed).permutation(len(table))
    half = len(table) // 2 if rows is None else rows
    return table.iloc[order[:half]].copy(), table.iloc[order[half:2 * half]].copy()


def write(folder, then, now):
    then.to_csv(folder / "then.csv", index=False)
    now.to_csv(folder / "now.csv", index=False)


def gaps(now, column, extra, rng):
    now.loc[now.index[rng.random(len(now)) < extra], column] = np.nan
    return now


def prior(now, target, positive, keep, rng):
    return now[(now[target] == positive) | (rng.random(len(now)) < keep)]


def nothing(folder):
    for name, (file, target, positive, *_) in TABLES.items():
        table = pd.read_csv(SHARED / "data" / file)
        for rows, options in [(None, []), (None, ["--target", target, "--positive", positive]),
                              (300, ["--target", target, "--positive", positive])]:
            loud = 0
            for seed in range(HALVES):
                write(folder, *halves(table, seed, rows))
                found = alarms(drift(folder, *options))
                loud += bool(found)
                for finding in found:
                    print(f"    seed {seed}: {finding['rule']}: {finding['message']}")
            words = "with answers" if options else "without answers"
            print(f"nothing changed, {name}, {rows or 'half the'} rows, {words}: alarms in {loud} of {HALVES}")


def planted(folder, runs=20):
    for name, (file, target, positive, number, other, text, label) in TABLES.items():
        table = pd.read_csv(SHARED / "data" / file)
        answers = ["--target", target, "--positive", positive]
        cases = [
            ("Fahrenheit for Celsius", number, "unit-change", lambda now, rng: now.assign(**{number: now[number] * 1.8 + 32})),
            ("cents for euros", number, "unit-change", lambda now, rng: now.assign(**{number: now[number] * 100})),
            ("a third in another unit", number, "unit-change",
             lambda now, rng: now.assign(**{number: now[number] * np.where(rng.random(len(now)) < 0.33, 100, 1)})),
            ("new category at 5 %", text, "new-categories",
             lambda now, rng: now.assign(**{text: np.where(rng.random(len(now)) < 0.05, "Barter", now[text])})),
            ("missing rate doubled from 5 %", other, "missing-rate", lambda now, rng: gaps(now, other, 0.1, rng)),
            ("more of one answer", target, "label-rate", lambda now, rng: prior(now, target, positive, 0.65, rng)),
            ("columns swapped", number, "swapped-columns", lambda now, rng: now.rename(columns={number: other, other: number})),
            ("column gone", text, "missing-column", lambda now, rng: now.drop(columns=text)),
            ("column renamed", text, "renamed-column", lambda now, rng: now.rename(columns={text: text + "_v2"})),
            ("column constant", text, "constant-column", lambda now, rng: now.assign(**{text: now[text].iloc[0]})),
            ("code for not known at 4 %", number, "new-sentinel",
             lambda now, rng: now.assign(**{number: np.where(rng.random(len(now)) < 0.04, -999, now[number])})),
            ("upper case", label, "spelling-change", lambda now, rng: now.assign(**{label: now[label].str.upper()})),
            ("answers turned for a third", None, "concept-drift",
             lambda now, rng: now.assign(**{target: np.where((now[number] > now[number].median()) & (rng.random(len(now)) < 0.66),
                                                             rng.permutation(now[target].to_numpy()), now[target])})),
        ]
        for what, column, cause, change in cases:
            named, more = 0, 0
            for seed in range(runs):
                rng = np.random.default_rng(1_000 + seed)
                then, now = halves(table, seed)
                if "missing" in what:
                    then, now = gaps(then, other, 0.05, rng), now
                write(folder, then, change(now, rng))
                options = answers if cause in ("label-rate", "concept-drift") or seed % 2 else []
                found = alarms(drift(folder, *options))
                right = [f for f in found if (f["evidence"].get("cause") or f["rule"]) in (cause, None) and
                         (column is None or column in f["columns"])]
                named += bool(right)
                others = [f for f in found if f not in right]
                more += bool(others)
                if seed == 0:
                    for finding in found:
                        print(f"    {finding['level']} {finding['rule']}: {finding['message']}")
            print(f"{what}, {name}: named in {named} of {runs}; something else besides in {more}")


def large(folder):
    rng = np.random.default_rng(1)
    for seed in range(2):
        def table(rows, seed):
            r = np.random.default_rng(seed)
            return pd.DataFrame({
                "id": np.arange(rows) + seed * rows,
                "amount": np.round(r.lognormal(3, 1.5, rows), 2),
                "age": r.integers(18, 90, rows),
                "city": r.choice([f"c{i}" for i in range(3_000)], rows),
                "flag": r.random(rows) < 0.02,
                "score": np.where(r.random(rows) < 0.1, np.nan, r.normal(0, 1, rows)),
                "y": r.choice(["yes", "no"], rows),
            })
        write(folder, table(1_000_000, 10 + seed), table(1_000_000, 20 + seed))
        found = drift(folder, "--target", "y", "--positive", "yes")
        print(f"1,000,000 rows, nothing changed: {len(alarms(found))} alarms, {found['seconds']:.1f} s")


def quality(folder):
    """The estimated quality against the real one, under a shift of the rows that leaves the relation alone."""
    train, test = (pd.read_csv(SHARED / "data" / f"adult-{part}.csv") for part in ("train", "test"))
    train.to_csv(folder / "then.csv", index=False)
    subprocess.run([TENET, "experiment", "then.csv", "--target", "income", "--positive", ">50K", "-o", "package"],
                   cwd=folder, capture_output=True)
    test["income"] = test["income"].str.rstrip(".")
    for words, rows in {
        "the test file": test, "under 30": test[test.age < 30], "over 45": test[test.age > 45],
        "degrees": test[test.education_num >= 13], "women": test[test.sex == "Female"],
        "long hours": test[test.hours_per_week > 45], "not married": test[test.marital_status != "Married-civ-spouse"],
    }.items():
        rows.drop(columns="income").to_csv(folder / "now.csv", index=False)
        blind = drift(folder, "--package", "package")["estimated_quality"]
        rows.to_csv(folder / "now.csv", index=False)
        real = drift(folder, "--package", "package")["estimated_quality"]
        for ours, true in zip([blind, *blind["others"]], [real, *real["others"]]):
            inside = ours["low"] <= true["realised"] <= ours["high"]
            print(f"{words} ({len(rows)} rows): {ours['metric']} estimated {ours['score']:.4f} [{ours['low']:.4f}, {ours['high']:.4f}], "
                  f"real {true['realised']:.4f}{'' if inside else '  outside'}; on the reference {ours['reference']:.4f}")


with tempfile.TemporaryDirectory() as room:
    folder = Path(room)
    wanted = sys.argv[4:] or ["planted", "quality", "large", "nothing"]
    for part in wanted:
        globals()[part](folder)
