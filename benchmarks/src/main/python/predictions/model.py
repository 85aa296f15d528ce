"""Rows, a scikit-learn model trained on some of them, and the same model as PMML."""

import pathlib
import pickle
from xml.sax.saxutils import quoteattr

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from sklearn.ensemble import RandomForestRegressor

FIELDS = [f"f{i}" for i in range(10)]


def make(folder: pathlib.Path, rows: int):
    """Numbers that a float holds, as scikit-learn rounds them to floats and PMML does not."""
    random = np.random.default_rng(20261126)
    x = random.normal(size=(rows, len(FIELDS))).astype(np.float32).astype(np.float64)
    y = x[:, 0] * x[:, 1] + np.sin(x[:, 2]) + x[:, 3:].sum(axis=1)
    forest = RandomForestRegressor(n_estimators=100, max_depth=6, random_state=1)
    forest.fit(x[:5000], y[:5000])
    (folder / "model.pickle").write_bytes(pickle.dumps(forest))
    (folder / "model.pmml").write_text(pmml(forest))
    return x, forest.predict(x)


def tables(folder: pathlib.Path, x):
    """The rows as a Parquet file and as CSV, each in a folder of its own."""
    table = pa.table({"id": pa.array(np.arange(len(x))).cast(pa.string()), **{f: x[:, i] for i, f in enumerate(FIELDS)}})
    for kind, write in {"parquet": pa.parquet.write_table, "csv": pa.csv.write_csv}.items():
        (folder / kind).mkdir(parents=True)
        write(table, folder / kind / f"rows.{kind}")


def pmml(forest) -> str:
    fields = "".join(f'<DataField name="{f}" optype="continuous" dataType="double"/>' for f in FIELDS)
    schema = "<MiningSchema>" + "".join(f'<MiningField name="{f}"/>' for f in FIELDS)
    target = '<MiningField name="y" usageType="target"/>'
    trees = "".join(
        f'<Segment id="{i}"><True/><TreeModel functionName="regression" splitCharacteristic="binarySplit">'
        f"{schema}</MiningSchema>{node(tree.tree_, 0, '<True/>')}</TreeModel></Segment>"
        for i, tree in enumerate(forest.estimators_, 1)
    )
    return (
        '<?xml version="1.0"?><PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
        f'<DataDictionary>{fields}<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>'
        f'<MiningModel functionName="regression">{schema}{target}</MiningSchema>'
        '<Output><OutputField name="y" optype="continuous" dataType="double" feature="predictedValue"/></Output>'
        f'<Segmentation multipleModelMethod="average">{trees}</Segmentation></MiningModel></PMML>'
    )


def node(tree, at: int, predicate: str) -> str:
    if tree.children_left[at] < 0:
        return f"<Node score={quoteattr(repr(float(tree.value[at][0][0])))}>{predicate}</Node>"
    field, threshold = FIELDS[tree.feature[at]], repr(float(tree.threshold[at]))
    left = f'<SimplePredicate field="{field}" operator="lessOrEqual" value="{threshold}"/>'
    right = f'<SimplePredicate field="{field}" operator="greaterThan" value="{threshold}"/>'
    inner = node(tree, tree.children_left[at], left) + node(tree, tree.children_right[at], right)
    return f"<Node>{predicate}{inner}</Node>"
