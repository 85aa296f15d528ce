package io.slipway.batch.lookup;

import io.slipway.batch.summary.SummaryBuilder;
import io.slipway.batch.summary.SummaryDocument;
import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Runs over customers, of whom some could not be scored: what readers of a report look at.
 *
 * @param number of the run and of its model's version
 * @param rows all of them
 * @param errors those at the end that have no prediction
 * @param shift by which scores are higher than usual
 */
record Scored(int number, int rows, int errors, double shift) {
  static final SetName SET = new SetName("daily-churn");
  static final String MARKUP = "<img src=x onerror=alert(1)>";
  private static final Instant FIRST = Instant.parse("2026-11-20T06:00:00Z");
  private static final List<Output> OUTPUTS =
      List.of(new Output("score", DataType.FP64), new Output("class", DataType.BYTES));

  Instant scoredAt() {
    return FIRST.plusSeconds(86_400L * number);
  }

  private Rows table() {
    Random random = new Random(number);
    String[] keys = new String[rows];
    double[] scores = new double[rows];
    String[] classes = new String[rows];
    String[] reasons = new String[rows];
    BitSet scored = new BitSet();
    BitSet failed = new BitSet();
    for (int row = 0; row < rows; row++) {
      keys[row] = "c-" + row;
      scores[row] = 1 / (1 + Math.exp(1 - shift - random.nextGaussian()));
      classes[row] = scores[row] > 0.5 ? "churns" : scores[row] > 0.2 ? MARKUP : "stays";
      reasons[row] =
          row % 3 == 0
              ? "day=%d.csv, byte %d: 3 fields, and the header has 7".formatted(number, row)
              : "age: expected a number, found \"%s%d\"".formatted(MARKUP, row);
      (row < rows - errors ? scored : failed).set(row);
    }
    return new Rows(
        Column.ofStrings("key", keys),
        Batch.of(
            Column.of("score", DataType.FP64, Shape.of(rows), scores, Validity.allBut(failed)),
            Column.of("class", DataType.BYTES, Shape.of(rows), classes, Validity.allBut(failed))),
        Column.of("error", DataType.BYTES, Shape.of(rows), reasons, Validity.allBut(scored)));
  }

  private static String summary(Rows rows) {
    Map<String, DataType> types = new LinkedHashMap<>();
    OUTPUTS.forEach(output -> types.put(output.name(), output.type()));
    SummaryBuilder builder = new SummaryBuilder(types);
    builder.add(rows.keys(), rows.values(), rows.errors());
    return SummaryDocument.write(builder.summary());
  }

  SetVersion load(Warehouse warehouse) throws Exception {
    Rows table = table();
    return load(warehouse, Optional.of(summary(table)), table);
  }

  /** As a program did that knew of no summaries. */
  SetVersion loadWithoutSummary(Warehouse warehouse) throws Exception {
    return load(warehouse, Optional.empty(), table());
  }

  /** As something else than a summary was kept with the rows. */
  SetVersion loadWith(Warehouse warehouse, String summary) throws Exception {
    return load(warehouse, Optional.of(summary), table());
  }

  private SetVersion load(Warehouse warehouse, Optional<String> summary, Rows table)
      throws Exception {
    return warehouse.load(
        SET,
        new Run(
            "sha256:%064d".formatted(number),
            new ModelRef("churn", Integer.toString(number), "sha256:%064x".formatted(number)),
            scoredAt()),
        OUTPUTS,
        RowSource.of(List.of(table)),
        new Contents(new Counts(rows, errors), summary));
  }

  /** In place of whatever is current. */
  static SetVersion publish(Warehouse warehouse, SetVersion loaded) {
    Expected current =
        warehouse.versions(SET).stream()
            .filter(SetVersion::current)
            .findFirst()
            .<Expected>map(version -> new Expected.At(version.setId()))
            .orElseGet(Expected.Nothing::new);
    return warehouse.publish(SET, loaded.setId(), current);
  }
}
