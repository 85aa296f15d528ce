package io.slipway.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The part of a target after the question mark. */
final class Query {
  private Query() {}

  /**
   * The first value of a parameter; empty if it has none.
   *
   * @param target path and query, percent-encoded
   */
  static Optional<String> value(String target, String name) {
    int mark = target.indexOf('?');
    if (mark < 0) {
      return Optional.empty();
    }
    for (String parameter : target.substring(mark + 1).split("&")) {
      int equals = parameter.indexOf('=');
      if (equals >= 0 && parameter.substring(0, equals).equals(name)) {
        return Optional.of(decoded(parameter.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  /** As it is where it is not well encoded: then it is no value that anybody knows. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
