package io.slipway.benchmarks.engines;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One model scored by one engine, as a pod calls it; an operation is a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 600, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class EngineBenchmark {
  static final String MODEL = "model";
  static final String ENGINE = "engine";

  /** Different rows that are sent singly, in turn. */
  static final int SINGLES = 200;

  @Param("ensemble")
  String model = "";

  @Param("tabular")
  String engine = "";

  @SuppressWarnings("NullAway.Init") // JMH loads it first.
  private Model loaded;

  @SuppressWarnings("NullAway.Init") // With the model.
  private Batch rows;

  private Batch[] singles = {};
  private int next;

  /** The model, and its rows as its signature asks for them. */
  @Setup
  public void load() throws Exception {
    Subject subject = Subjects.named(model).orElseThrow();
    loaded = Loading.with(engine, subject.file()).orElseThrow();
    rows = subject.batch(loaded.signature());
    singles =
        IntStream.range(0, SINGLES).mapToObj(row -> rows.rows(row, row + 1)).toArray(Batch[]::new);
  }

  @TearDown
  public void close() {
    loaded.close();
  }

  /** All that a call allocates is part of what its rows cost. */
  @Benchmark
  @OperationsPerInvocation(Subject.ROWS)
  public Batch batch() throws ScoringException {
    return loaded.score(rows);
  }

  /** A row that comes alone. */
  @Benchmark
  public Batch single() throws ScoringException {
    next = next + 1 == SINGLES ? 0 : next + 1;
    return loaded.score(singles[next]);
  }
}
