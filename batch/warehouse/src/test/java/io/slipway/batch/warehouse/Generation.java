package io.slipway.batch.warehouse;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A run whose every prediction says which run it is of, so that a mixed answer shows. */
public record Generation(int number, int rows) {
  public static final SetName SET = new SetName("daily-churn");
  public static final List<Output> OUTPUTS =
      List.of(new Output("generation", DataType.INT32), new Output("score", DataType.FP64));

  private static final int BATCH = 100;

  public static Generation of(int number) {
    return new Generation(number, 250);
  }

  public Run run() {
    return new Run(
        "run-" + number,
        new ModelRef("churn", Integer.toString(number), "sha256:" + number),
        Instant.parse("2026-11-26T06:00:00Z").plusSeconds(number));
  }

  public Counts counts() {
    return new Counts(rows, 0);
  }

  public static String key(int row) {
    return "customer-" + row;
  }

  public List<Rows> batches() {
    List<Rows> batches = new ArrayList<>();
    for (int from = 0; from < rows; from += BATCH) {
      int first = from;
      int size = Math.min(BATCH, rows - from);
      String[] keys = new String[size];
      int[] numbers = new int[size];
      double[] scores = new double[size];
      IntStream.range(0, size)
          .forEach(
              i -> {
                keys[i] = key(first + i);
                numbers[i] = number;
                scores[i] = number + (first + i) / 1000.0;
              });
      batches.add(
          Rows.scored(
              Column.ofStrings("key", keys),
              Batch.of(
                  Column.of("generation", DataType.INT32, Shape.of(size), numbers),
                  Column.ofDoubles("score", scores))));
    }
    return batches;
  }

  public RowSource source() {
    return RowSource.of(batches());
  }

  public SetVersion loadInto(Warehouse warehouse) throws Exception {
    return warehouse.load(SET, run(), OUTPUTS, source(), counts());
  }

  /** In place of whatever is current. */
  public SetVersion publishIn(Warehouse warehouse) throws Exception {
    SetVersion version = loadInto(warehouse);
    return warehouse.publish(SET, version.setId(), current(warehouse));
  }

  public static Expected current(Warehouse warehouse) {
    return warehouse.versions(SET).stream()
        .filter(SetVersion::current)
        .findFirst()
        .<Expected>map(version -> new Expected.At(version.setId()))
        .orElseGet(Expected.Nothing::new);
  }
}
