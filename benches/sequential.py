#!/usr/bin/env python3
"""Read 20,000 experiments daily for 28 days with Tenet's always-valid and group-sequential intervals, mSPRT, and gbstats.

usage: sequential.py PATH/TO/sequential    (the example of crates/stats: cargo run -p stats --release --example sequential)

Prints how often each is wrong when nothing changed, how often it sees a gain that one planned reading sees in 79 of 100,
and on which day it stops. gbstats' code is run on the same figures where it is installed, else its equation is used.
"""

import subprocess
import sys

import numpy as np
from scipy.stats import norm

DAYS, RUNS, UNITS = 28, 20_000, 5_600


def courses(rng, drift):
    """z at the end of each day, in each experiment."""
    share = np.arange(1, DAYS + 1) / DAYS
    return (rng.normal(size=(RUNS, DAYS)).cumsum(1) / np.sqrt(DAYS) + drift * share) / np.sqrt(share)


def msprt(tuning):
    share = np.arange(1, DAYS + 1) / DAYS
    return np.sqrt(2 * (1 + 1 / (tuning * share)) * np.log(np.sqrt(1 + tuning * share) / 0.05))


def gbstats():
    """Half the width of gbstats' sequential interval over the standard error: its own code, or its equation where it is missing."""
    try:
        from gbstats.frequentist.tests import SequentialConfig, SequentialTwoSidedTTest
        from gbstats.models.statistics import SampleMeanStatistic
    except ImportError:
        rho_squared = (-2 * np.log(0.05) + np.log(1 - 2 * np.log(0.05))) / 5000
        return msprt(UNITS * rho_squared)
    bounds = []
    for day in range(1, DAYS + 1):
        n = UNITS // 2 * day // DAYS
        arm = SampleMeanStatistic(n=n, sum=10.0 * n, sum_squares=101.0 * n)
        test = SequentialTwoSidedTTest(arm, arm, SequentialConfig(difference_type="absolute"))
        low, high = test.confidence_interval
        bounds.append((high - low) / 2 / np.sqrt(test.variance))
    return np.array(bounds)


def main():
    rng = np.random.default_rng(1)
    drift = norm.ppf(0.975) + norm.ppf(0.79)
    same, gain = courses(rng, 0), courses(rng, drift)
    ours = subprocess.run([sys.argv[1], str(DAYS)], capture_output=True, text=True, check=True).stdout
    rules = {name: np.array(values.split(","), float) for name, values in (line.split("\t") for line in ours.splitlines())}
    rules |= {f"mSPRT, tuning {tuning}": msprt(tuning) for tuning in (4, 12, 32)}
    rules["gbstats, 5,600 units"] = gbstats()
    rules["plain 95 % interval, read daily"] = np.full(DAYS, norm.ppf(0.975))
    rules["one planned reading"] = np.where(np.arange(1, DAYS + 1) < DAYS, np.inf, norm.ppf(0.975))
    print(f"{'':42}{'wrong':>9}{'sees':>8}{'stops on day':>15}{'width, first and last day':>28}")
    for name, bounds in rules.items():
        wrong = (np.abs(same) > bounds).any(1).mean()
        seen = np.abs(gain) > bounds
        day = np.where(seen.any(1), seen.argmax(1) + 1, DAYS).mean()
        width = bounds / norm.ppf(0.975)
        print(f"{name:42}{wrong:9.2%}{seen.any(1).mean():8.3f}{day:15.1f}{width[0]:20.2f}{width[-1]:8.2f}")


if __name__ == "__main__":
    main()
