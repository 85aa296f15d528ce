"""Openscoring's Python client: the port, and a folder to write to."""

import pathlib
import sys

import pandas
from openscoring import BatchEvaluationRequest, EvaluationRequest, Openscoring

server = Openscoring(f"http://127.0.0.1:{sys.argv[1]}/openscoring")
folder = pathlib.Path(sys.argv[2])

assert server.evaluate("churn", {"x": 0.1, "name": "Zoë"}) == {"x": 0.1, "name": "Zoë"}
named = server.evaluate("churn", EvaluationRequest("r-1", {"x": 5e-324, "name": ""}))
assert named.id == "r-1" and named.results == {"x": 5e-324, "name": ""}, named.results

rows = [{"x": i / 7, "name": str(i)} for i in range(100)]
assert server.evaluateBatch("churn", rows) == rows
asked = [EvaluationRequest("good", {"x": 1, "name": "a"}), EvaluationRequest("bad", {"x": "much"})]
good, bad = server.evaluateBatch("churn", BatchEvaluationRequest("all", asked)).responses
assert good.id == "good" and good.message is None and good.results["x"] == 1.0, good.results
assert bad.id == "bad" and "much" in bad.message, bad.message

table = pandas.DataFrame({"Id": ["r-1", "r-2"], "x": [0.1, 2.0], "name": ["a;b", "c,d"]})
assert server.evaluateCsv("churn", table).equals(table)
table.to_csv(folder / "in.csv", sep=";", index=False)
server.evaluateCsvFile("churn", folder / "in.csv", folder / "out.csv")
assert pandas.read_csv(folder / "out.csv", sep=";").equals(table)

for wrong in ("churn", {"x": "much"}), ("other", {"x": 1}):
    try:
        server.evaluate(*wrong)
    except ValueError as e:
        assert "much" in str(e) or "expected the model churn" in str(e), e
    else:
        raise AssertionError(f"{wrong} was answered")
print("answered")
