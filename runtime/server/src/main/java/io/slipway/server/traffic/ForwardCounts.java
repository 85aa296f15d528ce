package io.slipway.server.traffic;

import java.util.concurrent.atomic.LongAdder;

/**
 * How forwards went, since the pod started. Safe for use by many threads.
 *
 * @param sent put on the wire
 * @param answered by the target's revision, with anything but a failure of the server's
 * @param fallbacks scored here since the target failed, timed out, answered for another revision,
 *     or is not asked for a while because it kept failing
 */
public record ForwardCounts(LongAdder sent, LongAdder answered, LongAdder fallbacks) {
  public ForwardCounts() {
    this(new LongAdder(), new LongAdder(), new LongAdder());
  }
}
