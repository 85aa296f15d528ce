package io.slipway.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for an API server that is away. An operator that ended instead would be started again by
 * the kubelet after longer and longer pauses, the last of which goes on for minutes when the API
 * server is back.
 */
public final class ApiServerWait {

  private static final Logger log = LoggerFactory.getLogger(ApiServerWait.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int SERVER_ERROR = 500;

  private ApiServerWait() {}

  /**
   * Returns when the API server answers, whatever it answers: who may not ask is told so by what
   * asks next.
   *
   * @throws InterruptedIOException when the thread is interrupted
   */
  public static void untilItAnswers(KubernetesClient client) throws InterruptedIOException {
    while (!answers(client)) {
      pause();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the API server was away");
    }
  }

  private static boolean answers(KubernetesClient client) {
    try {
      client.getKubernetesVersion();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() > 0 && e.getCode() < SERVER_ERROR) {
        return true;
      }
      log.warn(
          "The API server {} does not answer, waiting for it: {}",
          client.getMasterUrl(),
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
      return false;
    }
  }
}
