package io.slipway.server.traffic;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name, afresh each time. */
@FunctionalInterface
public interface Resolver {
  /**
   * @return none if nobody has the name
   */
  List<InetAddress> resolve(String host);

  /** The system's, which remembers nothing if the JVM was told so (networkaddress.cache.ttl). */
  static Resolver system() {
    return host -> {
      try {
        return List.of(InetAddress.getAllByName(host));
      } catch (UnknownHostException e) {
        return List.of();
      }
    };
  }
}
