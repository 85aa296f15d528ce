package io.slipway.benchmarks.predictions;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores columns of numbers, 1024 rows a call, and prints the rows for which one second of CPU time
 * is enough.
 */
public final class EngineLoop {
  private static final int ROWS_PER_CALL = 1024;
  private static final int WARM_UP = 3;

  private EngineLoop() {}

  /**
   * @param arguments a model of numbers alone, a file with its columns one after another (double,
   *     big-endian), and a file for the answers
   */
  public static void main(String[] arguments) throws Exception {
    try (Model model = Engines.installed().load(Path.of(arguments[0]), LoadOptions.cpu())) {
      List<Field> inputs = model.signature().inputs();
      double[][] columns = columns(Path.of(arguments[1]), inputs.size());
      int rows = columns[0].length;
      List<Batch> batches = new ArrayList<>();
      for (int from = 0; from < rows; from += ROWS_PER_CALL) {
        batches.add(batch(inputs, columns, from, Math.min(rows, from + ROWS_PER_CALL)));
      }
      for (int i = 0; i < WARM_UP; i++) {
        score(model, batches, rows);
      }
      long begun = cpu();
      byte[] answers = score(model, batches, rows);
      long used = cpu() - begun;
      Files.write(Path.of(arguments[2]), answers);
      System.out.println(rows / (used / 1e9));
    }
  }

  private static double[][] columns(Path file, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    double[][] columns = new double[count][bytes.remaining() / Double.BYTES / count];
    for (double[] column : columns) {
      for (int row = 0; row < column.length; row++) {
        column[row] = bytes.getDouble();
      }
    }
    return columns;
  }

  private static Batch batch(List<Field> inputs, double[][] columns, int from, int to) {
    List<Column> some = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      String name = inputs.get(i).name();
      int column = Integer.parseInt(name.substring(1));
      some.add(Column.ofDoubles(name, Arrays.copyOfRange(columns[column], from, to)));
    }
    return Batch.of(some);
  }

  private static byte[] score(Model model, List<Batch> batches, int rows) throws ScoringException {
    byte[] bytes = new byte[rows * Double.BYTES];
    ByteBuffer answers = ByteBuffer.wrap(bytes);
    for (Batch batch : batches) {
      for (double answer : model.score(batch).column("y").orElseThrow().doubles()) {
        answers.putDouble(answer);
      }
    }
    return bytes;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
