package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.document.ComparedModels;
import io.slipway.operator.document.SignedDocument;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ConfigMap by which pods get what changes while they live: the traffic document, the keys to
 * check it with, and what other pods found out about their model.
 */
public final class TrafficConfigMap {

  private static final String DOCUMENT = "traffic.json";
  private static final String KEYS = "keys.json";
  private static final String COMPARED = "compared.json";

  private TrafficConfigMap() {}

  /** The ConfigMap with that document. */
  public static ConfigMap desired(
      ModelDeployment resource, SignedDocument document, String keysJson, ComparedModels compared) {
    String name = resource.getMetadata().getName();
    Map<String, String> data = new TreeMap<>();
    data.put(DOCUMENT, document.json());
    data.put(KEYS, keysJson);
    if (!compared.models().isEmpty()) {
      data.put(COMPARED, compared.json());
    }
    ConfigMap map = new ConfigMap();
    map.setMetadata(Ownership.metadata(resource, Names.traffic(name), Labels.ofDeployment(name)));
    map.setData(data);
    return map;
  }

  /** The document that a live ConfigMap holds; empty when it holds none. */
  public static Optional<SignedDocument> document(ConfigMap live) {
    return Optional.ofNullable(live.getData())
        .map(data -> data.get(DOCUMENT))
        .flatMap(SignedDocument::parse);
  }

  /** Whether the two differ in nothing but what they say of models. */
  public static boolean movesNoTraffic(ConfigMap wanted, ConfigMap live) {
    return withoutComparisons(wanted).equals(withoutComparisons(live));
  }

  private static Map<String, String> withoutComparisons(ConfigMap map) {
    Map<String, String> data = new TreeMap<>(Objects.requireNonNullElse(map.getData(), Map.of()));
    data.remove(COMPARED);
    return data;
  }

  /** What a live ConfigMap says of models. */
  public static ComparedModels compared(ConfigMap live) {
    return Optional.ofNullable(live.getData())
        .map(data -> data.get(COMPARED))
        .flatMap(ComparedModels::parse)
        .orElse(ComparedModels.NONE);
  }
}
