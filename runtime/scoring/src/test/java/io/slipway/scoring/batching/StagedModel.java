package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Doubles numbers, each call when the test lets it; refuses batches with a negative one. */
final class StagedModel implements Model {
  /** How many rows each call that began had. */
  final List<Integer> calls = new CopyOnWriteArrayList<>();

  /** A permit a call. */
  final Semaphore go = new Semaphore(0);

  volatile boolean closed;

  static Batch row(double... numbers) {
    return Batch.of(Column.ofDoubles("x", numbers));
  }

  @Override
  public Signature signature() {
    Shape rows = Shape.of(Shape.DYNAMIC);
    return new Signature(
        List.of(Field.tensor("x", DataType.FP64, rows)),
        List.of(Field.tensor("y", DataType.FP64, rows)));
  }

  @Override
  public EngineInfo engine() {
    return new EngineInfo("staged", "1", ExecutionProvider.CPU);
  }

  @Override
  public Batch score(Batch inputs) throws ScoringException {
    Column x = inputs.column("x").orElseThrow();
    calls.add(x.rows());
    try {
      go.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ScoringException.modelFailed("interrupted", e);
    }
    if (Arrays.stream(x.doubles()).anyMatch(number -> number < 0)) {
      throw ScoringException.invalidBatch("a negative number", new IllegalStateException());
    }
    if (Arrays.stream(x.doubles()).anyMatch(number -> number == 666)) {
      throw new OutOfMemoryError("staged");
    }
    return Batch.of(Column.ofDoubles("y", Arrays.stream(x.doubles()).map(n -> 2 * n).toArray()));
  }

  @Override
  public void close() {
    closed = true;
    go.release(1000);
  }
}
