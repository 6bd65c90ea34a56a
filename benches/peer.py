"""A peer as an own candidate: `--candidate "NAME=python peer.py linear|lightgbm"`.

It writes down how long fitting and predicting alone took, beside Python's start and the reading of files, as a line in
the file that PEER_TIMES names.
"""

import os
import sys
import time

import lightgbm
import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

kind, target, task = sys.argv[1], os.environ["TENET_TARGET"], os.environ["TENET_TASK"]
train, test = pd.read_parquet(os.environ["TENET_TRAIN"]), pd.read_parquet(os.environ["TENET_TEST"])
answers = train.pop(target)
booleans = list(train.select_dtypes(include="bool"))
train, test = train.astype({name: float for name in booleans}), test.astype({name: float for name in booleans})

if kind == "linear":
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    model = make_pipeline(
        make_column_transformer(
            (numbers, make_column_selector(dtype_include=np.number)),
            (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude=np.number)),
        ),
        Ridge() if task == "regression" else LogisticRegression(max_iter=2000),
    )
else:
    for name in train.select_dtypes(exclude=np.number):
        known = pd.CategoricalDtype(train[name].dropna().unique())
        train[name], test[name] = train[name].astype(known), test[name].astype(known)
    model = (lightgbm.LGBMRegressor if task == "regression" else lightgbm.LGBMClassifier)(verbosity=-1, n_jobs=2)

started = time.perf_counter()
model.fit(train, answers)
fitted = time.perf_counter()
if task == "regression":
    out = pd.DataFrame({"prediction": model.predict(test)})
elif task == "binary":
    out = pd.DataFrame({"probability": model.predict_proba(test)[:, -1]})
else:
    out = pd.DataFrame(model.predict_proba(test), columns=[f"probability_{name}" for name in model.classes_])
with open(os.environ["PEER_TIMES"], "a") as times:
    print(kind, fitted - started, file=times)
out.to_csv(os.environ["TENET_OUTPUT"], index=False)
