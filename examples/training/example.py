"""What every training script of the examples shares: writing a model as files that `kubectl apply` takes.

An example is a folder that works on any cluster without a model store: the model files travel in a ConfigMap, and
`v1.yaml` (and `v2.yaml` where there is a next version) is the ModelDeployment that serves one of them. `requests.json`
holds rows in the named-records form and what the training framework itself predicted for them.
"""

import base64
import json
import math
import pathlib
import sys

CONFIG_MAP_LIMIT = 1_000_000  # bytes; Kubernetes refuses a ConfigMap above 1 MiB


def folder():
    """The folder of the training script that runs."""
    return pathlib.Path(sys.argv[0]).resolve().parent


def write_config_map(name, files):
    """Writes configmap.yaml with the model files: text as data, everything else as binaryData."""
    text, binary = [], []
    for file in files:
        content = (folder() / file).read_bytes()
        try:
            lines = content.decode("utf-8").splitlines()
            # Byte for byte what the file is, its last newline or its absence included: the digest is to be the same.
            block = "|" if content.endswith(b"\n") else "|-"
            text.append(f"  {file}: {block}\n" + "".join(f"    {line}\n" if line else "\n" for line in lines))
        except UnicodeDecodeError:
            binary.append(f"  {file}: {base64.b64encode(content).decode()}\n")
    yaml = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n"
    if text:
        yaml += "data:\n" + "".join(text)
    if binary:
        yaml += "binaryData:\n" + "".join(binary)
    if len(yaml) > CONFIG_MAP_LIMIT:
        sys.exit(f"{name}: {len(yaml)} bytes do not fit into a ConfigMap; use a store or a claim")
    (folder() / "configmap.yaml").write_text(yaml)


def write_requests(instances, predictions):
    """Writes requests.json: instances, and for each version the outputs that the framework gave, row by row."""
    rows = {
        "instances": [clean(row) for row in instances],
        "predictions": {version: [clean(row) for row in outputs] for version, outputs in predictions.items()},
    }
    if any(len(outputs) != len(rows["instances"]) for outputs in rows["predictions"].values()):
        sys.exit("as many predictions as instances, please")
    (folder() / "requests.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def clean(row):
    """Plain JSON values; a missing value (NaN) becomes null."""
    return {key: plain(value) for key, value in row.items()}


def plain(value):
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value
