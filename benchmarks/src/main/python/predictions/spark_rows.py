"""A Spark job in one thread: Parquet in, predictions, Parquet out. With Slipway's jar, or with a pandas UDF on scikit-learn's own model."""

import pathlib
import pickle
import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import pandas_udf


def slipway(spark, rows, model, digest):
    scoring = spark._jvm.io.slipway.batch.spark
    version = scoring.SlipwayModel.of(model, digest)
    return DataFrame(scoring.SlipwayScoring.score(rows._jdf, version), spark).select("id", "y")


def pandas(spark, rows, model):
    import pandas as pd

    bytes_of_model = spark.sparkContext.broadcast(pathlib.Path(model).read_bytes())
    loaded = {}

    @pandas_udf("double")
    def predict(*columns: pd.Series) -> pd.Series:
        if "model" not in loaded:
            loaded["model"] = pickle.loads(bytes_of_model.value)
        return pd.Series(loaded["model"].predict(pd.concat(columns, axis=1).to_numpy()))

    fields = [name for name in rows.columns if name != "id"]
    return rows.select("id", predict(*fields).alias("y"))


def main(how, source, target, *model):
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False)
    session = session.config("spark.driver.memory", "1g").config("spark.jars", model[-1])
    session = session.config("spark.sql.execution.arrow.pyspark.enabled", True)
    spark = session.config("spark.log.level", "ERROR").getOrCreate()
    rows = spark.read.parquet(source)
    answered = slipway(spark, rows, *model[:-1]) if how == "slipway" else pandas(spark, rows, *model[:-1])
    answered.write.mode("overwrite").parquet(target)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
