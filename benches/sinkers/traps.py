"""Honest things that look guilty. A trap is called with (base, rng); it changes the base and says what may be warned of."""
import numpy as np
import pandas as pd

from planted import apart, pick

TRAPS = []


def trap(what, task=None, rows=None):
    def keep(f):
        TRAPS.append((what, task, rows, f))
        return f
    return keep


def fine(*warn_ok, **more):
    return dict(warn_ok=list(warn_ok), **more)


STRONG = ("target-leak", "post-outcome-column", "solved-without-ml")


for strength in (2.2, 3.0, 4.0):
    @trap(f"strong honest reading, {strength} deviations of noise apart", "binary")
    def _(b, rng, strength=strength):
        b.put(rng, pick(rng, "gauge", "risk_reading", "radar_7"), np.round(50 + 10 * (b.yes * strength * .62 + rng.normal(0, 1, len(b.frame))), 1))
        return fine(*STRONG)


@trap("strong honest reading of a number", "number")
def _(b, rng):
    y = b.frame[b.target].to_numpy(float)
    z = (y - y.mean()) / y.std()
    b.put(rng, pick(rng, "early_reading", "last_year"), np.round(100 + 20 * (z + rng.normal(0, pick(rng, .4, .6), len(z))), 1))
    return fine(*STRONG)


@trap("strong honest grade", "binary")
def _(b, rng):
    z = b.yes * 2.0 + rng.normal(0, 1, len(b.frame))
    b.put(rng, pick(rng, "grade_5", "assessor_band"), np.digitize(z, [-.5, .5, 1.5, 2.5]) + 1)
    return fine(*STRONG)


@trap("several columns together nearly decide", "binary")
def _(b, rng):
    for k in range(4):
        b.put(rng, f"probe_{'abcd'[k]}", np.round(b.yes * 1.1 + rng.normal(0, 1, len(b.frame)), 2))
    return fine(*STRONG)


for spread in (1.4, 2.2):
    @trap(f"skewed money, spread {spread}")
    def _(b, rng, spread=spread):
        b.put(rng, pick(rng, "wealth", "turnover", "assets_eur"), np.round(np.exp(rng.normal(8, spread, len(b.frame))), 2))
        return fine()


@trap("pareto amounts in whole hundreds")
def _(b, rng):
    b.put(rng, pick(rng, "order_value", "donation"), np.round((rng.pareto(1.4, len(b.frame)) + 1) * 40 / 10) * 10)
    return fine()


@trap("useful postcode", "binary")
def _(b, rng):
    n = len(b.frame)
    codes = [f"{c:05d}" for c in rng.choice(np.arange(1000, 99000), 120, replace=False)]
    own = rng.normal(0, 1.2, 120)
    at = rng.integers(0, 120, n)
    cut = b.score + own[at] + rng.logistic(0, 1, n)
    b.frame[b.target] = swap(b, cut > np.quantile(cut, 1 - b.yes.mean()))
    b.put(rng, pick(rng, "postcode", "zip"), np.array(codes, dtype=object)[at])
    return fine("grouped-rows", "high-cardinality")


def swap(b, on):
    words = sorted(set(b.frame[b.target]), key=str)
    yes = next(w for w in words if str(w) == (b.positive or str(words[-1])))
    no = next(w for w in words if w != yes)
    return [yes if o else no for o in on]


@trap("seasonal but steady", "number", 1400)
def _(b, rng):
    return fine("time-order") if b.time else None


@trap("seasonal rate but steady", "binary", 2500)
def _(b, rng):
    n = len(b.frame)
    days = np.sort(rng.integers(0, 1095, n))
    cut = b.score + .8 * np.sin(days / 365 * 2 * np.pi) + rng.logistic(0, 1, n)
    b.frame[b.target] = swap(b, cut > np.quantile(cut, 1 - b.yes.mean()))
    b.frame.insert(0, "on_day", [(pd.Timestamp("2019-01-01") + pd.Timedelta(days=int(d))).date().isoformat() for d in days])
    b.time = "on_day"
    return fine("time-order")


@trap("sorted dates that mean nothing", None, 1500)
def _(b, rng):
    if b.time:
        return None
    n = len(b.frame)
    b.frame.insert(0, "entered_on", [(pd.Timestamp("2020-01-01") + pd.Timedelta(hours=int(6 * k))).isoformat(sep=" ") for k in range(n)])
    b.time = "entered_on"
    return fine("identifier-column")


@trap("rare but enough", "binary", 8000)
def _(b, rng):
    keep = rng.choice(np.flatnonzero(b.yes), int(rng.integers(120, 180)), replace=False)
    b.frame = b.frame.iloc[np.sort(np.concatenate([np.flatnonzero(~b.yes), keep]))].reset_index(drop=True)
    return fine("rare-target")


@trap("small but enough", None, 240)
def _(b, rng):
    return fine("too-few-rows", "rare-target", "no-signal") if not b.time else None


@trap("missing for a reason known before", "classes")
def _(b, rng):
    c = b.worded(rng)
    if c is None:
        return None
    word = b.frame[c].value_counts().index[0]
    v = np.round(rng.normal(40, 12, len(b.frame)), 1)
    b.put(rng, pick(rng, "pipe_length", "partner_income", "seats_left"), np.where(b.frame[c] == word, np.nan, v))
    return fine("post-outcome-column", "target-leak")


@trap("missing a little more where the answer is yes", "binary")
def _(b, rng):
    gone = rng.random(len(b.frame)) < np.where(b.yes, .3, .16)
    b.put(rng, pick(rng, "score_before", "second_contact"), np.where(gone, np.nan, np.round(rng.normal(5, 2, len(gone)), 1)))
    return fine("post-outcome-column", "target-leak")


@trap("a warranty that most do not have", "binary")
def _(b, rng):
    has = rng.random(len(b.frame)) < np.where(b.yes, .12, .25)
    b.put(rng, pick(rng, "warranty_until", "voucher_until"), [(pd.Timestamp("2022-01-01") + pd.Timedelta(days=int(d))).date().isoformat() if h else None for h, d in zip(has, rng.integers(0, 700, len(has)))])
    return fine("post-outcome-column", "target-leak")


@trap("rare flag and near-constant columns")
def _(b, rng):
    b.put(rng, "exception", (rng.random(len(b.frame)) < .012).astype(int))
    b.put(rng, "mode", np.where(rng.random(len(b.frame)) < .985, "standard", "special"))
    return fine()


@trap("ages to 99 and counts full of zeros")
def _(b, rng):
    n = len(b.frame)
    b.put(rng, pick(rng, "oldest_age", "visitor_age"), np.minimum(99, np.abs(rng.normal(58, 24, n)).round()).astype(int))
    b.put(rng, "parts_lost", np.where(rng.random(n) < .8, 0, rng.poisson(3, n) + 1))
    return fine()


@trap("prices that end in 99 and 9999")
def _(b, rng):
    b.put(rng, pick(rng, "list_price", "sale_price"), rng.choice([499, 799, 999, 1299, 1999, 2999, 4999, 7999, 9999], len(b.frame), p=[.1, .15, .2, .15, .15, .1, .07, .05, .03]))
    return fine()


@trap("honest negatives, zeros and more than a hundred per cent")
def _(b, rng):
    n = len(b.frame)
    b.put(rng, "balance", np.round(rng.normal(120, 300, n), 2))
    b.put(rng, "growth_pct", np.round(rng.normal(12, 60, n), 1))
    b.put(rng, "frost_c", np.round(rng.normal(-1, 4, n), 1))
    return fine()


@trap("numeric zip codes")
def _(b, rng):
    b.put(rng, pick(rng, "zip_code", "plz"), rng.choice(rng.choice(np.arange(1000, 99999), 60, replace=False), len(b.frame)))
    return fine("high-cardinality")


@trap("names of goods and towns that are first names too")
def _(b, rng):
    b.put(rng, pick(rng, "model_name", "sort"), rng.choice(np.array(["Charlotte", "Victoria", "Linda", "Nicola", "Annabelle", "Gala", "Braeburn", "Elstar", "Agria", "Desiree", "Solara", "Marabel"], dtype=object), len(b.frame)))
    return fine("personal-data")


@trap("article numbers")
def _(b, rng):
    pool = [f"{rng.integers(10, 99)}-{rng.integers(1000, 9999)}" for _ in range(40)]
    b.put(rng, pick(rng, "article", "part_no"), rng.choice(np.array(pool, dtype=object), len(b.frame)))
    return fine("high-cardinality")


@trap("free text that knows nothing")
def _(b, rng):
    w = "door window call paper quick slow morning evening blue form stamp visit letter desk waiting friendly noisy parking stairs lift".split()
    b.put(rng, pick(rng, "note", "remark", "description"), [" ".join(rng.choice(w, rng.integers(4, 11))) for _ in range(len(b.frame))])
    return fine("high-cardinality", "identifier-column")


@trap("several rows a thing, answers free", "classes")
def _(b, rng):
    n = len(b.frame)
    ids = rng.permutation(np.arange(1000, 1000 + 3 * n))[rng.integers(0, n // 4, n)]
    b.put(rng, pick(rng, "customer", "unit_id"), ids)
    return fine("identifier-column", "high-cardinality")


@trap("dates before the moment of prediction")
def _(b, rng):
    n = len(b.frame)
    if b.time:
        return None
    t = rng.integers(0, 700, n)
    at = [pd.Timestamp("2021-01-01") + pd.Timedelta(days=int(d)) for d in t]
    b.frame.insert(0, "asked_on", [x.date().isoformat() for x in at])
    b.put(rng, "joined_on", [(x - pd.Timedelta(days=int(d))).date().isoformat() for x, d in zip(at, rng.integers(1, 2500, n))])
    b.time = "asked_on"
    return fine("identifier-column")


@trap("recent table the same")
def _(b, rng):
    if b.time:
        return None
    apart(b, rng)
    return fine()


@trap("recent table the same, small")
def _(b, rng):
    if b.time:
        return None
    apart(b, rng)
    b.recent = b.recent.head(int(rng.integers(120, 220)))
    return fine()


@trap("recent table a little dearer, columns in another order")
def _(b, rng):
    c = b.measured(rng)
    if b.time or c is None:
        return None
    apart(b, rng)
    b.recent[c] = np.round(b.recent[c] * 1.03, 2)
    b.recent = b.recent[list(rng.permutation(b.recent.columns))]
    return fine("shifted-sample")


@trap("recent table with one rare new word")
def _(b, rng):
    c = b.worded(rng)
    if b.time or c is None:
        return None
    apart(b, rng)
    b.recent.loc[rng.choice(len(b.recent), 2, replace=False), c] = "pilot"
    return fine("new-categories")


@trap("recent table, a steady target", "binary", 2500)
def _(b, rng):
    if b.time:
        return None
    apart(b, rng)
    return fine("label-shift")


@trap("recent table has no answers yet", None, 1500)
def _(b, rng):
    if b.time:
        return None
    apart(b, rng)
    b.recent = b.recent.drop(columns=[b.target])
    return fine("schema-change")


@trap("two currencies, said in a column")
def _(b, rng):
    n = len(b.frame)
    cur = rng.choice(np.array(["EUR", "JPY", "USD"], dtype=object), n, p=[.6, .15, .25])
    b.put(rng, "fee", np.round(np.exp(rng.normal(4, .6, n)) * np.select([cur == "JPY", cur == "USD"], [160, 1.1], 1.0), 0))
    b.put(rng, "fee_currency", cur)
    return fine("impossible-values")


@trap("two honest populations")
def _(b, rng):
    n = len(b.frame)
    b.put(rng, pick(rng, "load_kg", "flow"), np.round(np.where(rng.random(n) < .3, rng.normal(900, 90, n), rng.normal(60, 12, n)), 1))
    return fine()


@trap("correlated but not the same")
def _(b, rng):
    c = b.measured(rng)
    if c is None:
        return None
    v = b.frame[c].to_numpy(float)
    b.put(rng, "like_it", np.round(v + rng.normal(0, v.std() * .3, len(v)), 2))
    return fine("redundant-columns")


@trap("coarse table, rows alike by chance", "binary", 2500)
def _(b, rng):
    words = [c for c in b.frame if b.frame[c].nunique() <= 4 and c != b.target][:4]
    if len(words) < 2:
        return None
    b.frame = b.frame[words + [b.target]].assign(mark=np.where(rng.random(len(b.frame)) < .2 + .4 * b.yes, "full", "part"))
    b.frame = b.frame[["mark"] + words + [b.target]]
    return fine("duplicate-rows", "conflicting-labels", "no-signal")


@trap("words that look alike")
def _(b, rng):
    b.put(rng, "town", rng.choice(np.array(["Linz", "Lienz", "Wels", "Weiz", "Steyr", "Steyregg", "Bad Ischl", "Bad Aussee"], dtype=object), len(b.frame)))
    b.put(rng, "grade_code", rng.choice(np.array(["A", "A+", "A-", "B", "B+", "B-"], dtype=object), len(b.frame)))
    return fine()


@trap("none, other and no as honest answers")
def _(b, rng):
    b.put(rng, "pet", rng.choice(np.array(["none", "dog", "cat", "other"], dtype=object), len(b.frame), p=[.5, .2, .2, .1]))
    b.put(rng, "insurance", rng.choice(np.array(["no", "basic", "full"], dtype=object), len(b.frame)))
    return fine()


@trap("weak but true signal", "binary", 2500)
def _(b, rng):
    cut = .35 * b.score + rng.logistic(0, 1, len(b.frame))
    b.frame[b.target] = swap(b, cut > np.quantile(cut, 1 - b.yes.mean()))
    return fine("no-signal")


@trap("only two columns together tell", "binary", 2000)
def _(b, rng):
    a, c = rng.normal(0, 1, len(b.frame)), rng.normal(0, 1, len(b.frame))
    b.put(rng, "x_pos", np.round(a, 2))
    b.put(rng, "y_pos", np.round(c, 2))
    cut = 1.6 * np.sign(a * c) + rng.logistic(0, 1, len(b.frame))
    b.frame[b.target] = swap(b, cut > np.quantile(cut, 1 - b.yes.mean()))
    return fine("no-signal")


@trap("a level that can be reached", "clear", 2000)
def _(b, rng):
    if b.task != "binary":
        return None
    return fine(args=["--metric", "auc", "--at-least", "0.75"])


@trap("a level a little above a quick model", "binary", 2000)
def _(b, rng):
    return fine("criterion-out-of-reach", args=["--metric", "auc", "--at-least", "0.8"])


@trap("answers in a lopsided share", "binary")
def _(b, rng):
    keep = ~b.yes | (rng.random(len(b.frame)) < .3)
    b.frame = b.frame[keep].reset_index(drop=True)
    return fine("rare-target")


@trap("number full of zeros", "number", 2000)
def _(b, rng):
    if b.time:
        return None
    y = b.frame[b.target].to_numpy(float)
    b.frame[b.target] = np.where(b.score + rng.logistic(0, 1, len(y)) < np.quantile(b.score, .6), 0, np.round(y, 1))
    return fine()


@trap("whole thousands beside exact amounts")
def _(b, rng):
    n = len(b.frame)
    v = np.exp(rng.normal(9, .7, n))
    b.put(rng, "insured_sum", np.where(rng.random(n) < .5, np.round(v, -3), np.round(v, 2)))
    return fine()


@trap("a code for each branch, one of them large")
def _(b, rng):
    b.put(rng, "branch_code", rng.choice([101, 102, 103, 110, 240, 900, 999], len(b.frame), p=[.2, .2, .2, .15, .1, .1, .05]))
    return fine()


@trap("rows sorted by a column", "classes")
def _(b, rng):
    c = b.measured(rng)
    b.frame = b.frame.sort_values(c).reset_index(drop=True)
    b.put(rng, "row_no", np.arange(1, len(b.frame) + 1))
    return fine("identifier-column", "redundant-columns", "time-order")


@trap("dozens of honest columns")
def _(b, rng):
    for k in range(40):
        b.put(rng, f"s{k:02d}", np.round(rng.normal(0, 1, len(b.frame)), 2))
    return fine()
