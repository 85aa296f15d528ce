package io.slipway.server.traffic;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;

/** Where a port of a pod is. */
public record PodAddress(String host, int port) {
  public static PodAddress of(InetAddress address, int port) {
    String host = address.getHostAddress();
    return new PodAddress(address instanceof Inet6Address ? "[" + host + "]" : host, port);
  }

  /**
   * @param target path and query, percent-encoded
   * @throws IllegalArgumentException if that cannot be part of a URI
   */
  public URI uri(String target) {
    return URI.create("http://" + host + ":" + port + target);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
