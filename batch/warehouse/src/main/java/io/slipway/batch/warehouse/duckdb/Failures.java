package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;

/** What the disk or the database says, as a refusal. */
final class Failures {
  private Failures() {}

  static WarehouseException of(String object, Exception e) {
    String words = String.valueOf(e.getMessage());
    return isFull(words)
        ? new WarehouseException(
            Kind.FULL,
            object,
            "the disk has no room left",
            "enlarge it or have old set versions retired, then try again; nothing is there in part",
            e)
        : new WarehouseException(
            Kind.UNAVAILABLE,
            object,
            "its folder cannot be read or written (%s)"
                .formatted(words.lines().findFirst().orElse("")),
            "see that the folder is there, and try again",
            e);
  }

  private static boolean isFull(String words) {
    return words.contains("No space left") || words.contains("enough disk space");
  }
}
