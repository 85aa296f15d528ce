"""What a team writes that serves an ONNX model by itself, with the settings that make it quick.

Reads and answers the Open Inference Protocol's JSON of one input and one output; checks nothing.
"""

import os

import numpy as np
import onnxruntime as ort
import orjson
from fastapi import FastAPI, Request
from fastapi.responses import Response

options = ort.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
session = ort.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])
output = session.get_outputs()[0].name
app = FastAPI()


@app.post("/v2/models/model/infer")
async def infer(request: Request) -> Response:
    tensor = orjson.loads(await request.body())["inputs"][0]
    values = np.array(tensor["data"], dtype=np.float32).reshape(tensor["shape"])
    answer = session.run([output], {tensor["name"]: values})[0]
    body = {
        "model_name": "model",
        "outputs": [
            {
                "name": output,
                "datatype": "FP32",
                "shape": list(answer.shape),
                "data": answer.ravel().tolist(),
            }
        ],
    }
    return Response(orjson.dumps(body), media_type="application/json")
