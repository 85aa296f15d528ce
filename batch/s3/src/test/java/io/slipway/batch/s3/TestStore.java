package io.slipway.batch.s3;

import io.slipway.testing.program.Search;
import io.slipway.testing.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A real store for the tests of a class. */
final class TestStore implements AutoCloseable {
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  /** Lists come in small pages. */
  private static final S3Store.Limits LIMITS = new S3Store.Limits(3, 3);

  private final S3Server server;
  private final S3Store store;

  private TestStore(S3Server server, S3Store store) {
    this.server = server;
    this.store = store;
  }

  static TestStore start(Path folder) throws IOException {
    return switch (S3Server.search()) {
      case Search.Found(Path program) -> {
        S3Server server = S3Server.start(program, folder);
        yield new TestStore(server, S3Store.open(server.environment(), LIMITS));
      }
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
    };
  }

  S3Store store() {
    return store;
  }

  /** A new one. */
  S3Location bucket() {
    String name = "bucket-" + BUCKETS.incrementAndGet();
    server.createBucket(name);
    return new S3Location(name, "");
  }

  @Override
  public void close() {
    store.close();
    server.close();
  }
}
