package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.BadFile;
import io.slipway.testkit.BadFile.Expectation;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile files, in a process of their own that may die of them: with 4 GiB of address space beyond
 * the JVM's own, so that what takes memory is refused or caught. One process loads and scores them
 * all, one after the other, and a good model after each, as a pod has to.
 */
class BadFilesTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern REPORT = Pattern.compile("(\\S+) (\\S+) (\\d+) (.*)");

  private static final Map<String, Report> REPORTS = new HashMap<>();
  private static String output = "";
  private static int exitCode;

  @TempDir static Path folder;

  /**
   * What became of a file.
   *
   * @param verdict {@code refused}, {@code failed} when scoring, {@code accepted}
   * @param millis it took
   * @param message of the error
   */
  record Report(String verdict, long millis, String message) {}

  static List<BadFile> files() {
    return TestModels.badFiles().stream().filter(bad -> bad.kind().equals("onnx")).toList();
  }

  @BeforeAll
  static void loadAllInOneProcess() throws Exception {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/prlimit"))) {
      command.addAll(List.of("/usr/bin/prlimit", "--as=" + (10L << 30)));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            BadFileLoader.class.getName()));
    for (BadFile bad : files()) {
      command.add(bad.name());
      command.add(bad.unpackedIn(folder).toString());
    }
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    exitCode = process.exitValue();
    output = read(log);
    for (String line : output.split("\n")) {
      Matcher report = REPORT.matcher(line);
      if (report.matches()) {
        REPORTS.put(
            report.group(1),
            new Report(report.group(2), Long.parseLong(report.group(3)), report.group(4)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aBadFileHarmsNobody(BadFile bad) {
    assertThat(exitCode).as("the process died:%n%s", output).isZero();
    Report report = REPORTS.get(bad.name());
    assertThat(report).as("no word of it in:%n%s", output).isNotNull();

    if (bad.expectation() == Expectation.REJECT) {
      assertThat(report.verdict()).as(report.message()).isEqualTo("refused");
    } else if (bad.expectation() == Expectation.ACCEPT) {
      assertThat(report.verdict()).as(report.message()).isEqualTo("accepted");
    }
    assertThat(report.millis()).isLessThan(30_000);
    assertThat(report.message())
        .doesNotContain("/etc/", "/dev/", "/var/", "/tmp/", "root:", "\tat ", ".cc:", ".h:", "::")
        .doesNotContain(bad.file().toAbsolutePath().toString())
        .hasSizeLessThan(600);
    if (!report.verdict().equals("accepted")) {
      assertThat(report.message()).hasSizeGreaterThan(20);
    }
    if (bad.name().endsWith("custom-domain.onnx")) {
      assertThat(report.message()).contains("com.example:Magic");
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
