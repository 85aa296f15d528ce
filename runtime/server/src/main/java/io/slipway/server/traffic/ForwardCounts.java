package io.slipway.server.traffic;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How forwards went, since the pod started. Safe for use by many threads.
 *
 * @param sent put on the wire
 * @param answered by the target's revision, with anything but a failure of the server's
 * @param fallbacks scored here since the target failed, timed out, answered for another revision,
 *     or is not asked for a while because it kept failing
 * @param failures by cause
 */
public record ForwardCounts(
    LongAdder sent, LongAdder answered, LongAdder fallbacks, Map<Cause, LongAdder> failures) {
  public ForwardCounts() {
    this(new LongAdder(), new LongAdder(), new LongAdder(), byCause());
  }

  static Map<Cause, LongAdder> byCause() {
    Map<Cause, LongAdder> counts = new EnumMap<>(Cause.class);
    for (Cause cause : Cause.values()) {
      counts.put(cause, new LongAdder());
    }
    return Collections.unmodifiableMap(counts);
  }

  void failed(Cause cause) {
    failures.getOrDefault(cause, sent).increment();
  }
}
