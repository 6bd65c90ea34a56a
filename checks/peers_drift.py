#!/usr/bin/env python3
"""Hold drift's distances and its estimated quality to those of trusted peers: scipy, and the formulas of Evidently and NannyML.

usage: peers_drift.py PATH/TO/tenet
"""

import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial.distance import jensenshannon
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import roc_auc_score

from peer import run, same, tenet


def drift(folder, then, now, *options):
    then.to_csv(folder / "then.csv", index=False)
    now.to_csv(folder / "now.csv", index=False)
    return tenet(folder, "evaluate", "drift", "now.csv", "--against", "then.csv", *options)


def column(found, name):
    return next(column for column in found["columns"] if column["name"] == name)


def distances(folder):
    """Numbers: scipy's two-sample statistic and Wasserstein over numpy's deviation (as Evidently norms it). Categories: scipy's
    Jensen-Shannon and the stability index over counts with half a row added."""
    for seed in range(8):
        rng = np.random.default_rng(seed)
        n, m = rng.integers(400, 3_000, 2)
        shift = rng.choice([0.0, 0.1, 0.6])
        then = pd.DataFrame({"x": np.round(rng.gamma(2, 3, n), 4), "kind": rng.choice(list("abcd"), n)})
        now = pd.DataFrame({"x": np.round(rng.gamma(2 + shift, 3, m), 4),
                            "kind": rng.choice(list("abcd"), m, p=[0.25 + shift / 4, 0.25, 0.25, 0.25 - shift / 4])})
        found = drift(folder, then, now)
        x, kind = column(found, "x"), column(found, "kind")
        same("KS", x["kolmogorov_smirnov"], stats.ks_2samp(then.x, now.x).statistic)
        same("Wasserstein", x["wasserstein"], stats.wasserstein_distance(then.x, now.x) / then.x.std())
        p, q = ((frame.kind.value_counts().reindex(list("abcd")) + 0.5) / (len(frame) + 2.0) for frame in (then, now))
        same("Jensen-Shannon", kind["jensen_shannon"], jensenshannon(p, q, base=2), absolute=1e-9)
        same("stability index", kind["psi"], float(((q - p) * np.log(q / p)).sum()))
        same("its noise", kind["noise"], 3 * (1 / n + 1 / m))


def confidence(folder):
    """The quality to be expected, as NannyML computes it: isotonic calibration, then the cells of the confusion matrix."""
    for seed in range(4):
        rng = np.random.default_rng(seed)

        def table(rows, mean):
            logit = rng.normal(mean, 1.5, rows)
            said = np.round(1 / (1 + np.exp(-0.6 * logit)), 6)
            return pd.DataFrame({"x": logit, "said": said, "y": np.where(rng.random(rows) < 1 / (1 + np.exp(-logit)), "yes", "no")})

        then, now = table(3_000, -0.5), table(2_000, 0.4)
        found = drift(folder, then, now, "--prediction", "said", "--target", "y", "--positive", "yes")["estimated_quality"]
        curve = IsotonicRegression(out_of_bounds="clip").fit(then.said, then.y == "yes")
        p = curve.predict(now.said)
        right = np.where(now.said >= 0.5, p, 1 - p).mean()
        same("expected accuracy", found["others"][0]["score"], right, 1e-6)
        # Each row once as yes and once as no, weighed by how likely that is.
        auc = roc_auc_score(np.r_[np.ones(len(p)), np.zeros(len(p))], np.r_[now.said, now.said], sample_weight=np.r_[p, 1 - p])
        same("expected AUC", found["score"], auc, 1e-6)
        same("AUC on the reference", found["reference"], roc_auc_score(then.y == "yes", then.said), 1e-9)
        same("AUC by the answers", found["realised"], roc_auc_score(now.y == "yes", now.said), 1e-9)


run([distances, confidence])
