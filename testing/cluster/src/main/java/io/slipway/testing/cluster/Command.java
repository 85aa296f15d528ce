package io.slipway.testing.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that must succeed. */
final class Command {

  private Command() {}

  /** Runs it to its end; its errors go to this process's. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          String.join(" ", command) + " failed with " + status + ": " + output.strip());
    }
    return output.strip();
  }

  /** Whether a program is in a folder of {@code PATH}. */
  static boolean exists(String name) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v \"$0\"", name)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
