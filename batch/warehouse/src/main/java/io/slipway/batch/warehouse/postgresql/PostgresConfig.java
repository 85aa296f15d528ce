package io.slipway.batch.warehouse.postgresql;

import java.time.Duration;

/**
 * Where the warehouse is.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param schema that everything is in
 * @param connections at most so many for reading
 */
public record PostgresConfig(
    String url, String user, String password, String schema, int connections, Timing timing) {

  /**
   * How long things may take.
   *
   * @param reads a look-up, and as long again the wait for a connection before it
   * @param locks the wait for somebody else's work
   * @param grace for how long a set version is kept after it was the current one, because somebody
   *     may have seen the pointer before it moved. Must be longer than {@code reads}.
   */
  public record Timing(Duration reads, Duration locks, Duration grace) {
    public static final Timing USUAL =
        new Timing(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMinutes(1));

    public Timing {
      if (grace.compareTo(reads.multipliedBy(2)) < 0) {
        throw new IllegalArgumentException("readers would lose what they read");
      }
    }
  }

  @Override
  public String toString() {
    return "PostgresConfig[" + user + " at " + url + ", schema " + schema + "]";
  }
}
