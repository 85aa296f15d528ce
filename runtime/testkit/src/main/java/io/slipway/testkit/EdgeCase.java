package io.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An odd row and what must become of it.
 *
 * @param why what is odd about it
 * @param row the values by PMML field name; null, a Map or a List where the record has null, an
 *     object or an array
 * @param anyRuntime what any runtime owes the caller
 * @param pmml what a runtime of PMML owes the caller
 * @param values the answer by output name, where the row has one
 * @param observedPmml what a PMML runtime was seen to answer: the measure for {@link
 *     Outcome#DOCUMENT_SEMANTICS}
 */
public record EdgeCase(
    String why,
    Map<String, Object> row,
    Outcome anyRuntime,
    Outcome pmml,
    Map<String, Object> values,
    Map<String, Object> observedPmml) {

  /** What must become of a row. */
  public enum Outcome {
    OK,
    ERROR,
    ERROR_OR_NULL,
    OK_OR_ERROR,
    /** What the document's own rules for missing and invalid values say. */
    DOCUMENT_SEMANTICS
  }

  static EdgeCase of(Map<String, Object> row, JsonNode expected) {
    return new EdgeCase(
        expected.path("why").asText(),
        row,
        outcome(expected.path("status")),
        outcome(expected.path("status_pmml")),
        Json.objectOrEmpty(expected.path("values")),
        Json.objectOrEmpty(expected.path("observed_jpmml")));
  }

  private static Outcome outcome(JsonNode status) {
    return Outcome.valueOf(status.asText().toUpperCase(java.util.Locale.ROOT));
  }

  @Override
  public String toString() {
    return why;
  }
}
