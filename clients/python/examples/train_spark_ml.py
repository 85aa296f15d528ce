"""Trains a tree with Spark ML, exports it as PMML and pushes it. Needs pyspark, pyspark2pmml and a Java 17."""

import pathlib
import tempfile

import pyspark
import pyspark2pmml
import slipway
from pyspark.ml import Pipeline
from pyspark.ml.classification import DecisionTreeClassifier
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import RFormula
from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[2]")
    .appName("train")
    .config("spark.jars", pyspark2pmml.spark_jars())
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
rows = [(float(n % 17), float(n % 5), "yes" if n % 17 > 8 and n % 5 < 3 else "no") for n in range(1000)]
data = spark.createDataFrame(rows, ["usage", "calls", "churned"])
model = Pipeline(stages=[RFormula(formula="churned ~ ."), DecisionTreeClassifier(maxDepth=4)]).fit(data)
accuracy = MulticlassClassificationEvaluator(metricName="accuracy").evaluate(model.transform(data))

registry = slipway.Registry()
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "churn.pmml")
    pyspark2pmml.PMMLBuilder(data, model).buildFile(str(path))
    version = registry.push(
        path,
        name="churn-spark",
        parent=registry.alias("churn-spark", "champion"),  # none before the first promotion
        alias="challenger",
        producer=f"Spark ML {pyspark.__version__}",
        metrics={"accuracy": accuracy},
    )
print(f"churn-spark {version.number} is {version.state}: {version.digest}, accuracy {accuracy:.4f}")
spark.stop()
