package io.slipway.cli.view;

import io.slipway.cli.resource.Pod;
import java.util.List;

/** What is known of a ModelDeployment's pods. */
public sealed interface PodsSeen {

  /** All of them. */
  record Listed(List<Pod> pods) implements PodsSeen {}

  /**
   * Nothing: they could not be read, often for want of the right to.
   *
   * @param why in kubectl's words
   */
  record Unreadable(String why) implements PodsSeen {}

  /** The pods of a revision; none where they could not be read. */
  default List<Pod> of(String revision) {
    return all().stream().filter(pod -> pod.revision().equals(revision)).toList();
  }

  /** All that are known. */
  default List<Pod> all() {
    return switch (this) {
      case Listed listed -> listed.pods();
      case Unreadable _ -> List.of();
    };
  }
}
