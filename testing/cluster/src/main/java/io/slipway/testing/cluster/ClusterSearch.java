package io.slipway.testing.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for a cluster in one order for all: {@code SLIPWAY_KUBECONFIG}, k3s in Docker, dev/cluster.
 * Plain {@code KUBECONFIG} is never used: it may name a cluster that matters.
 */
public final class ClusterSearch {

  /** How long a cluster that is started lives. */
  public enum Lifetime {
    /** Until it is stopped, or the process that started it ends. */
    PROCESS,
    /** Until it is stopped, by this process or a later one. */
    KEPT
  }

  /** What a search came to. */
  public sealed interface Result {}

  /** A cluster that answers. */
  public record Found(TestCluster cluster) implements Result {}

  /**
   * No cluster.
   *
   * @param reasons why not, one for each kind that was looked for
   */
  public record NotFound(List<String> reasons) implements Result {

    /** One line that says what would help. */
    @Override
    public String toString() {
      return "no cluster: " + String.join("; ", reasons);
    }
  }

  private final Map<String, String> environment;
  private final Path repository;

  /**
   * A search with an environment and a checkout of this repository.
   *
   * @param environment environment variables
   * @param repository the folder that has dev/cluster
   */
  public ClusterSearch(Map<String, String> environment, Path repository) {
    this.environment = Map.copyOf(environment);
    this.repository = repository;
  }

  /**
   * Finds a cluster, starting one where that is possible and needed.
   *
   * @throws IOException when a cluster that should be there is not: the kubeconfig that is named
   *     does not work, or a start failed
   */
  public Result find(Lifetime lifetime) throws IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    String kubeconfig = environment.getOrDefault("SLIPWAY_KUBECONFIG", "");
    if (!kubeconfig.isEmpty()) {
      return new Found(NamedCluster.of(Path.of(kubeconfig)));
    }
    reasons.add("SLIPWAY_KUBECONFIG is not set");
    Optional<String> noDocker = K3sCluster.obstacle(environment);
    if (noDocker.isEmpty()) {
      return new Found(K3sCluster.start(lifetime));
    }
    reasons.add(noDocker.get());
    var script = new DevCluster(repository.resolve("dev/cluster"));
    Optional<String> noScript = script.obstacle(environment);
    if (noScript.isEmpty()) {
      return new Found(script.start(lifetime));
    }
    reasons.add(noScript.get());
    return new NotFound(List.copyOf(reasons));
  }
}
