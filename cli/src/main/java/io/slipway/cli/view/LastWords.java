package io.slipway.cli.view;

import io.slipway.cli.resource.BatchPod;

/** What a pod of a run left behind, in words. */
final class LastWords {

  private LastWords() {}

  /** Its reason and message; how it ended where it left none. */
  static String of(BatchPod.Ended ended) {
    String reason = ended.word().path("reason").asText("");
    String message = ended.word().path("message").asText("");
    if (reason.isEmpty() && message.isEmpty()) {
      return "exit code %d (%s), and no last word".formatted(ended.exitCode(), ended.reason());
    }
    return reason.isEmpty() ? message : reason + ": " + message;
  }
}
