package io.slipway.conformance.check;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The paths of the protocol. */
final class Paths {
  private Paths() {}

  static String model(String name) {
    return "/v2/models/" + segment(name);
  }

  static String version(String name, String version) {
    return model(name) + "/versions/" + segment(version);
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
