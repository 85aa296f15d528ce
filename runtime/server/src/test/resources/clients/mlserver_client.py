"""MLServer's codecs and types over REST and gRPC, and `mlserver infer`: ports, and a folder."""

import os
import subprocess
import sys

import grpc
import numpy as np
import pandas as pd
import requests
from mlserver.codecs import NumpyCodec, PandasCodec, StringCodec
from mlserver.grpc import converters
from mlserver.grpc.dataplane_pb2_grpc import GRPCInferenceServiceStub
from mlserver.types import InferenceRequest, InferenceResponse

HTTP, GRPC, FOLDER = sys.argv[1:4]
URL = f"http://127.0.0.1:{HTTP}/v2/models/churn/infer"



def encoded(use_bytes):
    frame = pd.DataFrame({"x": [1.5, -2], "name": ["a", "Zoë"]})
    yield PandasCodec.encode_request(frame, use_bytes=use_bytes)
    numbers = NumpyCodec.encode_input("x", np.array([1.5, -2]))
    texts = StringCodec.encode_input("name", ["a", "Zoë"], use_bytes=use_bytes)
    yield InferenceRequest(id="r-1", inputs=[numbers, texts])


def check(response):
    outputs = {output.name: output for output in response.outputs}
    assert np.array_equal(NumpyCodec.decode_output(outputs["x"]).ravel(), [1.5, -2]), response
    assert StringCodec.decode_output(outputs["name"]) == ["a", "Zoë"], response


stub = GRPCInferenceServiceStub(grpc.insecure_channel(f"127.0.0.1:{GRPC}"))
for request in encoded(use_bytes=False):
    answer = requests.post(URL, json=request.model_dump(), timeout=20)
    assert answer.status_code == 200, answer.text
    check(InferenceResponse.model_validate_json(answer.text))
for request in encoded(use_bytes=True):
    for raw in (False, True):
        message = converters.ModelInferRequestConverter.from_types(
            request, model_name="churn", use_raw=raw
        )
        check(converters.ModelInferResponseConverter.to_types(stub.ModelInfer(message)))

lines = os.path.join(FOLDER, "in.jsonl")
with open(lines, "w", encoding="utf-8") as out:
    for x in range(50):
        row = InferenceRequest(
            inputs=[
                NumpyCodec.encode_input("x", np.array([float(x)])),
                StringCodec.encode_input("name", [f"row {x}"], use_bytes=False),
            ]
        )
        out.write(row.model_dump_json() + "\n")
answers = os.path.join(FOLDER, "out.jsonl")
subprocess.run(
    [sys.executable, "-c", "from mlserver.cli import main; main()", "infer"]
    + ["-u", f"127.0.0.1:{HTTP}", "-m", "churn", "-i", lines, "-o", answers]
    + ["-s", "10", "-w", "2", "--timeout", "20"],
    check=True,
    timeout=100,
)
with open(answers, encoding="utf-8") as back:
    scored = [InferenceResponse.model_validate_json(line) for line in back]
assert sorted(o.data.root[0] for r in scored for o in r.outputs if o.name == "x") == list(range(50)), scored
print("answered")
