package io.slipway.testing.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real Kubernetes cluster. Safe for use by many threads. */
public interface TestCluster {

  /** What kind of cluster it is and where, for a log line. */
  String description();

  /**
   * How to call kubectl: what its arguments are appended to. Files are read best from standard
   * input ({@code -f -}), since kubectl may run where the caller's files are not.
   */
  List<String> kubectl();

  /** A kubeconfig with which programs of this machine reach the cluster as its administrator. */
  Path kubeconfig() throws IOException;

  /**
   * Makes images known to every node.
   *
   * @param archives image archives, as {@code docker save} writes them
   * @throws IOException when a node does not take one, or when this cluster takes images from a
   *     registry alone
   */
  void load(List<Path> archives) throws IOException, InterruptedException;

  /** How what it consists of is broken and mended, where that is possible. */
  default Optional<Nodes> nodes() {
    return Optional.empty();
  }

  /** Ends the cluster if it was started by this process, and for it alone. */
  void stop() throws IOException, InterruptedException;
}
