package io.slipway.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lines of several pods' logs in the order of time. Lines of one pod stay in their order. A line
 * that comes live is held back for a moment, since one of another pod may be older. For use by one
 * thread.
 */
public final class LogMerge {

  /**
   * A line.
   *
   * @param pod that wrote it
   * @param at when, as the kubelet noted it
   * @param text what it wrote
   */
  public record Line(String pod, Instant at, String text) {

    /**
     * As {@code kubectl logs --timestamps} prints it; one without a time, of which kubectl prints
     * some when a log cannot be read on, is of the time that it came.
     */
    public static Line of(String pod, String printed, Instant came) {
      int end = printed.indexOf(' ');
      if (end > 0) {
        try {
          return new Line(
              pod, Instant.parse(printed.substring(0, end)), printed.substring(end + 1));
        } catch (DateTimeParseException e) {
          return new Line(pod, came, printed);
        }
      }
      return new Line(pod, came, printed);
    }

    /** With its pod before it, and nothing that a terminal would obey. */
    public String shown(Palette palette) {
      return palette.paint(Tone.FAINT, OneLine.of(pod)) + "  " + OneLine.keepingSpaces(text);
    }
  }

  private record Held(Line line, long came, long number) {}

  private static final Comparator<Held> ORDER =
      Comparator.comparing((Held held) -> held.line.at()).thenComparingLong(Held::number);

  private final PriorityQueue<Held> held = new PriorityQueue<>(ORDER);
  private final long patience;
  private long number;

  /**
   * Holds nothing yet.
   *
   * @param patience for how long a line is held back
   */
  public LogMerge(Duration patience) {
    this.patience = patience.toNanos();
  }

  /**
   * Takes a line.
   *
   * @param came when, in nanoseconds of a clock that only goes on
   */
  public void add(Line line, long came) {
    held.add(new Held(line, came, number++));
  }

  /**
   * Gives the lines out that were held for long enough, and all that are older than those.
   *
   * @param now in nanoseconds of the same clock
   */
  public List<Line> due(long now) {
    List<Line> due = new ArrayList<>();
    long ripe = held.stream().filter(one -> isRipe(one, now)).count();
    while (ripe > 0) {
      Held next = held.remove();
      ripe -= isRipe(next, now) ? 1 : 0;
      due.add(next.line);
    }
    return due;
  }

  private boolean isRipe(Held one, long now) {
    return now - one.came >= patience;
  }

  /** Gives all out that is held. */
  public List<Line> rest() {
    List<Line> rest = new ArrayList<>();
    while (!held.isEmpty()) {
      rest.add(held.remove().line);
    }
    return rest;
  }
}
