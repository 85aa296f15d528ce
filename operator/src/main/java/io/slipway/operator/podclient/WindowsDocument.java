package io.slipway.operator.podclient;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.operator.observe.PodReport.Arm;
import io.slipway.operator.observe.PodReport.Copies;
import io.slipway.operator.observe.PodReport.Output;
import io.slipway.operator.observe.PodReport.Window;
import io.slipway.operator.observe.PodReport.Windows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The counters in a pod's {@code GET /status}. A window with a count that cannot be (below zero, no
 * whole number, more failures than requests) is left out as a whole: half of the truth would be
 * evidence of something else.
 *
 * @param root of the status document
 */
record WindowsDocument(JsonNode root) {

  private static final int MOST_WINDOWS = 64;
  private static final int MOST_ENTRIES = 4096;
  private static final int MOST_TEXT = 128;
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");

  /** What makes a window untrue. */
  private static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Impossible() {
      super("a count that cannot be", null, false, false);
    }
  }

  Windows windows() {
    String rollout = root.path("rollout").asText("");
    List<Window> all = new ArrayList<>();
    for (JsonNode node : root.path("windows")) {
      if (all.size() < MOST_WINDOWS) {
        possible(node).ifPresent(all::add);
      }
    }
    return rollout.isEmpty() || rollout.length() > MOST_TEXT
        ? Windows.NONE
        : new Windows(rollout, all);
  }

  private static Optional<Window> possible(JsonNode node) {
    try {
      return Optional.of(window(node));
    } catch (Impossible e) {
      return Optional.empty();
    }
  }

  private static Window window(JsonNode node) {
    JsonNode shadow = node.path("shadow");
    long rows = count(shadow, "rows");
    return new Window(
        node.path("target").asText(""),
        basisPoints(node, "weightBp"),
        basisPoints(node, "shadowBp"),
        arm(node.path("stable")),
        arm(node.path("candidate")),
        count(node, "unkeyed"),
        counts(node.path("causes"), Function.identity()),
        outputs(node.at("/scored/outputs")),
        new Copies(
            count(shadow, "copies"),
            count(shadow, "compared"),
            count(shadow, "dropped"),
            atMost(count(shadow, "copies"), count(shadow, "faults")),
            rows,
            atMost(rows, count(shadow, "flips"))));
  }

  private static Arm arm(JsonNode node) {
    long requests = count(node, "requests");
    return new Arm(
        requests,
        atMost(requests, count(node, "failures")),
        counts(node.path("latency"), WindowsDocument::index));
  }

  private static Map<String, Output> outputs(JsonNode node) {
    Map<String, Output> outputs = new HashMap<>();
    node.properties()
        .forEach(
            field -> {
              JsonNode output = field.getValue();
              if (output.path("kind").asText().equals("numeric")) {
                outputs.put(
                    field.getKey(),
                    new Output.Numeric(
                        counts(output.path("bins"), WindowsDocument::index),
                        (int) atMost(Integer.SIZE - 1, count(output, "fold")),
                        count(output, "nan")));
              } else {
                outputs.put(
                    field.getKey(),
                    new Output.Labels(
                        counts(output.path("counts"), Function.identity()),
                        count(output, "other")));
              }
            });
    return outputs;
  }

  private static <K> Map<K, Long> counts(JsonNode node, Function<String, K> key) {
    if (node.size() > MOST_ENTRIES) {
      throw new Impossible();
    }
    Map<K, Long> counts = new HashMap<>();
    node.properties()
        .forEach(field -> counts.put(key.apply(field.getKey()), whole(field.getValue())));
    return counts;
  }

  private static Integer index(String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw new Impossible();
    }
    return Integer.valueOf(text);
  }

  private static int basisPoints(JsonNode node, String name) {
    return (int) atMost(10_000, count(node, name));
  }

  private static long count(JsonNode node, String name) {
    return node.has(name) ? whole(node.get(name)) : 0;
  }

  private static long whole(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
      throw new Impossible();
    }
    return node.asLong();
  }

  private static long atMost(long limit, long value) {
    if (value > limit) {
      throw new Impossible();
    }
    return value;
  }
}
