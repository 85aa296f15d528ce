package io.slipway.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where predictions are asked for: {@code /v2/models/{model}[/versions/{version}]/infer} and {@code
 * /v1/models/{model}:predict}, with or without a slash behind.
 *
 * @param version empty where the path names none
 */
record PredictionPath(String model, Optional<String> version, Verb verb) {
  private static final String V1 = "/v1/models/";
  private static final String V2 = "/v2/models/";
  private static final String VERSIONS = "/versions/";
  private static final String INFER = "/infer";
  private static final String PREDICT = ":predict";

  /** What such a path ends in. */
  enum Verb {
    INFER,
    PREDICT
  }

  /**
   * @param raw a request's path, still percent-encoded
   * @return empty if it is another
   */
  static Optional<PredictionPath> of(String raw) {
    String path = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    if (path.startsWith(V2) && path.endsWith(INFER)) {
      return infer(between(path, V2, INFER));
    }
    if (path.startsWith(V1) && path.endsWith(PREDICT)) {
      return segment(between(path, V1, PREDICT))
          .map(model -> new PredictionPath(model, Optional.empty(), Verb.PREDICT));
    }
    return Optional.empty();
  }

  private static Optional<PredictionPath> infer(String named) {
    int versions = named.indexOf(VERSIONS);
    if (versions < 0) {
      return segment(named).map(model -> new PredictionPath(model, Optional.empty(), Verb.INFER));
    }
    Optional<String> version = segment(named.substring(versions + VERSIONS.length()));
    return version.isEmpty()
        ? Optional.empty()
        : segment(named.substring(0, versions))
            .map(model -> new PredictionPath(model, version, Verb.INFER));
  }

  private static String between(String path, String prefix, String suffix) {
    int end = path.length() - suffix.length();
    return end < prefix.length() ? "" : path.substring(prefix.length(), end);
  }

  private static Optional<String> segment(String raw) {
    if (raw.isEmpty() || raw.indexOf('/') >= 0) {
      return Optional.empty();
    }
    if (raw.indexOf('%') < 0 && raw.indexOf('+') < 0) {
      return Optional.of(raw);
    }
    try {
      return Optional.of(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a per cent sign that encodes nothing
    }
  }
}
