package io.slipway.server.measure;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which values a model gave, by output: the first eight that have one value a row. Safe for use by
 * many threads.
 */
public final class OutputCounts implements OutputSink {
  static final int MOST_OUTPUTS = 8;

  /** What a bin takes in JSON, about: its number and its count. */
  static final int BIN_BYTES = 14;

  private static final int LONGEST_NAME = 128;

  private final LongAdder requests = new LongAdder();

  /** In the model's order, once the model has given a row. Replaced, never changed. */
  private volatile Optional<Map<String, Output>> outputs = Optional.empty();

  /** One output's values. */
  private sealed interface Output {
    void take(Column column);

    void add(Output counted);

    Map<String, Object> report(int bytes);
  }

  private record Numbers(BinCounts bins, LongAdder nan, LongAdder missing) implements Output {
    Numbers() {
      this(new BinCounts(), new LongAdder(), new LongAdder());
    }

    @Override
    public void take(Column column) {
      boolean whole = !column.validity().hasMissing();
      for (int i = 0; i < column.length(); i++) {
        if (!whole && !column.isValid(i)) {
          missing.increment();
          continue;
        }
        double value = Numeric.at(column, i);
        if (Double.isFinite(value)) {
          bins.add(value);
        } else {
          nan.increment();
        }
      }
    }

    @Override
    public void add(Output counted) {
      if (counted instanceof Numbers numbers) {
        bins.add(numbers.bins);
        nan.add(numbers.nan.sum());
        missing.add(numbers.missing.sum());
      }
    }

    @Override
    public Map<String, Object> report(int bytes) {
      Bins folded = bins.bins().within(bytes / BIN_BYTES);
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("kind", "numeric");
      report.put("bins", folded.counts());
      report.put("fold", folded.fold());
      report.put("nan", nan.sum());
      report.put("missing", missing.sum());
      return report;
    }
  }

  private record Labels(LabelCounts labels, LongAdder missing) implements Output {
    Labels() {
      this(new LabelCounts(), new LongAdder());
    }

    @Override
    public void take(Column column) {
      for (int i = 0; i < column.length(); i++) {
        if (!column.isValid(i)) {
          missing.increment();
        } else if (column.type() == DataType.BOOL) {
          labels.add(Boolean.toString(column.booleans()[i]));
        } else {
          labels.add(column.strings()[i]);
        }
      }
    }

    @Override
    public void add(Output counted) {
      if (counted instanceof Labels others) {
        labels.add(others.labels);
        missing.add(others.missing.sum());
      }
    }

    @Override
    public Map<String, Object> report(int bytes) {
      LabelCounts.Labels named = labels.counts(bytes);
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("kind", "label");
      report.put("counts", named.counts());
      report.put("other", named.other());
      report.put("missing", missing.sum());
      return report;
    }
  }

  @Override
  public int take(Batch batch) {
    requests.increment();
    Optional<Map<String, Output>> described = outputs;
    Map<String, Output> known = described.isPresent() ? described.get() : describe(batch);
    for (Column column : batch.columns()) {
      Output output = known.get(column.name());
      if (output != null) {
        output.take(column);
      }
    }
    return OutputFaults.in(batch);
  }

  private synchronized Map<String, Output> describe(Batch batch) {
    // No rows say nothing of whether each has one value.
    if (outputs.isEmpty() && batch.columns().stream().allMatch(column -> column.length() > 0)) {
      Map<String, Output> described = new LinkedHashMap<>();
      for (Column column : batch.columns()) {
        if (Numeric.isSingleValued(column)
            && column.name().length() <= LONGEST_NAME
            && described.size() < MOST_OUTPUTS) {
          described.put(
              column.name(), Numeric.isNumeric(column.type()) ? new Numbers() : new Labels());
        }
      }
      outputs = Optional.of(described);
    }
    return outputs.orElse(Map.of());
  }

  /** Adds what {@code other} has counted. */
  public synchronized void add(OutputCounts other) {
    requests.add(other.requests.sum());
    other.outputs.ifPresent(
        counted -> {
          Map<String, Output> all = new LinkedHashMap<>(outputs.orElse(Map.of()));
          counted.forEach((name, output) -> merge(all, name, output));
          outputs = Optional.of(all);
        });
  }

  private static void merge(Map<String, Output> all, String name, Output counted) {
    all.computeIfAbsent(name, n -> counted instanceof Numbers ? new Numbers() : new Labels())
        .add(counted);
  }

  /**
   * The contract's {@code scored}.
   *
   * @param bytes that bins and labels of all outputs together may take in JSON, about
   */
  public Map<String, Object> report(int bytes) {
    Map<String, Output> known = outputs.orElse(Map.of());
    Map<String, Object> byOutput = new LinkedHashMap<>();
    known.forEach((name, output) -> byOutput.put(name, output.report(bytes / known.size())));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("requests", requests.sum());
    report.put("outputs", byOutput);
    return report;
  }
}
