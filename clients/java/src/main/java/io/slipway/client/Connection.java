package io.slipway.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a registry is, and as whom it is asked.
 *
 * @param address such as {@code https://registry.example.org}
 * @param token a secret; never part of a message
 * @param authorities a PEM file of those who may vouch for the registry, in place of the JDK's own
 */
public record Connection(URI address, Optional<String> token, Optional<Path> authorities) {

  public Connection {
    String scheme = String.valueOf(address.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + address + "' is no address of a registry: write one like https://registry:8443");
    }
    if (address.getUserInfo() != null || address.getQuery() != null) {
      throw new IllegalArgumentException(
          "the registry's address has a user or a query in it: leave them out, and give a token");
    }
    token
        .filter(text -> !text.matches("[!-~]+"))
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(
                  "the token holds other than visible ASCII characters: give it as it was made");
            });
  }

  /** A registry that lets everybody read. */
  public static Connection to(String address) {
    return new Connection(parse(address), Optional.empty(), Optional.empty());
  }

  public Connection withToken(String secret) {
    return new Connection(address, Optional.of(secret), authorities);
  }

  public Connection trusting(Path pemFile) {
    return new Connection(address, token, Optional.of(pemFile));
  }

  private static URI parse(String address) {
    try {
      return URI.create(address.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + address + "' is no address of a registry: write one like https://registry:8443", e);
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
