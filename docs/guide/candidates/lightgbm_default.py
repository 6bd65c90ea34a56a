"""A LightGBM candidate with its default settings: `--candidate "lightgbm=python lightgbm_default.py"`."""

import os

import lightgbm
import pandas as pd

target = os.environ["TENET_TARGET"]
train = pd.read_parquet(os.environ["TENET_TRAIN"])
test = pd.read_parquet(os.environ["TENET_TEST"])
answers = train.pop(target)

# LightGBM takes no commas, quotes or brackets in names: columns go by their place.
train.columns = test.columns = [f"column_{place}" for place in range(len(test.columns))]

# Text becomes categories, the same on both sides.
for column in test.select_dtypes(exclude="number"):
    known = pd.CategoricalDtype(train[column].dropna().unique())
    train[column], test[column] = train[column].astype(known), test[column].astype(known)

settings = {"random_state": int(os.environ["TENET_SEED"]), "verbosity": -1}
if os.environ["TENET_TASK"] == "regression":
    model = lightgbm.LGBMRegressor(**settings).fit(train, answers)
    answer = pd.DataFrame({"prediction": model.predict(test)})
else:
    model = lightgbm.LGBMClassifier(**settings).fit(train, answers)
    # A column for each class, in the order of model.classes_: of the one that Tenet calls positive.
    classes = [name if isinstance(name, str) else str(name).lower() for name in model.classes_]
    positive = classes.index(os.environ["TENET_POSITIVE"])
    answer = pd.DataFrame({"probability": model.predict_proba(test)[:, positive]})
answer.to_parquet(os.environ["TENET_OUTPUT"])
