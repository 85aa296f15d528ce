package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Optional;

/** Where a model's bytes are, as far as a pod needs a volume for it. */
public final class ModelLocation {

  private static final String CONFIG_MAP = "configmap://";
  private static final String CLAIM = "pvc://";

  private ModelLocation() {}

  /**
   * The volume that holds the source; empty for a source that is fetched over the network.
   *
   * @param volume its name
   */
  public static Optional<Volume> volume(String volume, String uri) {
    if (uri.startsWith(CONFIG_MAP)) {
      return owner(uri, CONFIG_MAP).map(name -> configMap(volume, name));
    }
    return uri.startsWith(CLAIM)
        ? owner(uri, CLAIM).map(name -> claim(volume, name))
        : Optional.empty();
  }

  private static Optional<String> owner(String uri, String scheme) {
    int end = uri.indexOf('/', scheme.length());
    String owner = uri.substring(scheme.length(), end < 0 ? uri.length() : end);
    return owner.isEmpty() ? Optional.empty() : Optional.of(owner);
  }

  private static Volume configMap(String volume, String name) {
    return new VolumeBuilder()
        .withName(volume)
        .withConfigMap(new ConfigMapVolumeSourceBuilder().withName(name).build())
        .build();
  }

  private static Volume claim(String volume, String name) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewPersistentVolumeClaim()
        .withClaimName(name)
        .withReadOnly(true)
        .endPersistentVolumeClaim()
        .build();
  }
}
