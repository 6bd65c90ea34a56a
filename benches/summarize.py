#!/usr/bin/env python3
"""`tenet scope` against DuckDB's SUMMARIZE, which only describes: the same file and cores, alternating.

A mixed table of 26 columns is made, as CSV and as Parquet: numbers, whole numbers, dates, times, categories,
codes, short texts, missing values. Medians of five whole processes and of the ratio of each pair, peak memory,
and the worst of both at other shapes: few rows, many columns, long texts, 20,000,000 rows (with --large).

usage: summarize.py PATH/TO/tenet [--rows N] [--large] [--folder DIR]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

COLUMNS = """
  i AS id,
  printf('C%07d', (hash(i, 1) % 400000)::BIGINT) AS customer,
  CASE WHEN hash(i, 2) % 20 > 0 THEN (18 + hash(i, 3) % 70)::INTEGER END AS age,
  CASE WHEN hash(i, 4) % 33 > 0 THEN round(exp(9 + u(i, 5) + u(i, 6)), 2) END AS income,
  round(5000 * (u(i, 7) - 0.3), 2) AS balance,
  round(u(i, 8), 6) AS score,
  (hash(i, 9) % 12)::INTEGER AS visits,
  (hash(i, 10) % 120)::INTEGER AS tenure,
  hash(i, 11) % 4 = 0 AS member,
  DATE '2019-01-01' + (hash(i, 12) % 2000)::INTEGER AS signed_up,
  TIMESTAMP '2024-01-01' + to_seconds((hash(i, 13) % 31000000)::INTEGER) AS last_seen,
  one_of(['DE','FR','ES','IT','NL','PL','SE','NO','DK','FI','PT','GR'], i, 14) AS country,
  'city ' || (hash(i, 15) % 800) AS city,
  one_of(['monthly','yearly','two years','trial'], i, 16) AS contract,
  one_of(['web','shop','phone','partner','mail'], i, 17) AS channel,
  CASE WHEN hash(i, 18) % 10 > 0 THEN one_of(['phone','tablet','laptop','desktop'], i, 19) END AS device,
  printf('%05d', (hash(i, 20) % 9000)::BIGINT) AS postcode,
  CASE WHEN hash(i, 21) % 3 > 0 THEN round(u(i, 22) * 40, 1) END AS discount,
  (1 + hash(i, 23) % 500)::INTEGER AS quantity,
  round(1 + u(i, 24) * u(i, 25) * 900, 2) AS price,
  (1 + hash(i, 26) % 5)::INTEGER AS rating,
  one_of(['slow','kind','late','quick','broken','fine'], i, 27) || ' ' ||
    one_of(['delivery','answer','parcel','agent','invoice'], i, 28) || ' ' || (hash(i, 29) % 100000) AS remark,
  round(35 + 30 * u(i, 30), 5) AS latitude,
  round(-10 + 35 * u(i, 31), 5) AS longitude,
  (hash(i, 32) % 1000000)::INTEGER AS points,
  CASE WHEN u(i, 33) < 0.1 + 0.3 * u(i, 8) * u(i, 34) THEN 'yes' ELSE 'no' END AS churned
"""


def make(path, rows, columns=COLUMNS):
    """Write a table as Parquet or CSV, as its ending says; the same every time."""
    if path.exists():
        return path
    db = duckdb.connect()
    db.execute("CREATE MACRO u(i, c) AS (hash(i, c) % 1000000007) / 1000000007.0")
    db.execute("CREATE MACRO one_of(list, i, c) AS list_extract(list, (1 + hash(i, c) % len(list))::INTEGER)")
    db.execute(f"COPY (SELECT {columns} FROM range({rows}) t(i)) TO '{path}'")
    return path


def run(command):
    """Seconds of wall clock and megabytes at the peak of a process."""
    started = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command}: {errors.decode()}")
    return time.monotonic() - started, usage.ru_maxrss / 1024


def scope(tenet, path):
    return [tenet, "scope", path, "--target", "churned", "--format", "json"]


def beside_duckdb(tenet, path):
    summarize = f"import duckdb; print(duckdb.sql(\"SUMMARIZE FROM '{path}'\").fetchall())"
    ours, theirs = [], []
    for _ in range(5):
        ours.append(run(scope(tenet, path)))
        theirs.append(run([sys.executable, "-c", summarize]))
    ratio = statistics.median(a / b for (a, _), (b, _) in zip(ours, theirs))
    seconds = [statistics.median(run[0] for run in runs) for runs in (ours, theirs)]
    size, peak = path.stat().st_size / 1e6, max(run[1] for run in ours)
    print(f"{path.name:16} {size:6.0f} MB   scope {seconds[0]:6.2f} s, {peak:5.0f} MB   "
          f"SUMMARIZE {seconds[1]:6.2f} s   ratio {ratio:.2f}", flush=True)


def alone(tenet, path, bar):
    runs = [run(scope(tenet, path)) for _ in range(3)]
    seconds, peak = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
    print(f"{path.name:16} {path.stat().st_size / 1e6:6.0f} MB   scope {seconds:6.2f} s, {peak:5.0f} MB   bar: {bar}",
          flush=True)


parser = argparse.ArgumentParser()
parser.add_argument("tenet", type=Path)
parser.add_argument("--rows", type=int, default=2_000_000)
parser.add_argument("--large", action="store_true", help="20,000,000 rows, too")
parser.add_argument("--folder", type=Path, help="where tables are made and kept")
options = parser.parse_args()
tenet = options.tenet.resolve()

with tempfile.TemporaryDirectory() as own:
    folder = options.folder or Path(own)
    folder.mkdir(parents=True, exist_ok=True)
    mixed = make(folder / "mixed.parquet", options.rows)
    beside_duckdb(tenet, make(folder / "mixed.csv", options.rows))
    beside_duckdb(tenet, mixed)
    churned = "CASE WHEN hash(i, 1) % 3 = 0 THEN 'yes' ELSE 'no' END AS churned"
    few = COLUMNS[: COLUMNS.rindex("CASE")] + churned
    alone(tenet, make(folder / "ten.csv", 10, few), "0.05 s, 60 MB")
    wide = ", ".join(f"round(u(i, {at}), 4) AS c{at}" for at in range(2, 501)) + ", " + churned
    alone(tenet, make(folder / "wide.csv", 100_000, wide), "30 s")
    alone(tenet, make(folder / "long.csv", 300, f"i AS id, repeat(chr((97 + i % 26)::INTEGER), 1000000) || i AS body, {churned}"),
          "no blow-up")
    if options.large:
        alone(tenet, make(folder / "large.parquet", 20_000_000), "2,000 MB")
