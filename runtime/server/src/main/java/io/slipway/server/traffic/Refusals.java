package io.slipway.server.traffic;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.http.Answer;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Answers of the pod that no model gives. */
final class Refusals {
  private static final HttpHeaders JSON = headers(Map.of("Content-Type", "application/json"));

  private Refusals() {}

  /** To a sender that goes by an older document: here is the newer one. */
  static Answer misdirected(SignedDocument newer) {
    return new Answer(421, JSON, newer.toJson());
  }

  /** To what pods send back and forth because they do not believe each other. */
  static Answer loop() {
    return new Answer(
        508,
        JSON,
        error(
            "Slipway-Hop: expected none, for only pods of this model say so, found one without a proof: leave it out"));
  }

  static Answer noSuchRevision(String wanted) {
    return new Answer(
        404,
        JSON,
        error("revision '%s' is not served here: leave Slipway-Want out".formatted(wanted)));
  }

  static Answer revisionUnavailable(String wanted, String why) {
    return new Answer(
        503,
        headers(Map.of("Content-Type", "application/json", "Retry-After", "1")),
        error("revision '%s' cannot answer now: %s".formatted(wanted, why)));
  }

  private static HttpHeaders headers(Map<String, String> single) {
    Map<String, List<String>> headers = new java.util.HashMap<>();
    single.forEach((name, value) -> headers.put(name, List.of(value)));
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  private static byte[] error(String message) {
    String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(message));
    return ("{\"error\":\"" + escaped + "\"}").getBytes(StandardCharsets.UTF_8);
  }
}
