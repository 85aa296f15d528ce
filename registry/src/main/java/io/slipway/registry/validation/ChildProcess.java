package io.slipway.registry.validation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of this one's kind that reads files nobody trusts: with a heap, a time, an address space
 * and a processor's time that it cannot exceed, without this process's environment, in an empty
 * folder.
 */
final class ChildProcess {
  private static final int LONGEST_ANSWER = 16 << 20;
  private static final int LAST_WORDS = 4 << 10;
  private static final long FILE_BYTES_BEYOND_THE_MODEL = 1L << 30;

  /** What may follow it: where ONNX Runtime's library lies unpacked in an image. */
  private static final List<String> HANDED_ON = List.of("onnxruntime.native.path");

  /**
   * All of the environment: ONNX Runtime builds a locale by name, and the C library finds it so.
   */
  private static final List<String> VARIABLES = List.of("LOCPATH");

  private final ValidationLimits limits;
  private final String classPath;

  ChildProcess(ValidationLimits limits, String classPath) {
    this.limits = limits;
    this.classPath = classPath;
  }

  /** How it ended. */
  sealed interface Ending {

    /** With an answer, which is not trusted. */
    record Answered(String answer) implements Ending {}

    /** Without one, in time. */
    record Died(int exitCode, String lastWords) implements Ending {}

    /** It was not done in time, and was ended. */
    record TooSlow() implements Ending {}
  }

  /**
   * Runs it to its end, or to the end of its time.
   *
   * @param model the path of the model among the files
   * @param derived the folder for files that it derives
   * @param fileBytes of the files together
   */
  Ending run(Workspace workspace, String model, Path derived, long fileBytes)
      throws IOException, InterruptedException {
    Process process = prepare(workspace, model, derived, fileBytes).start();
    try {
      Future<String> answer = reading(() -> beginning(process.getInputStream()));
      Future<String> words = reading(() -> end(process.getErrorStream()));
      // Its standard input stays open: when this process dies, it ends, and so does the child.
      if (!process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Ending.TooSlow();
      }
      return process.exitValue() == 0
          ? new Ending.Answered(answer.get())
          : new Ending.Died(process.exitValue(), words.get());
    } catch (ExecutionException e) {
      throw new IOException("the answer of the process that validates cannot be read", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** What is started: nothing of this process follows it but its own program. */
  ProcessBuilder prepare(Workspace workspace, String model, Path derived, long fileBytes) {
    ProcessBuilder builder =
        new ProcessBuilder(command(workspace, model, derived, fileBytes))
            .directory(workspace.empty().toFile());
    Map<String, String> environment = builder.environment();
    Map<String, String> kept = Map.copyOf(environment);
    environment.clear();
    for (String name : VARIABLES) {
      Optional.ofNullable(kept.get(name)).ifPresent(value -> environment.put(name, value));
    }
    // Else names of files beyond ASCII could not be opened.
    environment.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  private static <T> Future<T> reading(Callable<T> what) {
    FutureTask<T> task = new FutureTask<>(what);
    // A pipe holds the thread that waits for it, and virtual threads share a few.
    Thread.ofPlatform().daemon().name("validation-reader").start(task);
    return task;
  }

  private List<String> command(Workspace workspace, String model, Path derived, long fileBytes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + limits.heapBytes(),
            "-Xms16m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ActiveProcessorCount=2",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + workspace.temporary().toAbsolutePath().resolve("crash"),
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + workspace.temporary().toAbsolutePath(),
            "-Duser.language=en",
            "-Duser.country=US"));
    for (String name : HANDED_ON) {
      Optional.ofNullable(System.getProperty(name))
          .ifPresent(value -> command.add("-D" + name + "=" + value));
    }
    command.addAll(
        List.of(
            "-cp",
            classPath,
            ValidationProcess.class.getName(),
            workspace.files().toAbsolutePath().toString(),
            derived.toAbsolutePath().toString(),
            Long.toString(limits.time().toSeconds()),
            Long.toString(limits.memoryBytes()),
            Long.toString(FILE_BYTES_BEYOND_THE_MODEL + 3 * fileBytes),
            model));
    return command;
  }

  private static String beginning(InputStream in) throws IOException {
    return new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
  }

  /** The end of what it complained of, which is where causes stand. */
  private static String end(InputStream in) throws IOException {
    byte[] end = new byte[0];
    byte[] chunk = new byte[LAST_WORDS];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      byte[] longer = Arrays.copyOf(end, end.length + n);
      System.arraycopy(chunk, 0, longer, end.length, n);
      end = Arrays.copyOfRange(longer, Math.max(0, longer.length - LAST_WORDS), longer.length);
    }
    return new String(end, StandardCharsets.UTF_8);
  }
}
