package io.slipway.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.cli.kubectl.KubectlException;
import io.slipway.cli.kubectl.Watch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Follows a resource until something is so. A watch that ends, as servers let them end now and
 * then, is begun again.
 *
 * @param <R> what the resource is read as
 */
final class Follower<R> {

  private static final Duration TICK = Duration.ofSeconds(1);

  /** So many beginnings without a single event: then it is no hiccup. */
  private static final int ATTEMPTS = 10;

  private final Supplier<Watch> watches;
  private final Function<JsonNode, R> reading;

  /**
   * Watches nothing yet.
   *
   * @param watches begins one each time
   * @param reading what is made of the resource's JSON
   */
  Follower(Supplier<Watch> watches, Function<JsonNode, R> reading) {
    this.watches = watches;
    this.reading = reading;
  }

  /** What is done with what is seen. */
  interface Visitor<R, T> {

    /** The resource is new or has changed; a value ends it. */
    Optional<T> changed(R resource);

    /** About a second has passed without a change. */
    default void waited() {}
  }

  /** How it ended. */
  sealed interface End<T> {

    /** The visitor saw what it waited for. */
    record Seen<T>(T value) implements End<T> {}

    /** The resource was deleted. */
    record Gone<T>() implements End<T> {}

    /** It took too long. */
    record TimedOut<T>() implements End<T> {}
  }

  /**
   * Follows it.
   *
   * @param limit for how long at most; for ever when empty
   * @throws KubectlException when it cannot be read
   */
  <T> End<T> follow(Optional<Duration> limit, Visitor<R, T> visitor) throws InterruptedException {
    long begun = System.nanoTime();
    int failures = 0;
    boolean seen = false;
    while (true) {
      try (Watch watch = watches.get()) {
        boolean watching = true;
        while (watching) {
          if (limit.filter(most -> System.nanoTime() - begun > most.toNanos()).isPresent()) {
            return new End.TimedOut<>();
          }
          switch (watch.next(TICK).orElse(null)) {
            case null -> visitor.waited();
            case Watch.Event.Changed changed -> {
              failures = 0;
              seen = true;
              Optional<T> end = visitor.changed(reading.apply(changed.object()));
              if (end.isPresent()) {
                return new End.Seen<>(end.get());
              }
            }
            case Watch.Event.Deleted _ -> {
              return new End.Gone<>();
            }
            case Watch.Event.Ended ended -> {
              failures++;
              if (!seen || failures == ATTEMPTS) {
                throw new KubectlException(ended.why());
              }
              watching = false;
            }
          }
        }
      }
      Thread.sleep(TICK);
    }
  }
}
