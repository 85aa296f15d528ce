package io.slipway.server.traffic;

import io.slipway.server.contract.SplitBy;
import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.http.CallerRequest;
import io.slipway.server.http.FirstRow;
import java.util.Optional;

/** Chooses the arm that a caller's request belongs to. Safe for use by many threads. */
final class Assigner {

  /** Who is to answer. */
  enum Arm {
    STABLE,
    CANDIDATE,
    /** The stable one, since the request has no key to choose by. */
    UNKEYED
  }

  private final Splitter splitter;

  /**
   * @param start where the splitter starts
   */
  Assigner(long start) {
    this.splitter = new Splitter(start);
  }

  Arm arm(CallerRequest request, TrafficDocument document) {
    int weightBp = document.weightBp();
    // Where all requests go the same way nobody looks for keys.
    if (weightBp == 0 || weightBp == TrafficDocument.ALL) {
      return weightBp == 0 ? Arm.STABLE : Arm.CANDIDATE;
    }
    return switch (document.assignment()) {
      case SplitBy.Request all -> splitter.forwardsNext(weightBp) ? Arm.CANDIDATE : Arm.STABLE;
      case SplitBy.Header header -> arm(request.headers().firstValue(header.name()), document);
      case SplitBy.Field field -> arm(FirstRow.value(request, field.name()), document);
    };
  }

  private static Arm arm(Optional<String> key, TrafficDocument document) {
    if (key.filter(value -> !value.isEmpty()).isEmpty()) {
      return Arm.UNKEYED;
    }
    return KeyBucket.of(document.rollout(), key.get()) < document.weightBp()
        ? Arm.CANDIDATE
        : Arm.STABLE;
  }
}
