package io.slipway.registry.service;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times of events, in the order of the events, though a clock was set back between two of them. */
final class MonotonicTime {
  private static final Logger log = LoggerFactory.getLogger(MonotonicTime.class);

  private MonotonicTime() {}

  static Instant notBefore(Instant now, Optional<Instant> last) {
    if (last.isEmpty() || !now.isBefore(last.get())) {
      return now;
    }
    log.atWarn()
        .addKeyValue("clock", now)
        .addKeyValue("lastEvent", last.get())
        .log("the clock was set back: the event gets the time of the one before it");
    return last.get();
  }
}
