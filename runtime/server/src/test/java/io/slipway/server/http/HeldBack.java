package io.slipway.server.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A control group that gives a process half of one processor, as a pod's limit of 500m does. */
final class HeldBack implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final long PERIOD_MICROS = 20_000;

  private final Process process;
  private final Path group;

  private HeldBack(Process process, Path group) {
    this.process = process;
    this.group = group;
  }

  /**
   * @throws IOException where this user may make no such group
   */
  static HeldBack of(Process process) throws IOException {
    boolean second = Files.exists(ROOT.resolve("cgroup.controllers"));
    if (second) {
      Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+cpu");
    }
    Path group = (second ? ROOT : ROOT.resolve("cpu")).resolve("slipway-" + process.pid());
    Files.createDirectory(group);
    HeldBack held = new HeldBack(process, group);
    long quota = PERIOD_MICROS / 2;
    if (second) {
      Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
    } else {
      Files.writeString(group.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
      Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
    }
    Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
    return held;
  }

  /** How often it had to wait, and for how long: what the system says of it. */
  List<String> words() throws IOException {
    return Files.readAllLines(group.resolve("cpu.stat"));
  }

  /** Ends the process. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(group);
  }
}
