package io.slipway.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has to be freed, each before all that came earlier. Of one thread. */
final class Owned implements AutoCloseable {
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** Takes {@code resource} over, and gives it back for use. */
  <T extends AutoCloseable> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  /**
   * Closes all, the latest first, those too that come after one that fails: what is left open here
   * nobody frees.
   *
   * @throws IllegalStateException with the first failure as its cause, and the others suppressed
   */
  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!resources.isEmpty()) {
      failure = close(resources.pop(), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable IllegalStateException close(
      AutoCloseable resource, @Nullable IllegalStateException earlier) {
    try {
      resource.close();
      return earlier;
    } catch (Exception e) {
      if (earlier == null) {
        return new IllegalStateException("something native does not close", e);
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }
}
