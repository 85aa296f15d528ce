package io.slipway.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** What is told of a version, in the bounds that the registry has for it. */
final class Told {
  private static final int MOST = 64;
  private static final int LONGEST = 4096;

  private Told() {}

  /**
   * The manifest's metadata.
   *
   * @param needed what is never left out
   */
  static ObjectNode metadata(Map<String, String> needed, Map<String, String> told) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    needed.forEach(metadata::put);
    new TreeMap<>(told)
        .forEach(
            (name, text) -> {
              if (!text.isBlank() && metadata.size() < MOST) {
                metadata.put(name, text.substring(0, Math.min(text.length(), LONGEST)));
              }
            });
    return metadata;
  }

  /** The first of them by name, as many as there may be. */
  static <T> Map<String, T> most(Map<String, T> all) {
    TreeMap<String, T> some = new TreeMap<>(all);
    while (some.size() > MOST) {
      some.pollLastEntry();
    }
    return some;
  }
}
