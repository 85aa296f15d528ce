package io.slipway.benchmarks.predictions;

import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Predictions that are the same each time: a key, no error, and one number.
 *
 * @param count how many
 */
record MadePredictions(int count) {
  private static final int ROWS_PER_BATCH = 1024;
  private static final long SEED = 20261126;

  /** Batch after batch, made as they are asked for. */
  RowSource rows() {
    Random random = new Random(SEED);
    int[] made = {0};
    return () -> {
      int size = Math.min(ROWS_PER_BATCH, count - made[0]);
      String[] keys = new String[size];
      double[] numbers = new double[size];
      for (int row = 0; row < size; row++) {
        keys[row] = "key-" + ++made[0];
        numbers[row] = random.nextGaussian();
      }
      Batch values = Batch.of(List.of(Column.ofDoubles("y", numbers)));
      return size == 0
          ? Optional.empty()
          : Optional.of(Rows.scored(Column.ofStrings("prediction_key", keys), values));
    };
  }

  /** The same as lines of COPY's text, as a warehouse sends its first set version. */
  void write(Path file) throws IOException {
    Random random = new Random(SEED);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 1; row <= count; row++) {
        out.write("1\tkey-" + row + "\t\\N\t" + random.nextGaussian() + "\n");
      }
    }
  }
}
