package io.slipway.benchmarks.engines;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Signature;
import io.slipway.testkit.TabularRows.UnfitValueException;
import java.nio.file.Path;
import java.util.Collections;

/** A model, and rows for it. */
record Subject(String name, Path file, Rows rows) {
  /** How many a batch has. */
  static final int ROWS = 1000;

  /** Some rows, one or more, as a signature asks for them. */
  interface Rows {
    Batch of(Signature signature) throws UnfitValueException;
  }

  /** {@link #ROWS} rows: over again where the model came with fewer. */
  Batch batch(Signature signature) throws UnfitValueException {
    Batch given = rows.of(signature);
    int count = given.rows().orElseThrow();
    return Batch.joined(Collections.nCopies((ROWS + count - 1) / count, given)).rows(0, ROWS);
  }

  /** Whose answers, and whose time, those of the tabular engine are held against. */
  String peer() {
    return file.toString().endsWith(".onnx") ? "onnxruntime" : "jpmml";
  }
}
