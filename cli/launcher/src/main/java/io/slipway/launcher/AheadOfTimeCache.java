package io.slipway.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Classes loaded and linked before the program ever starts, by a run of {@code status}. */
final class AheadOfTimeCache {

  /** Its name in the unpacked folder. */
  static final String FILE = "app.aot";

  private AheadOfTimeCache() {}

  /**
   * Makes it.
   *
   * @param training a folder with a kubectl that answers what {@code status} asks
   */
  static void make(Path tree, Program program, Path training)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(tree.resolve("java/bin/java").toString());
    command.addAll(Program.OPTIONS);
    command.add("-XX:AOTCacheOutput=" + tree.resolve(FILE));
    command.add("-cp");
    command.add(program.classPath(tree.toString()));
    command.add(Program.MAIN);
    command.addAll(List.of("status", "churn", "--namespace", "fraud"));
    var start = new ProcessBuilder(command).redirectErrorStream(true);
    start.environment().remove("JAVA_TOOL_OPTIONS");
    start.environment().remove("JDK_JAVA_OPTIONS");
    start
        .environment()
        .merge("PATH", training.toString(), (path, ours) -> ours + File.pathSeparator + path);
    Process run = start.start();
    String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // A picture that is not there would train the wrong thing.
    if (run.waitFor() != 0 || !output.contains("churn in fraud")) {
      throw new IllegalStateException("the training run failed: " + output);
    }
    if (Files.notExists(tree.resolve(FILE))) {
      throw new IllegalStateException("the JVM wrote no ahead-of-time cache: " + output);
    }
  }
}
