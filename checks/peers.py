#!/usr/bin/env python3
"""Hold Tenet's figures to those of trusted peers: scipy, statsmodels and scikit-learn.

usage: peers.py PATH/TO/tenet

Random tables are made from fixed seeds; every figure must agree, or the check fails and says which.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, r2_score, roc_auc_score, root_mean_squared_error
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from peer import run, same, tenet, write


def means_and_proportions(folder):
    """Welch's t against scipy; Newcombe's interval and the pooled z test against statsmodels."""
    for seed in range(25):
        rng = np.random.default_rng(seed)
        rows = int(rng.integers(60, 3000))
        arm = rng.choice(["old", "new"], rows)
        money = np.round(rng.lognormal(3, 1, rows) * rng.choice([0, 1], rows) + (arm == "new") * rng.normal(0, 2), 4)
        bought = (rng.random(rows) < rng.uniform(0.2, 0.8)).astype(int)
        write(folder / "test.csv", ["arm", "money", "bought"], [arm, money, bought])
        found = tenet(folder, "evaluate", "test.csv", "--variant", "arm", "--control", "old",
                      "--metric", "money", "--metric", "bought")["comparisons"]

        new, old = money[arm == "new"], money[arm == "old"]
        peer = stats.ttest_ind(new, old, equal_var=False)
        interval = peer.confidence_interval(0.95)
        ours = next(c for c in found if c["metric"] == "money")
        same(f"mean p {seed}", ours["p_value"], peer.pvalue, 1e-7)
        same(f"mean low {seed}", ours["low"], interval.low)
        same(f"mean high {seed}", ours["high"], interval.high)

        new, old = bought[arm == "new"], bought[arm == "old"]
        ours = next(c for c in found if c["metric"] == "bought")
        low, high = confint_proportions_2indep(new.sum(), len(new), old.sum(), len(old), method="newcomb", compare="diff")
        same(f"share low {seed}", ours["low"], low)
        same(f"share high {seed}", ours["high"], high)
        if min(new.sum(), old.sum(), (1 - new).sum(), (1 - old).sum()) >= 10:
            _, p = proportions_ztest([new.sum(), old.sum()], [len(new), len(old)])
            same(f"share p {seed}", ours["p_value"], p, 1e-7)


def unequal_splits(folder):
    """The chi-square test of the split against scipy."""
    for new in (480, 520, 560, 620):
        arms = ["new"] * new + ["old"] * 500
        write(folder / "split.csv", ["arm", "x"], [arms, np.arange(len(arms)) % 7])
        found = tenet(folder, "evaluate", "split.csv", "--variant", "arm", "--control", "old", "--metric", "x")
        same(f"split {new}", found["split"]["p_value"], stats.chisquare([new, 500]).pvalue, 1e-8)
        fired = [f for f in found["findings"] if f["rule"] == "unequal-split"]
        assert bool(fired) == (stats.chisquare([new, 500]).pvalue < 0.01), f"unequal-split at {new}"


def customers(seed, rows=3000):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(rows, 6))
    features[:, 1] = np.exp(features[:, 1])
    pull = features @ [1.2, 0.3, -0.8, 0, 0, 0.4] - 1.5
    return features, pull, rng


def linear_model(folder):
    """Accuracy of `linear` against scikit-learn's logistic regression; a package's predictions rescored."""
    features, pull, rng = customers(1)
    leaves = (rng.random(len(pull)) < 1 / (1 + np.exp(-pull))).astype(int)
    names = [f"x{i}" for i in range(6)]
    write(folder / "customers.csv", [*names, "leaves"], [*features.T, leaves])
    found = tenet(folder, "experiment", "customers.csv", "--target", "leaves", "--metric", "auc", "-o", "package")
    linear = next(c for c in found["candidates"] if c["name"] == "linear")["score"]
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    theirs = cross_val_score(model, features, leaves, scoring="roc_auc", cv=StratifiedKFold(5, shuffle=True, random_state=0)).mean()
    assert linear > theirs - 0.006, f"linear reaches {linear}, scikit-learn {theirs}"

    tenet(folder, "predict", "package", "customers.csv", "-o", "scored.csv")
    with open(folder / "scored.csv") as file:
        probability = np.array([float(row["probability"]) for row in csv.DictReader(file)])
    low, high = found["holdout"]["low"], found["holdout"]["high"]
    auc = roc_auc_score(leaves, probability)
    assert low - 0.02 < auc < high + 0.02, f"predictions score {auc}, announced {low} to {high}"
    assert log_loss(leaves, probability) < log_loss(leaves, np.full(len(leaves), leaves.mean()))
    assert brier_score_loss(leaves, probability) < leaves.mean() * (1 - leaves.mean())


def regression(folder):
    """A regression package's predictions, rescored by scikit-learn."""
    features, pull, rng = customers(2)
    price = 100 + 20 * pull + rng.normal(0, 10, len(pull))
    names = [f"x{i}" for i in range(6)]
    write(folder / "prices.csv", [*names, "price"], [*features.T, price])
    tenet(folder, "experiment", "prices.csv", "--target", "price", "-o", "priced")
    tenet(folder, "predict", "priced", "prices.csv", "-o", "prices-scored.csv")
    with open(folder / "prices-scored.csv") as file:
        guess = np.array([float(row["prediction"]) for row in csv.DictReader(file)])
    assert r2_score(price, guess) > 0.8 and root_mean_squared_error(price, guess) < 12


def own_candidates(folder):
    """The candidates of docs/guide, in scikit-learn and LightGBM, beside the built-in ones."""
    features, pull, rng = customers(3, 1500)
    leaves = np.where(rng.random(len(pull)) < 1 / (1 + np.exp(-pull)), "yes", "no")
    plan = rng.choice(["basic", "full", ""], len(pull))
    names = [*(f"x{i}" for i in range(6)), "plan"]
    write(folder / "own.csv", [*names, "leaves"], [*features.T, plan, leaves])
    scripts = Path(__file__).parent.parent.resolve() / "docs/guide/candidates"
    typed = []
    for name, script in [("forest", "forest.py"), ("lightgbm", "lightgbm_default.py")]:
        typed += ["--candidate", f"{name}={sys.executable} {scripts / script}"]
    found = tenet(folder, "experiment", "own.csv", "--target", "leaves", "--metric", "auc", *typed)
    score = {c["name"]: c["score"] for c in found["candidates"]}
    for name in ("forest", "lightgbm"):
        why = [c["why"] for c in found["candidates"] if c["name"] == name]
        assert score[name] is not None and score[name] > 0.72, f"{name}: {score}, {why}"


run([means_and_proportions, unequal_splits, linear_model, regression, own_candidates])
