package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.slipway.api.v1alpha1.BatchOutput;
import io.slipway.api.v1alpha1.BatchServe;
import io.slipway.api.v1alpha1.DurationText;
import io.slipway.api.v1alpha1.StalePolicy;
import io.slipway.api.v1alpha1.StorageUri;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.desired.PodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The service that looks predictions up.
 *
 * @param owner a run or a schedule
 * @param serve what it asks for
 * @param output where the predictions are
 */
public record LookupObjects(
    Owner owner, BatchServe serve, BatchOutput output, BatchSettings settings) {

  /** What its pods are for, the first argument of their container. */
  public static final String ROLE = "lookup";

  private static final String PREFIX = "SLIPWAY_LOOKUP_";
  private static final int HTTP = 8080;
  private static final int OPERATIONS = 9090;

  /** All of them but the Deployment and its autoscaler, in the order in which they are applied. */
  public List<HasMetadata> fixed() {
    List<HasMetadata> objects = new ArrayList<>();
    BatchPod.account(owner, serve.podTemplateOrNone()).ifPresent(objects::add);
    objects.add(service());
    objects.add(budget());
    return objects;
  }

  /** Where callers in the cluster reach it. */
  public String url() {
    return "http://%s.%s.svc".formatted(name(), owner.resource().getMetadata().getNamespace());
  }

  /**
   * The pods.
   *
   * @param replicas how many
   */
  public Deployment deployment(int replicas) {
    return new DeploymentBuilder()
        .withMetadata(owner.metadata(name(), labels()))
        .withNewSpec()
        .withReplicas(replicas)
        .withRevisionHistoryLimit(2)
        .withNewSelector()
        .withMatchLabels(labels())
        .endSelector()
        .withNewStrategy()
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(pod().template(container(), null, settings.group()))
        .endSpec()
        .build();
  }

  /** What sets how many pods there are; empty where the spec has a fixed number. */
  public Optional<HorizontalPodAutoscaler> autoscaler() {
    return Optional.ofNullable(serve.autoscaling())
        .map(
            wanted ->
                PodAutoscaler.desired(
                    owner.metadata(name(), labels()), wanted, name(), wanted.minReplicas()));
  }

  private Service service() {
    return new ServiceBuilder()
        .withMetadata(owner.metadata(name(), labels()))
        .withNewSpec()
        .withSelector(labels())
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withTargetPort(new IntOrString("http"))
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }

  private PodDisruptionBudget budget() {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(owner.metadata(name(), labels()))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(labels())
        .endSelector()
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .endSpec()
        .build();
  }

  private BatchPod pod() {
    return new BatchPod(
        owner,
        ROLE,
        serve.podTemplateOrNone(),
        serve.resources(),
        BatchVolumes.ofLookup(serve.podTemplateOrNone(), output, serve.tokensSecret()));
  }

  private ContainerBuilder container() {
    ContainerBuilder container = pod().container(settings.image());
    warehouse(container);
    if (serve.maxStaleness() != null) {
      // The service reads one number and one unit.
      set(container, "MAX_STALENESS", DurationText.parse(serve.maxStaleness()).toMillis() + "ms");
    }
    set(container, "ON_STALE", onStale(serve.onStale()));
    if (serve.fallbackUrl() != null) {
      set(container, "MODEL_URL", serve.fallbackUrl());
    }
    if (serve.tokensSecret() != null) {
      set(container, "TOKENS_FILE", BatchVolumes.TOKENS + "/tokens");
    }
    return container
        .addNewPort()
        .withName("http")
        .withContainerPort(HTTP)
        .endPort()
        .addNewPort()
        .withName("operations")
        .withContainerPort(OPERATIONS)
        .endPort()
        .withReadinessProbe(probe("/ready"))
        .withLivenessProbe(
            new ProbeBuilder(probe("/live"))
                .withPeriodSeconds(10)
                .withTimeoutSeconds(5)
                .withFailureThreshold(6)
                .build());
  }

  private void warehouse(ContainerBuilder container) {
    if (output.connectionSecret() == null) {
      String path =
          StorageUri.parse(String.valueOf(output.uri())) instanceof StorageUri.Claim claim
              ? claim.path()
              : "";
      set(container, "FOLDER", BatchVolumes.OUTPUT + (path.isEmpty() ? "" : "/" + path));
      return;
    }
    fromSecret(container, "DATABASE_URL", "url", output.connectionSecret());
    fromSecret(container, "DATABASE_USER", "user", output.connectionSecret());
    set(container, "DATABASE_PASSWORD_FILE", BatchVolumes.WAREHOUSE + "/password");
  }

  private static void set(ContainerBuilder container, String variable, String value) {
    container.addToEnv(new EnvVarBuilder().withName(PREFIX + variable).withValue(value).build());
  }

  private static void fromSecret(
      ContainerBuilder container, String variable, String key, String secret) {
    container.addToEnv(
        new EnvVarBuilder()
            .withName(PREFIX + variable)
            .withNewValueFrom()
            .withNewSecretKeyRef(key, secret, null)
            .endValueFrom()
            .build());
  }

  private static String onStale(StalePolicy policy) {
    return switch (policy) {
      case REJECT -> "Reject";
      case FALLBACK_ONLINE -> "FallbackOnline";
      case SERVE, UNKNOWN -> "Serve";
    };
  }

  private static Probe probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString("operations"))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(2)
        .withTimeoutSeconds(2)
        .withFailureThreshold(2)
        .build();
  }

  private String name() {
    return BatchNames.lookup(owner.name());
  }

  private Map<String, String> labels() {
    return BatchLabels.of(owner, ROLE);
  }
}
