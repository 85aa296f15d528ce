package io.slipway.benchmarks;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.Signature;
import io.slipway.server.model.ServedModel;
import java.util.Arrays;
import java.util.List;

/** A classifier with one answer: what is measured around it is not the model. */
record ConstantModel(Signature signature) implements Model {

  static ServedModel served(String revision) {
    Signature signature =
        new Signature(
            List.of(Field.column("x", DataType.FP64, Presence.REQUIRED)),
            List.of(
                Field.column("label", DataType.BYTES, Presence.REQUIRED),
                Field.column("probability(no)", DataType.FP64, Presence.REQUIRED),
                Field.column("probability(yes)", DataType.FP64, Presence.REQUIRED)));
    return new ServedModel(
        new ConstantModel(signature),
        "bench",
        "1",
        "sha256:" + "0".repeat(64),
        revision,
        ModelFormat.PMML);
  }

  @Override
  public EngineInfo engine() {
    return new EngineInfo("constant", "1", ExecutionProvider.CPU);
  }

  @Override
  public Batch score(Batch inputs) {
    int rows = inputs.column("x").orElseThrow().rows();
    String[] labels = new String[rows];
    double[] no = new double[rows];
    double[] yes = new double[rows];
    Arrays.fill(labels, "no");
    Arrays.fill(no, 0.93);
    Arrays.fill(yes, 0.07);
    return Batch.of(
        Column.ofStrings("label", labels),
        Column.ofDoubles("probability(no)", no),
        Column.ofDoubles("probability(yes)", yes));
  }

  @Override
  public void close() {}
}
