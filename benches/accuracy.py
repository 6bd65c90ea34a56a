#!/usr/bin/env python3
"""What Tenet chooses, against scikit-learn and LightGBM, on the same rows of each fold.

usage: accuracy.py PATH/TO/tenet PATH/TO/shared
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

TENET, SHARED = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])


def ours(train, test, target, positive, folder):
    train.to_csv(folder / "train.csv", index=False)
    test.drop(columns=target).to_csv(folder / "test.csv", index=False)
    asked = ["--positive", positive] if positive else []
    run = [TENET, "experiment", "train.csv", "--target", target, *asked, "-o", "package", "--format", "json"]
    found = json.loads(subprocess.run(run, cwd=folder, capture_output=True, text=True).stdout)
    subprocess.run([TENET, "predict", "package", "test.csv", "-o", "out.csv"], cwd=folder, check=True, capture_output=True)
    out = pd.read_csv(folder / "out.csv")
    return out["probability" if positive else "prediction"].to_numpy(), found["choice"]["name"]


def encoder():
    return make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include=np.number)),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude=np.number)),
    )


def simple(train, answers, test, classify):
    model = make_pipeline(encoder(), LogisticRegression(max_iter=2000) if classify else Ridge())
    model.fit(train, answers)
    return model.predict_proba(test)[:, 1] if classify else model.predict(test)


def boosted(train, answers, test, classify):
    as_category = {name: "category" for name in train.select_dtypes(exclude=np.number)}
    whole = pd.concat([train, test]).astype(as_category)
    model = (lightgbm.LGBMClassifier if classify else lightgbm.LGBMRegressor)(verbose=-1, n_jobs=2)
    model.fit(whole.iloc[: len(train)], answers)
    rows = whole.iloc[len(train):]
    return model.predict_proba(rows)[:, 1] if classify else model.predict(rows)


def compare(name, target, positive, drop=()):
    table = pd.read_csv(SHARED / "data" / name, skipinitialspace=True).drop(columns=list(drop))
    classify = positive is not None
    answers = (table[target] == positive).astype(int) if classify else table[target]
    folds = (StratifiedKFold if classify else KFold)(5, shuffle=True, random_state=0).split(table, answers)
    measure = roc_auc_score if classify else r2_score
    scores, chosen = {"tenet": [], "linear": [], "lightgbm": []}, []
    for train, test in folds:
        with tempfile.TemporaryDirectory() as folder:
            predicted, choice = ours(table.iloc[train], table.iloc[test], target, positive, Path(folder))
        chosen.append(choice)
        scores["tenet"].append(measure(answers.iloc[test], predicted))
        features = table.drop(columns=target)
        for peer, learner in (("linear", simple), ("lightgbm", boosted)):
            guess = learner(features.iloc[train], answers.iloc[train], features.iloc[test], classify)
            scores[peer].append(measure(answers.iloc[test], guess))
    means = {peer: np.mean(values) for peer, values in scores.items()}
    print(f"{name:18} {'AUC' if classify else 'R2':4}" + "".join(f"  {peer} {mean:.4f}" for peer, mean in means.items())
          + f"   chosen: {', '.join(sorted(set(chosen)))}")


compare("telco.csv", "Churn", "Yes", drop=["customerID"])
compare("adult-train.csv", "income", ">50K")
compare("abalone.csv", "rings", None)
compare("wine-red.csv", "quality", None)
