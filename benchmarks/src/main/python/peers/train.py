"""One gradient boosting model in every form that a contender reads, and rows to ask it about.

Writes below the folder that is named: ``model.onnx``, ``model.pmml``, ``mlserver/model.bst``, and
``rows.json`` with rows (lists of 30 numbers) and what LightGBM itself predicts for them.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxmltools
import pandas as pd
from lightgbm import LGBMRegressor
from onnxmltools.convert.common.data_types import FloatTensorType
from sklearn2pmml import sklearn2pmml
from sklearn2pmml.pipeline import PMMLPipeline

FIELDS, TREES, DEPTH, ROWS = 30, 100, 6, 2000


def measurements(random: np.random.Generator, rows: int) -> np.ndarray:
    """Multiples of 1/128: neither they nor the thresholds between them change when a form or a
    protocol keeps 32 bits of them, so that every contender sees the same rows."""
    return (np.round(random.normal(size=(rows, FIELDS)) * 128) / 128).astype(np.float32)


def main(folder: Path) -> None:
    random = np.random.default_rng(20261126)
    x = measurements(random, 20_000)
    y = np.sin(x[:, 0]) * x[:, 1] + (x[:, 2:6] ** 2).sum(axis=1) - x[:, 6:].sum(axis=1) / 5
    columns = [f"f{i}" for i in range(FIELDS)]
    model = LGBMRegressor(
        n_estimators=TREES, max_depth=DEPTH, num_leaves=2**DEPTH, n_jobs=2, verbose=-1
    )
    pipeline = PMMLPipeline([("model", model)])
    pipeline.fit(pd.DataFrame(x, columns=columns), pd.Series(y, name="y"))
    (folder / "mlserver").mkdir(parents=True, exist_ok=True)
    model.booster_.save_model(folder / "mlserver" / "model.bst")
    sklearn2pmml(pipeline, str(folder / "model.pmml"))
    converted = onnxmltools.convert_lightgbm(
        model, initial_types=[("input", FloatTensorType([None, FIELDS]))], target_opset=15
    )
    (folder / "model.onnx").write_bytes(converted.SerializeToString())
    rows = measurements(random, ROWS)
    expected = model.predict(pd.DataFrame(rows, columns=columns))
    known = {"columns": columns, "rows": rows.tolist(), "expected": expected.tolist()}
    (folder / "rows.json").write_text(json.dumps(known))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
