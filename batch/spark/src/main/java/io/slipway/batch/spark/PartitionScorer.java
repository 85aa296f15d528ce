package io.slipway.batch.spark;

import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Scores the rows of a partition in the order in which they come, many in a call of the model: for
 * {@code mapPartitions}, of Datasets as it is and of RDDs as {@code scorer::call}.
 */
public final class PartitionScorer implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final ShippedModel model;
  private final ScoringOptions options;
  private final StructType rows;
  private final StructType schema;

  private PartitionScorer(
      ShippedModel model, ScoringOptions options, StructType rows, StructType schema) {
    this.model = model;
    this.options = options;
    this.rows = rows;
    this.schema = schema;
  }

  /**
   * @param rows what the rows have that will be scored
   * @throws IOException as {@link SlipwayScoring#score}
   * @throws IllegalArgumentException as {@link SlipwayScoring#score}
   */
  public static PartitionScorer of(
      SparkSession spark, StructType rows, SlipwayModel model, ScoringOptions options)
      throws IOException {
    ShippedModel shipped = ShippedModel.ship(spark, model);
    StructType schema = BoundModel.of(shipped.load(), rows, options).answers().after(rows);
    return new PartitionScorer(shipped, options, rows, schema);
  }

  /** What the rows have that come out: what they had, the outputs, the error. */
  public StructType schema() {
    return schema;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> partition) throws IOException {
    return new ScoredRows(
        partition, BoundModel.of(model.load(), rows, options), options.rowsPerCall());
  }
}
