package io.slipway.operator.batch.desired;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.slipway.api.v1alpha1.BatchEngine;
import io.slipway.api.v1alpha1.BatchInput;
import io.slipway.api.v1alpha1.BatchInputType;
import io.slipway.api.v1alpha1.BatchOutput;
import io.slipway.api.v1alpha1.BatchOutputType;
import io.slipway.api.v1alpha1.BatchPublish;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.BatchValidation;
import io.slipway.api.v1alpha1.KeyType;
import io.slipway.api.v1alpha1.PublishMode;
import io.slipway.api.v1alpha1.StagingRemoval;
import io.slipway.api.v1alpha1.StorageUri;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of a run are told: docs/reference/batch-contract.md. It is written once and never
 * again: with it the model is pinned, and all pods of the run do the same, whatever becomes of the
 * spec, the registry and the operator.
 */
public final class RunDocument {

  /** The file, and the key of the ConfigMap. */
  public static final String FILE = "run.json";

  private static final int CONTRACT = 1;

  private RunDocument() {}

  /** The ConfigMap that holds it. */
  public static ConfigMap configMap(BatchScoring run, ModelAnswer.Found model) {
    Owner owner = Owner.of(run);
    ObjectMeta metadata = owner.metadata(BatchNames.run(owner.name()), BatchLabels.of(owner));
    metadata.setAnnotations(annotations(model.credentials()));
    return new ConfigMapBuilder()
        .withMetadata(metadata)
        .withImmutable(true)
        .withData(new TreeMap<>(Map.of(FILE, json(run, model))))
        .build();
  }

  /** The model that a run was pinned to. */
  public static ModelAnswer.Found model(ConfigMap map) {
    JsonNode model = document(map).path("model");
    return new ModelAnswer.Found(
        model.path("name").asText(),
        text(model, "version"),
        model.path("uri").asText(),
        text(model, "digest"),
        text(model, "format"),
        credentials(map));
  }

  /** The address is the document's for good, and so is who gave it. */
  private static Map<String, String> annotations(ModelCredentials credentials) {
    return switch (credentials) {
      case ModelCredentials.None none -> Map.of();
      case ModelCredentials.Named(String secret) -> Map.of(BatchLabels.CREDENTIALS, secret);
      case ModelCredentials.OfRegistry registry -> Map.of(BatchLabels.ORIGIN, BatchLabels.REGISTRY);
    };
  }

  private static ModelCredentials credentials(ConfigMap map) {
    return Labels.annotation(map, BatchLabels.CREDENTIALS)
        .<ModelCredentials>map(ModelCredentials.Named::new)
        .or(
            () ->
                Labels.annotation(map, BatchLabels.ORIGIN)
                    .filter(BatchLabels.REGISTRY::equals)
                    .map(origin -> new ModelCredentials.OfRegistry()))
        .orElseGet(ModelCredentials.None::new);
  }

  /** Who lets readers see the set, as the run was told. */
  public static PublishMode mode(ConfigMap map) {
    return PublishMode.of(document(map).at("/publish/mode").asText());
  }

  private static JsonNode document(ConfigMap map) {
    return Json.read(map.getData().getOrDefault(FILE, "{}"), JsonNode.class)
        .orElseGet(() -> Json.tree(Map.of()));
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
  }

  private static String json(BatchScoring run, ModelAnswer.Found model) {
    BatchScoringSpec spec = run.getSpec();
    BatchEngine engine = spec.engineOrDefault();
    Map<String, Object> document = new TreeMap<>();
    document.put("contract", CONTRACT);
    document.put("name", run.getMetadata().getName());
    document.put("namespace", run.getMetadata().getNamespace());
    document.put("model", model(model));
    document.put("input", input(spec.input(), run.getMetadata().getUid()));
    document.put("staging", staging(spec));
    document.put("output", output(spec.output(), run.getMetadata().getName()));
    document.put("splits", Map.of("bytes", engine.splitBytes(), "most", engine.maxSplits()));
    document.put("rowsPerCall", engine.rowsPerCall());
    document.put("validation", validation(spec.validationOrDefault()));
    document.put("publish", publish(spec.publishOrDefault()));
    document.put("nonce", spec.nonce());
    return Json.write(document);
  }

  private static Map<String, Object> model(ModelAnswer.Found model) {
    Map<String, Object> section = new TreeMap<>();
    section.put("name", model.name());
    section.put("uri", model.uri());
    model.version().ifPresent(version -> section.put("version", version));
    model.digest().ifPresent(digest -> section.put("digest", digest));
    model.format().ifPresent(format -> section.put("format", format));
    return section;
  }

  private static Map<String, Object> input(BatchInput input, String uid) {
    Map<String, Object> section = new TreeMap<>();
    section.put("type", input(input.type()));
    section.put("keyColumn", input.keyColumn());
    if (input.keyType() == KeyType.INTEGER) {
      section.put("keyType", "Integer");
    }
    putIfPresent(section, "uri", place(input.uri(), BatchVolumes.INPUT));
    putIfPresent(section, "query", input.query());
    putIfPresent(section, "partitionColumn", input.partitionColumn());
    putIfPresent(section, "partitions", input.partitions());
    if (input.type() == BatchInputType.JDBC) {
      // Rows of a table have no mark that changes with them, as files do: another run reads anew.
      section.put("reading", uid);
    }
    return section;
  }

  private static Map<String, Object> staging(BatchScoringSpec spec) {
    Map<String, Object> section = new TreeMap<>();
    putIfPresent(section, "uri", place(spec.staging().uri(), BatchVolumes.STAGING));
    if (spec.staging().removeWhen() == StagingRemoval.PUBLISHED) {
      section.put("removeWhen", "Published");
    }
    return section;
  }

  private static Map<String, Object> output(BatchOutput output, String name) {
    Map<String, Object> section = new TreeMap<>();
    section.put("type", output(output.type()));
    section.put("set", output.setOr(name));
    putIfPresent(section, "uri", place(output.uri(), BatchVolumes.OUTPUT));
    if (!output.columns().isEmpty()) {
      section.put("columns", output.columns());
    }
    return section;
  }

  private static Map<String, Object> validation(BatchValidation rules) {
    Map<String, Object> section = new TreeMap<>();
    section.put("maxErrorRate", share(rules.maxErrorRate()));
    section.put("minRows", rules.minRows());
    if (rules.maxRowDelta() != null) {
      section.put("maxRowDelta", share(rules.maxRowDelta()));
    }
    if (rules.maxDrift() != null) {
      section.put("maxDrift", new BigDecimal(rules.maxDrift()));
    }
    return section;
  }

  private static Map<String, Object> publish(BatchPublish publish) {
    return Map.of(
        "mode",
        publish.mode() == PublishMode.MANUAL ? "Manual" : "OnSuccess",
        "retainSets",
        publish.retainSets());
  }

  /** A folder as pods see it: a claim is mounted. */
  private static @Nullable String place(@Nullable String uri, String mount) {
    if (uri == null) {
      return null;
    }
    return switch (StorageUri.parse(uri)) {
      case StorageUri.S3 s3 -> s3.uri();
      case StorageUri.Claim claim ->
          "file://" + mount + (claim.path().isEmpty() ? "" : "/" + claim.path());
    };
  }

  private static BigDecimal share(String percent) {
    return new BigDecimal(percent.substring(0, percent.length() - 1)).movePointLeft(2);
  }

  private static String input(BatchInputType type) {
    return switch (type) {
      case CSV -> "Csv";
      case JSON_LINES -> "JsonLines";
      case PARQUET -> "Parquet";
      case JDBC -> "Jdbc";
      case UNKNOWN -> "Unknown";
    };
  }

  private static String output(BatchOutputType type) {
    return switch (type) {
      case POSTGRE_SQL -> "PostgreSql";
      case DUCK_DB -> "DuckDb";
      case PARQUET -> "Parquet";
      case JDBC -> "Jdbc";
      case UNKNOWN -> "Unknown";
    };
  }

  private static void putIfPresent(
      Map<String, Object> section, String key, @Nullable Object value) {
    if (value != null) {
      section.put(key, value);
    }
  }
}
