package io.slipway.cli.kubectl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What kubectl prints, line by line as it comes. Safe for use by several threads; to be closed. */
public final class Output implements AutoCloseable {

  private final Process process;
  private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();

  Output(Process process, Consumer<String> each, Supplier<String> complaint) {
    this.process = process;
    Readers.start(() -> end.complete(read(each, complaint)));
  }

  /** Whether kubectl has ended and every line was given. */
  public boolean isOver() {
    return end.isDone();
  }

  /** Why kubectl failed, and what to do; empty while it runs and where it did not fail. */
  public Optional<String> failure() {
    return end.getNow(Optional.empty());
  }

  private Optional<String> read(Consumer<String> each, Supplier<String> complaint) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        each.accept(line);
      }
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(complaint.get());
    } catch (IOException | UncheckedIOException e) {
      return Optional.of("what kubectl prints could not be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while kubectl was read");
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
