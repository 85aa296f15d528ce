"""Scores the rows of ../diabetes-regression inside Spark, as a Dataset and by SQL, and compares with what the framework predicts.

spark-submit --jars batch/spark/target/slipway-spark-0.1.0-SNAPSHOT-all.jar examples/spark/score.py
"""

import hashlib
import json
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

folder = Path(__file__).resolve().parent.parent / "diabetes-regression"
file = folder / "v1.pmml"
requests = json.loads((folder / "requests.json").read_text())

spark = SparkSession.builder.appName("diabetes").getOrCreate()
slipway = spark._jvm.io.slipway.batch.spark
model = slipway.SlipwayModel.of(file.as_uri(), "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest())

patients = spark.createDataFrame(requests["instances"]).coalesce(1)
scored = DataFrame(slipway.SlipwayScoring.score(patients._jdf, model), spark)
scored.select("age", "bmi", "progression", "slipway_error").show()

slipway.SlipwayScoring.register(spark._jsparkSession, "diabetes", model)
patients.createOrReplaceTempView("patients")
by_sql = spark.sql("SELECT diabetes(struct(*)).progression AS progression FROM patients")

predictions = [row.progression for row in scored.collect()]
assert predictions == [row.progression for row in by_sql.collect()]
for ours, theirs in zip(predictions, requests["predictions"]["v1"]):
    assert abs(ours - theirs["progression"]) < 1e-9 * abs(ours), (ours, theirs)

spark.stop()
