package io.slipway.cli.view;

import io.slipway.cli.resource.BatchPod;
import java.util.List;

/** What is known of a run's pods. */
public sealed interface BatchPodsSeen {

  /** All that are left. */
  record Listed(List<BatchPod> pods) implements BatchPodsSeen {}

  /**
   * Nothing: they could not be read, often for want of the right to.
   *
   * @param why in kubectl's words
   */
  record Unreadable(String why) implements BatchPodsSeen {}

  /** All that are known. */
  default List<BatchPod> all() {
    return switch (this) {
      case Listed listed -> listed.pods();
      case Unreadable _ -> List.of();
    };
  }
}
