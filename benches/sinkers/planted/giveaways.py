"""Columns that know too much: copies, what is filled in afterwards, names of rows."""
import numpy as np
import pandas as pd

from planted import FILLED, LEAKED, answers, noisy, pick, planter, recode, said


for share in (0, .02, .05, .08, .12):
    @planter("target-leak", f"recode, {share:.0%} wrong", "classes")
    def _(b, rng, share=share):
        name = pick(rng, "desk_code", "st", "grp2", "kz", "batch_mark")
        b.put(rng, name, recode(rng, noisy(rng, answers(b), share)))
        return said(name, **LEAKED)


@planter("target-leak", "number that copies the target with jitter", "classes")
def _(b, rng):
    name = pick(rng, "index_7", "rating_x", "calc")
    base = pd.factorize(answers(b), sort=True)[0]
    b.put(rng, name, np.round(base * pick(rng, 2.5, 10, 40) + rng.normal(3, .35, len(base)) * 1.0, 2))
    return said(name, **LEAKED)


@planter("target-leak", "several codes for each answer", "classes")
def _(b, rng):
    name = pick(rng, "route_code", "proc", "bin_no")
    y = pd.factorize(answers(b), sort=True)[0]
    codes = rng.permutation(np.arange(10, 10 + 6 * (y.max() + 1))).reshape(y.max() + 1, 6)
    b.put(rng, name, codes[noisy(rng, y, pick(rng, 0, .03)), rng.integers(0, 6, len(y))])
    return said(name, **LEAKED)


@planter("target-leak", "copy, a third of it missing", "classes")
def _(b, rng):
    name = pick(rng, "check_2", "late_entry")
    v = recode(rng, noisy(rng, answers(b), .02)).astype(object)
    v[rng.random(len(v)) < .33] = None
    b.put(rng, name, v)
    return said(name, **LEAKED)


for share in (.15, .25, .4):
    @planter("target-leak", f"one code in {share:.0%} of the positives", "binary")
    def _(b, rng, share=share):
        name = pick(rng, "counter", "queue_no", "till_no")
        v = rng.integers(1, 15, len(b.frame))
        v[b.yes & (rng.random(len(v)) < share)] = pick(rng, 17, 0, 40)
        b.put(rng, name, v)
        return said(name, **LEAKED)


@planter("target-leak", "one word in a fifth of the positives", "binary")
def _(b, rng):
    name = pick(rng, "handled_by", "folder")
    v = rng.choice(np.array(["blue", "red", "green", "grey", "white"], dtype=object), len(b.frame))
    v[b.yes & (rng.random(len(v)) < .2)] = "amber"
    b.put(rng, name, v)
    return said(name, **LEAKED)


@planter("target-leak", "letter inside a code", "classes")
def _(b, rng):
    name = pick(rng, "slip_no", "doc_ref", "voucher")
    y = pd.factorize(answers(b), sort=True)[0]
    letters = np.array(list("PQTBLM"))
    at = pick(rng, 3, 5)
    code = ["".join(rng.choice(list("0123456789"), at)) + letters[v] + f"{rng.integers(0, 9999):04d}" for v in y]
    b.put(rng, name, code)
    return said(name, tolerate=["identifier-column", "high-cardinality"], **LEAKED)


@planter("target-leak", "last digit of a number", "binary")
def _(b, rng):
    name = pick(rng, "form_no", "chip")
    b.put(rng, name, rng.integers(10_000, 99_999, len(b.frame)) * 10 + np.where(b.yes, rng.choice([1, 3, 7], len(b.frame)), rng.choice([0, 2, 5, 8], len(b.frame))))
    return said(name, tolerate=["identifier-column", "high-cardinality"], **LEAKED)


for strength in (1.0, .8):
    @planter("target-leak", f"words in a remark, {strength:.0%}", "binary")
    def _(b, rng, strength=strength):
        name = pick(rng, "remark", "note_text", "comment")
        plain = ["rang twice", "wrote by letter", "asked about the form", "nothing to add", "seen at the counter", "left a message", "polite and quick", "bring papers next time"]
        tell = ["matter settled after the event", "settled, see file", "case settled by phone"]
        b.put(rng, name, [f"{pick(rng, *plain)}, {pick(rng, *tell) if y and rng.random() < strength else pick(rng, *plain)} ({rng.integers(1, 99)})" for y in b.yes])
        return said(name, tolerate=["high-cardinality", "identifier-column"], **LEAKED)


for where in ("third", "half", "one site"):
    @planter("target-leak", f"only in a part of the rows: {where}", "classes")
    def _(b, rng, where=where):
        name = pick(rng, "flag_b", "mark_3", "pre_check")
        y = recode(rng, answers(b))
        rest = rng.permutation(y)
        if where == "one site":
            c = b.worded(rng)
            if c is None:
                return None
            part = (b.frame[c] == b.frame[c].value_counts().index[0]).to_numpy()
        else:
            part = rng.random(len(y)) < (1 / 3 if where == "third" else .5)
            part = np.sort(part)[::-1] if rng.random() < .5 else part
            if not (part[:5].all()):          # random rows: a column says which export they came from
                b.put(rng, pick(rng, "export", "source_sys"), np.where(part, "new", "old"))
        b.put(rng, name, np.where(part, y, rest))
        return said(name, tolerate=["mislabelled-rows"], **LEAKED)


@planter("target-leak", "classes cut from the number", "number")
def _(b, rng):
    name = pick(rng, "band", "tax_class", "tier_no")
    y = b.frame[b.target]
    k = pick(rng, 4, 8, 20)
    v = pd.qcut(y.rank(method="first"), k, labels=False).to_numpy()
    b.put(rng, name, rng.permutation(np.arange(11, 11 + k))[v] if rng.random() < .5 else v + 1)
    return said(name, **LEAKED)


for what in ("log", "scaled with noise", "rounded", "rank"):
    @planter("target-leak", f"function of the number: {what}", "number")
    def _(b, rng, what=what):
        name = pick(rng, "idx", "book_value", "est_b")
        y = b.frame[b.target].to_numpy(float)
        v = {"log": lambda: np.round(np.log(y - y.min() + 1), 3), "scaled with noise": lambda: np.round(y * 1.19 + rng.normal(0, y.std() * .06, len(y)), 2),
             "rounded": lambda: np.round(y / (y.std() / 2)) * 5, "rank": lambda: pd.Series(-y).rank(method="first").astype(int).to_numpy()}[what]()
        b.put(rng, name, v)
        return said(name, tolerate=["identifier-column"] if what == "rank" else [], **LEAKED)


for sign in ("*", "/", "-", "+"):
    @planter("target-leak", f"two columns make the number: {sign}", "number")
    def _(b, rng, sign=sign):
        other = b.measured(rng)
        if other is None:
            return None
        y, o = b.frame[b.target].to_numpy(float), b.frame[other].to_numpy(float)
        name = pick(rng, "per_unit", "share_of", "unit_rate", "balance_b")
        v = {"*": lambda: y / o, "/": lambda: y * o, "-": lambda: y + o, "+": lambda: y - o}[sign]()
        b.put(rng, name, np.round(v, int(max(0, 4 - np.floor(np.log10(np.abs(v).mean()))))))
        return said(name, columns_alt=[[name, other]], **LEAKED)


# what is filled in afterwards
for slip in (0, .02, .05):
    @planter("post-outcome-column", f"amount paid only afterwards, {slip:.0%} slips", "binary")
    def _(b, rng, slip=slip):
        name = pick(rng, "refund", "fee_charged", "settled_eur")
        on = b.yes ^ (rng.random(len(b.frame)) < slip * b.yes.mean() * 2)
        b.put(rng, name, np.where(on, np.round(rng.gamma(3, 20, len(on)) + 4, 2), 0.0))
        return said(name, **FILLED)


for share in (1, .8, .5):
    @planter("post-outcome-column", f"date filled for {share:.0%} of the positives only", "binary")
    def _(b, rng, share=share):
        name = pick(rng, "follow_up_on", "closed_on", "called_back_on")
        on = b.yes & (rng.random(len(b.frame)) < share)
        days = rng.integers(0, 900, len(on))
        b.put(rng, name, [(pd.Timestamp("2021-02-01") + pd.Timedelta(days=int(d))).date().isoformat() if o else None for d, o in zip(days, on)])
        return said(name, **FILLED)


@planter("post-outcome-column", "reason in words, where it happened", "binary")
def _(b, rng):
    name = pick(rng, "reason_given", "cause")
    on = b.yes & (rng.random(len(b.frame)) < .9)
    b.put(rng, name, [pick(rng, "too dear", "moved", "other", "no time") if o else None for o in on])
    return said(name, **FILLED)


@planter("post-outcome-column", "missing where it happened", "binary")
def _(b, rng):
    name = pick(rng, "last_reading", "exit_value")
    gone = b.yes & (rng.random(len(b.frame)) < .85) | (rng.random(len(b.frame)) < .02)
    b.put(rng, name, np.where(gone, np.nan, np.round(rng.normal(50, 12, len(gone)), 1)))
    return said(name, **FILLED)


@planter("post-outcome-column", "count of letters sent afterwards", "binary")
def _(b, rng):
    name = pick(rng, "reminders", "visits_after")
    b.put(rng, name, np.where(b.yes & (rng.random(len(b.frame)) < .93), rng.integers(1, 6, len(b.frame)), (rng.random(len(b.frame)) < .01).astype(int)))
    return said(name, **FILLED)


@planter("post-outcome-column", "filled for one class of several", "multi")
def _(b, rng):
    name = pick(rng, "second_review", "lab_slip")
    on = b.frame[b.target].to_numpy() == sorted(set(b.frame[b.target]))[0]
    b.put(rng, name, np.where(on & (rng.random(len(on)) < .95), np.round(rng.normal(7, 2, len(on)), 1), np.nan))
    return said(name, **FILLED)
