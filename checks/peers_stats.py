#!/usr/bin/env python3
"""Hold `tenet evaluate power` and `tenet evaluate before-after` to statsmodels.

usage: peers_stats.py PATH/TO/tenet
"""

import math

import numpy as np
import statsmodels.api as sm
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from peer import run, same, tenet, write


def power_of_means(folder):
    """Power, units and gain of means against TTestIndPower."""
    for seed in range(60):
        rng = np.random.default_rng(seed)
        sd = rng.uniform(0.5, 40)
        share, alpha = rng.choice([0.5, 0.5, 0.2, 0.35]), rng.choice([0.05, 0.01, 0.1])
        ratio = (1 - share) / share
        typed = ["power", "--sd", sd, "--alpha", alpha, "--split", f"new={share},old={1 - share}"]
        units = int(rng.integers(20, 5000))
        # Between one and five standard errors: beyond, the peer answers nan.
        gain = sd * rng.uniform(1, 5) / math.sqrt(units * share * (1 - share))
        found = tenet(folder, "evaluate", *typed, "--gain", gain, "--units", units)
        same(f"power {seed}", found["power"], TTestIndPower().power(gain / sd, units * share, alpha, ratio))
        found = tenet(folder, "evaluate", *typed, "--gain", gain, "--power", 0.9)
        # The peer's own solver is right to four digits only; its power at our answer says whether that is right.
        n, m = found["arms"]["new"], found["arms"]["old"]
        enough, fewer = (TTestIndPower().power(gain / sd, n - less, alpha, m / n) for less in (0, 1.01))
        assert enough >= 0.9 - 1e-9 and (fewer < 0.9 or n < 4), f"units {seed}: {n} give {enough}, one less {fewer}"
        found = tenet(folder, "evaluate", *typed, "--units", units)
        same(f"gain {seed}", TTestIndPower().power(found["gain"] / sd, units * share, alpha, ratio), 0.8, 1e-7)


def power_of_proportions(folder):
    """Power and units of shares against power_proportions_2indep."""
    for seed in range(60):
        rng = np.random.default_rng(seed)
        today, alpha = rng.uniform(0.01, 0.6), rng.choice([0.05, 0.01])
        gain, units = today * rng.uniform(0.02, 0.5), int(rng.integers(200, 100_000))
        typed = ["power", "--baseline", today, "--gain", gain, "--alpha", alpha]
        theirs = power_proportions_2indep(gain, today, units / 2, 1, alpha).power
        same(f"share power {seed}", tenet(folder, "evaluate", *typed, "--units", units)["power"], theirs)
        found = tenet(folder, "evaluate", *typed)["units_per_arm"]
        enough, fewer = (power_proportions_2indep(gain, today, n, 1, alpha).power for n in (found, found - 1))
        assert enough >= 0.8 > fewer, f"share units {seed}: {found} give {enough}, one less {fewer}"


def interrupted_series(folder):
    """Segmented regression with the errors of Newey and West against OLS with HAC."""
    for seed in range(30):
        rng = np.random.default_rng(seed)
        before, after = int(rng.integers(25, 90)), int(rng.integers(8, 60))
        day = np.arange(-before, after)
        noise = np.zeros(len(day))
        for at in range(1, len(day)):
            noise[at] = 0.5 * noise[at - 1] + rng.normal()
        y = 50 + 0.1 * day + (day >= 0) * (2 + 0.05 * day) + 2 * (day % 7 > 4) + noise
        write(folder / "series.csv", ["day", "y"], [day, y])
        found = tenet(folder, "evaluate", "before-after", "series.csv", "--metric", "y", "--time", "day", "--since", "0", "--season", "7")
        since = day >= 0
        table = np.column_stack([np.ones(len(day)), day, since, since * day, *[day % 7 == k for k in range(1, 7)]]).astype(float)
        lags = math.floor(4 * (len(day) / 100) ** (2 / 9))
        assert found["lags"] == lags
        fit = sm.OLS(y, table).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
        contrast = np.zeros(table.shape[1])
        contrast[2], contrast[3] = 1, day[since].mean()
        same(f"series effect {seed}", found["difference"], contrast @ fit.params)
        same(f"series error {seed}", found["robust_error"], math.sqrt(contrast @ fit.cov_params() @ contrast))
        same(f"series jump {seed}", found["jump"]["value"], fit.params[2])
        same(f"series jump error {seed}", found["jump"]["robust_error"], fit.bse[2])


def difference_in_differences(folder):
    """Difference in differences, and its stretches, against OLS with clustered errors."""
    for seed in range(30):
        rng = np.random.default_rng(seed)
        shops, days = int(rng.integers(16, 60)), int(rng.integers(12, 40))
        shop = np.repeat(np.arange(shops), days)
        keep = rng.random(len(shop)) < 0.8
        day = np.tile(np.arange(days) - days // 2, shops)[keep]
        shop = shop[keep]
        north = shop % 2 == 0
        y = rng.normal(size=shops)[shop] * 3 + 0.1 * day + north * (day >= 0) * 1.5 + rng.normal(size=len(shop))
        write(folder / "shops.csv", ["day", "shop", "region", "y"], [day, shop, np.where(north, "north", "south"), y])
        found = tenet(folder, "evaluate", "before-after", "shops.csv", "--metric", "y", "--time", "day", "--since", "0",
                      "--treated", "region=north", "--unit", "shop")
        since = day >= 0
        table = np.column_stack([np.ones(len(day)), north, since, north & since]).astype(float)
        fit = sm.OLS(y, table).fit(cov_type="cluster", cov_kwds={"groups": shop})
        same(f"difference {seed}", found["difference"], fit.params[3])
        same(f"clustered error {seed}", found["robust_error"], fit.bse[3])

        # The event study: one cell for each group and stretch.
        stretches = [(low, high) for low, high, _ in found["pre_trend"]["stretches"]]
        last = next(at for at, (_, high) in enumerate(stretches) if high == -1)
        cells = [(day >= low) & (day <= high) for low, high in stretches]
        others = [cell for at, cell in enumerate(cells) if at != last]
        table = np.column_stack([np.ones(len(day)), north, *others, *[cell & north for cell in others]]).astype(float)
        fit = sm.OLS(y, table).fit(cov_type="cluster", cov_kwds={"groups": shop})
        effects = [effect for _, _, effect in found["pre_trend"]["stretches"] if effect]
        for at, effect in enumerate(effects):
            same(f"stretch {seed} {at}", effect["value"], fit.params[2 + len(others) + at], 1e-7)
            same(f"stretch error {seed} {at}", effect["robust_error"], fit.bse[2 + len(others) + at], 1e-7)


run([power_of_means, power_of_proportions, interrupted_series, difference_in_differences])
