"""Registers models as those who train with MLflow do: register.py ADDRESS ONNX PMML FOLDER"""

import pathlib
import sys
import tempfile

import mlflow
import mlflow.onnx
import onnx

address, onnx_file, pmml_file, disk = sys.argv[1:]
mlflow.set_tracking_uri(address)
client = mlflow.MlflowClient()


def version(text):
    """The model with other bytes, which score alike."""
    model = onnx.load(onnx_file)
    model.doc_string = text
    return model


def log_onnx(text, name):
    mlflow.onnx.log_model(version(text), name="model", registered_model_name=name, pip_requirements=[])


for number, auc in ((1, 0.91), (2, 0.93)):
    with mlflow.start_run():
        mlflow.log_metric("auc", auc)
        log_onnx(f"version {number}", "churn")
client.set_model_version_tag("churn", "1", "team", "risk")
client.set_registered_model_alias("churn", "champion", "1")

with mlflow.start_run() as run:
    mlflow.log_artifact(pmml_file, "scorecard")
    client.create_registered_model("scores")
    client.create_model_version("scores", f"runs:/{run.info.run_id}/scorecard", run.info.run_id)

with mlflow.start_run(experiment_id=client.create_experiment("on disk", artifact_location=disk)):
    log_onnx("on disk", "on disk")

with mlflow.start_run() as run, tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder)
    path.joinpath("MLmodel").write_text(
        "flavors:\n"
        "  python_function:\n    loader_module: mlflow.sklearn\n    model_path: model.pkl\n"
        "  sklearn:\n    pickled_model: model.pkl\n    serialization_format: cloudpickle\n"
    )
    path.joinpath("model.pkl").write_bytes(b"\x80\x04N.")
    mlflow.log_artifacts(folder, "model")
    client.create_registered_model("pickled")
    client.create_model_version("pickled", f"runs:/{run.info.run_id}/model", run.info.run_id)
