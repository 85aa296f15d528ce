package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.operator.observe.OperatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of a pod and where its container finds them: the user's first, then those that
 * Slipway needs. The names of the latter begin with {@code slipway-}, which the CRD refuses in the
 * user's.
 *
 * @param resource whose pod
 * @param settings what the installation decides
 */
record PodVolumes(ModelDeployment resource, OperatorSettings settings) {

  private static final String PREFIX = "slipway-";
  private static final String CONFIG = "/etc/slipway/";
  private static final String CACHE = "cache";
  private static final String CREDENTIALS = "credentials";
  static final String CREDENTIALS_VOLUME = PREFIX + CREDENTIALS;
  private static final String REVISION = "revision";
  private static final String SOURCE = "source";
  private static final String TEMPORARY = "tmp";
  private static final String TRAFFIC = "traffic";

  /** What every pod that reads the model has. */
  List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>(user().volumes());
    volumes.add(named(CACHE).withNewEmptyDir().endEmptyDir().build());
    volumes.add(named(TEMPORARY).withNewEmptyDir().endEmptyDir().build());
    credentials().ifPresent(volumes::add);
    source().ifPresent(volumes::add);
    return volumes;
  }

  /** Where the container finds {@link #volumes}. */
  List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>(user().volumeMounts());
    mounts.add(writable(CACHE, "/var/cache/slipway"));
    mounts.add(writable(TEMPORARY, "/tmp"));
    credentials().ifPresent(volume -> mounts.add(readOnly(CREDENTIALS)));
    source().ifPresent(volume -> mounts.add(readOnly(SOURCE)));
    return mounts;
  }

  /** What a pod that serves a revision has besides: the operator's documents. */
  List<Volume> documents(String revision, Accelerator accelerator) {
    return List.of(
        named(REVISION)
            .withNewConfigMap()
            .withName(revision)
            .addNewItem(RevisionDocuments.key(accelerator), null, RevisionDocuments.FILE)
            .endConfigMap()
            .build(),
        named(TRAFFIC)
            .withNewConfigMap()
            .withName(Names.traffic(resource.getMetadata().getName()))
            .endConfigMap()
            .build());
  }

  /** Where the container finds {@link #documents}. */
  List<VolumeMount> documentMounts() {
    return List.of(readOnly(REVISION), readOnly(TRAFFIC));
  }

  private Optional<Volume> credentials() {
    ModelSource model = resource.getSpec().model();
    return Optional.ofNullable(model.credentialsSecret())
        .map(secret -> credentials(secret, null))
        .or(() -> model.registered().flatMap(asked -> registryCredentials()));
  }

  /** Optional: where anybody may read the registry, nobody need have made the Secret. */
  private Optional<Volume> registryCredentials() {
    return settings.registrySecret().isEmpty()
        ? Optional.empty()
        : Optional.of(credentials(settings.registrySecret(), true));
  }

  private static Volume credentials(String secret, @Nullable Boolean optional) {
    return named(CREDENTIALS)
        .withNewSecret()
        .withSecretName(secret)
        .withOptional(optional)
        .endSecret()
        .build();
  }

  private Optional<Volume> source() {
    return ModelLocation.volume(PREFIX + SOURCE, resource.getSpec().model().uriOrNone());
  }

  private PodTemplate user() {
    return resource.getSpec().podTemplateOrNone();
  }

  private static VolumeBuilder named(String name) {
    return new VolumeBuilder().withName(PREFIX + name);
  }

  private static VolumeMount writable(String name, String path) {
    return new VolumeMountBuilder().withName(PREFIX + name).withMountPath(path).build();
  }

  private static VolumeMount readOnly(String name) {
    return new VolumeMountBuilder()
        .withName(PREFIX + name)
        .withMountPath(CONFIG + name)
        .withReadOnly(true)
        .build();
  }
}
