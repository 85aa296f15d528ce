package io.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace of its own, as a rule under the restricted pod security standard, with a client in
 * it, for the tests of one class. Where no cluster is to be had the class is skipped, with the
 * reason. Of a test that fails it prints what the namespace looked like.
 */
final class Workspace implements BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  /** What is there once the namespace is. */
  private record Opened(Kubectl kubectl, Client client, Watch watch) {}

  private final String purpose;
  private final String podSecurity;
  private Optional<Opened> opened = Optional.empty();

  /** One that takes no pod that asks for more rights than models do. */
  Workspace(String purpose) {
    this(purpose, "restricted");
  }

  /**
   * @param podSecurity the standard to enforce
   */
  Workspace(String purpose, String podSecurity) {
    this.purpose = purpose;
    this.podSecurity = podSecurity;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Kubectl cluster = Slipway.installed();
    String name = "e2e-%s-%d".formatted(purpose, COUNTER.incrementAndGet());
    cluster.applyYaml(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels: {pod-security.kubernetes.io/enforce: %s}
        """
            .formatted(name, podSecurity));
    Kubectl kubectl = cluster.in(name);
    opened =
        Optional.of(
            new Opened(kubectl, Client.start(kubectl, Slipway.clientImage()), Watch.of(kubectl)));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    opened.ifPresent(
        it -> {
          it.watch().close();
          it.kubectl()
              .run(
                  "delete",
                  "namespace",
                  it.kubectl().namespace(),
                  "--wait=false",
                  "--ignore-not-found");
        });
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent() && opened.isPresent()) {
      System.out.println("when " + context.getDisplayName() + " failed:");
      for (String what : List.of("modeldeployments", "batchscorings", "jobs", "pods", "events")) {
        System.out.println(kubectl().attempt("", "get", what, "-o", "wide").out());
      }
      System.out.println(Slipway.operatorLog());
    }
  }

  Kubectl kubectl() {
    return opened.orElseThrow().kubectl();
  }

  Client client() {
    return opened.orElseThrow().client();
  }

  /** Every state that each ModelDeployment here was in. */
  Watch watch() {
    return opened.orElseThrow().watch();
  }

  Deployed deployed(String name) {
    return new Deployed(kubectl(), name);
  }

  /** The name of the ModelDeployment in a YAML file. */
  String nameIn(Path yaml) {
    try {
      Matcher name = Pattern.compile("(?m)^  name: (\\S+)$").matcher(Files.readString(yaml));
      if (!name.find()) {
        throw new AssertionError("no name in " + yaml);
      }
      return name.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for an eviction, as a node drain does, and whether no disruption budget refused it. */
  boolean evict(String pod) {
    return kubectl()
            .attempt(
                """
        {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
        """
                    .formatted(pod, kubectl().namespace()),
                "create",
                "--raw",
                "/api/v1/namespaces/%s/pods/%s/eviction".formatted(kubectl().namespace(), pod),
                "-f",
                "-")
            .exitCode()
        == 0;
  }
}
