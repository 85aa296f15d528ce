package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.testing.cluster.ClusterSearch;
import io.slipway.testing.cluster.Nodes;
import io.slipway.testing.cluster.TestCluster;
import io.slipway.testing.helm.HelmProgram;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Slipway as its plain YAML installs it, on the one cluster of all end-to-end tests. */
final class Slipway {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String NAMESPACE = "slipway-system";

  /** Searched for once; tests are skipped when there is none. */
  private static final ClusterSearch.Result CLUSTER = search();

  /** A test of the fall-back to CPUs should not wait for as long as people do. */
  private static final Duration GPU_PATIENCE = Duration.ofSeconds(5);

  private static final String SELECTOR = "app.kubernetes.io/name=slipway-operator";

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
    for (String module :
        List.of("operator", "runtime", "batch", "spark", "registry", "client", "points")) {
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
    awaitOperator(kubectl);
  }

  /** Installs it over what a Helm release has left, whose fields are Helm's. */
  static void takeBack() {
    installed().takeOverYaml(manifests());
    awaitOperator();
  }

  /** Waits until the operator that was asked for last is there and no other. */
  static void awaitOperator() {
    awaitOperator(installed());
  }

  private static void awaitOperator(Kubectl kubectl) {
    kubectl.run("rollout", "status", "deployment", "-l", SELECTOR, "--timeout=180s");
  }

  /** Takes the operator away and leaves the custom resources, as an uninstall with Helm does. */
  static void uninstall() {
    Kubectl kubectl = installed();
    kubectl.run("delete", "deployment,service,serviceaccount,role,rolebinding", "-l", SELECTOR);
    kubectl.run("delete", "clusterrole,clusterrolebinding", "-l", SELECTOR);
    awaitNoOperator();
  }

  static void awaitNoOperator() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> installed().get("pods", "-l", SELECTOR).path("items").isEmpty());
  }

  /** Has the operator give new revisions another image, as one of a newer release would. */
  static void setRuntimeImage(String reference) {
    installed()
        .run("set", "env", "deployment", "-l", SELECTOR, "SLIPWAY_RUNTIME_IMAGE=" + reference);
    awaitOperator();
  }

  /** Makes it so many operators, of which one works. */
  static void scaleOperator(int replicas) {
    installed().run("scale", "deployment", "-l", SELECTOR, "--replicas=" + replicas);
    awaitOperator();
  }

  /** Its last lines. */
  static String operatorLog() {
    return installed().attempt("", "logs", "-l", SELECTOR, "--tail=60", "--prefix").out();
  }

  /** The name of the pod that holds the lease. */
  static String leaderName() {
    return installed().get("lease", "slipway-operator").at("/spec/holderIdentity").asText();
  }

  /** Kills the operator without notice. */
  static void killOperator() {
    installed().run("delete", "pods", "-l", SELECTOR, "--grace-period=0", "--force");
  }

  /** The same for one of its pods. */
  static void killOperator(String pod) {
    installed().run("delete", "pod", pod, "--grace-period=0", "--force");
  }

  /** Helm on this cluster, with the images of this build; the test is skipped without any. */
  static HelmRelease release() {
    installed();
    if (!(CLUSTER instanceof ClusterSearch.Found(TestCluster cluster))) {
      throw new AssertionError("installed without a cluster");
    }
    return switch (HelmProgram.search(System.getenv())) {
      case HelmProgram.Found(HelmProgram helm) ->
          new HelmRelease(helm, kubeconfig(cluster), ROOT.resolve("charts/slipway"), NAMESPACE);
      case HelmProgram.NotFound(String reason) -> {
        System.out.println("Skipped a test with Helm: " + reason);
        yield Assumptions.abort(reason);
      }
    };
  }

  private static Path kubeconfig(TestCluster cluster) {
    try {
      return cluster.kubeconfig();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Values of the chart that name the images of this build. */
  static Map<String, String> imageValues() {
    String operator = Image.of("operator").reference();
    return Map.of(
        "images.registry", operator.substring(0, operator.lastIndexOf('/')),
        "images.operator.tag", tag(operator),
        "images.runtime.tag", tag(Image.of("runtime").reference()),
        "images.batch.tag", tag(Image.of("batch").reference()),
        "images.spark.tag", tag(Image.of("spark").reference()),
        "images.modelRegistry.tag", tag(Image.of("registry").reference()));
  }

  private static String tag(String reference) {
    return reference.substring(reference.lastIndexOf(':') + 1);
  }

  /** What breaks and mends parts of the cluster; a test is skipped where nothing can. */
  static Nodes nodes() {
    installed();
    if (CLUSTER instanceof ClusterSearch.Found(TestCluster cluster)
        && cluster.nodes().isPresent()) {
      return cluster.nodes().get();
    }
    return Assumptions.abort("this cluster's nodes cannot be stopped: dev/cluster's can");
  }

  /** As {@code namespace/name}. */
  static String operatorPod() {
    return NAMESPACE + "/" + operatorPods().getFirst().at("/metadata/name").asText();
  }

  /** Has the operator run on another node. */
  static void moveOperatorFrom(String node) {
    installed().run("cordon", node);
    try {
      installed().run("delete", "pods", "-l", SELECTOR);
      awaitOperator(installed());
    } finally {
      installed().run("uncordon", node);
    }
  }

  static List<JsonNode> operatorPods() {
    return installed().get("pods", "-l", SELECTOR).path("items").valueStream().toList();
  }

  /** The pod whose operator works; others wait to take over. */
  static JsonNode leader() {
    String holder = leaderName();
    return operatorPods().stream()
        .filter(pod -> pod.at("/metadata/name").asText().equals(holder))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the lease is held by " + holder));
  }

  static String clientImage() {
    return Image.of("client").reference();
  }

  static String pointsImage() {
    return Image.of("points").reference();
  }

  /** The one file of the command line that the build has made. */
  static Path commandLine() {
    Path file = ROOT.resolve("cli/launcher/target/kubectl-slipway");
    assertThat(file).as("what mvn package makes").isRegularFile();
    return file;
  }

  /** The jar that the build has made of a module. */
  static Path jar(String module) {
    Path target = ROOT.resolve(module).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("slipway-[a-z-]+-[0-9].*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no jar in " + target + ": run mvn package"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code charts/slipway.yaml} with the images of this build. */
  private static String manifests() {
    try {
      return Files.readString(ROOT.resolve("charts/slipway.yaml"))
          .replaceAll("\\S*slipway-operator:[^\\s\"]+", Image.of("operator").reference())
          .replaceAll("\\S*slipway-runtime:[^\\s\"]+", Image.of("runtime").reference())
          .replaceAll("\\S*slipway-batch:[^\\s\"]+", Image.of("batch").reference())
          .replaceAll("\\S*slipway-spark:[^\\s\"]+", Image.of("spark").reference())
          .replaceAll(
              "(?m)^( +)- name: SLIPWAY_CLUSTER_DOMAIN$",
              "$1- name: SLIPWAY_GPU_PATIENCE_SECONDS\n$1  value: \"%d\"\n$0"
                  .formatted(GPU_PATIENCE.toSeconds()));
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
