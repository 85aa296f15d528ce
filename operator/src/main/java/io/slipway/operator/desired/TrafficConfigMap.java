package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.document.SignedDocument;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ConfigMap by which pods get the traffic document and the keys to check it with. */
public final class TrafficConfigMap {

  private static final String DOCUMENT = "traffic.json";
  private static final String KEYS = "keys.json";

  private TrafficConfigMap() {}

  /** The ConfigMap with that document. */
  public static ConfigMap desired(
      ModelDeployment resource, SignedDocument document, String keysJson) {
    String name = resource.getMetadata().getName();
    Map<String, String> data = new TreeMap<>();
    data.put(DOCUMENT, document.json());
    data.put(KEYS, keysJson);
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
}
