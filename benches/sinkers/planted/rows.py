"""Names of rows; rows there twice, contradicting each other, moving with time, belonging together; too few of them."""
import numpy as np
import pandas as pd

from planted import answers, append, pick, planter, repeat, said


for what in ("random number", "rising number", "uuid", "letters and digits", "rising code, gaps", "text number"):
    @planter("identifier-column", what)
    def _(b, rng, what=what):
        name = pick(rng, "ref", "file_no", "nr", "key", "entry")
        n = len(b.frame)
        v = {"random number": lambda: rng.choice(np.arange(10_000, 10_000 + 30 * n), n, replace=False), "rising number": lambda: np.arange(1, n + 1) + int(rng.integers(0, 9000)),
             "uuid": lambda: ["-".join("".join(rng.choice(list("0123456789abcdef"), k)) for k in (8, 4, 4, 4, 12)) for _ in range(n)],
             "letters and digits": lambda: ["".join(rng.choice(list("ABCDEFGHKLMNPRSTUVWXYZ"), 2)) + f"{v:05d}" for v in rng.choice(90_000, n, replace=False)],
             "rising code, gaps": lambda: [f"C-{v:06d}" for v in np.cumsum(rng.integers(1, 9, n))],
             "text number": lambda: [f"{v:08d}" for v in rng.choice(9_000_000, n, replace=False)]}[what]()
        b.put(rng, name, v)
        return said(name, tolerate=["high-cardinality"])


@planter("identifier-column", "numbers sorted by class", "classes")
def _(b, rng):
    name = pick(rng, "rec", "case_no")
    order = np.argsort(pd.factorize(answers(b), sort=True)[0] + rng.normal(0, .05, len(b.frame)), kind="stable")
    v = np.empty(len(order), int)
    v[order] = np.arange(2000, 2000 + len(order))
    b.put(rng, name, v)
    return said(name, tolerate=["target-leak"])


for share in (.02, .06, .15):
    @planter("duplicate-rows", f"{share:.0%} exact copies")
    def _(b, rng, share=share):
        append(b, rng, repeat(b, rng, share))
        return said(tolerate=["mislabelled-rows", "time-order"])


@planter("duplicate-rows", "copies under another number")
def _(b, rng):
    n = len(b.frame)
    b.put(rng, "doc_no", rng.choice(np.arange(10_000, 10_000 + 20 * n), n, replace=False))
    again = repeat(b, rng, .07)
    again["doc_no"] = rng.choice(np.arange(900_000, 990_000), len(again), replace=False)
    append(b, rng, again)
    return said(tolerate=["identifier-column"])


for columns in (1, 3):
    @planter("duplicate-rows", f"near copies, {columns} column(s) a hair off")
    def _(b, rng, columns=columns):
        ok = [c for c in b.frame if c != b.target and b.frame[c].dtype.kind == "f" and b.frame[c].nunique() > 60]
        if len(ok) < columns:
            return None
        again = repeat(b, rng, .07)
        for c in rng.choice(ok, columns, replace=False):
            step = 10.0 ** -max(len(str(v).split(".")[-1]) if str(v).split(".")[-1] != "0" else 0 for v in b.frame[c].head(50))
            again[c] = np.round(again[c] + rng.choice([-step, step], len(again)), 6)
        append(b, rng, again)
        return said(tolerate=["identifier-column"])


for share in (.03, .06, .12):
    @planter("conflicting-labels", f"{share:.0%} again with another answer", "classes")
    def _(b, rng, share=share):
        again = repeat(b, rng, share)
        words = sorted(set(b.frame[b.target]), key=str)
        again[b.target] = [pick(rng, *[w for w in words if w != y]) for y in again[b.target]]
        append(b, rng, again)
        return said(tolerate=["duplicate-rows", "mislabelled-rows"])


@planter("conflicting-labels", "6% again with another number", "number")
def _(b, rng):
    again = repeat(b, rng, .06)
    again[b.target] = rng.permutation(b.frame[b.target].to_numpy())[:len(again)]
    append(b, rng, again)
    return said(tolerate=["duplicate-rows", "mislabelled-rows"])


for share in (.05, .08, .12):
    @planter("mislabelled-rows", f"{share:.0%} swapped", "clear", 1100)
    def _(b, rng, share=share):
        words = sorted(set(b.frame[b.target]), key=str)
        swap = rng.random(len(b.frame)) < share
        b.frame[b.target] = [pick(rng, *[w for w in words if w != y]) if s else y for y, s in zip(b.frame[b.target], swap)]
        return said()

for what in ("climb", "step", "slow climb"):
    @planter("time-order", f"number: {what}", "number", 1000)
    def _(b, rng, what=what):
        if not b.time:
            return None
        t = np.linspace(0, 1, len(b.frame))
        y = b.frame[b.target].to_numpy(float)
        lift = {"climb": 1.8 * t, "slow climb": 1.0 * t, "step": 1.3 * (t > rng.uniform(.4, .7))}[what]
        b.frame[b.target] = np.round(y + y.std() * lift * pick(rng, 1, 1.3), 2)
        return said()


for what in ("rate climbs", "rate halves at a date"):
    @planter("time-order", what, "binary", 1500)
    def _(b, rng, what=what):
        days = np.sort(rng.integers(0, 900, len(b.frame)))
        t = days / 900
        lift = (2.2 * (t - .5)) if what == "rate climbs" else np.where(t > .55, -1.1, .4)
        share = b.yes.mean()
        words = sorted(set(b.frame[b.target]), key=str)
        cut = b.score + lift + rng.logistic(0, 1, len(t))
        on = cut > np.quantile(cut, 1 - share)
        no = [w for w in words if str(w) != (b.positive or str(words[-1]))][0]
        yes = [w for w in words if w != no][0]
        b.frame[b.target] = [yes if o else no for o in on]
        b.frame.insert(0, "day_of", [(pd.Timestamp("2020-05-01") + pd.Timedelta(days=int(d))).date().isoformat() for d in days])
        b.time = "day_of"
        return said()


for each in (3, 6, 15):
    @planter("grouped-rows", f"{each} rows a thing, one answer each", "binary")
    def _(b, rng, each=each):
        name = pick(rng, "household", "machine_no", "client", "patient")
        n = len(b.frame)
        of = rng.integers(0, n // each, n)
        words = sorted(set(b.frame[b.target]), key=str)
        yes = b.yes
        per = pd.Series(yes).groupby(of).mean() + rng.normal(0, .15, len(set(of)))
        on = (per > per.quantile(1 - yes.mean())).reindex(of).to_numpy()
        no = [w for w in words if str(w) != (b.positive or str(words[-1]))][0]
        yes_word = [w for w in words if w != no][0]
        slip = rng.random(n) < pick(rng, 0, .03)
        b.frame[b.target] = [yes_word if o else no for o in on ^ slip]
        v = rng.permutation(np.arange(1000, 1000 + 3 * n))[of]
        b.put(rng, name, v if rng.random() < .6 else [f"T{x}" for x in v])
        return said(name, tolerate=["identifier-column", "high-cardinality", "target-leak", "no-signal"])


@planter("grouped-rows", "several numbers of one thing alike", "number")
def _(b, rng):
    name = pick(rng, "plot", "device", "vehicle")
    n = len(b.frame)
    of = rng.integers(0, n // 5, n)
    y = b.frame[b.target].to_numpy(float)
    own = rng.normal(0, y.std() * 1.6, n // 5)
    b.frame[b.target] = np.round(y * .5 + own[of] + 4 * y.std(), 2)
    b.put(rng, name, rng.permutation(np.arange(500, 500 + 2 * n))[of])
    return said(name, tolerate=["identifier-column", "high-cardinality", "target-leak", "no-signal"])


for what in ("all", "half filled"):
    @planter("future-column", what)
    def _(b, rng, what=what):
        n = len(b.frame)
        if b.time is None:
            days = rng.integers(0, 800, n)
            b.frame.insert(0, "as_of", [(pd.Timestamp("2021-01-01") + pd.Timedelta(days=int(d))).date().isoformat() for d in days])
            b.time = "as_of"
        name = pick(rng, "answered_on", "paid_on", "inspected_on")
        later = [(pd.Timestamp(t) + pd.Timedelta(days=int(d))).date().isoformat() for t, d in zip(b.frame[b.time], rng.integers(2, 50, n))]
        b.put(rng, name, [v if what == "all" or rng.random() < .5 else None for v in later])
        return said(name, also=["post-outcome-column", "target-leak"], tolerate=["time-order"])

@planter("rare-target", "4 to 9 positives", "binary")
def _(b, rng):
    keep = rng.choice(np.flatnonzero(b.yes), int(rng.integers(4, 10)), replace=False)
    rows = np.sort(np.concatenate([np.flatnonzero(~b.yes), keep]))
    b.frame = b.frame.iloc[rows].reset_index(drop=True)
    return said(tolerate=["no-signal", "too-few-rows"])


@planter("rare-target", "12 positives", "binary", 3000)
def _(b, rng):
    keep = rng.choice(np.flatnonzero(b.yes), 12, replace=False)
    b.frame = b.frame.iloc[np.sort(np.concatenate([np.flatnonzero(~b.yes), keep]))].reset_index(drop=True)
    return said(tolerate=["no-signal", "too-few-rows"])


@planter("rare-target", "one class of several has 3 rows", "multi")
def _(b, rng):
    rare = sorted(set(b.frame[b.target]))[0]
    on = (b.frame[b.target] == rare).to_numpy()
    keep = np.concatenate([np.flatnonzero(~on), rng.choice(np.flatnonzero(on), 3, replace=False)])
    b.frame = b.frame.iloc[np.sort(keep)].reset_index(drop=True)
    return said(tolerate=["no-signal", "too-few-rows"])


for rows in (18, 30, 45):
    @planter("too-few-rows", f"{rows} rows", None, rows)
    def _(b, rng):
        return said(tolerate=["rare-target", "no-signal"])
