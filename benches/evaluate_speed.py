#!/usr/bin/env python3
"""10,000,000 exposures in two arms, three metrics and a covariate, from Parquet: `tenet evaluate` against DuckDB
computing the same sums, alternating; medians of five and peak memory.

usage: evaluate_speed.py PATH/TO/tenet [ROWS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TENET = str(Path(sys.argv[1]).resolve())
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
METRICS = ["spend", "minutes", "bought"]

SUMS = ", ".join(
    f"sum({m}), sum({m} * {m}::DOUBLE), sum({m} * before), count({m}), max({m}), min({m})" for m in METRICS
) + ", sum(before), sum(before * before), count(*)"


def table(path):
    rng = np.random.default_rng(1)
    writer = None
    for start in range(0, ROWS, 1_000_000):
        size = min(1_000_000, ROWS - start)
        before = rng.normal(50, 10, size)
        arm = rng.integers(0, 2, size)
        batch = pa.table({
            "arm": pa.DictionaryArray.from_arrays(pa.array(arm.astype(np.int32)), pa.array(["old", "new"])).cast(pa.string()),
            "before": before,
            "spend": np.round(np.where(rng.random(size) < 0.2, rng.lognormal(3, 1, size), 0.0), 2),
            "minutes": before * 0.5 + rng.normal(10, 5, size),
            "bought": rng.integers(0, 2, size),
        })
        writer = writer or pq.ParquetWriter(path, batch.schema)
        writer.write_table(batch)
    writer.close()


def timed(command):
    """Seconds, and the most memory it held, in MB."""
    started = time.perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(run.pid, 0)
    seconds = time.perf_counter() - started
    # Tenet says with 1 that something stops; of others that is a failure.
    assert os.waitstatus_to_exitcode(status) < (2 if command[0] == TENET else 1), run.stderr.read()
    return seconds, usage.ru_maxrss / 1024


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exposures.parquet"
        table(path)
        ours = [TENET, "evaluate", str(path), "--variant", "arm", "--control", "old", "--covariate", "before", "--format", "json",
                "--record", "off"] + [word for metric in METRICS for word in ("--metric", metric)]
        query = f"import duckdb; print(duckdb.sql(\"SELECT arm, {SUMS} FROM '{path}' GROUP BY arm\"))"
        theirs = [sys.executable, "-c", query]
        start = [sys.executable, "-c", "import duckdb; duckdb.sql('SELECT 1').fetchall()"]
        seconds, memory = {"tenet": [], "duckdb": [], "duckdb's start": []}, {}
        for _ in range(5):
            for name, command in [("tenet", ours), ("duckdb", theirs), ("duckdb's start", start)]:
                took, held = timed(command)
                seconds[name].append(took)
                memory[name] = max(memory.get(name, 0), held)
        middle = {name: statistics.median(taken) for name, taken in seconds.items()}
        work = middle["duckdb"] - middle["duckdb's start"]
        print(f"{ROWS:,} rows, {path.stat().st_size / 1e6:.0f} MB of Parquet")
        print(f"tenet   {middle['tenet']:.2f} s, {memory['tenet']:.0f} MB")
        print(f"duckdb  {middle['duckdb']:.2f} s, of which {work:.2f} s are not Python's start, {memory['duckdb']:.0f} MB")
        print(f"ratio   {middle['tenet'] / middle['duckdb']:.2f} of the whole process, {middle['tenet'] / work:.2f} without Python's start")


main()
