package io.slipway.cli.view;

import java.time.Duration;
import java.util.Locale;

/**
 * How far work on a file has come.
 *
 * @param work what is done, as in {@code sending}
 * @param at bytes that are through
 * @param begun bytes that were through before this work began, which say nothing of its speed
 */
public record Bar(String work, String file, long at, long begun, long total, Duration elapsed) {

  /** One line; the name last, since it alone is of any length. */
  public String line() {
    double share = total == 0 ? 1 : Math.min(1, (double) at / total);
    return String.format(
        Locale.ROOT,
        "%-8s %s  %s of %s%s  %s",
        work,
        Gauge.of(share),
        Sizes.text(at),
        Sizes.text(total),
        speed(),
        OneLine.of(file));
  }

  /** Not before it means anything. */
  private String speed() {
    double seconds = elapsed.toMillis() / 1000.0;
    return seconds < 0.5 || at <= begun
        ? ""
        : "  " + Sizes.text((long) ((at - begun) / seconds)) + "/s";
  }
}
