#!/usr/bin/env python3
"""The same table as CSV, Parquet and JSON lines, on 1 and 2 threads: `tenet scope` must find the same, to the last figure.

The tables are those of summarize.py, with more rows than are looked at one by one. Prints the seconds of each run.

usage: formats.py PATH/TO/tenet [--rows N]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tables import TABLES, make

parser = argparse.ArgumentParser()
parser.add_argument("tenet", type=Path)
parser.add_argument("--rows", type=int, default=60_000)
options = parser.parse_args()


def found(path, threads):
    """All that scope says, but for the time it took."""
    words = [options.tenet.resolve(), "scope", path, "--target", "churned", "--threads", threads, "--format", "json"]
    started = time.monotonic()
    ended = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if ended.returncode not in (0, 1):
        sys.exit(f"{path}: {ended.stderr}")
    said = json.loads(ended.stdout)
    said.pop("seconds")
    return said, time.monotonic() - started


with tempfile.TemporaryDirectory() as folder:
    differing = 0
    for name, columns in TABLES.items():
        first = None
        for ending in ["csv", "parquet", "jsonl"]:
            path = make(Path(folder) / f"{name}.{ending}", options.rows, columns)
            for threads in [1, 2]:
                said, seconds = found(path, threads)
                first = first or said
                parts = [part for part in said if said[part] != first[part]]
                differing += bool(parts)
                print(f"{path.name:18} {threads} threads  {seconds:6.2f} s  "
                      + (f"differs in {', '.join(parts)}" if parts else f"{len(said['findings'])} findings, all as in CSV"),
                      flush=True)
    sys.exit(f"{differing} runs differ" if differing else 0)
