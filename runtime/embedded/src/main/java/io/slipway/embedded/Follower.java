package io.slipway.embedded;

import io.slipway.client.Version;
import io.slipway.scoring.ModelLoadException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Looks now and then where an alias points, and lets a model be what it points to. */
final class Follower {
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final EmbeddedModels models;
  private final EmbeddedModel followed;
  private final String alias;
  private final FollowingListener listener;
  private final Thread thread = new Thread(this::run, "slipway-follower");
  private volatile Duration every = Duration.ofSeconds(30);
  private volatile boolean over;

  /** Of a version that does not load; the follower's own thread alone knows it. */
  private String hopeless = "";

  Follower(
      EmbeddedModels models, EmbeddedModel followed, String alias, FollowingListener listener) {
    this.models = models;
    this.followed = followed;
    this.alias = alias;
    this.listener = listener;
  }

  void begin(Duration interval) {
    every = interval;
    // An application that ends need not wait for it.
    thread.setDaemon(true);
    thread.start();
  }

  /** Nothing is replaced once this has returned. */
  void end() {
    synchronized (followed) {
      over = true;
    }
    thread.interrupt();
    if (Thread.currentThread() != thread) {
      try {
        thread.join(LONGEST_END.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (!over) {
        Thread.sleep(pause());
        look();
      }
    } catch (InterruptedException e) {
      // Told to end.
    }
  }

  /** Not all applications at once, that were started at once. */
  private long pause() {
    long millis = Math.max(1, every.toMillis());
    return millis + ThreadLocalRandom.current().nextLong(1 + millis / 10);
  }

  private void look() throws InterruptedException {
    ScoringVersion now = followed.version();
    try {
      Version version = models.find(now.model(), alias);
      if (!version.digest().equals(now.digest()) && !version.digest().equals(hopeless)) {
        replace(now, load(version));
      }
    } catch (ModelUnavailableException e) {
      failed(now, e);
    } catch (RuntimeException | Error e) {
      // A defect of an engine, or a model that needs more memory than there is: what scores goes
      // on.
      failed(now, new ModelUnavailableException(alias + ": the next version failed: " + e, e));
    }
  }

  /** What does not load now will not load later: it is a version, and never changes. */
  private Loaded load(Version version) throws ModelUnavailableException, InterruptedException {
    try {
      return models.load(version, alias);
    } catch (ModelUnavailableException e) {
      if (e.getCause() instanceof ModelLoadException) {
        hopeless = version.digest();
      }
      throw e;
    }
  }

  private void failed(ScoringVersion now, ModelUnavailableException why) {
    if (!over) {
      tell(() -> listener.failed(now, why));
    }
  }

  private void replace(ScoringVersion before, Loaded next) {
    synchronized (followed) {
      if (over) {
        next.close();
        return;
      }
      followed.replace(next);
    }
    tell(() -> listener.moved(before, next.version()));
  }

  private static void tell(Runnable words) {
    try {
      words.run();
    } catch (RuntimeException e) {
      // Theirs.
    }
  }
}
