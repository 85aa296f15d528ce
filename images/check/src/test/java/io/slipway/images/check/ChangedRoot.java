package io.slipway.images.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs with an image's root file system as {@code /}, as the image's user. */
final class ChangedRoot {

  private static final String SCRIPT =
      """
      mount --bind /proc "$0/proc" && mount --bind "$1" "$0/tmp" && shift &&
      exec timeout 120 chroot --userspec=65532:65532 "$0" "$@"
      """;

  private ChangedRoot() {}

  /**
   * How a program ended.
   *
   * @param status its exit status
   * @param output what it printed, errors included
   */
  record Result(int status, String output) {}

  /** Skips a test where this process may not change roots. */
  static void assumeRoot() throws IOException, InterruptedException {
    boolean root = run("id", "-u").output().strip().equals("0");
    if (!root) {
      System.out.println("Skipped: a change of root needs root");
    }
    assumeTrue(root, "a change of root needs root");
  }

  /**
   * Runs a program of the image.
   *
   * @param temporary the folder that it sees as {@code /tmp}
   * @param environment all of its environment
   */
  static Result run(Path root, Path temporary, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("unshare", "--mount", "env", "-i", "PATH=" + System.getenv("PATH")));
    environment.forEach((name, value) -> all.add(name + "=" + value));
    all.addAll(List.of("sh", "-c", SCRIPT, root.toString(), temporary.toString()));
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  /** Runs a program of this machine. */
  static Result run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }
}
