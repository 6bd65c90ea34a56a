"""What a newer table has changed."""
import numpy as np
import pandas as pd

from planted import apart, pick, planter, said


for by in (.5, 1.0, -.6):
    @planter("shifted-sample", f"a number moves by {by} deviations")
    def _(b, rng, by=by):
        c = b.measured(rng)
        if c is None or b.time:
            return None
        apart(b, rng)
        v = b.recent[c].to_numpy(float)
        b.recent[c] = np.round(np.maximum(v.min() * .8, v + by * v.std()), 2)
        return said(c, also=["unit-change"], tolerate=["label-shift"])


@planter("shifted-sample", "shares of categories move")
def _(b, rng):
    c = b.worded(rng)
    if c is None or b.time:
        return None
    apart(b, rng)
    usual = b.frame[c].value_counts().index
    b.recent[c] = [usual[0] if rng.random() < .35 else v for v in b.recent[c]]
    return said(c, tolerate=["label-shift"])


for share in (.03, .08, .2):
    @planter("new-categories", f"{share:.0%} of a new word")
    def _(b, rng, share=share):
        c = b.worded(rng)
        if c is None:
            return None
        apart(b, rng)
        b.recent.loc[rng.random(len(b.recent)) < share, c] = pick(rng, "hybrid", "annex", "partner", "zone 9")
        return said(c, also=["shifted-sample"])


for factor in (1000, 100, 2.54, .4536, "fahrenheit"):
    @planter("unit-change", f"times {factor}")
    def _(b, rng, factor=factor):
        c = b.measured(rng)
        if c is None:
            return None
        if factor in (2.54, .4536) and np.log(b.frame[c].astype(float)).std() > .6:
            return None
        apart(b, rng)
        v = b.recent[c].to_numpy(float)
        if factor == "fahrenheit":
            temps = [c for c in b.frame if c.endswith("_c")]
            if not temps:
                return None
            c = temps[0]
            b.recent[c] = np.round(b.recent[c] * 1.8 + 32, 1)
        else:
            b.recent[c] = np.round(v * factor, 3)
        return said(c, also=["shifted-sample"])


for what in ("renamed", "gone", "added", "type"):
    @planter("schema-change", what)
    def _(b, rng, what=what):
        c = b.measured(rng)
        if c is None:
            return None
        apart(b, rng)
        if what == "renamed":
            b.recent = b.recent.rename(columns={c: f"{c}_v2"})
            return said(c, columns_alt=[[c, f"{c}_v2"], [f"{c}_v2"]])
        if what == "gone":
            b.recent = b.recent.drop(columns=[c])
            return said(c)
        if what == "added":
            b.recent["rating_new"] = rng.integers(1, 6, len(b.recent))
            return said("rating_new")
        b.recent[c] = pd.cut(b.recent[c], 4, labels=["low", "mid", "high", "top"]).astype(str)
        return said(c, also=["shifted-sample", "new-categories", "mixed-types"], tolerate=["new-categories", "mixed-types"])


for by in (.6, 1.0, 1.6):
    @planter("label-shift", f"the share of positives moves by {by} in odds", "binary", 2000)
    def _(b, rng, by=by):
        if b.time:
            return None
        apart(b, rng)
        p = np.mean(b.recent[b.target].astype(str) == (b.positive or "1"))
        q = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + by)))
        on = (b.recent[b.target].astype(str) == (b.positive or "1")).to_numpy()
        keep = np.where(on, 1.0, (p / (1 - p)) / (q / (1 - q)))
        b.recent = b.recent[rng.random(len(on)) < keep].reset_index(drop=True)
        return said(tolerate=["shifted-sample"])


@planter("label-shift", "the number moves", "number", 2000)
def _(b, rng):
    if b.time:
        return None
    apart(b, rng)
    b.recent[b.target] = np.round(b.recent[b.target] * 1.25, 2)
    return said(tolerate=["unit-change"])
