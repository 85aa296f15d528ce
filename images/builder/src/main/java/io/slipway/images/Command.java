package io.slipway.images;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.spi.ToolProvider;

/** Runs a tool to its end and takes what it prints. */
final class Command {

  private Command() {}

  /** A tool of the JDK that runs this program: jdeps, jlink. */
  static String tool(String name, List<String> args) {
    ToolProvider tool =
        ToolProvider.findFirst(name)
            .orElseThrow(
                () ->
                    new ImageException(
                        System.getProperty("java.home") + " has no " + name + ": not a JDK?"));
    var out = new StringWriter();
    var err = new StringWriter();
    int status = tool.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
    if (status != 0) {
      throw new ImageException(name + " failed: " + out + err);
    }
    return out.toString();
  }

  /**
   * How a program ended.
   *
   * @param status its exit status
   * @param output what it printed, errors included
   */
  record Result(int status, String output) {

    boolean succeeded() {
      return status == 0;
    }
  }

  /** A program of this machine, which must succeed; what it prints. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Result result = attempt(command);
    if (!result.succeeded()) {
      throw new ImageException(String.join(" ", command) + " failed: " + result.output());
    }
    return result.output();
  }

  /** A program of this machine, which may fail. */
  static Result attempt(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
