package io.slipway.operator.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the registry is, and who asks.
 *
 * @param url with the path that {@code /v1} follows
 * @param credentials the folder with {@code token} and {@code ca.crt}, both of which may be absent
 * @param every how often aliases are looked up
 * @param cluster what this cluster is called in the registry's history; empty where there is one
 */
public record RegistryAddress(URI url, Path credentials, Duration every, String cluster) {

  /** A path of the registry's interface. */
  public String at(String path) {
    return url.toString().replaceFirst("/+$", "") + path;
  }
}
