"""A classifier over numbers and categories with values missing: imputers, one-hot encoding, logistic regression, as PMML.

Data: Palmer penguins (344 birds, CC0); Horst, Hill, Gorman, 2020. Eleven birds have no sex recorded, two no measurements.
"""

import pathlib
import sys

from palmerpenguins import load_penguins
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn2pmml import sklearn2pmml
from sklearn2pmml.pipeline import PMMLPipeline

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "training"))
import example

penguins = load_penguins().drop(columns="year")
numbers = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
categories = ["island", "sex"]
penguins[categories] = penguins[categories].astype(object).where(penguins[categories].notna(), None)
features, species = penguins[numbers + categories], penguins["species"].astype(str)

pipeline = PMMLPipeline(
    [
        (
            "columns",
            ColumnTransformer(
                [
                    ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
                    (
                        "categories",
                        make_pipeline(SimpleImputer(missing_values=None, strategy="most_frequent"), OneHotEncoder(sparse_output=False)),
                        categories,
                    ),
                ]
            ),
        ),
        ("classifier", LogisticRegression(max_iter=1000)),
    ]
)
pipeline.fit(features, species)
sklearn2pmml(pipeline, str(example.folder() / "v1.pmml"))
print("accuracy on the training rows:", round(pipeline.score(features, species), 3))

shown = features.iloc[[0, 3, 8, 160, 200, 271, 300, 343]]
example.write_config_map("penguins-classifier-models", ["v1.pmml"])
example.write_requests(
    shown.to_dict("records"),
    {"v1": [
        {"species": label} | {f"probability({name})": p for name, p in zip(pipeline.classes_, probabilities)}
        for label, probabilities in zip(pipeline.predict(shown), pipeline.predict_proba(shown))
    ]},
)
