"""A random forest from scikit-learn as ONNX, with the converter's defaults (so with a ZipMap at its end).

Data: breast cancer Wisconsin (569 samples), bundled with scikit-learn; Street, Wolberg, Mangasarian, 1993.
"""

import pathlib
import sys

import numpy
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "training"))
import example

data = load_breast_cancer(as_frame=True)
labels = data.target.map(dict(enumerate(data.target_names)))
# The exported model compares in single precision: train on what it will see.
features = data.data.astype(numpy.float32)
forest = RandomForestClassifier(n_estimators=30, max_depth=6, random_state=7).fit(features, labels)
print("accuracy on the training rows:", round(forest.score(features, labels), 3))

model = to_onnx(forest, initial_types=[("features", FloatTensorType([None, features.shape[1]]))], target_opset={"": 21, "ai.onnx.ml": 3})
(example.folder() / "v1.onnx").write_bytes(model.SerializeToString())

shown = features.iloc[[0, 20, 50, 100, 500]]
example.write_config_map("cancer-forest-models", ["v1.onnx"])
example.write_requests(
    [{"features": [float(value) for value in row]} for row in shown.to_numpy()],
    {"v1": [
        {"output_label": label} | {f"output_probability.{name}": p for name, p in zip(forest.classes_, probabilities)}
        for label, probabilities in zip(forest.predict(shown), forest.predict_proba(shown))
    ]},
)
