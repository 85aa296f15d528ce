package io.slipway.server.contract;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a traffic document stands among those of its deployment: a new leader of the operator
 * counts the epoch up, each document of it the sequence.
 */
public record Position(long epoch, long sequence) implements Comparable<Position> {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");
  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::epoch).thenComparingLong(Position::sequence);

  /** Reads {@code <epoch>.<sequence>}, the value of {@code Slipway-Document}. */
  public static Optional<Position> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    return written.matches()
        ? Optional.of(
            new Position(Long.parseLong(written.group(1)), Long.parseLong(written.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return epoch + "." + sequence;
  }
}
