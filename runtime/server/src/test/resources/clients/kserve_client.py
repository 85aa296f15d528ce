"""KServe's clients, over REST and gRPC: ports of the two."""

import asyncio
import sys

import grpc
import httpx
import numpy as np
from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest, RESTConfig

REST = f"http://127.0.0.1:{sys.argv[1]}"


def request(binary=False):
    x = InferInput("x", [2], "FP64")
    x.set_data_from_numpy(np.array([1.5, -2]), binary_data=binary)
    name = InferInput("name", [2], "BYTES")
    name.set_data_from_numpy(np.array([b"a", "Zoë".encode()], object), binary_data=binary)
    return InferRequest("churn", [x, name], request_id="r-1")


def check(response):
    assert response.model_name == "churn" and response.id == "r-1", response
    outputs = {output.name: output.as_numpy() for output in response.outputs}
    assert np.array_equal(outputs["x"], [1.5, -2]), outputs
    texts = [t if isinstance(t, str) else t.decode() for t in outputs["name"].tolist()]
    assert texts == ["a", "Zoë"], outputs


async def rest():
    client = InferenceRESTClient(RESTConfig(protocol="v2", timeout=20))
    assert await client.is_server_live(REST)
    assert await client.is_server_ready(REST)
    assert await client.is_model_ready(REST, "churn")
    for binary in (False, True):
        check(await client.infer(REST, request(binary), model_name="churn"))
    try:
        wrong = InferRequest("churn", [InferInput("y", [1], "FP64", [1.0])])
        await client.infer(REST, wrong, model_name="churn")
        raise AssertionError("it was answered")
    except httpx.HTTPStatusError as e:
        assert e.response.status_code == 400, e
    await client.close()
    v1 = InferenceRESTClient(RESTConfig(protocol="v1", timeout=20))
    answer = await v1.infer(REST, {"instances": [{"x": 3, "name": "b"}]}, model_name="churn")
    assert answer == {"predictions": [{"x": 3.0, "name": "b"}]}, answer
    await v1.close()


async def over_grpc():
    client = InferenceGRPCClient(f"127.0.0.1:{sys.argv[2]}", timeout=20)
    assert await client.is_server_live()
    assert await client.is_server_ready()
    assert await client.is_model_ready("churn")
    for binary in (False, True):
        check(await client.infer(request(binary)))
    try:
        await client.infer(InferRequest("churn", [InferInput("y", [1], "FP64", [1.0])]))
        raise AssertionError("it was answered")
    except grpc.RpcError as e:
        assert e.code() == grpc.StatusCode.INVALID_ARGUMENT, e
    await client.close()


asyncio.run(rest())
asyncio.run(over_grpc())
print("answered")
