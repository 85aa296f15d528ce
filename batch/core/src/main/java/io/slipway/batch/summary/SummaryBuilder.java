package io.slipway.batch.summary;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sums rows up as they come. Used by one thread. The memory is at most some 10 MB for numbers, and
 * 50 MB where there are very many outputs of long texts.
 */
public final class SummaryBuilder {
  private final List<Counted> outputs = new ArrayList<>();
  private final ReasonCounter reasons = new ReasonCounter();
  private long predictions;

  private static final class Counted {
    private final String name;
    private final OutputCounter counter;
    private long missing;

    Counted(String name, OutputCounter counter) {
      this.name = name;
      this.counter = counter;
    }

    OutputSummary summary() {
      return new OutputSummary(name, missing, counter.distribution());
    }
  }

  /**
   * @param types of the outputs by name, in the order of the set's columns
   */
  public SummaryBuilder(Map<String, DataType> types) {
    Room room = Room.of(types.size());
    types.forEach((name, type) -> outputs.add(new Counted(name, OutputCounter.of(type, room))));
  }

  /**
   * Some rows.
   *
   * @param keys text, none missing
   * @param values of the outputs; one that has no column here is missing in all the rows
   * @param errors text, missing where the row has a prediction
   */
  public void add(Column keys, Batch values, Column errors) {
    for (int row = 0; row < keys.length(); row++) {
      if (errors.isValid(row)) {
        reasons.add(keys.strings()[row], errors.strings()[row]);
      } else {
        predictions++;
      }
    }
    for (Counted output : outputs) {
      add(output, values.column(output.name), errors);
    }
  }

  private static void add(Counted output, Optional<Column> values, Column errors) {
    for (int row = 0; row < errors.length(); row++) {
      if (errors.isValid(row)) {
        continue;
      }
      if (values.isPresent() && values.get().isValid(row)) {
        output.counter.add(values.get(), row);
      } else {
        output.missing++;
      }
    }
  }

  /** What all rows so far are like. */
  public Summary summary() {
    return new Summary(
        predictions, reasons.errors(), outputs.stream().map(Counted::summary).toList());
  }
}
