package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a version comes from. */
final class LineageOptions {

  @Option(names = "--run", paramLabel = "ID", description = "The training run that made it.")
  private @Nullable String run;

  @Option(
      names = "--producer",
      paramLabel = "NAME",
      description = "What made it, as in 'scikit-learn 1.7'.")
  private @Nullable String producer;

  @Option(names = "--cycle", paramLabel = "N", description = "Which turn of learning it was.")
  private @Nullable Long cycle;

  @Option(
      names = "--code",
      paramLabel = "REPOSITORY[#COMMIT]",
      description = "The program that trained it.")
  private @Nullable String code;

  @Option(
      names = "--dataset",
      paramLabel = "URI[#SNAPSHOT]",
      description = "What it was trained on. May be given several times.")
  private List<String> datasets = List.of();

  @Option(
      names = "--metric",
      paramLabel = "NAME=NUMBER",
      description = "What was measured in training. May be given several times.")
  private Map<String, Double> metrics = new LinkedHashMap<>();

  ObjectNode lineage() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (run != null) {
      json.put("trainingRun", run);
    }
    if (producer != null) {
      json.put("producer", producer);
    }
    if (cycle != null) {
      json.put("cycle", cycle);
    }
    if (code != null) {
      json.set("code", pair(code, "repository", "commit"));
    }
    if (!datasets.isEmpty()) {
      ArrayNode list = json.putArray("datasets");
      datasets.forEach(text -> list.add(pair(text, "uri", "snapshot")));
    }
    if (!metrics.isEmpty()) {
      ObjectNode object = json.putObject("metrics");
      metrics.forEach(object::put);
    }
    return json;
  }

  /** At the last #, since an address may have one of its own. */
  private static ObjectNode pair(String text, String first, String second) {
    int hash = text.lastIndexOf('#');
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return hash < 0
        ? json.put(first, text)
        : json.put(first, text.substring(0, hash)).put(second, text.substring(hash + 1));
  }
}
