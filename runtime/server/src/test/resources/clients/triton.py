"""tritonclient, over HTTP with its default binary tensors and over gRPC: ports of the two."""

import queue
import sys

import numpy as np
import tritonclient.grpc as over_grpc
import tritonclient.http as over_http
from tritonclient.utils import InferenceServerException

VALUES = {
    "BOOL": np.array([True, False]),
    "INT8": np.array([-128, 127], np.int8),
    "INT16": np.array([-32768, 32767], np.int16),
    "INT32": np.array([-(2**31), 2**31 - 1], np.int32),
    "INT64": np.array([-(2**63), 2**63 - 1], np.int64),
    "UINT8": np.array([0, 255], np.uint8),
    "UINT16": np.array([0, 65535], np.uint16),
    "UINT32": np.array([0, 2**32 - 1], np.uint32),
    "UINT64": np.array([0, 2**64 - 1], np.uint64),
    "FP16": np.array([1.5, -65504], np.float16),
    "FP32": np.array([1.17549435e-38, -3.4028235e38], np.float32),
    "FP64": np.array([5e-324, -1.7976931348623157e308]),
    "BYTES": np.array([b"", "Zoë".encode()], object),
}


def tensor(module, datatype, values, **how):
    given = module.InferInput(datatype, list(values.shape), datatype)
    given.set_data_from_numpy(values, **how)
    return given


def refusal(call):
    try:
        call()
    except InferenceServerException as e:
        return e
    raise AssertionError("it was answered")


def exercise(module, client):
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("churn")
    assert client.is_model_ready("churn", "7")
    for datatype, values in VALUES.items():
        result = client.infer(
            "churn",
            [tensor(module, datatype, values)],
            model_version="7",
            outputs=[module.InferRequestedOutput(datatype)],
            request_id="r-1",
        )
        answered = result.as_numpy(datatype)
        assert answered.dtype == values.dtype, (datatype, answered.dtype)
        assert np.array_equal(answered, values), (datatype, answered)
    wrong = refusal(lambda: client.infer("churn", [tensor(module, "FP64", VALUES["FP64"][:0])], "8"))
    assert "version 7" in wrong.message(), wrong
    other = module.InferInput("FP64", [2], "FP32")
    other.set_data_from_numpy(VALUES["FP32"])
    wrong = refusal(lambda: client.infer("churn", [other]))
    assert 'input "FP64": expected datatype FP64, found FP32' in wrong.message(), wrong
    return wrong


http = over_http.InferenceServerClient(f"127.0.0.1:{sys.argv[1]}", concurrency=4)
assert http.get_server_metadata()["name"] == "slipway"
assert "binary_tensor_data" in http.get_server_metadata()["extensions"]
model = http.get_model_metadata("churn")
assert model["versions"] == ["7"] and {i["datatype"] for i in model["inputs"]} == set(VALUES), model
assert exercise(over_http, http).status() == "400"
FP64 = VALUES["FP64"]
asked = [over_http.InferRequestedOutput("FP64", binary_data=False)]
for how in ({}, {"request_compression_algorithm": "gzip"}):
    for binary in (True, False):
        given = [tensor(over_http, "FP64", FP64, binary_data=binary)]
        result = http.infer("churn", given, outputs=asked, **how)
        assert np.array_equal(result.as_numpy("FP64"), FP64)
pending = [
    http.async_infer("churn", [tensor(over_http, "FP64", FP64 * 0 + i)], outputs=asked)
    for i in range(20)
]
for i, answer in enumerate(pending):
    assert answer.get_result().as_numpy("FP64")[0] == i
http.close()

grpc = over_grpc.InferenceServerClient(f"127.0.0.1:{sys.argv[2]}")
assert grpc.get_server_metadata().name == "slipway"
model = grpc.get_model_metadata("churn", as_json=True)
assert model["versions"] == ["7"] and {i["datatype"] for i in model["inputs"]} == set(VALUES), model
assert exercise(over_grpc, grpc).status() == "StatusCode.INVALID_ARGUMENT"
result = grpc.infer(
    "churn",
    [tensor(over_grpc, "FP64", FP64)],
    outputs=[over_grpc.InferRequestedOutput("FP64")],
    request_id="r-2",
    headers={"x-customer": "c"},
    client_timeout=20,
    compression_algorithm="gzip",
    parameters={"mine": "yes"},
)
assert result.get_response().id == "r-2"
assert np.array_equal(result.as_numpy("FP64"), FP64)
answers = queue.Queue()
for i in range(20):
    grpc.async_infer(
        "churn",
        [tensor(over_grpc, "FP64", FP64 * 0 + i)],
        lambda result, error: answers.put((result, error)),
        outputs=[over_grpc.InferRequestedOutput("FP64")],
    )
scored = [answers.get(timeout=20) for i in range(20)]
assert all(error is None for result, error in scored), scored
assert sorted(result.as_numpy("FP64")[0] for result, error in scored) == list(range(20)), scored
unknown = refusal(lambda: grpc.get_model_metadata("other"))
assert unknown.status() == "StatusCode.NOT_FOUND", unknown
grpc.close()
print("answered")
