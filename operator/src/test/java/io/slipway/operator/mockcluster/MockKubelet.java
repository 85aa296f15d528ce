package io.slipway.operator.mockcluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.TrafficConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs pods: a resolver ends with its answer; a serving pod gets an address, reads its mounted
 * traffic document and becomes ready. Of a model whose URI says {@code missing} the resolver fails;
 * of one that says {@code broken} the pods do.
 */
final class MockKubelet {

  private static final String BROKEN =
      "{\"reason\": \"ModelInvalid\", \"message\": \"line 3 is not PMML\"}";
  private static final String MISSING =
      "{\"reason\": \"SourceNotFound\", \"message\": \"the source answers 404\"}";

  private final NamespacedKubernetesClient client;
  private final MockNamespace namespace;
  private final FakePods fakes;
  private final AtomicInteger addresses = new AtomicInteger();

  MockKubelet(NamespacedKubernetesClient client, MockNamespace namespace, FakePods fakes) {
    this.client = client;
    this.namespace = namespace;
    this.fakes = fakes;
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  void tick() throws IOException {
    // Pods of Jobs are played by the tests that are about them.
    List<Pod> pods =
        namespace.list(Pod.class).stream()
            .filter(pod -> Labels.get(pod, Labels.DEPLOYMENT).isPresent())
            .toList();
    fakes.retain(pods.stream().map(pod -> pod.getMetadata().getUid()));
    for (Pod pod : pods) {
      if (MockMounts.fail(pod)) {
        wait(pod);
      } else if (Labels.get(pod, Labels.ROLE).filter(Labels.RESOLVER::equals).isPresent()) {
        resolve(pod);
      } else {
        serve(pod);
      }
    }
  }

  private void wait(Pod pod) {
    if (pod.getStatus().getContainerStatuses().isEmpty()) {
      new MockMounts(client).tell(pod);
      setStatus(pod, MockMounts.waiting());
    }
  }

  private void resolve(Pod pod) {
    if (!"Pending".equals(pod.getStatus().getPhase())) {
      return;
    }
    String uri = environment(pod, "SLIPWAY_MODEL_URI");
    boolean missing = uri.contains("missing");
    String answer =
        "{\"resolved\": {\"digest\": \"sha256:%s\", \"format\": \"%s\", \"bytes\": 1}}"
            .formatted(sha256(uri), uri.endsWith(".onnx") ? "ONNX" : "PMML");
    setStatus(
        pod, ended(missing ? "Failed" : "Succeeded", missing ? 1 : 0, missing ? MISSING : answer));
  }

  private void serve(Pod pod) throws IOException {
    String deployment = Labels.get(pod, Labels.DEPLOYMENT).orElseThrow();
    Optional<String> revision = mounted(pod, "revision.json");
    Optional<ConfigMap> traffic = map(Names.traffic(deployment));
    boolean crashes =
        revision.filter(text -> text.contains("broken")).isPresent()
            || Labels.get(pod, Labels.REVISION).filter(fakes::isCrashing).isPresent();
    if (crashes) {
      if (!"Running".equals(pod.getStatus().getPhase()) || isReady(pod)) {
        setStatus(pod, crashing());
      }
      return;
    }
    FakePod fake = fakes.started(pod);
    // A mount: an older document than the pod goes by changes nothing.
    traffic.flatMap(TrafficConfigMap::document).ifPresent(document -> take(fake, document.json()));
    if (!isReady(pod) && revision.isPresent() && fake.hasDocument()) {
      setStatus(pod, running());
    }
  }

  private static void take(FakePod fake, String document) {
    try {
      fake.take(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ConfigMap> map(String name) {
    return namespace.list(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().equals(name))
        .findFirst();
  }

  private Optional<String> data(String map, String key) {
    return map(map).map(found -> found.getData().get(key));
  }

  /**
   * The content of a file that a volume puts there out of a ConfigMap, under another name or not.
   */
  private Optional<String> mounted(Pod pod, String file) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getConfigMap)
        .filter(source -> source != null && source.getItems() != null)
        .flatMap(
            source ->
                source.getItems().stream()
                    .filter(item -> item.getPath().equals(file))
                    .flatMap(item -> data(source.getName(), item.getKey()).stream()))
        .findFirst();
  }

  private PodStatus running() {
    int number = addresses.incrementAndGet();
    String ip = "10.99.%d.%d".formatted(number / 250, number % 250 + 1);
    return new PodStatusBuilder()
        .withPhase("Running")
        .withPodIP(ip)
        .addNewPodIP(ip)
        .withConditions(new PodConditionBuilder().withType("Ready").withStatus("True").build())
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("model")
                .withImage("runtime")
                .withImageID("")
                .withReady(true)
                .withRestartCount(0)
                .withState(
                    new ContainerStateBuilder().withNewRunning(Instant.now().toString()).build())
                .build())
        .build();
  }

  private static PodStatus ended(String phase, int code, String message) {
    return new PodStatusBuilder()
        .withPhase(phase)
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("resolver")
                .withImage("runtime")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withState(
                    new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(code)
                        .withMessage(message)
                        .withReason(code == 0 ? "Completed" : "Error")
                        .withFinishedAt(Instant.now().toString())
                        .endTerminated()
                        .build())
                .build())
        .build();
  }

  private static PodStatus crashing() {
    return new PodStatusBuilder()
        .withPhase("Running")
        .withConditions(new PodConditionBuilder().withType("Ready").withStatus("False").build())
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("model")
                .withImage("runtime")
                .withImageID("")
                .withReady(false)
                .withRestartCount(3)
                .withState(
                    new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting()
                        .build())
                .withLastState(
                    new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(1)
                        .withMessage(BROKEN)
                        .endTerminated()
                        .build())
                .build())
        .build();
  }

  private void setStatus(Pod pod, PodStatus status) {
    namespace.tell(new PodBuilder(pod).withStatus(status).build());
  }

  private static String environment(Pod pod, String name) {
    return pod.getSpec().getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(variable -> variable.getValue())
        .findFirst()
        .orElse("");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
