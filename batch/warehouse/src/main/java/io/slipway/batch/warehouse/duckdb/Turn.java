package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lock among threads and processes that ends with its process. */
final class Turn implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(5);

  private final FileChannel channel;

  private Turn(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for others.
   *
   * @param object what it is about, for the refusal
   */
  static Turn take(Path file, Duration patience, String object) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<Turn> turn = tryToTake(file);
    while (turn.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new WarehouseException(
            Kind.BUSY, object, "somebody else is at it", "try again in a moment");
      }
      pause(object);
      turn = tryToTake(file);
    }
    return turn.get();
  }

  private static void pause(String object) {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WarehouseException(
          Kind.UNAVAILABLE, object, "the wait for it was ended", "try again", e);
    }
  }

  static Optional<Turn> tryToTake(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // Another thread of this process has it.
      return Optional.empty();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? Optional.empty() : Optional.of(new Turn(channel));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
