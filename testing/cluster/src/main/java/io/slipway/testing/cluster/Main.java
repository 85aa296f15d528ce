package io.slipway.testing.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The search for shell scripts, run in the root of a checkout:
 *
 * <ul>
 *   <li>{@code up [ARCHIVE...]} finds or starts a cluster, loads images, and prints on standard
 *       output how to call kubectl, one word a line
 *   <li>{@code down} ends a cluster that {@code up} started; one that SLIPWAY_KUBECONFIG names is
 *       left alone
 * </ul>
 */
public final class Main {

  private Main() {}

  /**
   * Does what the first argument says.
   *
   * @throws IOException when a cluster does not start, or does not take an image
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path repository = Path.of("").toAbsolutePath();
    switch (args.length == 0 ? "" : args[0]) {
      case "up" -> up(repository, Stream.of(args).skip(1).map(Path::of).toList());
      case "down" -> down(repository);
      default -> fail("usage: up [ARCHIVE...] | down");
    }
  }

  private static void up(Path repository, List<Path> archives)
      throws IOException, InterruptedException {
    var search = new ClusterSearch(System.getenv(), repository);
    ClusterSearch.Result result = search.find(ClusterSearch.Lifetime.KEPT);
    if (result instanceof ClusterSearch.Found found) {
      System.err.println("cluster: " + found.cluster().description());
      found.cluster().load(archives);
      found.cluster().kubectl().forEach(System.out::println);
    } else {
      fail(result.toString());
    }
  }

  private static void down(Path repository) throws IOException, InterruptedException {
    if (!System.getenv().getOrDefault("SLIPWAY_KUBECONFIG", "").isEmpty()) {
      return;
    }
    if (K3sCluster.obstacle(System.getenv()).isEmpty()) {
      K3sCluster.removeKept();
    } else {
      new DevCluster(repository.resolve("dev/cluster")).down();
    }
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }
}
