#!/usr/bin/env python3
"""`tenet scope` against DuckDB's SUMMARIZE, which only describes: the same file and cores, alternating.

Tables of 26 columns are made: one mixed (numbers, whole numbers, dates, times, categories, codes, short texts, missing
values) as CSV and as Parquet, one of many texts and moments, and with other targets: one that the columns tell well, one
of five classes, a quantity. Medians of five whole processes and of the ratio of each pair, also of the processors'
time, which other work on the machine does not change much; peak memory; and the worst of all at other shapes: few rows,
many columns, long texts, 20,000,000 rows (with --large).

usage: summarize.py PATH/TO/tenet [--rows N] [--large] [--folder DIR] [--only NAME]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tables import FEW, TABLES, make

BESIDE = ["mixed.csv", "mixed.parquet", "strong.parquet", "classes.csv", "quantity.parquet", "texts.csv", "texts.parquet"]


class Run:
    """Seconds of wall clock and of all processors, and megabytes at the peak, of a process.

    GNU time starts it: a process that Python starts itself is charged with the memory of Python.
    """

    def __init__(self, command):
        with tempfile.NamedTemporaryFile("r") as told:
            words = ["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", told.name, *map(str, command)]
            started = time.monotonic()
            ended = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            self.seconds = time.monotonic() - started
            if ended.returncode not in (0, 1):
                sys.exit(f"{command}: {ended.stderr.decode()}")
            user, system, kilobytes = map(float, told.read().split())
        self.processor, self.peak = user + system, kilobytes / 1024


def scope(tenet, path):
    return [tenet, "scope", path, "--target", "churned", "--format", "json"]


def beside_duckdb(tenet, path):
    summarize = f"import duckdb; print(duckdb.sql(\"SUMMARIZE FROM '{path}'\").fetchall())"
    pairs = [(Run(scope(tenet, path)), Run([sys.executable, "-c", summarize])) for _ in range(5)]
    median = lambda of: statistics.median(map(of, pairs))
    print(f"{path.name:16} {path.stat().st_size / 1e6:6.0f} MB   "
          f"scope {median(lambda p: p[0].seconds):6.2f} s, {max(p[0].peak for p in pairs):5.0f} MB   "
          f"SUMMARIZE {median(lambda p: p[1].seconds):6.2f} s   "
          f"ratio {median(lambda p: p[0].seconds / p[1].seconds):.2f}, "
          f"of the processors {median(lambda p: p[0].processor / p[1].processor):.2f}", flush=True)


def alone(tenet, path, bar):
    runs = [Run(scope(tenet, path)) for _ in range(5)]
    seconds, peak = statistics.median(run.seconds for run in runs), max(run.peak for run in runs)
    processor = statistics.median(run.processor for run in runs)
    print(f"{path.name:16} {path.stat().st_size / 1e6:6.0f} MB   scope {seconds:6.2f} s ({processor:.2f} s of the "
          f"processors), {peak:5.0f} MB   bar: {bar}", flush=True)


parser = argparse.ArgumentParser()
parser.add_argument("tenet", type=Path)
parser.add_argument("--rows", type=int, default=2_000_000)
parser.add_argument("--large", action="store_true", help="20,000,000 rows, too")
parser.add_argument("--folder", type=Path, help="where tables are made and kept")
parser.add_argument("--only", default="", help="only tables whose name has this in it")
options = parser.parse_args()
tenet = options.tenet.resolve()

with tempfile.TemporaryDirectory() as own:
    folder = options.folder or Path(own)
    folder.mkdir(parents=True, exist_ok=True)
    churned = "CASE WHEN hash(i, 1) % 3 = 0 THEN 'yes' ELSE 'no' END AS churned"
    wide = ", ".join(f"round(u(i, {at}), 4) AS c{at}" for at in range(2, 501)) + ", " + churned
    long = f"i AS id, repeat(chr((97 + i % 26)::INTEGER), 1000000) || i AS body, {churned}"
    shapes = {
        "ten.csv": (10, FEW + churned, "0.05 s, 60 MB"),
        "wide.csv": (100_000, wide, "30 s"),
        "long.csv": (300, long, "no blow-up"),
    }
    if options.large:
        shapes["large.parquet"] = (20_000_000, TABLES["mixed"], "2,000 MB")
    for name in BESIDE:
        if options.only in name:
            beside_duckdb(tenet, make(folder / name, options.rows, TABLES[name.split(".")[0]]))
    for name, (rows, columns, bar) in shapes.items():
        if options.only in name:
            alone(tenet, make(folder / name, rows, columns), bar)
