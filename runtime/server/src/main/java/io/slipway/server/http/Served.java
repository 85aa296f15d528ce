package io.slipway.server.http;

import java.util.Map;

/**
 * An answer, and who gave it.
 *
 * @param answeredBy a revision; empty when nothing scored
 * @param added header fields beside the answer's
 */
record Served(
    Answer answer,
    Outcome outcome,
    String answeredBy,
    RequestWatcher watcher,
    Map<String, String> added) {

  static Served elsewhere(Answer answer, String by) {
    return new Served(answer, Outcome.FORWARDED, by, RequestWatcher.NONE, Map.of());
  }

  static Served refused(HttpProblem problem) {
    return new Served(
        Answers.error(problem),
        Outcome.ofRefusal(problem.status()),
        "",
        RequestWatcher.NONE,
        Map.of());
  }

  Served watched(RequestWatcher by, Map<String, String> headers) {
    return new Served(answer, outcome, answeredBy, by, headers);
  }
}
