package io.slipway.server.source;

import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings a model into the cache: from the cache itself, from its source, or from another pod that
 * has it. Whoever gives the bytes, they are hashed here. For one thread.
 */
public final class ModelFetcher {
  private static final Duration PEER_CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /**
   * What to fetch.
   *
   * @param uri of the source
   * @param pinned what the bytes must hash to; empty to take what comes
   * @param peers finds the pods that may have pinned bytes, afresh each time, port included; empty
   *     where there can be none
   */
  public record Order(ModelUri uri, Optional<Digest> pinned, Optional<Supplier<List<URI>>> peers) {}

  /**
   * What bounds a fetch.
   *
   * @param maxBytes of a model
   * @param timeout of all attempts together
   * @param stall how long a source may send nothing
   */
  public record Limits(long maxBytes, Duration timeout, Duration stall) {}

  /**
   * A file with exactly the bytes of {@code digest}.
   *
   * @param settled what names them from now on, where what was ordered may name others later
   */
  public record Fetched(Path file, Digest digest, long bytes, Optional<ModelUri> settled) {

    public Fetched(Path file, Digest digest, long bytes) {
      this(file, digest, bytes, Optional.empty());
    }
  }

  private final Sources sources;
  private final ModelCache cache;
  private final Limits limits;
  private final Backoff backoff;
  private final Consumer<SourceException> retrying;

  /**
   * @param mount the folder at which a ConfigMap or claim is mounted
   * @param retrying hears of each failure after which the fetch goes on
   */
  public ModelFetcher(
      Path mount,
      Credentials credentials,
      ModelCache cache,
      Limits limits,
      Backoff backoff,
      Consumer<SourceException> retrying) {
    this.sources = new Sources(mount, credentials, InstantSource.system());
    this.cache = cache;
    this.limits = limits;
    this.backoff = backoff;
    this.retrying = retrying;
  }

  /**
   * @throws SourceException once no further attempt can help, or the time is over
   * @throws InterruptedException if the pod is told to leave meanwhile
   */
  public Fetched fetch(Order order) throws SourceException, InterruptedException {
    try {
      Optional<Path> cached =
          order.pinned().isPresent() ? cache.verified(order.pinned().get()) : Optional.empty();
      if (cached.isPresent()) {
        return new Fetched(cached.get(), order.pinned().orElseThrow(), Files.size(cached.get()));
      }
      Source source = sources.of(order.uri());
      try (Download download = download(source, "source")) {
        return untilFetched(order, source, download);
      }
    } catch (IOException e) {
      throw new SourceException(
          Reason.CONFIG_INVALID,
          "the cache folder cannot be written: mount an emptyDir there that the pod's user may write",
          e);
    }
  }

  private Fetched untilFetched(Order order, Source source, Download download)
      throws IOException, SourceException, InterruptedException {
    long deadline = System.nanoTime() + limits.timeout().toNanos();
    int attempt = 0;
    long before = -1;
    while (true) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      SourceException failure;
      try {
        return admit(order, source, "source", download, download.attempt(left));
      } catch (SourceException e) {
        failure = e;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (order.pinned().isPresent() && order.peers().isPresent()) {
        Optional<Fetched> given = fromPeers(order, left);
        if (given.isPresent()) {
          return given.get();
        }
        failure = lost(failure);
      }
      if (!retryable(failure)) {
        throw failure;
      }
      // An attempt that brought something starts the wait anew: the source is there after all.
      attempt = download.written() > before ? 0 : attempt + 1;
      before = download.written();
      Duration wait = backoff.after(attempt);
      if (System.nanoTime() + wait.toNanos() >= deadline) {
        throw failure;
      }
      retrying.accept(failure);
      Thread.sleep(wait);
    }
  }

  private Optional<Fetched> fromPeers(Order order, Duration left)
      throws IOException, SourceException {
    Digest pinned = order.pinned().orElseThrow();
    try (HttpClient client = peerClient()) {
      for (URI pod : order.peers().orElseThrow().get()) {
        Source peer = Sources.peer(client, pod, pinned);
        try (Download download = download(peer, "peer")) {
          return Optional.of(admit(order, peer, "peer", download, download.attempt(left)));
        } catch (SourceException e) {
          if (e.reason() == Reason.TOO_LARGE) {
            throw e;
          }
          // The next pod may have what this one has not.
        }
      }
    }
    return Optional.empty();
  }

  private static HttpClient peerClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(PEER_CONNECT_TIMEOUT)
        .build();
  }

  private Download download(Source source, String name) throws IOException {
    return new Download(source, cache.temporary(name), limits.maxBytes(), limits.stall());
  }

  private Fetched admit(Order order, Source source, String name, Download download, Digest digest)
      throws IOException, SourceException {
    Optional<Digest> pinned = order.pinned();
    if (pinned.isPresent() && !pinned.get().equals(digest)) {
      throw new SourceException(
          Reason.DIGEST_MISMATCH,
          "%s has %s, the revision pins %s: the file was changed after it was pinned"
              .formatted(source.display(), digest.abbreviated(), pinned.get().abbreviated()));
    }
    Optional<Digest> promised = source.promised();
    if (promised.isPresent() && !promised.get().equals(digest)) {
      throw new SourceException(
          Reason.DIGEST_MISMATCH,
          "%s has %s and calls it %s: it was changed on the way, or where it is kept"
              .formatted(source.display(), digest.abbreviated(), promised.get().abbreviated()));
    }
    return new Fetched(
        cache.admit(cache.temporary(name), digest), digest, download.written(), source.settled());
  }

  /** What it means that the source failed and no other pod has the bytes either. */
  private static SourceException lost(SourceException failure) {
    return switch (failure.reason()) {
      case UNREACHABLE, FORBIDDEN, NOT_FOUND ->
          new SourceException(
              Reason.LOST,
              failure.words() + "; no ready pod of the revision has the pinned bytes either",
              failure);
      case DIGEST_MISMATCH, TOO_LARGE, UNSUPPORTED, CONFIG_INVALID, LOST -> failure;
    };
  }

  private static boolean retryable(SourceException failure) {
    return failure.isTransient()
        || (failure.reason() == Reason.LOST
            && failure.getCause() instanceof SourceException cause
            && cause.isTransient());
  }
}
