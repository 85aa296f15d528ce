package io.slipway.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/**
 * Which versions of a model are kept: the newest, and all that were in use of late. The others are
 * deleted by themselves; what is in use never is.
 *
 * @param keepLast how many of the newest ready versions
 * @param keepUnused for how long after the last use, or after it became ready
 */
public record Retention(int keepLast, Duration keepUnused) {
  private static final int LONGEST_DAYS = 36500;

  public Retention {
    if (keepLast < 1) {
      throw new InvalidException(
          "retention: keepLast is %d; keep at least 1 version".formatted(keepLast));
    }
    if (keepUnused.isNegative() || keepUnused.toDays() > LONGEST_DAYS) {
      throw new InvalidException(
          "retention: keepUnusedDays is %d; write a number from 0 to %d"
              .formatted(keepUnused.toDays(), LONGEST_DAYS));
    }
  }

  /** Reads an object with {@code keepLast} and {@code keepUnusedDays}. */
  public static Retention read(JsonNode node) {
    JsonFields fields = JsonFields.of("retention", node, Set.of("keepLast", "keepUnusedDays"));
    long last = fields.integer("keepLast").orElseThrow(() -> fields.missing("keepLast"));
    long days =
        fields.integer("keepUnusedDays").orElseThrow(() -> fields.missing("keepUnusedDays"));
    return new Retention(
        (int) Math.min(last, Integer.MAX_VALUE),
        Duration.ofDays(Math.clamp(days, -1, LONGEST_DAYS + 1L)));
  }
}
