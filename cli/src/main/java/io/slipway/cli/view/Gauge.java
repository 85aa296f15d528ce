package io.slipway.cli.view;

/** A share as a bar of characters. */
final class Gauge {

  private static final int WIDTH = 24;

  private Gauge() {}

  /**
   * Like {@code [======------------------] 25%}.
   *
   * @param share from 0 to 1; what is below or above is drawn as those
   */
  static String of(double share) {
    double drawn = Math.clamp(share, 0, 1);
    int full = (int) (drawn * WIDTH);
    return "[%s%s] %3d%%"
        .formatted("=".repeat(full), "-".repeat(WIDTH - full), (int) (drawn * 100));
  }
}
