package io.slipway.registry.store;

import java.nio.file.Path;

/** Which database. */
public sealed interface DatabaseConfig {

  /** A file on a volume that one process writes. Its folder is made. */
  record Sqlite(Path file) implements DatabaseConfig {}

  /**
   * A server.
   *
   * @param url {@code jdbc:postgresql://host:port/database}
   * @param connections at most so many at once
   */
  record Postgresql(String url, String user, String password, int connections)
      implements DatabaseConfig {
    @Override
    public String toString() {
      return "Postgresql[" + user + " at " + url + "]";
    }
  }
}
