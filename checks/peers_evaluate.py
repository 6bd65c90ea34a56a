#!/usr/bin/env python3
"""Hold `tenet evaluate` to gbstats, statsmodels, scipy and spotify-confidence on 200 random experiments.

usage: peers_evaluate.py PATH/TO/tenet

Peers that are not installed are left out, and it is said which: gbstats needs older numpy and pandas than the others,
so that it lives in an environment of its own.
"""

import csv
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

try:
    from gbstats.frequentist.tests import FrequentistConfig, TwoSidedTTest
    from gbstats.models.statistics import (
        RatioStatistic, RegressionAdjustedStatistic, SampleMeanStatistic, compute_theta,
    )
except ImportError:
    TwoSidedTTest = None
try:
    import pandas
    from spotify_confidence import StudentsTTest, ZTestLinreg
except ImportError:
    StudentsTTest = None
try:
    from scipy import stats
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
except ImportError:
    multipletests = None

TENET = str(Path(sys.argv[1]).resolve())
EXPERIMENTS = 200
agreed = {}


def same(peer, what, ours, theirs, error=0.0, relative=1e-9):
    """Within a billionth of the figure or of its standard error, whichever is larger."""
    near = abs(ours - theirs) <= relative * max(abs(theirs), error)
    assert near, f"{peer}, {what}: {ours!r}, the peer says {theirs!r}"
    agreed[peer] = agreed.get(peer, 0) + 1


def experiments():
    """Rows of each: users with several rows, money with zeros, a covariate, clicks of views."""
    rng = np.random.default_rng(7)
    for number in range(EXPERIMENTS):
        users = int(rng.integers(40, 400))
        rows = rng.integers(1, 6, users)
        user = np.repeat(np.arange(users), rows)
        arm = np.repeat(rng.integers(0, 2, users), rows)
        arm[:2] = [0, 1] if user[0] != user[1] else arm[:2]
        level = np.repeat(rng.normal(0, 1, users), rows)
        size = len(user)
        before = 5 + level + rng.normal(0, 1, size)
        money = np.round(rng.lognormal(2, 0.7, size) * rng.integers(0, 2, size) + 2 * level + arm * rng.normal(0, 0.5) + 20, 4)
        views = rng.integers(1, 12, size)
        clicks = rng.binomial(views, rng.uniform(0.1, 0.6))
        bought = (rng.random(size) < rng.uniform(0.2, 0.8)).astype(int)
        yield number, {"user": user, "arm": arm, "before": np.round(before, 5), "money": money, "views": views, "clicks": clicks, "bought": bought}


def evaluate(path, *options):
    command = [TENET, "evaluate", str(path), "--variant", "arm", "--control", "0", "--by", "test", "--format", "json", "--record", "off", *options]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode in (0, 1), f"exit code {run.returncode}: {run.stderr}"
    answers = {}
    for line in run.stdout.splitlines():
        answer = json.loads(line)
        answers[answer["by"]] = {one["metric"]: one for one in answer["comparisons"]}
    return answers


def arms(columns, name):
    return columns[name][columns["arm"] == 1].astype(float), columns[name][columns["arm"] == 0].astype(float)


def sums(columns, name, of):
    """By user: variant and control."""
    found = []
    for arm in (1, 0):
        chosen = columns["arm"] == arm
        _, codes = np.unique(columns["user"][chosen], return_inverse=True)
        values = np.ones(chosen.sum()) if of is None else columns[of][chosen].astype(float)
        found.append(np.bincount(codes, values))
    return found


def mean_statistic(values):
    return SampleMeanStatistic(n=len(values), sum=values.sum(), sum_squares=(values**2).sum())


def ratio_statistic(above, below):
    return RatioStatistic(n=len(above), m_statistic=mean_statistic(above), d_statistic=mean_statistic(below), m_d_sum_of_products=(above * below).sum())


def gbstats(what, ours, variant, control):
    result = TwoSidedTTest(control, variant, FrequentistConfig(difference_type="absolute")).compute_result()
    error = (result.ci[1] - result.ci[0]) / 4
    # gbstats keeps plain sums of squares, which cost it digits, and takes one minus a probability.
    same("gbstats", f"{what} difference", ours["difference"], result.expected, error)
    same("gbstats", f"{what} low", ours["low"], result.ci[0], error)
    same("gbstats", f"{what} high", ours["high"], result.ci[1], error)
    if result.p_value > 1e-6:
        same("gbstats", f"{what} p", ours["p_value"], result.p_value)


def with_gbstats(columns, plain, adjusted, by_user):
    new, old = arms(columns, "money")
    before_new, before_old = arms(columns, "before")
    gbstats("mean", plain["money"], mean_statistic(new), mean_statistic(old))
    gbstats("ratio of rows", plain["clicks/views"], *[ratio_statistic(*pair) for pair in zip(arms(columns, "clicks"), arms(columns, "views"))])
    def adjusted_statistic(after, before, theta):
        return RegressionAdjustedStatistic(n=len(after), post_statistic=mean_statistic(after), pre_statistic=mean_statistic(before),
                                           post_pre_sum_of_products=(after * before).sum(), theta=theta)
    theta = compute_theta(adjusted_statistic(new, before_new, 0), adjusted_statistic(old, before_old, 0))
    gbstats("CUPED", adjusted["money"], adjusted_statistic(new, before_new, theta), adjusted_statistic(old, before_old, theta))
    for metric, above, below in [("money", "money", None), ("clicks/views", "clicks", "views")]:
        tops, bottoms = sums(columns, metric, above), sums(columns, metric, below)
        gbstats(f"{metric} by user", by_user[metric], *[ratio_statistic(*pair) for pair in zip(tops, bottoms)])


def with_spotify(columns, plain, adjusted):
    def frame(extra):
        rows = []
        for arm, name in ((1, "new"), (0, "old")):
            chosen = columns["arm"] == arm
            y, x = columns["money"][chosen], columns["before"][chosen]
            rows.append({"arm": name, "n": len(y), "y": y.sum(), "yy": (y**2).sum(), **({"x": x.sum(), "xx": (x**2).sum(), "xy": (x * y).sum()} if extra else {})})
        return pandas.DataFrame(rows)
    common = {"numerator_column": "y", "numerator_sum_squares_column": "yy", "denominator_column": "n", "categorical_group_columns": "arm"}
    found = StudentsTTest(frame(False), **common).difference(level_1="old", level_2="new").iloc[0]
    ours = plain["money"]
    error = (ours["high"] - ours["low"]) / 4
    same("spotify-confidence", "mean difference", ours["difference"], found["difference"], error)
    same("spotify-confidence", "mean low", ours["low"], found["ci_lower"], error)
    same("spotify-confidence", "mean high", ours["high"], found["ci_upper"], error)
    same("spotify-confidence", "mean p", ours["p_value"], found["p-value"], relative=1e-8)
    adjusting = {"feature_column": "x", "feature_sum_squares_column": "xx", "feature_cross_sum_column": "xy"}
    found = ZTestLinreg(frame(True), **common, **adjusting).difference(level_1="old", level_2="new").iloc[0]
    same("spotify-confidence", "CUPED difference", adjusted["money"]["difference"], found["difference"], error)


def with_statsmodels(columns, plain):
    new, old = arms(columns, "money")
    peer = stats.ttest_ind(new, old, equal_var=False)
    ends = peer.confidence_interval(0.95)
    error = (ends.high - ends.low) / 4
    same("scipy", "mean low", plain["money"]["low"], ends.low, error)
    same("scipy", "mean high", plain["money"]["high"], ends.high, error)
    same("scipy", "mean p", plain["money"]["p_value"], peer.pvalue)
    new, old = arms(columns, "bought")
    low, high = confint_proportions_2indep(new.sum(), len(new), old.sum(), len(old), method="newcomb", compare="diff", correction=False)
    same("statsmodels", "share low", plain["bought"]["low"], low, (high - low) / 4)
    same("statsmodels", "share high", plain["bought"]["high"], high, (high - low) / 4)
    cells = [new.sum(), len(new) - new.sum(), old.sum(), len(old) - old.sum()]
    if min(cells) >= 10:
        p = proportions_ztest([new.sum(), old.sum()], [len(new), len(old)])[1]
    else:
        p = stats.fisher_exact([[cells[0], cells[1]], [cells[2], cells[3]]])[1]
    same("statsmodels", "share p", plain["bought"]["p_value"], p)
    p_values = [one["p_value"] for one in plain.values()]
    for key, method in [("p_holm", "holm"), ("q_value", "fdr_bh")]:
        for one, theirs in zip(plain.values(), multipletests(p_values, method=method)[1]):
            same("statsmodels", method, one[key], theirs)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tests.csv"
        kept = dict(experiments())
        with open(path, "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["test", *kept[0]])
            for number, columns in kept.items():
                out.writerows(zip([number] * len(columns["arm"]), *[column.tolist() for column in columns.values()]))
        metrics = ["--metric", "money", "--metric", "bought", "--metric", "clicks/views"]
        plain = evaluate(path, *metrics)
        adjusted = evaluate(path, "--metric", "money", "--covariate", "before")
        by_user = evaluate(path, "--metric", "money", "--metric", "clicks/views", "--unit", "user")
        assert len(plain) == EXPERIMENTS
        for number, columns in kept.items():
            if TwoSidedTTest:
                with_gbstats(columns, plain[number], adjusted[number], by_user[number])
            if StudentsTTest:
                with_spotify(columns, plain[number], adjusted[number])
            if multipletests:
                with_statsmodels(columns, plain[number])
    for peer, known in [("gbstats", TwoSidedTTest), ("spotify-confidence", StudentsTTest), ("statsmodels and scipy", multipletests)]:
        if not known:
            print(f"not installed here: {peer}")
    assert agreed, "no peer is installed"
    print("; ".join(f"{count} figures agree with {peer}" for peer, count in agreed.items()))


main()
