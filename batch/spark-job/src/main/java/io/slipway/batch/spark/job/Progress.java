package io.slipway.batch.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how far a run is, in an annotation of the driver's own pod, which the operator watches
 * anyway. At most every two seconds, by a thread of its own: who tells never waits. One that cannot
 * be written is in the log once and costs nothing else.
 */
final class Progress implements AutoCloseable {
  /** The annotation; its value is a JSON object. */
  static final String ANNOTATION = "slipway.io/progress";

  private static final Logger log = LoggerFactory.getLogger(Progress.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS_BETWEEN = 2;

  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Optional<KubernetesClient> client;
  private final String namespace;
  private final String pod;
  private final Instant began = Instant.now();
  private volatile @Nullable Tally first;
  private volatile @Nullable Tally now;
  private @Nullable Tally written;

  private Progress(Optional<KubernetesClient> client, String namespace, String pod) {
    this.client = client;
    this.namespace = namespace;
    this.pod = pod;
  }

  /** For the pod that the variables name; where they name none it is told to nobody. */
  static Progress begin(Map<String, String> environment) {
    String namespace = environment.getOrDefault("SLIPWAY_POD_NAMESPACE", "");
    String pod = environment.getOrDefault("SLIPWAY_POD_NAME", "");
    Optional<KubernetesClient> client =
        pod.isEmpty() || namespace.isEmpty()
            ? Optional.empty()
            : Optional.of(new KubernetesClientBuilder().build());
    Progress progress = new Progress(client, namespace, pod);
    if (client.isPresent()) {
      var _ =
          progress.writer.scheduleWithFixedDelay(
              progress::write, 0, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }
    return progress;
  }

  /** Hears how far it is. */
  void tell(Tally tally) {
    if (first == null) {
      first = tally;
    }
    now = tally;
  }

  private void write() {
    Tally before = first;
    Tally tally = now;
    if (before == null || tally == null || tally.equals(written)) {
      return;
    }
    try {
      KubernetesClient api = client.orElseThrow();
      api.pods()
          .inNamespace(namespace)
          .withName(pod)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              JSON.writeValueAsString(
                  Map.of(
                      "metadata", Map.of("annotations", Map.of(ANNOTATION, told(before, tally))))));
    } catch (RuntimeException | JsonProcessingException e) {
      if (written == null) {
        log.atWarn()
            .setCause(e)
            .log(
                "the pod's annotation cannot be written, so nobody sees how far the run is; let the"
                    + " service account patch pods");
      }
    }
    written = tally;
  }

  private String told(Tally before, Tally tally) throws JsonProcessingException {
    Map<String, Object> word = new HashMap<>(tally.told());
    tally
        .secondsLeft(before, began, Instant.now())
        .ifPresent(seconds -> word.put("secondsLeft", seconds));
    return JSON.writeValueAsString(word);
  }

  @Override
  public void close() {
    writer.shutdownNow();
    client.ifPresent(KubernetesClient::close);
  }
}
