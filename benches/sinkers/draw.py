#!/usr/bin/env python3
"""Draw a suite of tables: each with one fault planted, with one honest thing that looks guilty, or as it is.

  draw.py DIR [--seed 1] [--shelf A|B|C] [--clean 24]      one table for each planter and trap, on a subject by lot
"""
import argparse
import json
import os
import zlib

import numpy as np

import planted
import subjects
import traps

SIZES = (300, 450, 700, 1000, 1300, 1300, 2000, 3500, 6000)


def suits(base, task):
    return task is None or task == base.task or task == "classes" and base.task != "number" \
        or task in ("clear", "weak") and base.task != "number" and (task == "clear" or base.task == "binary")


def bases(rng, shelf, task, rows):
    """Bases by lot that suit a task."""
    for make in (shelf[at] for at in rng.permutation(len(shelf))):
        # A seasonal table of less than a year is not steady.
        n = rows or max(int(rng.choice(SIZES)), 800 if make in (subjects.meter, subjects.bikes) else 0)
        base = make(rng, n, {"clear": 3.2, "weak": .8}.get(task, float(rng.uniform(.8, 1.5))))
        if suits(base, task):
            yield base


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("dir")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--shelf", default="A")
    ap.add_argument("--clean", type=int, default=24)
    a = ap.parse_args()
    shelf = getattr(subjects, f"SHELF_{a.shelf}")
    os.makedirs(a.dir, exist_ok=True)
    truth = []

    def keep(base, kind, what, given):
        case = f"{a.shelf.lower()}{len(truth) + 1:03d}"
        t = dict(case=case, kind=kind, what=f"{what} / {base.name}", data=f"{case}.csv", target=base.target, rows=len(base.frame))
        base.frame.to_csv(os.path.join(a.dir, t["data"]), index=False)
        if base.recent is not None:
            t["recent"] = f"{case}-recent.csv"
            base.recent.to_csv(os.path.join(a.dir, t["recent"]), index=False)
        t |= dict(positive=base.positive) if base.positive else {}
        t |= dict(time=base.time) if base.time else {}
        t |= given
        truth.append(t)

    for rule, what, task, rows, plant in planted.PLANTERS:
        rng = np.random.default_rng([a.seed, zlib.crc32(f"{rule}{what}".encode())])
        for base in bases(rng, shelf, task, rows):
            found = plant(base, rng)
            if found is not None:
                expect = [dict(rule=rule, columns=found.pop("columns"), **({"columns_alt": found.pop("columns_alt")} if "columns_alt" in found else {}))]
                keep(base, "planted", f"{rule}: {what}", dict(expect=expect, **found))
                break
        else:
            print("no subject suits", rule, what)
    for what, task, rows, spring in traps.TRAPS:
        rng = np.random.default_rng([a.seed, zlib.crc32(what.encode())])
        for base in bases(rng, shelf, task, rows):
            found = spring(base, rng)
            if found is not None:
                keep(base, "trap", f"trap: {what}", dict(expect=[], **found))
                break
        else:
            print("no subject suits trap", what)
    for at in range(a.clean):
        rng = np.random.default_rng([a.seed, 77, at])
        keep(next(bases(rng, [shelf[at % len(shelf)]], None, None)), "clean", "clean: as it is", dict(expect=[]))
    json.dump(truth, open(os.path.join(a.dir, "truth.json"), "w"), indent=0)
    print(len(truth), "tables,", sum(t["kind"] == "planted" for t in truth), "planted")


if __name__ == "__main__":
    main()
