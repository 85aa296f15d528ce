package io.slipway.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.status.ErrorStatus;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in a resource's status that the operator itself fails to look after it. */
public final class ErrorReport {

  private static final Logger log = LoggerFactory.getLogger(ErrorReport.class);

  private final StatusWriter statusWriter;
  private final Clock clock;

  public ErrorReport(StatusWriter statusWriter, Clock clock) {
    this.statusWriter = statusWriter;
    this.clock = clock;
  }

  /** Writes it where the status does not say so already; that it cannot be written is no news. */
  public void report(ModelDeployment resource, Session session, String cause) {
    var status = ErrorStatus.of(resource, clock.instant(), cause);
    if (status.equals(resource.getStatus())) {
      return;
    }
    try {
      statusWriter.write(resource, status, session);
    } catch (KubernetesClientException e) {
      log.debug("Cannot write the status either: {}", e.getMessage());
    }
  }
}
