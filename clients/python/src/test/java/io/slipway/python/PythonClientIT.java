package io.slipway.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.testing.registry.LocalRegistry;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wheel, used by a Python that has nothing else of ours. */
class PythonClientIT {

  private record Ran(int status, String output) {}

  @Test
  void theWheelDoesWhatItsTestsSay(@TempDir Path folder) throws Exception {
    Path wheel = wheel();
    assumeTrue(
        run(Map.of(), "python3", "-c", "import requests").status() == 0,
        "the Python client is not tested: python3 has no requests");
    try (LocalRegistry registry = LocalRegistry.in(folder)) {
      Ran ran =
          run(
              Map.of(
                  "PYTHONPATH",
                  wheel.toAbsolutePath().toString(),
                  "PYTHONDONTWRITEBYTECODE",
                  "1",
                  "SLIPWAY_TEST_REGISTRY",
                  registry.address(),
                  "SLIPWAY_TEST_TOKEN",
                  LocalRegistry.TRAINER,
                  "SLIPWAY_TEST_READER",
                  LocalRegistry.READER,
                  "SLIPWAY_TEST_MODEL",
                  TestModels.committedFolder().resolve("onnx-zipmap-string/model.onnx").toString()),
              "python3",
              "tests/test_slipway.py",
              "-v");

      System.out.println(ran.output());
      assertThat(ran.status()).as(ran.output()).isZero();
      assertThat(ran.output()).containsPattern("Ran [1-9][0-9]* tests").doesNotContain("skipped");
    }
  }

  @Test
  void everyFileOfTheWheelIsInItsRecordAndItIsTyped() throws Exception {
    try (ZipFile wheel = new ZipFile(wheel().toFile())) {
      List<String> names = new ArrayList<>();
      wheel.stream().forEach(entry -> names.add(entry.getName()));
      String folder =
          names.stream().filter(name -> name.endsWith("/RECORD")).findFirst().orElseThrow();
      String record =
          new String(
              wheel.getInputStream(wheel.getEntry(folder)).readAllBytes(), StandardCharsets.UTF_8);

      assertThat(record.lines().map(line -> line.substring(0, line.indexOf(','))))
          .containsExactlyElementsOf(names)
          .contains("slipway/__init__.py", "slipway/py.typed");
    }
  }

  private static Path wheel() throws IOException {
    try (Stream<Path> built = Files.list(Path.of("target"))) {
      List<Path> wheels =
          built.filter(file -> file.toString().endsWith("-py3-none-any.whl")).toList();
      assumeTrue(
          wheels.size() == 1, "the Python client is not tested: the build found no Python 3.8");
      return wheels.getFirst();
    }
  }

  private static Ran run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }
}
