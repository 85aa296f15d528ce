package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.BatchDriftStatus;
import java.util.ArrayList;
import java.util.List;

/** What the last word of a publisher says of how differently outputs are distributed. */
final class DriftWord {
  /** As many as the word has, so that the status is bounded whatever a pod says. */
  private static final int MOST = 10;

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

  private static String number(JsonNode one, String field) {
    return one.path(field).isNumber() ? one.path(field).decimalValue().toPlainString() : "";
  }
}
