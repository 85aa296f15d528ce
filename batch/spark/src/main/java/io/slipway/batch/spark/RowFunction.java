package io.slipway.batch.spark;

import io.slipway.scoring.Model;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The function of SQL: a struct of inputs to a struct of outputs. */
final class RowFunction implements UDF1<@Nullable Row, @Nullable Row> {
  private static final long serialVersionUID = 1;

  private final ShippedModel model;
  private final ScoringOptions options;
  private final StructType schema;

  /** A task's own: in local mode tasks share a function, and what is bound is for one thread. */
  private transient @Nullable ThreadLocal<Bound> bound;

  private record Bound(StructType rows, BoundModel model) {}

  private RowFunction(ShippedModel model, ScoringOptions options, StructType schema) {
    this.model = model;
    this.options = options;
    this.schema = schema;
  }

  static RowFunction of(SparkSession spark, SlipwayModel model, ScoringOptions options)
      throws IOException {
    ShippedModel shipped = ShippedModel.ship(spark, model);
    Model loaded = shipped.load();
    StructType schema = Answers.of(loaded.signature(), options).after(new StructType());
    return new RowFunction(shipped, options.withRowsPerCall(1), schema);
  }

  /** What its answers have: the outputs, the error. */
  StructType schema() {
    return schema;
  }

  @Override
  public @Nullable Row call(@Nullable Row row) throws IOException {
    return row == null ? null : RowFactory.create(bound(row.schema()).score(List.of(row)).get(0));
  }

  private BoundModel bound(StructType rows) throws IOException {
    ThreadLocal<Bound> mine = mine();
    Bound known = mine.get();
    if (known == null || !known.rows().equals(rows)) {
      known = new Bound(rows, BoundModel.of(model.load(), rows, options));
      mine.set(known);
    }
    return known.model();
  }

  private synchronized ThreadLocal<Bound> mine() {
    ThreadLocal<Bound> here = bound;
    if (here == null) {
      here = new ThreadLocal<>();
      bound = here;
    }
    return here;
  }
}
