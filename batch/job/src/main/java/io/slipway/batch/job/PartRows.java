package io.slipway.batch.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.batch.parquet.PartWriter;
import io.slipway.batch.scoring.KeyedRows;
import io.slipway.batch.scoring.Predictions;
import io.slipway.batch.scoring.RowError;
import io.slipway.batch.validation.RowCounts;
import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes all rows of a split into its part: those with a prediction, and those without with the
 * reason. A row that has no key that could be read gets one that says so, the same in each attempt,
 * so that the set accounts for every row of the input.
 */
final class PartRows implements Predictions {
  private static final int ERRORS_TOGETHER = 1024;
  private static final int LONGEST_REASON = 1000;

  private final int split;
  private final OutputColumns outputs;
  private final PartWriter part;
  private final List<String> errorKeys = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private RowCounts counts = RowCounts.NONE;
  private long withoutKey;

  PartRows(int split, OutputColumns outputs, PartWriter part) {
    this.split = split;
    this.outputs = outputs;
    this.part = part;
  }

  /** A row with a text that not every warehouse can keep costs its own prediction, no other. */
  @Override
  public void scored(List<String> keys, Batch predictions) throws IOException {
    KeyedRows rows = new KeyedRows(keys, outputs.of(predictions));
    SortedMap<Integer, RowError> unfit = unfit(rows);
    int from = 0;
    for (Map.Entry<Integer, RowError> one : unfit.entrySet()) {
      keep(rows.part(from, one.getKey()));
      refused(one.getValue());
      from = one.getKey() + 1;
    }
    keep(rows.part(from, rows.count()));
  }

  private void keep(KeyedRows rows) throws IOException {
    if (rows.count() > 0) {
      part.write(Rows.scored(column("key", rows.keys()), rows.inputs()));
      counts = counts.plus(new RowCounts(rows.count(), 0));
    }
  }

  private static SortedMap<Integer, RowError> unfit(KeyedRows rows) {
    SortedMap<Integer, RowError> unfit = new TreeMap<>();
    for (Column column : rows.inputs().columns()) {
      if (column.type() == DataType.BYTES) {
        for (int row = 0; row < column.length(); row++) {
          if (column.isValid(row) && column.strings()[row].indexOf('\0') >= 0) {
            unfit.putIfAbsent(row, withCodeZero(rows.keys().get(row), column.name()));
          }
        }
      }
    }
    return unfit;
  }

  private static RowError withCodeZero(String key, String output) {
    return new RowError(
        Optional.of(key),
        Optional.of(output),
        "output \"%s\": its text has a character of code 0, which databases cannot keep"
            .formatted(output));
  }

  @Override
  public void refused(RowError error) throws IOException {
    errorKeys.add(error.key().orElseGet(() -> "(no key) %d.%d".formatted(split, ++withoutKey)));
    reasons.add(shown(error.reason()));
    counts = counts.plus(new RowCounts(0, 1));
    if (errorKeys.size() >= ERRORS_TOGETHER) {
      flush();
    }
  }

  /** Sentences of others quote what they refuse, however long it is, and whatever is in it. */
  private static String shown(String reason) {
    String begin =
        reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    byte[] wholeCharacters = begin.replaceAll("\\p{Cntrl}", "?").getBytes(UTF_8);
    return new String(wholeCharacters, UTF_8);
  }

  /** Writes what was kept back. */
  void flush() throws IOException {
    if (!errorKeys.isEmpty()) {
      part.write(new Rows(column("key", errorKeys), Batch.of(), column("error", reasons)));
      errorKeys.clear();
      reasons.clear();
    }
  }

  RowCounts counts() {
    return counts;
  }

  private static Column column(String name, List<String> texts) {
    return Column.ofStrings(name, texts.toArray(String[]::new));
  }
}
