#!/usr/bin/env python3
"""Forecasts of Tenet against ETS and SARIMAX (statsmodels) and LightGBM on lags, from the same rolling origins.

usage: forecast.py PATH/TO/tenet PATH/TO/shared [NAME...]

MASE over the origins of the open stretch, by the scale of the stretch each was learned from; all learn anew at the same
origins. ETS and SARIMAX are given the season and the kind a person would choose who knows how the series was made.
"""

import json
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.filterwarnings("ignore")
TENET, SHARED, ONLY = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]), sys.argv[3:]


def made(kind, periods, start, freq, seed=0):
    random, t = np.random.default_rng(seed), np.arange(periods)
    noise = random.normal(size=periods)
    values = {
        "walk": np.cumsum(noise) + 100,
        "noise": 50 + 5 * noise,
        "trend": 20 + 0.5 * t + 4 * noise,
        "week": 100 + np.array([0, 5, 9, 12, 30, 44, 20])[t % 7] + 6 * noise,
        "persistent": 30 + pd.Series(noise).ewm(alpha=0.2).mean().to_numpy() * 10,
        "shift": 40 + 25 * (t > periods * 0.45) + 3 * noise,
        "hours": 200 + 40 * np.sin(t / 24 * 2 * np.pi) + 25 * ((t // 24) % 7 > 4) + 10 * noise,
        "demand": random.poisson(2.5, periods) * (random.random(periods) < 0.3),
    }[kind]
    return pd.DataFrame({"when": pd.date_range(start, periods=periods, freq=freq), "y": values})


def shared(file, time, target):
    frame = pd.read_csv(SHARED / "data" / file)[[time, target]].set_axis(["when", "y"], axis=1)
    return frame.assign(when=pd.to_datetime(frame["when"]))


SERIES = {
    "airline": (lambda: shared("airline-passengers.csv", "Month", "Passengers"), ("mul", 12), ((1, 1, 1), (0, 1, 1, 12), True)),
    "temperatures": (lambda: shared("daily-min-temperatures.csv", "Date", "Temp"), (None, None), ((2, 0, 1), (0, 0, 0, 0), False)),
    "walk": (lambda: made("walk", 400, "2022-01-01", "D"), (None, None), ((0, 1, 0), (0, 0, 0, 0), False)),
    "noise": (lambda: made("noise", 400, "2022-01-01", "D"), (None, None), ((0, 0, 0), (0, 0, 0, 0), False)),
    "trend": (lambda: made("trend", 120, "2010-01-01", "MS"), (None, None), ((0, 1, 1), (0, 0, 0, 0), False)),
    "week": (lambda: made("week", 500, "2022-01-01", "D"), ("add", 7), ((0, 0, 0), (0, 1, 1, 7), False)),
    "persistent": (lambda: made("persistent", 600, "2022-01-01", "D"), (None, None), ((1, 0, 0), (0, 0, 0, 0), False)),
    "shift": (lambda: made("shift", 500, "2022-01-01", "D"), (None, None), ((0, 1, 1), (0, 0, 0, 0), False)),
    "hours": (lambda: made("hours", 2_000, "2024-01-01", "h"), ("add", 24), ((1, 0, 0), (0, 1, 1, 24), False)),
    "demand": (lambda: made("demand", 500, "2022-01-01", "D"), (None, None), ((0, 0, 0), (0, 0, 0, 0), False)),
}


def ours(frame, name, folder):
    frame.to_csv(folder / "series.csv", index=False, date_format="%Y-%m-%dT%H:%M:%S" if name == "hours" else "%Y-%m-%d")
    run = [TENET, "experiment", "series.csv", "--target", "y", "--time", "when", "--metric", "mase", "--format", "json", "-o", "p"]
    started = time.time()
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True)
    return json.loads(done.stdout), time.time() - started


def ets(known, kind):
    """Fitted to what is known; forecasts from later origins with the same parameters."""
    season, periods = kind
    trend = "add" if season == "mul" else None

    def model(values):
        return ETSModel(values, error="add", trend=trend, damped_trend=bool(trend), seasonal=season, seasonal_periods=periods)

    fitted = model(known).fit(disp=False)
    return lambda values, horizon: model(values).smooth(fitted.params).forecast(horizon)


def sarimax(known, kind):
    order, seasonal, log = kind
    onto, back = (np.log, np.exp) if log else (np.asarray, np.asarray)
    trend = None if order[1] or seasonal[1] else "c"
    fitted = SARIMAX(onto(known), order=order, seasonal_order=seasonal, trend=trend).fit(disp=False)
    return lambda values, horizon: back(fitted.apply(onto(values)).forecast(horizon))


def boosted(known, season, horizon):
    """Direct on lags: the change from the last value, one model for all steps, the step and the season's place told."""
    lags = sorted({*range(1, 15), *([season, season + 1] if season and season < len(known) // 3 else [])})

    def inputs(values, origin, step):
        return [*(values[origin - lag] - values[origin - 1] for lag in lags), step, (origin + step) % (season or 1)]

    rows, answers = [], []
    for origin in range(max(lags), len(known) - 1, max(1, len(known) * horizon // 40_000)):
        for step in range(min(horizon, len(known) - origin)):
            rows.append(inputs(known, origin, step))
            answers.append(known[origin + step] - known[origin - 1])
    model = lightgbm.LGBMRegressor(verbose=-1, n_jobs=2).fit(np.array(rows), answers)
    return lambda values, horizon: values[-1] + model.predict(np.array([inputs(values, len(values), step) for step in range(horizon)]))


def peer(fit, values, found, season):
    """MASE over the same origins, learned anew where ours is."""
    used = found["forecast"]
    horizon, count = used["horizon"], used["origins"]
    sealed_from = len(values) - used["sealed_origins"] * horizon
    origins = [sealed_from - (count - number) * horizon for number in range(count)]
    stretches = count if count <= 12 else 5
    scaled = []
    for stretch in range(stretches):
        mine = origins[stretch * count // stretches : (stretch + 1) * count // stretches]
        known = values[: mine[0]]
        scale = np.abs(known[season:] - known[:-season]).mean()
        forecast = fit(known)
        for origin in mine:
            scaled.append(np.abs(forecast(values[:origin], horizon) - values[origin : origin + horizon]).mean() / scale)
    return np.mean(scaled)


def main():
    print(f"{'series':<13}{'chosen':<15}{'MASE':>7}  {'constant':>8} {'naive':>7} {'s-naive':>8} {'linear':>7} {'boosting':>8}  |{'ETS':>7} {'SARIMAX':>8} {'LightGBM':>9}   seconds")
    for name, (load, ets_kind, sarimax_kind) in SERIES.items():
        if ONLY and name not in ONLY:
            continue
        frame = load()
        with tempfile.TemporaryDirectory() as folder:
            found, seconds = ours(frame, name, Path(folder))
        score = {candidate["name"]: candidate["score"] for candidate in found["candidates"]}
        season, values = found["forecast"]["season"] or 1, frame["y"].to_numpy(float)
        told = sarimax_kind[1][3] or found["forecast"]["season"]
        peers = [
            peer(lambda known: ets(known, ets_kind), values, found, season),
            peer(lambda known: sarimax(known, sarimax_kind), values, found, season),
            peer(lambda known: boosted(known, told, found["forecast"]["horizon"]), values, found, season),
        ]
        shown = [f"{score.get(rung) if score.get(rung) is not None else float('nan'):.3f}" for rung in ["constant", "naive", "seasonal-naive", "linear", "boosting"]]
        chosen = found["choice"]["name"]
        print(f"{name:<13}{chosen:<15}{score[chosen]:>7.3f}  {shown[0]:>8} {shown[1]:>7} {shown[2]:>8} {shown[3]:>7} {shown[4]:>8}  |{peers[0]:>7.3f} {peers[1]:>8.3f} {peers[2]:>9.3f}   {seconds:.1f}", flush=True)


main()
