"""Scores an example's rows with tritonclient over gRPC: port, model, requests.json.

Prints what ExamplesIT gets over HTTP: a list with an object of outputs for each row. Rows with a
missing value are left out, for tensors cannot say it."""

import json
import sys

import numpy as np
import tritonclient.grpc as grpc

port, model, requests = sys.argv[1:]
TYPES = {"FP32": np.float32, "FP64": np.float64, "INT64": np.int64, "BYTES": object}

client = grpc.InferenceServerClient(f"127.0.0.1:{port}")
assert client.is_model_ready(model)
metadata = client.get_model_metadata(model)
with open(requests) as file:
    rows = [row for row in json.load(file)["instances"] if None not in row.values()]
inputs = []
for tensor in metadata.inputs:
    values = [row[tensor.name] for row in rows]
    if tensor.datatype == "BYTES":
        values = [value.encode() for value in values]
    array = np.array(values, TYPES[tensor.datatype])
    given = grpc.InferInput(tensor.name, list(array.shape), tensor.datatype)
    given.set_data_from_numpy(array)
    inputs.append(given)
answer = client.infer(model, inputs)


def plain(value):
    return value.decode() if isinstance(value, bytes) else value.tolist()


print(
    json.dumps(
        [
            {tensor.name: plain(answer.as_numpy(tensor.name)[row]) for tensor in metadata.outputs}
            for row in range(len(rows))
        ]
    )
)
