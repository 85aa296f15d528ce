package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
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

  /** Whether something has it is of no account. */
  private static final String NO_NAME = "none";

  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  private ApiServerWait() {}

  /**
   * Returns when the API server answers, whatever it answers: who may not ask is told so by what
   * asks next.
   *
   * @throws InterruptedIOException when the thread is interrupted
   */
  public static void untilItAnswers(KubernetesClient client) throws InterruptedIOException {
    await(client, client::getKubernetesVersion);
  }

  /**
   * Returns when the API server lists a kind from its cache, or says why it never will. For a
   * moment after a definition is applied, as an upgrade does just before it starts an operator, its
   * storage is made anew and lists are refused. One object is asked for by its name, which the
   * cache alone answers; a list with a limit would be answered without it ({@code
   * shouldDelegateListOnNotReadyCache} in kube-apiserver), and informers be refused all the same.
   *
   * @param namespaces empty for all of them
   * @throws InterruptedIOException when the thread is interrupted
   */
  public static void untilItLists(
      KubernetesClient client, Class<? extends HasMetadata> kind, Set<String> namespaces)
      throws InterruptedIOException {
    var resources = client.resources(kind);
    var none =
        new ListOptionsBuilder()
            .withResourceVersion("0")
            .withFieldSelector("metadata.name=" + NO_NAME)
            .build();
    if (namespaces.isEmpty()) {
      await(client, () -> resources.inAnyNamespace().list(none));
    }
    for (String namespace : namespaces) {
      await(client, () -> resources.inNamespace(namespace).list(none));
    }
  }

  private static void await(KubernetesClient client, Runnable question)
      throws InterruptedIOException {
    while (!answers(client, question)) {
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

  private static boolean answers(KubernetesClient client, Runnable question) {
    try {
      question.run();
      return true;
    } catch (KubernetesClientException e) {
      if (isFinal(e.getCode())) {
        return true;
      }
      log.warn(
          "The API server {} does not answer, waiting for it: {}",
          client.getMasterUrl(),
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
      return false;
    }
  }

  private static boolean isFinal(int status) {
    return status > 0 && status < SERVER_ERROR && status != TOO_MANY_REQUESTS;
  }
}
