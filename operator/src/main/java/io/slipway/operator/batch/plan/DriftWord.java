package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.BatchDriftStatus;
import java.util.ArrayList;
import java.util.List;

/** What the last word of a publisher says of how differently outputs are distributed. */
final class DriftWord {
  /** As many as the word has, so that the status is bounded whatever a pod says. */
  private static final int MOST = 10;

  private static final int MOST_NOT_JUDGED = 5;
  private static final int LONGEST = 200;

  private DriftWord() {}

  static List<BatchDriftStatus> read(JsonNode word) {
    List<BatchDriftStatus> drift = new ArrayList<>();
    for (JsonNode one : word.path("drift")) {
      if (drift.size() < MOST && one.path("output").isTextual()) {
        drift.add(
            new BatchDriftStatus(
                one.path("output").asText(), number(one, "index"), number(one, "chance")));
      }
    }
    return drift;
  }

  /** What there was nothing to compare with, or no way to. */
  static List<String> notJudged(JsonNode word) {
    List<String> sentences = new ArrayList<>();
    if (word.path("driftNotJudged").isTextual()) {
      sentences.add(bounded(word.path("driftNotJudged").asText()));
    }
    for (JsonNode one : word.path("notCompared")) {
      if (sentences.size() < MOST_NOT_JUDGED && one.path("output").isTextual()) {
        sentences.add(
            bounded(
                "output %s: %s".formatted(one.path("output").asText(), one.path("why").asText())));
      }
    }
    return sentences;
  }

  private static String bounded(String sentence) {
    return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…";
  }

  private static String number(JsonNode one, String field) {
    return one.path(field).isNumber() ? one.path(field).decimalValue().toPlainString() : "";
  }
}
