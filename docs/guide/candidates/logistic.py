"""A logistic regression of scikit-learn: `tenet experiment … --candidate "logistic=python logistic.py"`."""

import os

import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

target = os.environ["TENET_TARGET"]
train = pd.read_parquet(os.environ["TENET_TRAIN"])  # with the answers
test = pd.read_parquet(os.environ["TENET_TEST"])  # without

numbers = make_pipeline(SimpleImputer(), StandardScaler())
model = make_pipeline(
    make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
    ),
    LogisticRegression(max_iter=2000),
)
model.fit(train.drop(columns=target), train[target])

# A column for each class, in the order of model.classes_: of the one that Tenet calls positive.
classes = [name if isinstance(name, str) else str(name).lower() for name in model.classes_]
positive = classes.index(os.environ["TENET_POSITIVE"])
answer = pd.DataFrame({"probability": model.predict_proba(test)[:, positive]})
answer.to_csv(os.environ["TENET_OUTPUT"], index=False)
