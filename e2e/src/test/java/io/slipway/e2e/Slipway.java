package io.slipway.e2e;

import static org.awaitility.Awaitility.await;

import io.slipway.testing.cluster.ClusterSearch;
import io.slipway.testing.cluster.TestCluster;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;

/** Slipway as its plain YAML installs it, on the one cluster of all end-to-end tests. */
final class Slipway {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String NAMESPACE = "slipway-system";

  /** Searched for once; tests are skipped when there is none. */
  private static final ClusterSearch.Result CLUSTER = search();

  private static Optional<Kubectl> installed = Optional.empty();

  private Slipway() {}

  /** The cluster, with Slipway on it. */
  static synchronized Kubectl installed() {
    if (installed.isEmpty()) {
      installed = Optional.of(prepare());
    }
    return installed.get();
  }

  private static ClusterSearch.Result search() {
    try {
      return new ClusterSearch(System.getenv(), ROOT).find(ClusterSearch.Lifetime.PROCESS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while looking for a cluster", e);
    }
  }

  private static Kubectl prepare() {
    return switch (CLUSTER) {
      case ClusterSearch.Found(TestCluster cluster) -> prepare(cluster);
      case ClusterSearch.NotFound notFound -> {
        System.out.println("end-to-end tests are skipped: " + notFound);
        yield Assumptions.abort(notFound.toString());
      }
    };
  }

  private static Kubectl prepare(TestCluster cluster) {
    System.out.println("end-to-end tests run on " + cluster.description());
    List<Path> archives = new ArrayList<>();
    for (String module : List.of("operator", "runtime", "client", "points")) {
      Image.of(module).tar().ifPresent(archives::add);
    }
    try {
      if (!archives.isEmpty()) {
        cluster.load(archives);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while images were loaded", e);
    }
    Kubectl kubectl = new Kubectl(cluster.kubectl(), NAMESPACE);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster)));
    install(kubectl);
    return kubectl;
  }

  private static void stop(TestCluster cluster) {
    try {
      cluster.stop();
    } catch (IOException e) {
      System.err.println("the cluster did not stop: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void install() {
    install(installed());
  }

  private static void install(Kubectl kubectl) {
    kubectl.applyYaml(manifests());
    kubectl.run(
        "rollout",
        "status",
        "deployment",
        "-l",
        "app.kubernetes.io/name=slipway-operator",
        "--timeout=120s");
  }

  /** Takes the operator away and leaves the custom resources, as an uninstall with Helm does. */
  static void uninstall() {
    Kubectl kubectl = installed();
    kubectl.run(
        "delete",
        "deployment,service,serviceaccount,role,rolebinding",
        "-l",
        "app.kubernetes.io/name=slipway-operator");
    kubectl.run(
        "delete",
        "clusterrole,clusterrolebinding",
        "-l",
        "app.kubernetes.io/name=slipway-operator");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                kubectl
                    .get("pods", "-l", "app.kubernetes.io/name=slipway-operator")
                    .path("items")
                    .isEmpty());
  }

  /** Kills the operator without notice. */
  static void killOperator() {
    installed()
        .run(
            "delete",
            "pods",
            "-l",
            "app.kubernetes.io/name=slipway-operator",
            "--grace-period=0",
            "--force");
  }

  static String clientImage() {
    return Image.of("client").reference();
  }

  static String pointsImage() {
    return Image.of("points").reference();
  }

  /** {@code charts/slipway.yaml} with the images of this build. */
  private static String manifests() {
    try {
      return Files.readString(ROOT.resolve("charts/slipway.yaml"))
          .replaceAll("\\S*slipway-operator:[^\\s\"]+", Image.of("operator").reference())
          .replaceAll("\\S*slipway-runtime:[^\\s\"]+", Image.of("runtime").reference());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An image that this build has made. */
  private record Image(String reference, Optional<Path> tar) {
    static Image of(String module) {
      Path target = ROOT.resolve("images").resolve(module).resolve("target");
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(target.resolve("image.properties"))) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("the image " + module + " is not built: run mvn package", e);
      }
      return new Image(
          properties.getProperty("reference"),
          Optional.ofNullable(properties.getProperty("tar")).map(target::resolve));
    }
  }
}
