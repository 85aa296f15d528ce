"""Trains a classifier with scikit-learn, exports it as ONNX and pushes it. Needs scikit-learn and skl2onnx."""

import pathlib
import tempfile

import sklearn
import slipway
from skl2onnx import to_onnx
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

features, labels = load_breast_cancer(return_X_y=True)
train_x, test_x, train_y, test_y = train_test_split(features.astype("float32"), labels, random_state=1)
model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(train_x, train_y)
auc = roc_auc_score(test_y, model.predict_proba(test_x)[:, 1])

registry = slipway.Registry()
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "cancer.onnx")
    # Probabilities as one tensor, rather than a map for each row.
    path.write_bytes(to_onnx(model, train_x[:1], options={"zipmap": False}).SerializeToString())
    version = registry.push(
        path,
        name="cancer",
        parent=registry.alias("cancer", "champion"),  # none before the first promotion
        alias="challenger",
        producer=f"scikit-learn {sklearn.__version__}",
        datasets=["sklearn:load_breast_cancer"],
        metrics={"auc": auc},
    )
print(f"cancer {version.number} is {version.state}: {version.digest}, auc {auc:.4f}")
