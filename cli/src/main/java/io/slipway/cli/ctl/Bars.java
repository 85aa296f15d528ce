package io.slipway.cli.ctl;

import io.slipway.cli.command.Console.Screen;
import io.slipway.cli.view.Bar;
import io.slipway.cli.view.OneLine;
import io.slipway.cli.view.Sizes;
import io.slipway.client.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows progress: on a terminal as a bar that is drawn again, elsewhere as a line for each file
 * that is sent or fetched.
 */
final class Bars implements Progress {

  private static final String TO_THE_LEFT = "\r";
  private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
  private static final Duration REDRAWN = Duration.ofMillis(100);

  private final PrintStream out;
  private final Screen screen;
  private final LongSupplier nanos;

  private String work = "";
  private String file = "";
  private long total;
  private long first = -1;
  private long start;
  private long drawn;

  Bars(PrintStream out, Screen screen, LongSupplier nanos) {
    this.out = out;
    this.screen = screen;
    this.nanos = nanos;
  }

  @Override
  public void begun(Work kind, String name, long size) {
    work =
        switch (kind) {
          case HASHING -> "hashing";
          case SENDING -> "sending";
          case FETCHING -> "fetching";
        };
    file = name;
    total = size;
    first = -1;
    start = nanos.getAsLong();
    drawn = start;
    if (screen == Screen.FILE && kind != Work.HASHING) {
      out.printf("%s %s (%s)%n", work, OneLine.of(name), Sizes.text(size));
    }
  }

  @Override
  public void at(long bytes) {
    if (first < 0) {
      first = bytes;
    }
    long now = nanos.getAsLong();
    if (screen == Screen.TERMINAL && now - drawn >= REDRAWN.toNanos()) {
      drawn = now;
      Bar bar = new Bar(work, file, bytes, first, total, Duration.ofNanos(now - start));
      out.print(TO_THE_LEFT + bar.line() + CLEAR_TO_END_OF_LINE);
      out.flush();
    }
  }

  @Override
  public void ended() {
    if (screen == Screen.TERMINAL) {
      out.print(TO_THE_LEFT + CLEAR_TO_END_OF_LINE);
      out.flush();
    }
  }
}
