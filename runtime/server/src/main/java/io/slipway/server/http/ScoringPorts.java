package io.slipway.server.http;

import java.util.OptionalInt;

/**
 * The ports of callers; 0 for any that is free.
 *
 * @param http HTTP/1.1 and cleartext HTTP/2
 * @param grpc empty for none
 */
public record ScoringPorts(int http, OptionalInt grpc) {

  static ScoringPorts http(int port) {
    return new ScoringPorts(port, OptionalInt.empty());
  }

  @Override
  public String toString() {
    return grpc.isPresent() ? http + " or " + grpc.getAsInt() : Integer.toString(http);
  }
}
