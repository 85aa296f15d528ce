package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.SecretProjectionBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.slipway.api.v1alpha1.BatchOutput;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.api.v1alpha1.StorageUri;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import io.slipway.operator.desired.ModelLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The volumes of pods, and where their container finds them: the user's first, then Slipway's. */
final class BatchVolumes {

  static final String INPUT = "/var/lib/slipway/input";
  static final String STAGING = "/var/lib/slipway/staging";
  static final String OUTPUT = "/var/lib/slipway/output";
  static final String WAREHOUSE = "/etc/slipway/warehouse";
  static final String TOKENS = "/etc/slipway/tokens";

  private static final String CONFIG = "/etc/slipway/";
  private static final String PREFIX = "slipway-";
  private static final int READABLE = 420;

  private enum Access {
    READ,
    WRITE
  }

  private final List<Volume> volumes = new ArrayList<>();
  private final List<VolumeMount> mounts = new ArrayList<>();

  private BatchVolumes(PodTemplate user) {
    volumes.addAll(user.volumes());
    mounts.addAll(user.volumeMounts());
    emptyDir("cache", "/var/cache/slipway");
    emptyDir("tmp", "/tmp");
  }

  /**
   * Those of a pod of a run: what its role is about and nothing else. So rows are scored beside no
   * password of a database, and who goes back weeks later needs neither the input nor the model.
   */
  static BatchVolumes ofRun(
      BatchScoring run, ModelAnswer.Found model, BatchSettings settings, BatchRole role) {
    BatchScoringSpec spec = run.getSpec();
    var all = new BatchVolumes(spec.engineOrDefault().podTemplateOrNone());
    all.configMap("run", BatchNames.run(run.getMetadata().getName()));
    boolean scores = role == BatchRole.PLAN || role == BatchRole.SCORE;
    all.credentials(
        scores ? model.credentials() : new ModelCredentials.None(),
        spec.credentialsSecret(),
        settings);
    if (scores) {
      ModelLocation.volume(PREFIX + "source", model.uri())
          .ifPresent(volume -> all.add(volume, CONFIG + "source", Access.READ));
      all.place("input", spec.input().uri(), INPUT, Access.READ);
      all.secret("input-connection", spec.input().connectionSecret(), CONFIG + "source-connection");
    }
    all.place("staging", spec.staging().uri(), STAGING, Access.WRITE);
    // Who plans finds out whether the warehouse answers, before hours of scoring.
    if (role != BatchRole.SCORE) {
      all.warehouse(spec.output(), Access.WRITE);
    }
    return all;
  }

  /** Those of a pod that looks predictions up. */
  static BatchVolumes ofLookup(PodTemplate user, BatchOutput output, @Nullable String tokens) {
    var all = new BatchVolumes(user);
    all.warehouse(output, Access.READ);
    all.secret("tokens", tokens, TOKENS);
    return all;
  }

  /** A node mounts a claim once for a pod: to be read in all its volumes, or to be written. */
  List<Volume> volumes() {
    Set<String> written =
        volumes.stream()
            .filter(BatchVolumes::isWritten)
            .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
            .collect(Collectors.toSet());
    return volumes.stream().map(volume -> asWritten(written, volume)).toList();
  }

  private static Volume asWritten(Set<String> written, Volume volume) {
    PersistentVolumeClaimVolumeSource claim = volume.getPersistentVolumeClaim();
    return claim == null || !written.contains(claim.getClaimName())
        ? volume
        : new VolumeBuilder(volume)
            .editPersistentVolumeClaim()
            .withReadOnly(null)
            .endPersistentVolumeClaim()
            .build();
  }

  List<VolumeMount> mounts() {
    return List.copyOf(mounts);
  }

  private void warehouse(BatchOutput output, Access access) {
    secret("warehouse", output.connectionSecret(), WAREHOUSE);
    place("output", output.uri(), OUTPUT, access);
  }

  private void emptyDir(String name, String path) {
    add(named(name).withNewEmptyDir().endEmptyDir().build(), path, Access.WRITE);
  }

  private void configMap(String name, String map) {
    add(
        named(name).withNewConfigMap().withName(map).endConfigMap().build(),
        CONFIG + name,
        Access.READ);
  }

  private void secret(String name, @Nullable String secret, String path) {
    if (secret != null) {
      add(
          named(name).withNewSecret().withSecretName(secret).endSecret().build(),
          path,
          Access.READ);
    }
  }

  /** One folder of what the model's source and what the data's storage need. */
  private void credentials(ModelCredentials model, @Nullable String data, BatchSettings settings) {
    List<VolumeProjection> sources = new ArrayList<>();
    source(model, settings).ifPresent(sources::add);
    if (data != null) {
      sources.add(projection(data, null));
    }
    if (!sources.isEmpty()) {
      add(
          named("credentials")
              .withNewProjected()
              .withDefaultMode(READABLE)
              .withSources(sources)
              .endProjected()
              .build(),
          CONFIG + "credentials",
          Access.READ);
    }
  }

  private static Optional<VolumeProjection> source(ModelCredentials model, BatchSettings settings) {
    return switch (model) {
      case ModelCredentials.None none -> Optional.empty();
      case ModelCredentials.Named(String secret) -> Optional.of(projection(secret, null));
      case ModelCredentials.OfRegistry registry -> registry(settings);
    };
  }

  /** Optional: where anybody may read the registry, nobody need have made the Secret. */
  private static Optional<VolumeProjection> registry(BatchSettings settings) {
    return settings.registrySecret().isEmpty()
        ? Optional.empty()
        : Optional.of(projection(settings.registrySecret(), true));
  }

  private static VolumeProjection projection(String secret, @Nullable Boolean optional) {
    return new VolumeProjectionBuilder()
        .withSecret(new SecretProjectionBuilder().withName(secret).withOptional(optional).build())
        .build();
  }

  /** Whether there is a claim that Slipway's container writes. */
  boolean writesClaims() {
    return volumes.stream()
        .filter(volume -> volume.getName().startsWith(PREFIX))
        .anyMatch(BatchVolumes::isWritten);
  }

  private static boolean isWritten(Volume volume) {
    PersistentVolumeClaimVolumeSource claim = volume.getPersistentVolumeClaim();
    return claim != null && !Boolean.TRUE.equals(claim.getReadOnly());
  }

  /** A folder on a claim; nothing for one on S3-compatible storage. */
  private void place(String name, @Nullable String uri, String path, Access access) {
    if (uri != null && StorageUri.parse(uri) instanceof StorageUri.Claim claim) {
      add(
          named(name)
              .withNewPersistentVolumeClaim()
              .withClaimName(claim.name())
              // Of what is only read, no group is changed.
              .withReadOnly(access == Access.READ ? true : null)
              .endPersistentVolumeClaim()
              .build(),
          path,
          access);
    }
  }

  private void add(Volume volume, String path, Access access) {
    volumes.add(volume);
    mounts.add(
        new VolumeMountBuilder()
            .withName(volume.getName())
            .withMountPath(path)
            .withReadOnly(access == Access.READ ? true : null)
            .build());
  }

  private static VolumeBuilder named(String name) {
    return new VolumeBuilder().withName(PREFIX + name);
  }
}
