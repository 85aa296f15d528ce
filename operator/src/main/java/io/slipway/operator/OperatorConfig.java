package io.slipway.operator;

import io.slipway.operator.leader.LeaseTiming;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.registry.RegistryAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the installation sets, read once from the environment (docs/operations.md).
 *
 * @param namespace where the operator runs, and keeps its key and its lease
 * @param watchNamespaces those it looks after; empty for all
 * @param keySecret name of the Secret with the signing key
 * @param leaseName name of the Lease that the leader holds
 * @param identity of this replica, unique among those that may hold the lease
 * @param leaseTiming for how long it holds
 * @param healthPort of {@code /healthz}, {@code /readyz} and {@code /metrics}
 * @param prometheus where checks of rollouts are asked about; empty for nowhere
 * @param registry where versions and aliases are asked about; empty for nowhere
 * @param batchImage the image of the pods of runs and look-ups; empty for none
 * @param sparkImage the image of drivers and executors of Spark; empty for none
 * @param batchGroup the group that claims are given to where pods of runs write; empty for none
 * @param settings what applies to every ModelDeployment
 */
public record OperatorConfig(
    String namespace,
    Set<String> watchNamespaces,
    String keySecret,
    String leaseName,
    String identity,
    LeaseTiming leaseTiming,
    int healthPort,
    Optional<URI> prometheus,
    Optional<RegistryAddress> registry,
    String batchImage,
    String sparkImage,
    OptionalLong batchGroup,
    OperatorSettings settings) {

  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final int USER_OF_IMAGES = 65_532;
  private static final String NO_GROUP = "none";

  public OperatorConfig {
    watchNamespaces = Set.copyOf(watchNamespaces);
  }

  /**
   * @throws IllegalArgumentException when a variable is missing or makes no sense; the message
   *     names it
   */
  public static OperatorConfig from(Map<String, String> environment) {
    var variables = new Variables(environment);
    return new OperatorConfig(
        variables.required("SLIPWAY_NAMESPACE"),
        variables.list("SLIPWAY_WATCH_NAMESPACES"),
        variables.text("SLIPWAY_KEY_SECRET", "slipway-operator-keys"),
        variables.text("SLIPWAY_LEASE_NAME", "slipway-operator"),
        variables.text("POD_NAME", "operator-" + UUID.randomUUID()),
        LeaseTiming.DEFAULT,
        variables.number("SLIPWAY_HEALTH_PORT", 8081, 0, 65_535),
        variables.uri("SLIPWAY_PROMETHEUS_URL"),
        registry(variables),
        variables.text("SLIPWAY_BATCH_IMAGE", ""),
        variables.text("SLIPWAY_SPARK_IMAGE", ""),
        batchGroup(variables),
        new OperatorSettings(
            variables.required("SLIPWAY_RUNTIME_IMAGE"),
            variables.required("SLIPWAY_RUNTIME_IMAGE_CUDA"),
            variables.text("SLIPWAY_CLUSTER_DOMAIN", "cluster.local"),
            variables.number("SLIPWAY_REVISION_HISTORY_LIMIT", 10, 0, 1000),
            variables.text("SLIPWAY_REGISTRY_PODS_SECRET", ""),
            OperatorSettings.Timing.DEFAULT.withGpuPatience(
                Duration.ofSeconds(
                    variables.number("SLIPWAY_GPU_PATIENCE_SECONDS", 120, 0, SECONDS_OF_A_DAY)))));
  }

  private static OptionalLong batchGroup(Variables variables) {
    return variables.text("SLIPWAY_BATCH_FS_GROUP", "").equals(NO_GROUP)
        ? OptionalLong.empty()
        : OptionalLong.of(
            variables.number("SLIPWAY_BATCH_FS_GROUP", USER_OF_IMAGES, 1, Integer.MAX_VALUE));
  }

  private static Optional<RegistryAddress> registry(Variables variables) {
    return variables
        .uri("SLIPWAY_REGISTRY_URL")
        .map(
            url ->
                new RegistryAddress(
                    url,
                    Path.of(
                        variables.text(
                            "SLIPWAY_REGISTRY_CREDENTIALS_DIR", "/etc/slipway/registry")),
                    Duration.ofSeconds(
                        variables.number("SLIPWAY_REGISTRY_POLL_SECONDS", 5, 1, SECONDS_OF_A_DAY)),
                    variables.text("SLIPWAY_CLUSTER_NAME", "")));
  }

  private record Variables(Map<String, String> environment) {

    String text(String name, String fallback) {
      String value = environment.getOrDefault(name, "").strip();
      return value.isEmpty() ? fallback : value;
    }

    String required(String name) {
      String value = text(name, "");
      if (value.isEmpty()) {
        throw new IllegalArgumentException("the environment variable " + name + " must be set");
      }
      return value;
    }

    Set<String> list(String name) {
      return Arrays.stream(text(name, "").split(","))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }

    Optional<URI> uri(String name) {
      String value = text(name, "");
      if (value.isEmpty()) {
        return Optional.empty();
      }
      if (!value.matches("https?://[^/?#]+(/[^?#]*)?")) {
        throw new IllegalArgumentException(
            "the environment variable %s must be http:// or https://HOST:PORT, not \"%s\""
                .formatted(name, value));
      }
      return Optional.of(URI.create(value));
    }

    int number(String name, int fallback, int min, int max) {
      String value = text(name, Integer.toString(fallback));
      try {
        int number = Integer.parseInt(value);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below, with the range.
      }
      throw new IllegalArgumentException(
          "the environment variable %s must be a number from %d to %d, not \"%s\""
              .formatted(name, min, max, value));
    }
  }
}
