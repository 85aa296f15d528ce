package io.slipway.server.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * Header fields of answers with tensors after their JSON. Those of one model's answers are mostly
 * the same, and are kept. Safe for use by many threads.
 */
final class BinaryHeaders {
  private volatile Made last = Made.of(0);

  private record Made(int jsonLength, HttpHeaders headers) {
    static Made of(int jsonLength) {
      return new Made(
          jsonLength,
          Answers.headers(
              Map.of(
                  "Content-Type",
                  List.of(MediaTypes.BINARY),
                  Scoring.JSON_LENGTH,
                  List.of(Integer.toString(jsonLength)))));
    }
  }

  HttpHeaders of(int jsonLength) {
    Made made = last;
    if (made.jsonLength() != jsonLength) {
      made = Made.of(jsonLength);
      last = made;
    }
    return made.headers();
  }
}
