"""What cannot be done, and what needs no model."""

from planted import answers, pick, planter, said


for rows in (400, 1200, 4000):
    @planter("no-signal", f"answers shuffled, {rows} rows", None, rows)
    def _(b, rng):
        if b.time:
            return None
        b.frame[b.target] = rng.permutation(b.frame[b.target].to_numpy())
        return said()


for what in ("threshold", "words", "two columns"):
    @planter("solved-without-ml", what, "binary")
    def _(b, rng, what=what):
        words = sorted(set(b.frame[b.target]), key=str)
        yes = words[-1] if b.positive is None else b.positive
        no = [w for w in words if w != yes][0]
        if what == "threshold":
            c = b.measured(rng)
            on, named = b.frame[c] > b.frame[c].quantile(rng.uniform(.5, .8)), [c]
        elif what == "words":
            c = b.worded(rng)
            if c is None or b.frame[c].nunique() < 3:
                return None
            on, named = b.frame[c].isin(list(b.frame[c].unique()[:max(1, b.frame[c].nunique() // 3)])), [c]
        else:
            c, d = b.measured(rng), b.measured(rng)
            if c == d:
                return None
            on, named = (b.frame[c] > b.frame[c].median()) & (b.frame[d] > b.frame[d].quantile(.4)), [c, d]
        slip = rng.random(len(on)) < pick(rng, 0, .005)
        b.frame[b.target] = [yes if o else no for o in on.to_numpy() ^ slip]
        return said(*named, columns_alt=[[c] for c in named], also=["target-leak"])


for level in (.9, .95):
    @planter("criterion-out-of-reach", f"AUC {level}", "weak", 1500)
    def _(b, rng, level=level):
        return said(args=["--metric", "auc", "--at-least", str(level)])


@planter("criterion-out-of-reach", "R2: less than half of the error that must be", "number", 1500)
def _(b, rng):
    if b.time:
        return None
    y = b.frame[b.target]
    return said(args=["--metric", "r2", "--at-least", f"{1 - .4 * ((y - b.ideal) ** 2).mean() / y.var():.3f}"])


@planter("criterion-out-of-reach", "F1 0.9", "weak", 1500)
def _(b, rng):
    return said(args=["--metric", "f1", "--at-least", "0.9"])


@planter("criterion-out-of-reach", "rmse: 0.6 of the error that must be", "number", 1500)
def _(b, rng):
    if b.time:
        return None
    return said(args=["--metric", "rmse", "--at-least", f"{.6 * ((b.frame[b.target] - b.ideal) ** 2).mean() ** .5:.3g}"])
