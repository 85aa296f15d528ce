package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.tabular.RandomLearners.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A call allocates its answer, and nothing for a row. In an interpreter: a compiler would leave out
 * objects that the code makes.
 */
class RowAllocationsTest {
  private static final int MOST_SECONDS = 600;
  private static final int FEWEST = 3;

  @TempDir static Path folder;

  private static List<Line> lines = List.of();

  /**
   * What the report says of one model.
   *
   * @param bytes beyond those of its answer
   */
  private record Line(String kind, int seed, long bytes) {
    static Line of(String text) {
      String[] parts = text.split(" ", -1);
      return new Line(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
  }

  @BeforeAll
  static void report() throws Exception {
    Path said = folder.resolve("said.txt");
    Path errors = folder.resolve("errors.txt");
    Process report =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                RowAllocationsReport.class.getName(),
                folder.toString())
            .redirectOutput(said.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(report.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as("the report ends").isTrue();
    } finally {
      report.destroyForcibly();
    }
    assertThat(report.exitValue()).as(read(errors)).isZero();
    lines = read(said).lines().map(Line::of).toList();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Test
  void noRowIsAllocatedFor() {
    assertThat(lines).filteredOn(line -> line.bytes() > 0).isEmpty();
  }

  @Test
  void modelsOfAllClassesWereMeasured() {
    Map<String, Long> models =
        lines.stream().collect(Collectors.groupingBy(Line::kind, Collectors.counting()));
    assertThat(models)
        .containsKeys(Arrays.stream(Kind.values()).map(Kind::name).toArray(String[]::new))
        .containsKeys(
            "TreeModel",
            "RegressionModel",
            "GeneralRegressionModel",
            "MiningModel",
            "NearestNeighborModel")
        .containsKeys("ANOMALIES", "PIPELINE", "ENSEMBLE")
        .allSatisfy((kind, count) -> assertThat(count).as(kind).isGreaterThanOrEqualTo(FEWEST));
  }
}
