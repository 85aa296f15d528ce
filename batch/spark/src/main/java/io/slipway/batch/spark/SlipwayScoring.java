package io.slipway.batch.spark;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions for the rows of a Dataset, or for those of a SQL query.
 *
 * <p>A column feeds the input of its name; others are left alone. A row that cannot be scored has
 * nulls for its outputs and says why in the error column; it never fails a job.
 */
public final class SlipwayScoring {
  private SlipwayScoring() {}

  /** {@link #score(Dataset, SlipwayModel, ScoringOptions)} as it is by default. */
  public static Dataset<Row> score(Dataset<Row> rows, SlipwayModel model) throws IOException {
    return score(rows, model, ScoringOptions.defaults());
  }

  /**
   * The columns of {@code rows}, then the model's outputs, then the error column. Rows keep their
   * partitions and their order.
   *
   * @throws IOException if the model's file cannot be read, has other bytes than its digest says or
   *     cannot be loaded
   * @throws IllegalArgumentException if no row could ever be scored, or two columns would have one
   *     name; the message says which
   */
  public static Dataset<Row> score(Dataset<Row> rows, SlipwayModel model, ScoringOptions options)
      throws IOException {
    PartitionScorer scorer = PartitionScorer.of(rows.sparkSession(), rows.schema(), model, options);
    return rows.mapPartitions(scorer, Encoders.row(scorer.schema()));
  }

  /** {@link #register(SparkSession, String, SlipwayModel, ScoringOptions)} as by default. */
  public static StructType register(SparkSession spark, String name, SlipwayModel model)
      throws IOException {
    return register(spark, name, model, ScoringOptions.defaults());
  }

  /**
   * Makes a function of SQL: {@code SELECT name(struct(*)).y FROM rows}. It takes a struct whose
   * fields feed the inputs of their names, and gives one of the outputs and the error. It is called
   * row by row, which costs networks and other models of many rows a call more than {@link #score}.
   *
   * @return the type of its answers
   * @throws IOException as {@link #score}
   */
  public static StructType register(
      SparkSession spark, String name, SlipwayModel model, ScoringOptions options)
      throws IOException {
    RowFunction function = RowFunction.of(spark, model, options);
    spark.udf().register(name, function, function.schema());
    return function.schema();
  }
}
