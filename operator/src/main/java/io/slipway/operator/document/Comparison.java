package io.slipway.operator.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A comparison of the engine that scores a model with another, which came out well on all rows.
 *
 * @param build of the runtime that made it; no other may take it for its own
 * @param engine the other
 * @param version of the library behind it
 * @param rows that both answered, 1 or more
 */
public record Comparison(String build, String engine, String version, int rows) {
  private static final int LONGEST = 256;

  /**
   * @throws IllegalArgumentException if a text is empty or no name, or nothing was compared
   */
  public Comparison {
    if (!isName(build) || !isName(engine) || !isName(version) || rows < 1) {
      throw new IllegalArgumentException("no comparison");
    }
  }

  private static boolean isName(String text) {
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  /** What a pod says of one; nothing where it says anything else. */
  public static Optional<Comparison> of(JsonNode said) {
    try {
      return Optional.of(
          new Comparison(
              said.path("build").asText(""),
              said.path("engine").asText(""),
              said.path("version").asText(""),
              said.path("rows").asInt(0)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a pod that is told of the other needs not be told of this one. */
  public boolean isKnownBy(Comparison other) {
    return build.equals(other.build)
        && engine.equals(other.engine)
        && version.equals(other.version);
  }
}
