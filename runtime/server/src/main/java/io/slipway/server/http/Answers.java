package io.slipway.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.server.json.JsonWriter;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers in the forms that this server gives. */
final class Answers {
  private Answers() {}

  static Answer json(int status, JsonNode document) {
    return new Answer(
        status,
        headers(Map.of("Content-Type", List.of(MediaTypes.JSON))),
        JsonWriter.bytes(document));
  }

  /** {@code {"error": "..."}}, as the Open Inference Protocol has it, for every protocol. */
  static Answer error(HttpProblem problem) {
    Map<String, List<String>> headers = new HashMap<>();
    problem.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("Content-Type", List.of(MediaTypes.JSON));
    return new Answer(problem.status(), headers(headers), errorJson(problem.getMessage()));
  }

  static byte[] errorJson(String message) {
    return JsonWriter.bytes(Map.of("error", message));
  }

  static HttpHeaders headers(Map<String, List<String>> headers) {
    return HttpHeaders.of(headers, (name, value) -> true);
  }
}
