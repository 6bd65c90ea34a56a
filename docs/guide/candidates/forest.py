"""A scikit-learn candidate: `tenet experiment … --candidate "forest=python forest.py"`."""

import os

import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

target = os.environ["TENET_TARGET"]
train = pd.read_parquet(os.environ["TENET_TRAIN"])  # with the answers
test = pd.read_parquet(os.environ["TENET_TEST"])  # without

model = make_pipeline(
    make_column_transformer(
        (SimpleImputer(strategy="median"), make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore", min_frequency=10), make_column_selector(dtype_exclude="number")),
    ),
    RandomForestClassifier(200, min_samples_leaf=5, random_state=int(os.environ["TENET_SEED"]), n_jobs=-1),
)
model.fit(train.drop(columns=target), train[target])

# A column for each class, in the order of model.classes_: of the one that Tenet calls positive.
classes = [name if isinstance(name, str) else str(name).lower() for name in model.classes_]
positive = classes.index(os.environ["TENET_POSITIVE"])
answer = pd.DataFrame({"probability": model.predict_proba(test)[:, positive]})
answer.to_csv(os.environ["TENET_OUTPUT"], index=False)
