package io.slipway.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The cluster that {@code SLIPWAY_KUBECONFIG} names; images reach it through a registry. */
record NamedCluster(Path kubeconfig) implements TestCluster {

  static NamedCluster of(Path kubeconfig) throws IOException, InterruptedException {
    if (!Files.isReadable(kubeconfig)) {
      throw new IOException("SLIPWAY_KUBECONFIG names " + kubeconfig + ", which cannot be read");
    }
    if (!Command.exists("kubectl")) {
      throw new IOException("SLIPWAY_KUBECONFIG is set, but there is no kubectl in PATH");
    }
    var cluster = new NamedCluster(kubeconfig.toAbsolutePath());
    Command.run(List.of("kubectl", "--kubeconfig", cluster.kubeconfig().toString(), "version"));
    return cluster;
  }

  @Override
  public String description() {
    return "the cluster of SLIPWAY_KUBECONFIG";
  }

  @Override
  public List<String> kubectl() {
    return List.of("kubectl", "--kubeconfig", kubeconfig.toString());
  }

  @Override
  public void load(List<Path> archives) throws IOException {
    if (!archives.isEmpty()) {
      throw new IOException(
          "this cluster takes images from a registry: build with"
              + " -Dslipway.image.registry=HOST/PATH");
    }
  }

  @Override
  public void stop() {
    // It is not ours.
  }
}
