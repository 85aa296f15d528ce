"""The model of ../penguins-classifier as PMML in JSON, which some teams find easier to store, diff and index.

Converts with pmml-model-jackson (ToJson.java beside this script); CLASSPATH must hold it, for example:
    mvn -q dependency:build-classpath -pl runtime/pmml -Dmdep.outputFile=/dev/stdout
"""

import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "training"))
import example

source = example.folder().parent / "penguins-classifier"
subprocess.run(
    ["java", str(example.folder() / "ToJson.java"), str(source / "v1.pmml"), str(example.folder() / "v1.json")], check=True
)
shutil.copy(source / "requests.json", example.folder())
example.write_config_map("penguins-classifier-json-models", ["v1.json"])
