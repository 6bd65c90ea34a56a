"""A LightGBM candidate with its default settings: `--candidate "lightgbm=python lightgbm_default.py"`."""

import os

import lightgbm
import pandas as pd

target = os.environ["TENET_TARGET"]
train = pd.read_parquet(os.environ["TENET_TRAIN"])
test = pd.read_parquet(os.environ["TENET_TEST"])

# Text becomes categories, the same on both sides.
for column in test.select_dtypes(exclude="number"):
    known = pd.CategoricalDtype(train[column].dropna().unique())
    train[column], test[column] = train[column].astype(known), test[column].astype(known)

settings = {"random_state": int(os.environ["TENET_SEED"]), "verbosity": -1}
if os.environ["TENET_TASK"] == "regression":
    model = lightgbm.LGBMRegressor(**settings).fit(train.drop(columns=target), train[target])
    answer = pd.DataFrame({"prediction": model.predict(test)})
else:
    model = lightgbm.LGBMClassifier(**settings).fit(train.drop(columns=target), train[target])
    answer = pd.DataFrame({"probability": model.predict_proba(test)[:, -1]})
answer.to_parquet(os.environ["TENET_OUTPUT"])
