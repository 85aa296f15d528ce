package io.slipway.server.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process with this test's class path. */
public final class ChildJvm {
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  /** Far more than a heap of 256 MiB and its libraries need, and less than a bomb makes. */
  private static final long ADDRESS_SPACE_BYTES = 10L << 30;

  private ChildJvm() {}

  /** Starts {@code main}; what it prints goes to {@code log}. */
  public static Process start(
      Class<?> main, List<String> options, List<String> args, Map<String, String> env, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dlogback.configurationFile=logback.xml"); // the image has no logback-test.xml
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(env);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Makes a process that takes too much memory fail at it, and not the machine. */
  static Process bounded(Class<?> main, List<String> args, Map<String, String> env, Path log)
      throws Exception {
    Process process = start(main, List.of("-Xmx256m"), args, env, log);
    if (Files.isExecutable(PRLIMIT)) {
      new ProcessBuilder(
              PRLIMIT.toString(),
              "--pid",
              Long.toString(process.pid()),
              "--as=" + ADDRESS_SPACE_BYTES)
          .inheritIO()
          .start()
          .waitFor();
    }
    return process;
  }
}
