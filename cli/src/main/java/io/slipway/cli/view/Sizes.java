package io.slipway.cli.view;

import java.util.Locale;

/** Numbers of bytes as people read them. */
public final class Sizes {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
  private static final double STEP = 1000;

  private Sizes() {}

  /** Like {@code 143 B}, {@code 15.6 kB} or {@code 21.2 MB}. */
  public static String text(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double amount = bytes / STEP;
    int unit = 0;
    // What would be written as 1000.0 is one of the next unit.
    while (amount >= STEP - 0.05 && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }
}
