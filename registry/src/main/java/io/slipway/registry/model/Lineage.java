package io.slipway.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a version comes from, as the training system tells it.
 *
 * @param trainingRun its name of the run that made the version
 * @param producer what made it, such as {@code scikit-learn 1.7}
 * @param cycle which turn of learning it was
 * @param metrics what was measured in training
 */
public record Lineage(
    Optional<String> trainingRun,
    Optional<String> producer,
    Optional<Long> cycle,
    Optional<Code> code,
    List<Dataset> datasets,
    Map<String, Double> metrics) {

  /** A version about which nothing is told. */
  public static final Lineage NONE =
      new Lineage(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Map.of());

  private static final Set<String> FIELDS =
      Set.of("trainingRun", "producer", "cycle", "code", "datasets", "metrics");

  /** The program that trained. */
  public record Code(String repository, Optional<String> commit) {}

  /**
   * What was trained on.
   *
   * @param snapshot the state of it: a digest, a table's version, a date
   */
  public record Dataset(String uri, Optional<String> snapshot) {}

  public Lineage {
    datasets = List.copyOf(datasets);
    metrics = Map.copyOf(metrics);
  }

  static Lineage read(JsonNode node) {
    JsonFields fields = JsonFields.of("lineage", node, FIELDS);
    return new Lineage(
        fields.text("trainingRun"),
        fields.text("producer"),
        fields.integer("cycle"),
        fields
            .object("code", Set.of("repository", "commit"))
            .map(code -> new Code(code.requiredText("repository"), code.text("commit"))),
        fields.list("datasets").stream().map(Lineage::dataset).toList(),
        fields.numberMap("metrics"));
  }

  private static Dataset dataset(JsonNode node) {
    JsonFields fields = JsonFields.of("lineage: datasets", node, Set.of("uri", "snapshot"));
    return new Dataset(fields.requiredText("uri"), fields.text("snapshot"));
  }

  /** As it is in manifests and answers. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    trainingRun.ifPresent(text -> json.put("trainingRun", text));
    producer.ifPresent(text -> json.put("producer", text));
    cycle.ifPresent(number -> json.put("cycle", number));
    code.ifPresent(
        program -> {
          ObjectNode object = json.putObject("code").put("repository", program.repository());
          program.commit().ifPresent(commit -> object.put("commit", commit));
        });
    if (!datasets.isEmpty()) {
      ArrayNode list = json.putArray("datasets");
      for (Dataset dataset : datasets) {
        ObjectNode object = list.addObject().put("uri", dataset.uri());
        dataset.snapshot().ifPresent(snapshot -> object.put("snapshot", snapshot));
      }
    }
    if (!metrics.isEmpty()) {
      ObjectNode object = json.putObject("metrics");
      new TreeMap<>(metrics).forEach(object::put);
    }
    return json;
  }
}
