"""A whole experiment on 1,000,000 rows of 30 columns: wall time and peak memory.

usage: experiment_large.py [TENET] [ROWS] [more options of `tenet experiment`]
The bar: under 6 minutes within 4 GB (release, two cores).
"""
import json, os, random, resource, subprocess, sys, tempfile, time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def make(path, rows):
    """Twenty numbers (some missing), ten categories, and an answer that depends on some of them, crossed too."""
    chance = random.Random(1)
    names = [f"n{i}" for i in range(20)] + [f"c{i}" for i in range(10)]
    values = [[f"v{k}" for k in range(3 + 4 * i)] for i in range(10)]
    gauss, uniform = chance.gauss, chance.random
    with open(path, "w") as out:
        out.write(",".join(names) + ",y\n")
        for _ in range(rows):
            numbers = [gauss(0, 1) for _ in range(20)]
            picks = [int(uniform() * len(v)) for v in values]
            z = numbers[0] - 0.7 * numbers[1] + 0.8 * numbers[2] * numbers[3] + 0.5 * abs(numbers[4]) + 0.4 * (picks[0] - 1)
            y = "yes" if uniform() < 1 / (1 + 2.718281828 ** (1.2 - z)) else "no"
            cells = ["" if i > 14 and uniform() < 0.1 else f"{v:.4f}" for i, v in enumerate(numbers)]
            out.write(",".join(cells + [v[p] for v, p in zip(values, picks)]) + f",{y}\n")


def main():
    tenet = str(Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "target/release/tenet").resolve())
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        table = os.path.join(folder, "table.csv")
        make(table, rows)
        command = [tenet, "experiment", table, "--target", "y", "--positive", "yes", "--format", "json", *sys.argv[3:]]
        begun = time.time()
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        seconds = time.time() - begun
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        said = json.loads(run.stdout)
        for one in said["candidates"]:
            fit = one["fit_seconds"]
            print(f"  {one['name']:10} {one['status']:8} {one['score'] or 0:.4f}  fits {fit or 0:.1f} s  {one['why']}")
        print(f"{rows} rows: {seconds:.0f} s, {peak:.2f} GB at most; chosen {said['choice']['name']}")


main()
