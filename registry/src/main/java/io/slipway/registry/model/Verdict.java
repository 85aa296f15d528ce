package io.slipway.registry.model;

import java.util.List;

/** What a validation says. */
public sealed interface Verdict {

  /** It is a model that can be served. */
  record Accepted(Findings findings) implements Verdict {}

  /**
   * It is not.
   *
   * @param reasons sentences for whoever published it; at least one
   */
  record Rejected(List<String> reasons) implements Verdict {
    public Rejected {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("nothing is rejected without a reason");
      }
    }
  }
}
