package io.slipway.server.describe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a model's endpoints are. */
final class ModelPaths {
  private ModelPaths() {}

  static String predict(String model) {
    return "/v1/models/" + segment(model) + ":predict";
  }

  /** A name as one segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
