"""Faults to plant, each in several strengths. A planter changes a base in place and says which columns are at fault.

A planter is called with (base, rng) and returns None when the base does not suit it, else a dict: `columns` (None: the
rule needs none), and perhaps `columns_alt`, `also`, `equal`, `tolerate`, `args`.
"""
import numpy as np
import pandas as pd

PLANTERS = []          # (rule, what, kind of base wanted or None, planter)


def planter(rule, what, task=None, rows=None):
    def keep(f):
        PLANTERS.append((rule, what, task, rows, f))
        return f
    return keep


def pick(rng, *words):
    return words[int(rng.integers(len(words)))]


def said(*columns, **more):
    return dict(columns=list(columns) or None, **more)


def answers(b):
    return b.frame[b.target].to_numpy()


def noisy(rng, y, share):
    y = y.copy()
    swap = rng.random(len(y)) < share
    y[swap] = rng.permutation(y)[swap]
    return y


def recode(rng, y):
    codes = dict(zip(sorted(set(y), key=str), rng.permutation(["A", "C", "F", "K", "R", "X", "Z", "M"])))
    return np.array([codes[v] for v in y], dtype=object)


LEAKED = dict(also=["post-outcome-column"])
FILLED = dict(also=["target-leak"])


def repeat(b, rng, share):
    rows = rng.choice(len(b.frame), max(6, int(share * len(b.frame))), replace=False)
    return b.frame.iloc[rows].copy()


def append(b, rng, rows):
    b.frame = pd.concat([b.frame, rows]).sample(frac=1, random_state=int(rng.integers(1 << 30))).reset_index(drop=True)
    return b


def apart(b, rng):
    """A share of the rows becomes the recent table."""
    n = len(b.frame)
    new = rng.random(n) < rng.uniform(.25, .45)
    if b.time:
        new = np.arange(n) >= np.quantile(np.arange(n), 1 - new.mean())
    b.recent = b.frame[new].reset_index(drop=True)
    b.score = b.score[~new]
    b.frame = b.frame[~new].reset_index(drop=True)


from planted import feasible, giveaways, persons, recent, rows, values  # noqa: E402, F401  each adds its own
