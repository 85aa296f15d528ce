package io.slipway.batch.warehouse.duckdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Its process ends before or in the middle of a certain step; nothing is done after that. */
final class CrashingDisk extends Disk {
  private final int step;
  private int steps;

  CrashingDisk(int step) {
    this.step = step;
  }

  /** The end of a process, which nobody catches. */
  static final class CrashError extends Error {
    private static final long serialVersionUID = 1;
  }

  boolean hasCrashed() {
    return steps >= step;
  }

  private void step() {
    if (++steps >= step) {
      throw new CrashError();
    }
  }

  @Override
  void write(Path file, byte[] content) throws IOException {
    if (steps + 1 == step) {
      // It came half way.
      super.write(file, Arrays.copyOf(content, content.length / 2));
    }
    step();
    super.write(file, content);
  }

  @Override
  void force(Path path) throws IOException {
    step();
    super.force(path);
  }

  @Override
  void move(Path from, Path to) throws IOException {
    step();
    super.move(from, to);
  }

  @Override
  void delete(Path file) throws IOException {
    step();
    super.delete(file);
  }
}
