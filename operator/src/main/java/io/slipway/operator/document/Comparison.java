package io.slipway.operator.document;

import java.util.Objects;

/**
 * A comparison of the engine that scores a model with another, which came out well.
 *
 * @param build of the runtime that made it; no other may take it for its own
 * @param engine the other
 * @param version of the library behind it
 * @param rows that both answered
 */
public record Comparison(String build, String engine, String version, int rows) {

  /** A document that somebody edited may leave any of them out. */
  public Comparison {
    Objects.requireNonNull(build, "build");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(version, "version");
  }
}
