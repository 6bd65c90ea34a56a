"""Columns with nothing in them, and values that are not what they seem."""
import numpy as np
import pandas as pd

from planted import pick, planter, said


@planter("constant-column", "one word")
def _(b, rng):
    name = pick(rng, "country", "currency", "version")
    b.put(rng, name, pick(rng, "FR", "EUR", "2.1"))
    return said(name)


@planter("constant-column", "one number")
def _(b, rng):
    name = pick(rng, "unit_no", "vat_pct")
    b.put(rng, name, pick(rng, 1, 0, 19.0))
    return said(name)


@planter("constant-column", "one word, else missing")
def _(b, rng):
    name = pick(rng, "site", "form_type")
    b.put(rng, name, np.where(rng.random(len(b.frame)) < .9, "M2", None))
    return said(name)


@planter("empty-column", "never filled")
def _(b, rng):
    name = pick(rng, "legacy_id", "second_note", "fax")
    b.put(rng, name, None)
    return said(name, also=["constant-column"])


@planter("empty-column", "filled in three rows")
def _(b, rng):
    name = pick(rng, "extra", "approval")
    v = np.full(len(b.frame), None, dtype=object)
    v[rng.choice(len(v), 3, replace=False)] = ["x", "ok", "see file"]
    b.put(rng, name, v)
    return said(name, also=["constant-column", "high-cardinality"])


@planter("empty-column", "blanks only")
def _(b, rng):
    name = pick(rng, "suffix", "remark2")
    b.put(rng, name, [" " * int(k) for k in rng.integers(1, 3, len(b.frame))])
    return said(name, also=["constant-column", "hidden-missing"])


for what in ("unit", "renamed", "noise", "words"):
    @planter("redundant-columns", what)
    def _(b, rng, what=what):
        if what == "words":
            c = b.worded(rng)
            if c is None:
                return None
            codes = {w: i for i, w in enumerate(rng.permutation(b.frame[c].unique()))}
            v, name = b.frame[c].map(codes), f"{c[:3]}_id"
        else:
            c = b.measured(rng)
            if c is None:
                return None
            old = b.frame[c].to_numpy(float)
            v = {"unit": lambda: np.round(old * pick(rng, .3937, 2.2046, 1.8) + pick(rng, 0, 32), 3), "renamed": lambda: old, "noise": lambda: np.round(old * (1 + rng.normal(0, .002, len(old))), 3)}[what]()
            name = pick(rng, "alt_measure", "m2_conv", "second_reading")
        b.put(rng, name, v)
        return said(name, c, columns_alt=[[name], [c]], tolerate=["identifier-column"])

for what in ("sign", "words", "comma", "unit", "less than"):
    @planter("mixed-types", what)
    def _(b, rng, what=what):
        c = b.measured(rng)
        if c is None:
            return None
        share = pick(rng, .01, .03, .08)
        turn = {"sign": lambda v: f"€ {v}", "words": lambda v: pick(rng, "see note", "call back", "about right"), "comma": lambda v: f"{v:.1f}".replace(".", ","),
                "unit": lambda v: f"{v} units", "less than": lambda v: f"<{v}"}[what]
        b.frame[c] = [turn(float(v)) if rng.random() < share else v for v in b.frame[c]]
        return said(c, also=["hidden-missing"] if what == "words" else [])


for code in (-1, -999, 9999, 0, -9, 99999):
    @planter("hidden-missing", f"{code} for not known")
    def _(b, rng, code=code):
        c = b.measured(rng)
        if c is None or (code == 0 and b.frame[c].quantile(.01) < .4 * b.frame[c].std()) or (code == 9999 and b.frame[c].quantile(.99) > 3000):
            return None
        if code == 99999 and b.frame[c].quantile(.999) > 30_000:
            return None
        gone = rng.random(len(b.frame)) < pick(rng, .02, .05, .12)
        b.frame.loc[gone, c] = code
        return said(c, also=["impossible-values"])


for word in ("unknown", "?", "n/a", "not given", "-", "tbd"):
    @planter("hidden-missing", f"the word {word}")
    def _(b, rng, word=word):
        c = b.worded(rng)
        if c is None:
            return None
        b.frame.loc[rng.random(len(b.frame)) < pick(rng, .02, .06, .15), c] = word
        return said(c)


@planter("hidden-missing", "1900-01-01")
def _(b, rng):
    name = pick(rng, "joined_on", "built_on", "last_service")
    days = rng.integers(0, 3000, len(b.frame))
    b.put(rng, name, [(pd.Timestamp("2011-03-01") + pd.Timedelta(days=int(d))).date().isoformat() if rng.random() > .05 else "1900-01-01" for d in days])
    return said(name, also=["impossible-values"])


@planter("hidden-missing", "n/a among numbers")
def _(b, rng):
    c = b.measured(rng)
    if c is None:
        return None
    word = pick(rng, "n/a", "?", "unknown", "-")
    b.frame[c] = [word if rng.random() < .05 else v for v in b.frame[c]]
    return said(c, also=["mixed-types"])


for what in ("thousandfold", "lost sign", "slipped point", "age", "percent", "year"):
    @planter("impossible-values", what)
    def _(b, rng, what=what):
        n = len(b.frame)
        few = rng.choice(n, max(3, int(pick(rng, .005, .015, .03) * n)), replace=False)
        if what in ("thousandfold", "lost sign", "slipped point"):
            c = b.measured(rng)
            if c is None or b.frame[c].quantile(.02) * 4 < b.frame[c].std() * (what == "lost sign"):
                return None
            v = b.frame[c].to_numpy(float).copy()
            if what == "thousandfold" and np.log(v[v > 0]).std() > .8 or what == "slipped point" and np.log(v[v > 0]).std() > .35:
                return None
            v[few] = {"thousandfold": v[few] * 1000, "lost sign": -v[few], "slipped point": v[few] * 10}[what]
            b.frame[c] = np.round(v, 4)
            return said(c, also=["mixed-types", "hidden-missing"])
        name, v, bad = {"age": ("age_of_contact", np.round(rng.normal(44, 14, n)).clip(18, 92), [-3, 199, 240, 311]), "percent": ("filled_pct", rng.integers(5, 100, n), [140, 260, 812, -20]),
                        "year": ("year_built", rng.integers(1955, 2023, n), [3019, 205, 20155, 12])}[what]
        v = v.astype(int)
        v[few] = rng.choice(bad, len(few))
        b.put(rng, name, v)
        return said(name, also=["hidden-missing"])


for what in ("case", "typos", "blanks", "abbreviation", "all"):
    @planter("inconsistent-categories", what)
    def _(b, rng, what=what):
        c = b.worded(rng)
        words = list(b.frame[c].unique()) if c else []
        long = [w for w in words if len(w) >= 6]
        if not long or what == "abbreviation" and any(len(w) < 4 for w in words):
            return None
        def typo(w):
            k = int(rng.integers(1, len(w) - 1))
            return w[:k] + w[k + 1:]
        turn = {"case": [str.upper, str.title, str.lower], "typos": [typo], "blanks": [lambda w: w + " ", lambda w: " " + w], "abbreviation": [lambda w: w[0], lambda w: w[:3] + "."], "all": [str.upper, typo, lambda w: w + "."]}[what]
        share, some = pick(rng, .04, .1, .2), rng.choice(long, min(len(long), 3), replace=False) if what == "typos" else words
        fixed = {w: typo(w) for w in long}
        def change(w):
            if w not in some or rng.random() >= share:
                return w
            f = pick(rng, *turn)
            return fixed.get(w, w) if f is typo else f(w)
        b.frame[c] = [change(w) for w in b.frame[c]]
        return said(c)


@planter("inconsistent-categories", "yes and no in many ways")
def _(b, rng):
    name = pick(rng, "agreed", "member")
    on = rng.random(len(b.frame)) < .6
    b.put(rng, name, [pick(rng, "yes", "yes", "yes", "Yes", "YES", "y") if o else pick(rng, "no", "no", "no", "No", "n") for o in on])
    return said(name)


for what in ("titles", "streetless places", "codes, 300"):
    @planter("high-cardinality", what)
    def _(b, rng, what=what):
        n = len(b.frame)
        name = pick(rng, "title", "label_text", "item")
        if what == "titles":
            v = [f"{pick(rng, 'Compact', 'Large', 'Classic', 'Garden', 'Sport', 'Winter')} {pick(rng, 'set', 'pack', 'kit', 'box', 'model')} {pick(rng, 'blue', 'steel', 'oak', 'linen', 'plain')} {rng.integers(1, 60)}" for _ in range(n)]
        elif what == "streetless places":
            v = ["".join(pick(rng, "ba", "ro", "mi", "tel", "gar", "nu", "shi", "dor") for _ in range(4)).title() for _ in range(n)]
        else:
            v = [f"{rng.choice(list('BDGK'))}{rng.integers(100, 100 + n // 2)}" for _ in range(n)]
        b.put(rng, name, v)
        return said(name, also=["identifier-column"], tolerate=["grouped-rows"] if what.startswith("codes") else [])
