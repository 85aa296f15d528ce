package io.slipway.server.pod;

import io.slipway.server.traffic.PodAddress;
import io.slipway.server.traffic.Resolver;
import java.util.List;

/** Finds other pods, afresh each time. Safe for use by many threads. */
interface PodNetwork {
  int SCORING_PORT = 8080;
  int OPERATOR_PORT = 9090;

  /** Port 8080 of the ready pods of a revision. */
  List<PodAddress> scoring(String revision);

  /** Port 9090 of the ready pods of a revision, but for this one. */
  List<PodAddress> operator(String revision);

  /** Port 9090 of the pods behind a name, but for this one. */
  List<PodAddress> peers(String host);

  /** By the headless Services that the operator makes for each revision. */
  record ByService(Resolver resolver, String namespace, String ownIp) implements PodNetwork {
    @Override
    public List<PodAddress> scoring(String revision) {
      return resolver.resolve(host(revision)).stream()
          .map(address -> PodAddress.of(address, SCORING_PORT))
          .toList();
    }

    @Override
    public List<PodAddress> operator(String revision) {
      return peers(host(revision));
    }

    @Override
    public List<PodAddress> peers(String host) {
      return resolver.resolve(host).stream()
          .filter(address -> !address.getHostAddress().equals(ownIp))
          .map(address -> PodAddress.of(address, OPERATOR_PORT))
          .toList();
    }

    private String host(String revision) {
      return revision + "." + namespace + ".svc";
    }
  }
}
