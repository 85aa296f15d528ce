package io.slipway.benchmarks.predictions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process and all that it has started have used, those that have ended among them. */
final class ProcessTree {
  /** Linux counts in hundredths of a second for everybody who asks. */
  private static final double TICKS_PER_SECOND = 100;

  /** Behind the name in {@code /proc/PID/stat}: own time, and that of children that have ended. */
  private static final int FIRST = 11;

  private static final int LAST = 14;

  private ProcessTree() {}

  /** CPU time in seconds, to a hundredth. */
  static double cpuSeconds() {
    ProcessHandle self = ProcessHandle.current();
    long ticks = 0;
    for (ProcessHandle process : Stream.concat(Stream.of(self), self.descendants()).toList()) {
      ticks += ticks(process.pid());
    }
    return ticks / TICKS_PER_SECOND;
  }

  /**
   * One that has ended meanwhile, be it between opening and reading, is in what its parent says.
   */
  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int field = FIRST; field <= LAST; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks;
    } catch (IOException _) {
      return 0;
    }
  }
}
