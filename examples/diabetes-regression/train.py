"""The seed case: a linear regression behind a StandardScaler, exported as PMML.

Version 1 knows the patients of the first half; version 2 is trained again when the second half has arrived.

Data: diabetes (442 patients), bundled with scikit-learn; Efron, Hastie, Johnstone, Tibshirani, "Least Angle
Regression", 2004.
"""

import pathlib
import sys

from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler
from sklearn2pmml import sklearn2pmml
from sklearn2pmml.pipeline import PMMLPipeline

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "training"))
import example

data = load_diabetes(as_frame=True, scaled=False)
features, target = data.data, data.target.rename("progression")
held_out = features.index % 40 == 0

versions = {"v1": features.index < len(features) // 2, "v2": features.index >= 0}
predictions = {}
for version, arrived in versions.items():
    pipeline = PMMLPipeline([("scaler", StandardScaler()), ("regression", LinearRegression())])
    pipeline.fit(features[arrived & ~held_out], target[arrived & ~held_out])
    pipeline.verify(features[held_out].head(5))
    sklearn2pmml(pipeline, str(example.folder() / f"{version}.pmml"))
    predictions[version] = [{"progression": value} for value in pipeline.predict(features[held_out])]
    print(version, "R2 on held-out rows:", round(pipeline.score(features[held_out], target[held_out]), 3))

example.write_config_map("diabetes-regression-models", ["v1.pmml", "v2.pmml"])
example.write_requests(features[held_out].to_dict("records"), predictions)
