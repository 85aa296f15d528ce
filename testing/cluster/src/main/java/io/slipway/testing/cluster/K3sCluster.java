package io.slipway.testing.cluster;

import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** One k3s node in a container, started with Testcontainers. */
final class K3sCluster implements TestCluster {

  private static final String IMAGE = "rancher/k3s:v1.34.1-k3s1";

  /** On a container that outlives the process that started it, to find it again. */
  private static final Map<String, String> LABEL = Map.of("io.slipway.testing.cluster", "kept");

  private final K3sContainer container;
  private final ClusterSearch.Lifetime lifetime;

  private K3sCluster(K3sContainer container, ClusterSearch.Lifetime lifetime) {
    this.container = container;
    this.lifetime = lifetime;
  }

  /** Why it cannot be started here. */
  static Optional<String> obstacle(Map<String, String> environment)
      throws IOException, InterruptedException {
    boolean named = !environment.getOrDefault("DOCKER_HOST", "").isEmpty();
    if (!named && !Command.exists("docker")) {
      return Optional.of("there is no Docker");
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of("no Docker daemon answers");
    }
    return Command.exists("docker")
        ? Optional.empty()
        : Optional.of("a Docker daemon answers, but there is no docker command in PATH");
  }

  static TestCluster start(ClusterSearch.Lifetime lifetime) {
    var container = new K3sContainer(DockerImageName.parse(IMAGE));
    if (lifetime == ClusterSearch.Lifetime.KEPT) {
      // Testcontainers takes it up again by itself while TESTCONTAINERS_REUSE_ENABLE is true.
      container.withReuse(true).withLabels(LABEL);
    }
    container.start();
    return new K3sCluster(container, lifetime);
  }

  /** Removes the containers that were to be kept; how many there were. */
  static int removeKept() {
    var docker = DockerClientFactory.instance().client();
    List<Container> kept = docker.listContainersCmd().withLabelFilter(LABEL).exec();
    for (Container container : kept) {
      docker.removeContainerCmd(container.getId()).withForce(true).withRemoveVolumes(true).exec();
    }
    return kept.size();
  }

  @Override
  public String description() {
    return "k3s in Docker (" + IMAGE + ")";
  }

  @Override
  public List<String> kubectl() {
    return List.of("docker", "exec", "-i", container.getContainerId(), "kubectl");
  }

  @Override
  public Path kubeconfig() throws IOException {
    Path file = Files.createTempFile("k3s", ".kubeconfig");
    file.toFile().deleteOnExit();
    return Files.writeString(file, container.getKubeConfigYaml());
  }

  @Override
  public void load(List<Path> archives) throws IOException, InterruptedException {
    for (Path archive : archives) {
      String copy = "/tmp/" + archive.getFileName();
      container.copyFileToContainer(MountableFile.forHostPath(archive), copy);
      exec("ctr", "--namespace", "k8s.io", "images", "import", copy);
      exec("rm", copy);
    }
  }

  private void exec(String... command) throws IOException, InterruptedException {
    ExecResult result = container.execInContainer(command);
    if (result.getExitCode() != 0) {
      throw new IOException(String.join(" ", command) + " failed in k3s: " + result.getStderr());
    }
  }

  @Override
  public void stop() {
    if (lifetime == ClusterSearch.Lifetime.PROCESS) {
      container.stop();
    }
  }
}
