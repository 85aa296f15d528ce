package io.slipway.operator.podclient;

import io.slipway.operator.plan.Step.PodAddress;
import java.net.URI;

/** Where a pod answers the operator. */
@FunctionalInterface
public interface PodEndpoints {

  /** The root of the pod's requests, with a slash at its end; the pod has an address. */
  URI of(PodAddress pod);

  /** At the pod's own address. */
  static PodEndpoints onPort(int port) {
    return pod -> {
      String host = pod.ip().contains(":") ? "[" + pod.ip() + "]" : pod.ip();
      return URI.create("http://" + host + ":" + port + "/");
    };
  }
}
