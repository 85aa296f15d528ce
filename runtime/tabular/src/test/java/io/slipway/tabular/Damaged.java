package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A file that is damaged, and what may become of it: a refusal in words, or a model that answers or
 * refuses rows, in bounded time and memory. Whatever else is thrown fails the test that asks, and
 * shows the file.
 */
record Damaged(Path file, Supplier<String> shown) {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** The widest rows that a graph may ask for come to a tenth of it. */
  private static final long MOST_BYTES = 1L << 30;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** One for all, since to start one takes longer than most files. */
  private static final ExecutorService WORKER =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "damaged");
            thread.setDaemon(true);
            return thread;
          });

  /** What became of it. */
  enum Outcome {
    REFUSED,
    ANSWERS,
    REFUSES_ROWS
  }

  /** From a file to a model. */
  interface Reader {
    Model read(Path file) throws ModelLoadException;
  }

  /**
   * @param rows to score, for the inputs of the model
   */
  Outcome outcome(Reader reader, Function<Model, Batch> rows) throws InterruptedException {
    Future<Outcome> outcome = WORKER.submit(() -> read(reader, rows));
    try {
      return outcome.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause() + " of " + shown.get(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("more than " + LONGEST + " for " + shown.get(), e);
    }
  }

  private Outcome read(Reader reader, Function<Model, Batch> rows) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Outcome outcome = score(reader, rows);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated")
        .isLessThan(MOST_BYTES);
    return outcome;
  }

  private Outcome score(Reader reader, Function<Model, Batch> rows) {
    try (Model model = reader.read(file)) {
      model.score(rows.apply(model));
      return Outcome.ANSWERS;
    } catch (ModelLoadException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
      return Outcome.REFUSED;
    } catch (ScoringException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Outcome.REFUSES_ROWS;
    }
  }
}
