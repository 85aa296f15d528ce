"""A PMML model behind KServe's own server, read as its PMML runtime reads it: jpmml-evaluator in a
second process, asked through a socket (Py4J) for one row after the other. The runtime itself is an image and
in no package registry; its two libraries are.
"""

import os

import pandas as pd
from jpmml_evaluator import make_evaluator
from jpmml_evaluator.py4j import Py4JBackend
from kserve import Model, ModelServer
from kserve.utils.utils import get_predict_input, get_predict_response


class Pmml(Model):
    def load(self) -> bool:
        self.evaluator = make_evaluator(os.environ["MODEL"], Py4JBackend()).verify()
        self.fields = [field.getName() for field in self.evaluator.getInputFields()]
        self.ready = True
        return True

    def predict(self, payload, headers=None, response_headers=None):
        rows = get_predict_input(payload)
        answers = [self.evaluator.evaluate(dict(zip(self.fields, map(float, row)))) for row in rows]
        return get_predict_response(payload, pd.DataFrame(answers), self.name)


if __name__ == "__main__":
    model = Pmml("model")
    model.load()
    ModelServer(workers=1, enable_grpc=False).start([model])
